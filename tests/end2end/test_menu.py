"""From the setting to the desktop: a folder is opened with the program, and a question on the bus starts it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_search.cli.main import main
from desktop_search.gui.desktop.menu_entry import ENTRY
from desktop_search.gui.desktop.names import BUS_NAME
from tests.conftest import ROOT

pytestmark = [
    pytest.mark.model,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="for desktops of freedesktop.org"),
    pytest.mark.skipif(not (shutil.which("gio") and shutil.which("dbus-run-session")), reason="there is no desktop"),
]
# As the overview of GNOME asks, until the engine is there; then the program that the bus has started is ended.
ASK = f"""
for _ in $(seq 30); do
  gdbus call --session -d {BUS_NAME} -o /any -m org.gnome.Shell.SearchProvider2.GetInitialResultSet "['heron']" > said
  grep -q heron said && break
  sleep 1
done
cat said
bus="gdbus call --session -d org.freedesktop.DBus -o /org/freedesktop/DBus"
kill $($bus -m org.freedesktop.DBus.GetConnectionUnixProcessID {BUS_NAME} | tr -dc '0-9 ' | sed 's/^32//')
"""


def test_a_folder_is_searched_in_and_a_question_on_the_bus_starts_the_program(tmp_path: Path) -> None:
    notes, home, data = (tmp_path / "notes").resolve(), tmp_path / "home", tmp_path / "share"
    for name in ("Birds", "Office"):
        (notes / name).mkdir(parents=True)
    (notes / "Birds" / "heron.md").write_text("# Birds\n\nAn unusual heron stood by the river all morning.\n")
    (notes / "Office" / "passport.md").write_text("# Passport\n\nThe old passport is handed in before.\n")
    assert main(["--data-dir", str(home), "index", str(notes)]) == 0
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    environment = {
        **os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(data), "XDG_DATA_DIRS": "/nowhere",
        "XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_RUNTIME_DIR": str(runtime), "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    session = [sys.executable, "-m", "tests.end2end.menu_session", str(home), str(data / ENTRY), str(notes / "Birds")]
    done = subprocess.run(session, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=200, check=False)
    assert done.stdout.strip(), done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    assert not seen["trouble"], (seen, done.stderr)
    assert "in:" in seen["query"]
    assert "Birds" in seen["query"]
    assert seen["found"] == ["heron.md"]
    assert seen["opens_folders"] or not shutil.which("update-desktop-database")
    asked = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", ASK],
        cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert "heron.md" in asked.stdout, asked.stderr
    assert asked.returncode == 0, asked.stderr
