"""What every test gets: no network, folders of its own, and a check that it leaves nothing running."""

from __future__ import annotations

import os

# Read by the libraries when they are imported, so it comes before every other import.
os.environ.update(
    HF_HUB_OFFLINE="1",
    TRANSFORMERS_OFFLINE="1",
    HF_HUB_DISABLE_TELEMETRY="1",
    TOKENIZERS_PARALLELISM="false",
)

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import psutil
import pytest

from desktop_search.embedding import compiled_files, conversion, models
from desktop_search.paths import HOME_VARIABLE, Paths, find_paths
from desktop_search.search import helpers

Left = TypeVar("Left")
ROOT = Path(__file__).resolve().parent.parent
# What a test has stopped may need a moment to end.
_SECONDS_TO_END = 3.0


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """The program's folders, made and empty."""
    paths = find_paths(tmp_path / "home")
    paths.create()
    return paths


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Third-party documents to read and never to copy; a test that wants them is skipped where they are missing."""
    folder = Path(os.environ.get("DESKTOP_SEARCH_SHARED") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"the shared data is not there: {folder}")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _compiled_models(request: pytest.FixtureRequest) -> None:
    """The real model is compiled once for all tests and kept for the next run: each home would do it anew."""
    folder = ROOT / ".pytest_cache" / "compiled-models"
    os.environ[compiled_files.SHIPPED_VARIABLE] = str(folder)
    if any(item.get_closest_marker("model") for item in request.session.items):
        model = models.find_model()
        if compiled_files.find(folder, model) is None:
            conversion.convert(model, folder)


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reaches the person's own index and settings, not even by mistake."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def _nothing_left_running() -> Iterator[None]:
    """Fails a test that leaves a thread which would keep the program from ending, or a child process."""
    threads, children = _threads(), _children()
    yield
    left = _wait_until_empty(lambda: _threads() - threads)
    assert not left, f"threads left running: {sorted(thread.name for thread in left)}"
    processes = _wait_until_empty(lambda: _children() - children)
    assert not processes, f"child processes left running: {sorted(map(str, processes))}"


def _threads() -> set[threading.Thread]:
    # Those that stand by for the next query end with the program.
    running = (thread for thread in threading.enumerate() if not thread.name.startswith(helpers.NAME))
    return {thread for thread in running if not thread.daemon}


def _children() -> set[psutil.Process]:
    return {child for child in psutil.Process().children() if _counts(child)}


def _counts(child: psutil.Process) -> bool:
    """Not a process that has ended, nor the one that multiprocessing keeps for the whole session."""
    try:
        return child.status() != psutil.STATUS_ZOMBIE and "resource_tracker" not in " ".join(child.cmdline())
    except psutil.NoSuchProcess:
        return False


def _wait_until_empty(find: Callable[[], set[Left]]) -> set[Left]:
    deadline = time.monotonic() + _SECONDS_TO_END
    while (left := find()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return left
