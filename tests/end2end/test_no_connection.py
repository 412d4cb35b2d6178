"""Nothing leaves the machine: what the program asks of the kernel while it indexes and searches, traced and cut off."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.marks import HAS_SCREEN

# Domains that stay inside the machine: local sockets, and questions to the kernel about itself.
_INSIDE = ("AF_UNIX", "AF_LOCAL", "AF_UNSPEC", "AF_NETLINK")
_CALL = re.compile(r"\b(?:connect|sendto|sendmsg|bind)\(.*?sa_family=(AF_\w+)")
_SOCKET = re.compile(r"\bsocket\((AF_\w+)")

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="traced and cut off as Linux does it"),
    pytest.mark.model,
    pytest.mark.slow,
    pytest.mark.timeout(600),
]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = (tmp_path / "notes").resolve()
    folder.mkdir()
    (folder / "a.md").write_text("# Lamps\n\nA lighthouse stands on the cliff. See https://example.org/lamp.png\n")
    (folder / "b.html").write_text("<h1>Lamps</h1><img src='http://example.org/a.png'><p>They shine at night.</p>")
    (folder / "c.xml").write_text("<!DOCTYPE a SYSTEM 'http://example.org/a.dtd'><a>A lamp in markup.</a>")
    return folder


def traced(log: Path, *command: str) -> set[str]:
    """The kinds of address that a command, and all that it started, connected to, sent to or made a socket for."""
    done = subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=network", "-o", str(log), *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    text = log.read_text(errors="replace")
    return set(_CALL.findall(text)) | set(_SOCKET.findall(text))


def command(home: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "desktop_search", "--data-dir", str(home), *arguments]


def can_trace() -> bool:
    if shutil.which("strace") is None:
        return False
    done = subprocess.run(["strace", "-f", "-qq", "true"], capture_output=True, check=False)
    return done.returncode == 0


def can_cut_off() -> bool:
    if shutil.which("unshare") is None:
        return False
    return subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0


def test_the_tracing_sees_a_connection(tmp_path: Path) -> None:
    if not can_trace():
        pytest.skip("no strace here")
    code = "import socket; s = socket.socket(); s.setblocking(False); s.connect_ex(('127.0.0.1', 9))"
    assert "AF_INET" in traced(tmp_path / "trace", sys.executable, "-c", code)


def test_index_and_search_speak_to_nobody(tmp_path: Path, notes: Path) -> None:
    if not can_trace():
        pytest.skip("no strace here")
    home = tmp_path / "home"
    spoken = traced(tmp_path / "index", *command(home, "index", str(notes)))
    spoken |= traced(tmp_path / "search", *command(home, "search", "lighthouse on a cliff"))
    assert spoken - set(_INSIDE) == set()


@HAS_SCREEN
def test_the_window_speaks_to_nobody_and_works_without_a_network(tmp_path: Path, notes: Path) -> None:
    """Typing, results, a page beside them, and the end, with screen and session bus as the only things to talk to."""
    cut_off = ["unshare", "-rn"] if can_cut_off() and _screen_is_a_file() else []
    if not cut_off and not can_trace():
        pytest.skip("nothing can be traced or cut off here")
    bus = ["dbus-run-session", "--"] if shutil.which("dbus-run-session") else []
    session = [sys.executable, "-m", "tests.end2end.quiet_session", str(tmp_path / "home"), str(notes)]
    command = [*cut_off, *bus, *session]
    if can_trace():
        assert traced(tmp_path / "window", *command) - set(_INSIDE) == set()
    else:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr


def _screen_is_a_file() -> bool:
    """Can the screen be reached from a namespace without a network? Not by an address that is no file."""
    number = os.environ.get("DISPLAY", "").lstrip(":").partition(".")[0]
    return Path(f"/tmp/.X11-unix/X{number}").exists()


def test_without_a_network_everything_works(tmp_path: Path, notes: Path) -> None:
    if not can_cut_off():
        pytest.skip("no namespace without a network can be made here")
    home = tmp_path / "home"
    for arguments in (("index", str(notes)), ("search", "lighthouse", "--json"), ("selftest",)):
        done = subprocess.run(
            ["unshare", "-rn", *command(home, *arguments)], capture_output=True, text=True, check=False, timeout=300
        )
        assert done.returncode == 0, done.stderr
        if arguments[0] == "search":
            assert str(notes / "a.md") in done.stdout
            assert '"meaning_ready": true' in done.stdout
