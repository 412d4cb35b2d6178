"""The program on Wayland: a real compositor without a screen, on a bus of its own that has no portal."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_search.cli.main import main
from tests.conftest import ROOT

pytestmark = [
    pytest.mark.model,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not shutil.which("weston"), reason="weston is not installed"),
    pytest.mark.skipif(
        not (shutil.which("dbus-run-session") and shutil.which("gdbus")), reason="there are no tools for D-Bus"
    ),
]


@pytest.fixture
def desktop() -> Iterator[dict[str, str]]:
    """The environment of a session on a compositor of its own."""
    # A short name: the address of a socket must not be long.
    with tempfile.TemporaryDirectory(prefix="way-") as runtime:
        environment = {**os.environ, "XDG_RUNTIME_DIR": runtime}
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
            environment.pop(name, None)
        command = ["weston", "--backend=headless-backend.so", "--socket=wayland-test", "--idle-time=0"]
        compositor = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            end = time.monotonic() + 20
            while not (Path(runtime) / "wayland-test").exists():
                assert compositor.poll() is None
                assert time.monotonic() < end, "the compositor does not come up"
                time.sleep(0.05)
            yield {**environment, "WAYLAND_DISPLAY": "wayland-test", "QT_QPA_PLATFORM": "wayland"}
        finally:
            compositor.terminate()
            compositor.wait(10)


def test_window_quick_search_and_what_the_desktop_withholds(tmp_path: Path, desktop: dict[str, str]) -> None:
    notes, home = tmp_path / "notes", tmp_path / "home"
    notes.mkdir()
    (notes / "heron.md").write_text("# Birds\n\nAn unusual heron stood by the river all morning.\n")
    (notes / "passport.md").write_text("# Passport\n\nThe old passport is handed in before a new one is issued.\n")
    assert main(["--data-dir", str(home), "index", str(notes)]) == 0
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-m", "tests.end2end.wayland_session", str(home)],
        cwd=ROOT, env={**desktop, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=280, check=False,
    )  # fmt: skip
    assert done.stdout.strip(), done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    assert not seen["trouble"], (seen, done.stderr)
    assert seen["platform"] == "wayland"
    assert seen["found"] == "heron.md"
    assert seen["left_when_locked"] == ["", 0]
    assert "desktop-search --selection" in seen["selection_hint"]
    assert "copy the text" in seen["note"]
    assert seen["exit_code"] == 0
    assert "Traceback" not in done.stderr, done.stderr
