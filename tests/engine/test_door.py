"""The engine's door: who is let in, and what is taken from them."""

from __future__ import annotations

import json
import os
import pickle
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Client, Connection
from pathlib import Path

import pytest

from desktop_search.engine import door_lines
from desktop_search.engine.client import connect
from desktop_search.engine.messages import IndexUpToDate, ReloadSettings, Request, Search, Status, Stop, UpdateIndex
from desktop_search.engine.peers import Door, Guest
from desktop_search.paths import Paths
from desktop_search.records import Progress

pytestmark = pytest.mark.skipif(os.name == "nt", reason="sockets and modes are of Unix")
# Let in as another person: says which end it met.
_STRANGER = """
import sys
from multiprocessing.connection import Client
try:
    with Client(sys.argv[1], authkey=bytes.fromhex(sys.argv[2])) as line:
        line.send_bytes(b'{"ask": "settings"}')
    print("let in")
except Exception as error:
    print(type(error).__name__)
"""


class Engine:
    """A door with somebody behind it who hears the guests, as the engine does."""

    def __init__(self, paths: Paths) -> None:
        self.heard: list[Request] = []
        self.gone = threading.Semaphore(0)
        self.door = Door(paths, self._welcome)
        self.door.open()

    def _welcome(self, connection: Connection) -> None:
        guest = Guest(connection)
        try:
            while True:
                self.heard.append(guest.receive())
                guest.send(IndexUpToDate(1))
        except (EOFError, OSError):
            pass
        finally:
            guest.close()
            self.gone.release()


@pytest.fixture
def engine(paths: Paths) -> Iterator[Engine]:
    engine = Engine(paths)
    yield engine
    engine.door.close()


def entry(paths: Paths) -> dict[str, str]:
    return dict(json.loads(paths.engine_address.read_text()))


def ask(paths: Paths) -> None:
    """A sound guest is served."""
    guest = connect(paths)
    assert guest is not None
    with guest:
        guest.send_bytes(door_lines.asked(UpdateIndex(1)))
        assert guest.poll(20)
        assert door_lines.event_of(guest.recv_bytes()) == IndexUpToDate(1)


def test_what_is_asked_and_told_at_the_door_comes_out_as_it_went_in() -> None:
    for request in (ReloadSettings(), UpdateIndex(7)):
        assert door_lines.request_of(door_lines.asked(request)) == request
    progress = Progress("embedding", 3, 4, 5, 6, 7, 8, 9, 1.5, 10, "a problem")
    for event, told in ((Status(progress), progress), (IndexUpToDate(7), IndexUpToDate(7))):
        line = door_lines.told(event)
        assert line is not None
        assert len(line) < door_lines.LONGEST
        assert door_lines.event_of(line) == told


@pytest.mark.parametrize("request_", [Stop(), Search(1, "a")])
def test_nothing_else_can_be_asked_there(request_: Request) -> None:
    with pytest.raises(TypeError):
        door_lines.asked(request_)


@pytest.mark.parametrize(
    "line",
    [
        *(b"", b"\xff", b"[" * 10_000, b"null", b"[]", b'{"ask": "stop"}', b'{"ask": ["settings"]}', b'{"ask": 1}'),
        *(b'{"ask": "update"}', b'{"ask": "update", "number": true}', b'{"ask": "update", "number": 1e999}'),
        *(b'{"ask": "update", "number": 1' + b"0" * 50 + b"}", pickle.dumps(Stop()), b"cos\nsystem\n(S'exit'\ntR."),
    ],
)
def test_a_guest_who_says_anything_else_is_shown_out_and_the_next_one_served(
    engine: Engine, paths: Paths, line: bytes
) -> None:
    guest = connect(paths)
    assert guest is not None
    with guest:
        guest.send_bytes(line)
        assert engine.gone.acquire(timeout=20)
    assert engine.heard == []
    ask(paths)


def test_who_says_nothing_keeps_nobody_out(engine: Engine, paths: Paths) -> None:
    silent = [socket.socket(socket.AF_UNIX) for _ in range(5)]
    for one in silent:
        one.connect(entry(paths)["address"])
    ask(paths)
    for one in silent:
        one.close()


def test_a_wrong_key_and_noise_in_place_of_one_are_not_let_in(engine: Engine, paths: Paths) -> None:
    address = entry(paths)["address"]
    with pytest.raises(Exception, match="digest"):
        Client(address, authkey=b"another")
    for noise in (b"", b"\xff" * 4, b"\x7f\xff\xff\xff" + b"a" * 100, b"\0\0\0\5hello", b"\0\0\0\0"):
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(address)
            line.sendall(noise)
    ask(paths)
    assert engine.heard == [UpdateIndex(1)]


def test_guests_leave_no_thread_behind(engine: Engine, paths: Paths) -> None:
    ask(paths)
    before = threading.active_count()
    for _ in range(20):
        ask(paths)
    deadline = time.monotonic() + 20
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.02)
    assert threading.active_count() <= before


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="only root can become another person",
)
def test_another_person_is_not_let_in_even_with_the_key_and_through_open_folders(
    engine: Engine, paths: Paths, tmp_path: Path
) -> None:
    known = entry(paths)
    address = Path(known["address"])

    def stranger() -> str:
        # In the system's own Python: that of the tests may lie where others cannot look.
        command = ["/usr/bin/python3", "-I", "-c", _STRANGER, str(address), known["key"]]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, user=65534, cwd="/")
        return done.stdout.strip() or done.stderr

    assert stranger() == "PermissionError"
    address.parent.chmod(0o777)
    address.chmod(0o777)
    assert stranger() in ("EOFError", "ConnectionResetError", "BrokenPipeError")
    assert engine.heard == []
    ask(paths)
