"""The door of a running engine: knocks of all kinds, with and without its key, and lines that nobody should send."""

from __future__ import annotations

import json
import random
import socket
import struct
from collections.abc import Sequence
from multiprocessing.connection import Connection, answer_challenge, deliver_challenge
from pathlib import Path

from desktop_search.engine import door_lines
from desktop_search.engine.beside import update_through_engine
from desktop_search.engine.messages import IndexUpToDate, ReloadSettings, Status, UpdateIndex
from desktop_search.records import Progress
from tests.conversation import Conversation
from tests.reliability.fuzz.targets.base import Problem, indexed

_PATIENCE = 10.0


class EngineDoor:
    """The window's line must never notice; a sound guest after it is served."""

    def __init__(self, work: Path) -> None:
        self._paths = indexed(work, 12)
        self._count = self.let_in = 0
        self.contained: dict[str, int] = {}
        self.words: Sequence[bytes] = [
            *(
                b'"update"',
                b'"number": 1e999',
                b"null",
                b"[",
                b"{",
                b'"\\ud800"',
                b"NaN",
                b"\x80\x04",
                b"cos\nsystem\n",
            ),
            *(b"#CHALLENGE#", b"#WELCOME#", b"#FAILURE#", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\0"),
        ]
        self._talk = Conversation(self._paths)
        self._talk.__enter__()
        self._talk.wait_for(Status, lambda status: status.words_ready and status.progress.phase != "starting")

    def seeds(self) -> list[bytes]:
        said = [door_lines.asked(ReloadSettings()), door_lines.asked(UpdateIndex(1)), door_lines.asked(UpdateIndex(9))]
        said += [door_lines.told(event) or b"" for event in (IndexUpToDate(1), Status(Progress()))]
        return [struct.pack("!i", len(one)) + one for one in said]

    def close(self) -> None:
        self._talk.__exit__(None, None, None)

    def attempt(self, content: bytes) -> None:
        self._count += 1
        entry = json.loads(self._paths.engine_address.read_text())
        chance = random.Random(content)
        with socket.socket(socket.AF_UNIX) as line:
            # As a command line does: it waits until it is its turn.
            line.connect(entry["address"])
            try:
                if chance.random() < 0.7:
                    # With the key: it was let in, and says something else than a guest does.
                    guest = Connection(line.detach())
                    with guest:
                        # Not with a patience set: it would make the handle one that does not wait.
                        answer_challenge(guest, bytes.fromhex(entry["key"]))
                        deliver_challenge(guest, bytes.fromhex(entry["key"]))
                        _write(guest.fileno(), content)
                        self.let_in += 1
                else:
                    line.settimeout(_PATIENCE)
                    line.sendall(content)
            except (OSError, EOFError, AssertionError):
                pass
        if not self._talk.client.running or self._talk.client.process_id is None:
            raise Problem("crash", "the engine has ended")
        if self._count % 50 == 0:
            if not self.let_in:
                raise Problem("lost", "nobody with the key was let in")
            self._check()

    def _check(self) -> None:
        down = [event for event in self._talk.events if type(event).__name__ == "EngineDown"]
        self._talk.events.clear()
        if down:
            raise Problem("crash", f"the engine ended: {down[0]}")
        if not self._talk.search("lantern", "words").result.hits:
            raise Problem("lost", "the window is not answered any more")
        if not update_through_engine(self._paths, lambda _: None):
            raise Problem("lost", "a sound guest is not served any more")


def _write(handle: int, content: bytes) -> None:
    with socket.fromfd(handle, socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(_PATIENCE)
        line.sendall(content)
