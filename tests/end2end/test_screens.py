"""Quick search where screens come and go, on an X server of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = [
    pytest.mark.screen,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the screen is of X"),
    pytest.mark.skipif(
        not all(map(shutil.which, ("Xvfb", "openbox", "xdotool", "xrandr"))), reason="there are no tools for X"
    ),
]


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of programs on a wide screen that no other test looks at."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1600x800x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert server.stdout is not None
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    environment = {
        **os.environ, "DISPLAY": f":{server.stdout.readline().strip()}", "QT_QPA_PLATFORM": "xcb",
        "XDG_RUNTIME_DIR": str(runtime), "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    environment.pop("WAYLAND_DISPLAY", None)
    manager = subprocess.Popen(["openbox", "--sm-disable"], env=environment, stderr=subprocess.DEVNULL)
    yield environment
    for one in (manager, server):
        one.terminate()
        one.communicate(timeout=10)


def test_the_panel_follows_the_pointer_and_survives_its_screen(screen: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.end2end.screens_session", str(tmp_path / "home")]
    done = subprocess.run(command, cwd=ROOT, env=screen, capture_output=True, text=True, timeout=200, check=False)
    assert done.stdout.strip(), done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    assert not seen["trouble"], (seen, done.stderr)
    assert seen["is_in_upper_third"]
    assert seen["exit_code"] == 0
    assert "Traceback" not in done.stderr, done.stderr
