"""Every key of the window, pressed through the X server under a window manager, with the whole program behind it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop_search import settings
from desktop_search.paths import find_paths
from tests.conftest import ROOT
from tests.end2end import key_paths
from tests.end2end.stub_programs import StubPrograms
from tests.marks import HAS_SCREEN, HAS_XDOTOOL

pytestmark = [
    pytest.mark.model,
    pytest.mark.screen,
    pytest.mark.timeout(200),
    HAS_SCREEN,
    HAS_XDOTOOL,
]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory, _compiled_models: None) -> dict[str, Any]:
    """How every path went: they are gone in one run of the program."""
    folder = tmp_path_factory.mktemp("keys")
    documents = folder / "person" / "Documents"
    write_documents(documents)
    home = folder / "home"
    settings.save(find_paths(home).settings, settings.Settings(folders=(str(documents),), language="en"))
    programs = StubPrograms(folder / "programs")
    environment = {**programs.environment, "HOME": str(documents.parent), "QT_QPA_PLATFORM": "xcb"}
    # Without a bus the folder of a file is opened like the file itself.
    environment["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
    done = subprocess.run(
        [sys.executable, "-m", "tests.end2end.keys_session", str(home), str(programs.calls)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=150, check=False,
    )  # fmt: skip
    assert done.stdout.strip(), done.stderr
    return {**json.loads(done.stdout.splitlines()[-1]), "stderr": done.stderr.strip()}


def write_documents(folder: Path) -> None:
    """Six about apples, one of them long, and two others."""
    folder.mkdir(parents=True)
    for name in ("pie", "crumble", "cake", "juice", "tart"):
        (folder / f"{name}.md").write_text(f"# Apple {name}\n\nAn apple {name} needs ripe apples and patience.\n")
    parts = (f"## Week {week}\n\nIn week {week} the apple tree {does}. " * 3 for week, does in enumerate(_WEEKS, 1))
    (folder / "diary.md").write_text("# Apple diary\n\n" + "\n\n".join(parts) + "\n")
    (folder / "walrus.md").write_text("# Walrus\n\nA walrus rests on the ice.\n")
    (folder / "rain.md").write_text("# Rain\n\nIt rained all day.\n")


_WEEKS = ("sleeps under snow", "shows its first buds", "stands in blossom", "bears small green fruit", "is picked")


@pytest.mark.parametrize("path", [path.__name__ for path in key_paths.PATHS])
def test_key(session: dict[str, Any], path: str) -> None:
    assert session["paths"].get(path, f"not gone: {session['trouble']}") == ""


def test_control_q_closes_the_program_and_nothing_was_complained_of(session: dict[str, Any]) -> None:
    assert session["step"] == "control q closes the window"
    assert (session["trouble"], session["exit_code"]) == ("", 0)
    assert session["stderr"] == ""
