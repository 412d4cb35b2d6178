"""A program that knows only what a screen reader knows finds the query, types, walks the results and opens one."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.end2end.stub_programs import StubPrograms
from tests.marks import HAS_SCREEN

# The bindings of AT-SPI belong to the system's Python.
_SYSTEM_PYTHON = "/usr/bin/python3"
_CLIENT = Path(__file__).with_name("client.py")
# Said by Qt and by the buses, whatever program there is.
_USUAL = ("qt.accessibility", "dbus-daemon[", "SpiRegistry daemon", "discarding ", "** (")


@lru_cache(maxsize=1)
def _has_bindings() -> bool:
    if not (Path(_SYSTEM_PYTHON).exists() and shutil.which("dbus-run-session")):
        return False
    return subprocess.run([_SYSTEM_PYTHON, "-c", "import pyatspi"], capture_output=True, check=False).returncode == 0


pytestmark = [
    pytest.mark.model,
    pytest.mark.screen,
    pytest.mark.timeout(300),
    HAS_SCREEN,
    pytest.mark.skipif(not _has_bindings(), reason="python3-pyatspi or dbus is not installed"),
]


@pytest.fixture
def person(tmp_path: Path) -> Path:
    """A home folder with five documents."""
    documents = tmp_path / "person" / "Documents"
    documents.mkdir(parents=True)
    for name in ("pie", "crumble", "cake", "juice"):
        (documents / f"{name}.md").write_text(f"# Apple {name}\n\nAn apple {name} needs ripe apples and patience.\n")
    (documents / "rain.md").write_text("# Rain\n\nIt rained all day.\n")
    return tmp_path / "person"


def meet(person: Path, programs: StubPrograms) -> tuple[dict[str, Any], str]:
    """Runs the program and the client on a bus of their own; what the client met and what the program complained of."""
    home = person.parent / "home"
    environment = {
        **programs.environment, "HOME": str(person), "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    script = (
        '"$1" -m desktop_search --data-dir "$2" & program=$!\n"$3" "$4"; code=$?\n'
        "kill $program; wait $program; exit $code"
    )
    command = [
        "dbus-run-session",
        "--",
        "sh",
        "-c",
        script,
        "sh",
        sys.executable,
        str(home),
        _SYSTEM_PYTHON,
        str(_CLIENT),
    ]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    ) as running:  # fmt: skip
        try:
            told, complaints = running.communicate(timeout=200)
        finally:
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGKILL)
    complaints = "\n".join(line for line in complaints.splitlines() if not line.startswith(_USUAL))
    assert running.returncode == 0, complaints
    return json.loads(told.splitlines()[-1]), complaints


def title(row: str) -> str:
    return row.split(",")[0]


def test_a_client_that_knows_only_names_types_a_query_walks_the_results_and_opens_one(
    tmp_path: Path, person: Path
) -> None:
    programs = StubPrograms(tmp_path / "programs")
    met, complaints = meet(person, programs)
    print(f"\n{json.dumps(met, indent=2)}")

    count = len(met["rows"])
    assert count >= 4
    for number, row in enumerate(met["rows"], start=1):
        assert f"{number} of {count}" in row
    # What is read out is the row that is chosen.
    assert title(met["rows"][0]) in met["first_announced"]
    assert title(met["second_selected"]) in met["second_announced"]
    assert title(met["third_selected"]) == title(met["third_chosen"])
    assert [path.stem for path in programs.opened] == [title(met["third_selected"]).removeprefix("Apple ")]
    assert all(not found for found in met["nameless"].values()), met["nameless"]
    assert complaints == ""
