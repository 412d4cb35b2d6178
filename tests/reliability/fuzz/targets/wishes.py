"""The socket on which the running window hears of later starts: whatever bytes come, the next sound wish is heard."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from desktop_search.gui import running
from desktop_search.gui.running import Wish
from desktop_search.paths import find_paths
from tests.reliability.fuzz.targets.base import Problem

_SERVER = """
import sys
from PySide6.QtCore import QCoreApplication
from desktop_search.gui.single_instance import SingleInstance
from desktop_search.gui.running import Wish
from desktop_search.paths import find_paths
application = QCoreApplication([])
instance = SingleInstance(find_paths(sys.argv[1]))
def heard(wish):
    assert isinstance(wish, Wish) and all(isinstance(one, str) for one in (wish.text, wish.folder, wish.token))
    for one in (wish.text, wish.folder, wish.token):
        one.encode()
instance.asked.connect(heard)
assert instance.claim()
print("listens", flush=True)
application.exec()
"""
_ANSWER = 5.0


class Wishes:
    """A real server in a process of its own; some inputs are sent in pieces, some without an end."""

    def __init__(self, work: Path) -> None:
        self._paths = find_paths(work.resolve() / "window")
        self._paths.create()
        self._count = 0
        self._errors = work / "window.log"
        self.contained: dict[str, int] = {}
        self.words: Sequence[bytes] = [
            *(b'"kind": "quick"', b'"kind": 1', b'"text": null', b'"\\ud800"', b"[", b"{", b"\n", b"\0", b"null"),
            *(b'"folder": []', b'"token": {}', b'"__class__": 1', b"1e999", b"NaN"),
        ]
        self._start()

    def seeds(self) -> list[bytes]:
        wishes = (Wish(), Wish("quick", "lantern"), Wish("background", "a", "/notes", "token"), Wish("selection"))
        return [one.to_line() for one in wishes]

    def close(self) -> None:
        self._server.kill()
        self._server.communicate()

    def attempt(self, content: bytes) -> None:
        self._count += 1
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(_ANSWER)
                line.connect(self._address)
                half = len(content) // 2 if self._count % 3 == 0 else len(content)
                line.sendall(content[:half])
                line.sendall(content[half:] + (b"\n" if self._count % 2 else b""))
                if self._count % 2:
                    line.recv(100)
        except OSError:
            # It hangs up on what it does not take; whether it still listens shows below.
            pass
        if self._server.poll() is not None:
            self._fail("crash", f"the window ended with {self._server.returncode}")
        if self._count % 20 == 0 and not running.tell(self._paths, Wish("quick", "sound"), 20.0):
            self._fail("lost", "a sound wish is not heard any more")
        if self._count % 20 == 0 and (told := self._errors.read_text(errors="replace").strip()):
            self._errors.write_text("")
            raise Problem("crash", told.splitlines()[-1])

    def _fail(self, kind: str, told: str) -> None:
        self._server.kill()
        self._server.communicate()
        self._start()
        raise Problem(kind, told)

    def _start(self) -> None:
        with self._errors.open("wb") as errors:
            self._server = subprocess.Popen(
                [sys.executable, "-c", _SERVER, str(self._paths.data.parent)],
                stdout=subprocess.PIPE,
                stderr=errors,
                env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            )
        assert self._server.stdout is not None
        if self._server.stdout.readline() != b"listens\n":
            raise Problem("lost", "the window does not start")
        time.sleep(0.05)
        self._address = (self._paths.data / "window.lock").read_text().strip()
