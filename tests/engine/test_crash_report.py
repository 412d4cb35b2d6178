"""A crash leaves a report that can be read, without a word of what was read; a good end leaves none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop_search.paths import find_paths

_SCRIPT = """
import ctypes, sys, threading
from desktop_search.engine.crash_report import CrashReport
from desktop_search.paths import find_paths
paths = find_paths(sys.argv[1])
paths.create()
report = CrashReport(paths, "engine")
text = "quibblefrost"
{deed}
report.close()
"""


def run(home: Path, deed: str) -> dict[str, str]:
    """What lies in the folder for logs afterwards, and after one more start that ends well."""
    for one in (deed, "pass"):
        subprocess.run([sys.executable, "-c", _SCRIPT.format(deed=one), str(home)], capture_output=True, check=False)
    logs = find_paths(home).logs
    return {path.name: path.read_text() for path in logs.iterdir() if path.name != ".nosearch"}


@pytest.mark.parametrize(
    "deed",
    [
        "ctypes.string_at(1)",
        "int(text)",
        "thread = threading.Thread(target=int, args=(text,)); thread.start(); thread.join()",
    ],
)
def test_a_crash_is_told_without_what_was_read(deed: str, tmp_path: Path) -> None:
    ((name, report),) = run(tmp_path, deed).items()
    assert name.startswith("engine-crash-")
    assert "Desktop Search" in report
    assert "line" in report
    assert "quibblefrost" not in report


def test_a_good_end_leaves_nothing(tmp_path: Path) -> None:
    assert run(tmp_path, "pass") == {}


def test_only_the_last_reports_are_kept(tmp_path: Path) -> None:
    logs = find_paths(tmp_path).logs
    logs.mkdir(parents=True)
    for number in range(9):
        (logs / f"engine-crash-2026010{number}-000000.txt").write_text("a crash")
    assert sorted(run(tmp_path, "pass")) == [f"engine-crash-2026010{number}-000000.txt" for number in range(4, 9)]
