"""A crash leaves a report that can be read, without a word of what was read; a good end leaves none."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from desktop_search.engine.messages import EngineDown, Status
from desktop_search.paths import Paths, find_paths
from tests.conftest import ROOT
from tests.conversation import PATIENCE, Conversation, save_folders

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


IN_TEXT, IN_NAME, IN_QUERY = "quibblefrost", "zanderlumen", "vexilphorate"
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="crashes as Linux makes them")


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = (tmp_path / "notes").resolve()
    folder.mkdir()
    for number in range(20):
        (folder / f"{IN_NAME} {number}.md").write_text(f"# On {IN_TEXT}\n\nThe {IN_TEXT} by the harbour.\n")
    return folder


def crash(process: int) -> None:
    """As a library that reaches beyond its memory ends a process."""
    os.kill(process, signal.SIGSEGV)


def said(paths: Paths) -> dict[str, str]:
    """What lies in the folder for logs."""
    return {path.name: path.read_text(errors="replace") for path in paths.logs.iterdir() if path.name != ".nosearch"}


def assert_discreet(paths: Paths) -> None:
    for name, text in said(paths).items():
        assert [word for word in (IN_TEXT, IN_QUERY) if word in text] == [], name


@LINUX
@pytest.mark.model
def test_an_engine_that_crashes_at_work_leaves_a_report_without_a_word_of_it(paths: Paths, notes: Path) -> None:
    save_folders(paths, str(notes))
    with Conversation(paths) as talk:
        talk.search_until(IN_TEXT, lambda found: len(found) > 0, "words")
        talk.search(IN_QUERY, "words")
        crash(talk.client.process_id or 0)
        assert "signal 11" in talk.wait_for(EngineDown).reason
        since = len(talk.events)
        talk.wait_for(Status, lambda status: status.words_ready, since)
        (report,) = (text for name, text in said(paths).items() if name.startswith("engine-crash-"))
        assert "Segmentation fault" in report
        assert "query_thread.py" in report
    assert_discreet(paths)
    assert IN_NAME not in report


@LINUX
@pytest.mark.model
def test_readers_that_crash_leave_no_word_of_what_they_read(paths: Paths, notes: Path) -> None:
    save_folders(paths, str(notes))
    with Conversation(paths) as talk:
        talk.wait_for(Status, lambda status: status.words_ready)
        engine = psutil.Process(talk.client.process_id or 0)
        for number in range(3):
            (notes / f"more {number}.md").write_text(f"More {IN_TEXT} {number}.\n")
            for child in engine.children(recursive=True):
                with contextlib.suppress(psutil.Error):  # it has just ended
                    if "resource_tracker" not in " ".join(child.cmdline()):
                        child.send_signal(signal.SIGSEGV)
        talk.search_until(f"more {IN_TEXT} 2", lambda found: str(notes / "more 2.md") in found, "words")
    assert_discreet(paths)


@LINUX
@pytest.mark.model
def test_a_window_that_crashes_leaves_a_report_without_the_query(paths: Paths, notes: Path) -> None:
    save_folders(paths, str(notes))
    home, errors = paths.data.parent, paths.data.parent / "stderr"
    command = [sys.executable, "-m", "desktop_search", "--data-dir", str(home), "--text", f"{IN_QUERY} {IN_TEXT}"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}

    def start() -> subprocess.Popen[bytes]:
        with errors.open("ab") as file:
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=file, stderr=file)
        lock, deadline = paths.data / "window.lock", time.monotonic() + PATIENCE
        report = paths.logs / "window-crash.txt"
        # Open and empty: what an earlier one has left is put away by then.
        while not (lock.exists() and lock.read_text() and report.exists() and not report.stat().st_size):
            assert process.poll() is None, errors.read_text()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        return process

    window = start()
    engines = psutil.Process(window.pid).children(recursive=True)
    crash(window.pid)
    assert window.wait(30) == -signal.SIGSEGV
    # Its engine notices that nobody is there any more.
    psutil.wait_procs(engines, 30)
    (paths.data / "window.lock").write_text("")
    window = start()
    window.terminate()
    window.wait(60)
    (report,) = (text for name, text in said(paths).items() if name.startswith("window-crash-"))
    assert "Segmentation fault" in report
    assert "app.py" in report
    assert_discreet(paths)
    assert IN_TEXT not in errors.read_text()
