from __future__ import annotations

import os
import socket
import sys
import time
from pathlib import Path

import pytest

from desktop_search.engine import left_doors

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sockets are files on Unix alone")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # Addresses of sockets are short: they are made from within the folder.
    monkeypatch.chdir(tmp_path)
    return tmp_path


def door(name: str, *, listens: bool = False, mode: int = 0o700, age: float = 3600.0) -> socket.socket:
    folder = Path(f"desktop-search-{name}")
    folder.mkdir(mode=mode)
    folder.chmod(mode)
    opened = socket.socket(socket.AF_UNIX)
    opened.bind(str(folder / "engine"))
    if listens:
        opened.listen(1)
    os.utime(folder, (time.time() - age,) * 2)
    return opened


def names(folder: Path) -> set[str]:
    return {one.name.removeprefix("desktop-search-") for one in folder.iterdir()}


def test_what_a_killed_engine_left_is_removed_and_nothing_else(temporary: Path) -> None:
    opened = [
        door("killed"), door("killed2"), door("alive", listens=True), door("open", mode=0o755),
        door("starting", age=1.0), door(str(os.getuid())), door("more"),
    ]  # fmt: skip
    for one in (0, 1, 3, 5, 6):
        opened[one].close()
    Path("desktop-search-more/notes.txt").write_text("mine")
    Path("desktop-search-empty").mkdir(mode=0o700)
    Path("desktop-search-model").mkdir(mode=0o700)
    Path("desktop-search-model/model.bin").write_text("half a download")
    Path("desktop-search-file").write_text("a file")
    Path("desktop-search-link").symlink_to("desktop-search-killed2")
    for name in ("more", "empty", "model"):
        os.utime(f"desktop-search-{name}", (1.0, 1.0))
    before = names(temporary)
    assert left_doors.remove(Path()) == 2
    assert before - names(temporary) == {"killed", "killed2"}
    for socket_ in opened:
        socket_.close()


def test_an_engine_with_a_full_queue_is_there_all_the_same(temporary: Path) -> None:
    alive = door("busy", listens=True)
    knocks = []
    for _ in range(8):
        knock = socket.socket(socket.AF_UNIX)
        knock.setblocking(False)
        knock.connect_ex("desktop-search-busy/engine")
        knocks.append(knock)
    assert left_doors.remove(Path()) == 0
    for one in (*knocks, alive):
        one.close()


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give files away")
def test_those_of_another_person_are_left(temporary: Path) -> None:
    door("theirs").close()
    os.chown("desktop-search-theirs", 12345, 12345)
    os.utime("desktop-search-theirs", (1.0, 1.0))
    assert left_doors.remove(Path()) == 0
