"""Two people at one machine: each has a program, a lock and a socket of his own, also where both share one /tmp."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="only root can become somebody else"
)
OTHER = 64_321
# Somebody else's process: everything is imported before, since this folder may be closed to others.
START = """
import fcntl, os, sys
from PySide6.QtCore import QCoreApplication, QTimer
from desktop_search.gui import running
from desktop_search.gui.running import Wish
from desktop_search.gui.single_instance import SingleInstance
from desktop_search.paths import find_paths
who, home, *others = sys.argv[1:]
os.setgroups([])
os.setgid(int(who)), os.setuid(int(who))
os.umask(0o022)
application = QCoreApplication([])
paths = find_paths(home)
paths.create()
for other in others:
    print("reached" if running.tell(find_paths(other), Wish("quick"), 5) else "not reached")
    try:
        running._say(open(find_paths(other).data / "window.lock").read(), Wish("quick").to_line(), 5)
        print("spoke")
    except OSError as error:
        print(type(error).__name__)
instance = SingleInstance(paths)
print("first" if instance.claim() else "second")
print(instance.address, flush=True)
QTimer.singleShot(20_000, application.quit)
if not others:
    application.exec()
"""


def start(who: int, shared: Path, *homes: Path, runtime: Path | None = None) -> subprocess.Popen[str]:
    environment = {**os.environ, "TMPDIR": str(shared), "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("XDG_RUNTIME_DIR", None)
    if runtime is not None:
        environment["XDG_RUNTIME_DIR"] = str(runtime)
    command = [sys.executable, "-c", START, str(who), *map(str, homes)]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder for everybody, like /tmp."""
    with tempfile.TemporaryDirectory(prefix="two-") as folder:
        Path(folder).chmod(0o1777)
        yield Path(folder)


@pytest.fixture
def homes(shared: Path) -> dict[int, Path]:
    """One for root and one for somebody else."""
    made = {who: shared / f"home-{who}" for who in (0, OTHER)}
    for who, home in made.items():
        home.mkdir()
        os.chown(home, who, who)
    return made


def line(program: subprocess.Popen[str]) -> str:
    assert program.stdout is not None
    return program.stdout.readline().strip()


@pytest.mark.parametrize("is_taken", [False, True], ids=["", "the folder's name is taken"])
def test_each_has_a_program_of_his_own_and_reaches_no_other(
    shared: Path, homes: dict[int, Path], is_taken: bool
) -> None:
    if is_taken:
        # Somebody was here before, to listen in.
        trap = shared / "desktop-search-0"
        trap.mkdir()
        trap.chmod(0o777)
        os.chown(trap, OTHER, OTHER)
    mine = start(0, shared, homes[0])
    try:
        assert line(mine) == "first"
        address = Path(line(mine))
        assert (address.parent == shared / "desktop-search-0") != is_taken
        assert stat.S_IMODE(address.parent.stat().st_mode) == 0o700
        assert (address.parent.stat().st_uid, stat.S_IMODE(address.stat().st_mode)) == (0, 0o600)
        # The other one even knows where to look.
        (homes[0] / "data").chmod(0o755)
        (homes[0] / "data" / "window.lock").chmod(0o644)
        other = start(OTHER, shared, homes[OTHER], homes[0])
        said = other.communicate(timeout=60)[0].split("\n")
        assert said[:3] == ["not reached", "PermissionError", "first"]
        assert Path(said[3]).parent.name == f"desktop-search-{OTHER}"
        # Root reaches everybody: that the first one still listens shows that it was refused, not lost.
        again = start(0, shared, homes[0], homes[0])
        assert again.communicate(timeout=60)[0].split("\n")[:3] == ["reached", "spoke", "second"]
    finally:
        mine.kill()
        mine.communicate()


def test_a_runtime_folder_that_cannot_be_written_is_not_used(shared: Path, homes: dict[int, Path]) -> None:
    runtime = shared / "run"
    runtime.mkdir(mode=0o500)
    os.chown(runtime, OTHER, OTHER)
    program = start(OTHER, shared, homes[OTHER], runtime=runtime)
    try:
        assert line(program) == "first"
        assert Path(line(program)).parent == shared / f"desktop-search-{OTHER}"
    finally:
        program.kill()
        program.communicate()
