"""Quick search from within another program, by the real keys on a real screen with a window manager."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_search.cli.main import main
from tests.conftest import ROOT
from tests.marks import HAS_SCREEN, HAS_XDOTOOL

pytestmark = [
    pytest.mark.model,
    pytest.mark.screen,
    pytest.mark.timeout(300),
    HAS_SCREEN,
    HAS_XDOTOOL,
    pytest.mark.skipif(not shutil.which("xterm"), reason="xterm is not installed"),
]


def test_the_keys_from_another_program_and_later_starts(tmp_path: Path) -> None:
    notes = (tmp_path / "notes").resolve()
    notes.mkdir()
    (notes / "heron.md").write_text("# Birds\n\nAn unusual heron stood by the river all morning.\n")
    (notes / "passport.md").write_text("# Passport\n\nThe old passport is handed in before a new one is issued.\n")
    (notes / "garden.md").write_text("# Garden\n\nTomatoes want sun and a wall behind them.\n")
    home, stub = tmp_path / "home", tmp_path / "called"
    assert main(["--data-dir", str(home), "index", str(notes)]) == 0
    programs, shared, config = tmp_path / "bin", tmp_path / "share" / "applications", tmp_path / "config"
    for folder in (programs, shared, config):
        folder.mkdir(parents=True)
    editor = programs / "gedit"
    editor.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{stub}.new"; mv "{stub}.new" "{stub}"\n')
    editor.chmod(0o755)
    (shared / "editor.desktop").write_text(f"[Desktop Entry]\nType=Application\nName=E\nExec={editor} %U\n")
    (config / "mimeapps.list").write_text("[Default Applications]\ntext/plain=editor.desktop\n")
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    environment = {
        **os.environ, "QT_QPA_PLATFORM": "xcb", "XDG_CONFIG_HOME": str(config), "XDG_RUNTIME_DIR": str(runtime),
        "XDG_DATA_DIRS": f"{tmp_path / 'share'}:/usr/share", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    environment.pop("WAYLAND_DISPLAY", None)
    typed = tmp_path / "typed"
    done = subprocess.run(
        [sys.executable, "-m", "tests.end2end.quick_session", str(home), str(typed), str(stub)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=280, check=False,
    )  # fmt: skip
    assert done.stdout.strip(), done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    assert not seen["trouble"], (seen, done.stderr)
    assert seen["hidden_before"]
    assert seen["editor"] == ["+3", str(notes / "heron.md")]
    assert seen["offered"] == "unusual heron"
    assert seen["own_query"] == "passport"
    # No key that was meant for the panel went elsewhere.
    assert seen["typed_elsewhere"] == "from the terminal\nstill typing\n"
    assert seen["exit_code"] == 0
