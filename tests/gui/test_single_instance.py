from __future__ import annotations

import contextlib
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_search.gui import running
from desktop_search.gui.running import Wish, read_wish
from desktop_search.gui.single_instance import SingleInstance
from desktop_search.paths import Paths
from tests.conftest import ROOT
from tests.gui.support import wait_until
from tests.marks import MODES_HOLD

UNIX = pytest.mark.skipif(sys.platform == "win32", reason="sockets and modes are of Unix")


@pytest.fixture(autouse=True)
def runtime(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    runtime = tmp_path_factory.mktemp("run")
    runtime.chmod(0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    return runtime


def told(paths: Paths, wish: Wish) -> threading.Thread:
    """As another process would, while the first one's event loop runs here."""
    thread = threading.Thread(target=running.tell_or_hold, args=(paths, wish))
    thread.start()
    return thread


def test_a_later_start_is_heard_by_the_first(application: QApplication, paths: Paths) -> None:
    first = SingleInstance(paths)
    asked: list[Wish] = []
    first.asked.connect(asked.append)
    assert first.claim()
    wishes = [Wish("quick"), Wish("show", text="höhle\n" * 100), Wish("show", folder="/a folder", token="t")]
    for number, wish in enumerate(wishes, 1):
        thread = told(paths, wish)
        wait_until(lambda number=number: len(asked) == number)
        thread.join(5)
        assert not thread.is_alive()
    assert asked == wishes
    first.close()


def test_the_place_is_free_again_after_the_end(application: QApplication, paths: Paths) -> None:
    first, second = SingleInstance(paths), SingleInstance(paths)
    assert first.claim()
    first.close()
    assert not running.tell(paths, Wish())
    assert second.claim()
    second.close()


@UNIX
def test_a_stale_socket_is_cleaned(application: QApplication, paths: Paths) -> None:
    address = next(running.addresses(paths))
    left = socket.socket(socket.AF_UNIX)
    left.bind(address)
    left.close()
    assert os.path.exists(address)
    instance = SingleInstance(paths)
    assert instance.claim()
    assert instance.address == address
    instance.close()


@UNIX
def test_the_socket_is_private(application: QApplication, paths: Paths) -> None:
    instance = SingleInstance(paths)
    assert instance.claim()
    assert stat.S_IMODE(os.stat(instance.address).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(os.path.dirname(instance.address)).st_mode) == 0o700
    instance.close()


@UNIX
def test_a_runtime_folder_open_to_others_is_not_used(runtime: Path, paths: Paths) -> None:
    runtime.chmod(0o755)
    assert not any(address.startswith(str(runtime)) for address in running.addresses(paths))


@MODES_HOLD
def test_a_runtime_folder_that_cannot_be_written_is_not_used(runtime: Path, paths: Paths) -> None:
    runtime.chmod(0o500)
    assert not any(address.startswith(str(runtime)) for address in running.addresses(paths))


@UNIX
def test_a_place_for_temporary_files_with_a_long_name_is_passed_over(
    application: QApplication, paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = tmp_path / ("long" * 30)
    long.mkdir()
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr("tempfile.tempdir", str(long))
    instance = SingleInstance(paths)
    assert instance.claim()
    assert instance.address.startswith("/tmp/")
    instance.close()


@UNIX
def test_where_no_socket_can_be_the_program_starts_all_the_same(
    application: QApplication, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_private_folders", lambda: iter([Path("/proc/nowhere")]))
    instance = SingleInstance(paths)
    assert instance.claim()
    assert instance.address == ""
    with pytest.raises(TimeoutError):
        running.tell_or_hold(paths, Wish(), patience=0.2)
    instance.close()


@UNIX
def test_the_folder_of_another_person_is_not_used(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody made the folder among the temporary files before us, and it is not ours, or open to others."""
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    theirs = tmp_path / f"desktop-search-{os.getuid()}"
    theirs.mkdir(mode=0o777)
    theirs.chmod(0o777)
    assert not any(address.startswith(f"{theirs}/") for address in running.addresses(paths))
    theirs.rmdir()
    theirs.symlink_to("/tmp")
    assert not any(address.startswith(f"{theirs}/") for address in running.addresses(paths))


def test_each_index_has_its_own_address(paths: Paths, tmp_path: Path) -> None:
    other = Paths(*(tmp_path / "other" / name for name in ("data", "config", "cache", "logs")))
    assert next(running.addresses(paths)) == next(running.addresses(paths))
    assert next(running.addresses(paths)) != next(running.addresses(other))


@pytest.mark.parametrize(
    "line",
    [
        *(
            b"",
            b"\n",
            b"show",
            b"[]",
            b"{",
            b'{"kind": "delete"}',
            b'{"kind": 3}',
            b'{"text": []}',
            b"\xff",
            b"[" * 100_000,
        ),
        # Halves of characters, which nothing could pass on.
        *(b'{"text": "\\udcff"}', b'{"folder": "\\ud800"}'),
    ],
)
def test_what_is_no_wish_is_none(line: bytes) -> None:
    assert read_wish(line) is None


def test_what_a_newer_version_says_more_is_left_aside() -> None:
    assert read_wish(b'{"kind": "quick", "text": "a", "colour": "red"}') == Wish("quick", "a")


def test_bytes_of_a_command_line_that_are_no_text_come_over_as_a_mark() -> None:
    assert read_wish(Wish("show", text="a\udcffb").to_line()) == Wish("show", text="a?b")


_STRANGER = """
import socket, sys
line = socket.socket(socket.AF_UNIX)
try:
    line.connect(sys.argv[1])
    line.sendall(b'{"kind": "quick"}\\n')
    print(line.recv(100))
except OSError as error:
    print(type(error).__name__)
"""


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="only root can become another person",
)
def test_another_person_is_not_heard_even_through_open_folders(application: QApplication, paths: Paths) -> None:
    first = SingleInstance(paths)
    asked: list[Wish] = []
    first.asked.connect(asked.append)
    assert first.claim()
    address = Path(first.address)

    def stranger() -> str:
        # In the system's own Python: that of the tests may lie where others cannot look.
        command = ["/usr/bin/python3", "-I", "-c", _STRANGER, str(address)]
        other = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, user=65534, cwd="/")
        wait_until(lambda: other.poll() is not None, 30)
        return other.communicate()[0].strip()

    assert stranger() == "PermissionError"
    for folder in (address.parent, *address.parents):
        if folder.stat().st_mode & 0o077 == 0:
            folder.chmod(0o711)
    address.chmod(0o777)
    assert stranger() in ("b''", "ConnectionResetError", "BrokenPipeError")
    assert asked == []
    first.close()


@UNIX
def test_nonsense_on_the_socket_ends_nothing(application: QApplication, paths: Paths) -> None:
    first = SingleInstance(paths)
    asked: list[Wish] = []
    first.asked.connect(asked.append)
    assert first.claim()
    lines = []
    for nonsense in (b"\0\n", b"x" * (running.LONGEST + 10), b""):
        line = socket.socket(socket.AF_UNIX)
        line.connect(first.address)
        line.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            line.send(nonsense)
        lines.append(line)
    thread = told(paths, Wish("quick"))
    wait_until(lambda: asked == [Wish("quick")])
    thread.join(5)
    for line in lines:
        line.close()
    first.close()


START = """
import os, sys, time
from PySide6.QtCore import QCoreApplication, QTimer
from desktop_search.gui.running import Wish
from desktop_search.gui.single_instance import SingleInstance
from desktop_search.paths import find_paths
application = QCoreApplication([])
instance = SingleInstance(find_paths(sys.argv[1]))
heard = []
instance.asked.connect(heard.append)
if not instance.claim(Wish("quick")):
    print("told")
    raise SystemExit
print("first", flush=True)
sys.stdin.readable()
QTimer.singleShot(int(sys.argv[2]), application.quit)
application.exec()
print(len(heard))
"""

# As START, but many at once of one process each would need minutes on a small machine: this part needs no Qt.
LIGHT = """
import sys
from desktop_search.gui import running
from desktop_search.paths import find_paths
print("held" if running.tell_or_hold(find_paths(sys.argv[1]), running.Wish("quick"), 60) is not None else "told")
"""


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_of_two_hundred_starts_at_once_exactly_one_is_the_program(
    application: QApplication, paths: Paths, tmp_path: Path
) -> None:
    first = SingleInstance(paths)
    asked: list[Wish] = []
    first.asked.connect(asked.append)
    assert first.claim()
    others = [start(LIGHT, tmp_path / "home") for _ in range(200)]
    wait_until(lambda: len(asked) == 200, 120)
    assert {other.communicate(timeout=60)[0].strip() for other in others} == {"told"}
    first.close()


@pytest.mark.slow
def test_of_many_whole_programs_at_once_one_wins_and_hears_the_others(paths: Paths, tmp_path: Path) -> None:
    starts = [start(START, tmp_path / "home", 8000) for _ in range(12)]
    said = [one.communicate(timeout=100)[0].split() for one in starts]
    winners = [words for words in said if words[0] == "first"]
    assert len(winners) == 1
    assert winners[0][1] == "11"
    assert sum(words == ["told"] for words in said) == 11


@UNIX
def test_a_crash_does_not_block_the_next_start(application: QApplication, paths: Paths, tmp_path: Path) -> None:
    first = start(START, tmp_path / "home", 60_000)
    assert first.stdout is not None
    assert first.stdout.readline() == "first\n"
    first.send_signal(signal.SIGKILL)
    first.wait(10)
    first.stdout.close()
    second = SingleInstance(paths)
    assert second.claim()
    second.close()
