"""The whole program as a person meets it: first run, typing, opening, editing, and an engine that dies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.marks import HAS_SCREEN, HAS_XDOTOOL

pytestmark = [
    pytest.mark.model,
    pytest.mark.screen,
    pytest.mark.timeout(600),
    HAS_SCREEN,
    HAS_XDOTOOL,
]

# A window that does not listen for longer than this feels stuck (the design's own bound).
_LONGEST_GAP_MS = 50.0


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = (tmp_path / "person" / "Documents").resolve()
    folder.mkdir(parents=True)
    (folder / "heron.md").write_text("# Birds\n\nAn unusual heron stood by the river all morning.\n")
    (folder / "passport.md").write_text(
        "# Passport\n\nThe old passport has to be handed in before a new one is issued.\n"
    )
    for number in range(150):
        text = "\n\n".join(
            f"Chapter {number} part {part} is about gardens, tools and weather. " * 6 for part in range(4)
        )
        (folder / f"filler {number}.md").write_text(f"# Filler {number}\n\n{text}\n")
    return folder


def test_first_run_typing_opening_editing_and_an_engine_that_dies(tmp_path: Path, notes: Path) -> None:
    environment = {**os.environ, "HOME": str(notes.parent), "QT_QPA_PLATFORM": "xcb", "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.end2end.window_session", str(tmp_path / "home"), str(notes)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=500, check=False,
    )  # fmt: skip
    assert done.stdout.strip(), done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    print(f"\n{json.dumps(seen, indent=2)}")
    assert not seen["trouble"], done.stderr
    assert seen["first_page"] == "FIRST_RUN"
    assert seen["suggested"] == [str(notes)]
    assert seen["opened"] == "passport.md"
    assert seen["edit_found_after_s"] < 2
    assert "starting again" in seen["notice"]
    assert seen["beats"] > 1000
    assert seen["worst_busy_ms"] < _LONGEST_GAP_MS, "the window itself worked too long at a stretch"
    assert seen["exit_code"] == 0
    assert not done.stderr.strip(), "the window wrote to stderr"
