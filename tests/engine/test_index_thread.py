"""The indexer thread without a process around it: what it promises, what it notices late, and that it rests."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_search import settings as settings_file
from desktop_search.engine import model, query_thread, service
from desktop_search.engine.folder_watch import FolderWatch
from desktop_search.engine.index_thread import IndexThread
from desktop_search.engine.messages import Event, Results, Search, Status
from desktop_search.engine.precedence import Precedence
from desktop_search.engine.query_thread import QueryThread
from desktop_search.engine.service import IndexService
from desktop_search.engine.status_board import StatusBoard
from desktop_search.indexing.changes import ChangeQueue
from desktop_search.paths import Paths
from desktop_search.settings import Settings
from tests.fake_encoder import FakeEncoder


class Engine:
    """Everything that is published, in order."""

    def __init__(self, paths: Paths) -> None:
        self.statuses: list[Status] = []
        self._arrived = threading.Condition()
        precedence = Precedence()
        self.queries = QueryThread(paths, precedence)
        self.indexing = IndexThread(paths, precedence, self.queries, self._hear)
        self.queries.start()
        self.indexing.start()

    def _hear(self, status: Status) -> None:
        with self._arrived:
            self.statuses.append(status)
            self._arrived.notify_all()

    def wait_for(self, condition: Callable[[Status], bool]) -> None:
        """Until the newest status meets a condition."""
        with self._arrived:
            met = self._arrived.wait_for(lambda: bool(self.statuses) and condition(self.statuses[-1]), 60)
            assert met, self.statuses[-3:]

    def found(self, text: str) -> int:
        """How many hits a search by words has."""
        answers: list[Event] = []
        done = threading.Event()

        def hear(event: Event) -> None:
            answers.append(event)
            if not (isinstance(event, Results) and not event.final):
                done.set()

        self.queries.ask(Search(1, text, mode="words"), hear)
        assert done.wait(60)
        assert isinstance(answers[-1], Results)
        return len(answers[-1].result.hits)

    def stop(self) -> None:
        self.indexing.stop()
        self.queries.stop()


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> FakeEncoder:
    encoder = FakeEncoder()
    monkeypatch.setattr(model, "load_encoder", lambda paths, settings: encoder)
    return encoder


@pytest.fixture
def notes(paths: Paths, tmp_path: Path) -> Path:
    folder = (tmp_path / "notes").resolve()
    folder.mkdir()
    (folder / "one.md").write_text("# One\n\nThere is something to say about walruses.\n")
    settings_file.save(paths.settings, Settings(folders=(str(folder),)))
    return folder


@pytest.fixture
def engine(paths: Paths, notes: Path, encoder: FakeEncoder) -> Iterator[Engine]:
    engine = Engine(paths)
    yield engine
    engine.stop()


def is_idle(status: Status) -> bool:
    return status.meaning_ready and status.progress.phase == "idle" and status.progress.files > 0


def test_a_device_that_fails_long_after_loading_is_told(engine: Engine, notes: Path, encoder: FakeEncoder) -> None:
    engine.wait_for(is_idle)
    encoder.device_note = "The memory of cuda ran out; the processor is used."
    (notes / "two.md").write_text("# Two\n\nMore walruses.\n")
    engine.wait_for(lambda status: status.progress.files == 2 and status.notice == encoder.device_note)


def test_files_are_read_again_later_while_another_program_holds_the_index(
    paths: Paths, notes: Path, encoder: FakeEncoder
) -> None:
    unreadable = notes / "secret.md"
    unreadable.write_bytes(b"\xff\xfe\x00binary\x00\x01" * 100)
    other = IndexService(paths, Settings(folders=(str(notes),)), ChangeQueue())
    engine = Engine(paths)
    try:
        engine.wait_for(lambda status: status.progress.phase == "waiting")
        engine.indexing.try_again((str(unreadable),))
        engine.wait_for(lambda status: "as soon as the other program is done" in status.notice)
        assert engine.statuses[-1].progress.phase == "waiting"
        other.close()
        engine.wait_for(lambda status: is_idle(status) and not status.notice)
    finally:
        engine.stop()


def test_an_index_at_rest_is_written_and_searched_as_before(
    monkeypatch: pytest.MonkeyPatch, engine: Engine, notes: Path
) -> None:
    monkeypatch.setattr(service, "_REST_AFTER", 0.0)
    monkeypatch.setattr(query_thread, "_REST_AFTER", 0.05)
    engine.wait_for(is_idle)
    for number in range(3):
        assert engine.found("walruses") == number + 1
        time.sleep(0.2)
        (notes / f"more {number}.md").write_text(f"# More\n\nNote {number} says more of walruses.\n")
        files = number + 2
        engine.wait_for(lambda status, files=files: status.progress.files == files and is_idle(status))


def test_why_nothing_is_indexed_is_said_until_that_changes() -> None:
    told: list[Status] = []
    board = StatusBoard(told.append)
    board.say(None, "waiting")
    board.note(meaning_problem="There is no model.")
    board.say(None)
    assert [status.progress.phase for status in told] == ["waiting", "waiting"]
    board.say(None, "stopped", "The disk is full.")
    board.note(meaning_problem="")
    board.say(None)
    assert (told[-1].progress.phase, told[-1].progress.problem) == ("stopped", "The disk is full.")
    board.say(None, "starting")
    assert told[-1].progress.problem == ""


def test_the_watch_is_looked_after_while_there_is_always_something_to_do(
    paths: Paths, notes: Path, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = threading.Event()

    def look(watch: FolderWatch) -> float:
        looked.set()
        return 1.0

    monkeypatch.setattr(FolderWatch, "look", look)
    monkeypatch.setattr(IndexService, "step", lambda service: True)
    engine = Engine(paths)
    try:
        assert looked.wait(60)
    finally:
        engine.stop()
