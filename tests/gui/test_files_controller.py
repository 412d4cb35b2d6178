from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from desktop_search.engine.messages import (
    ExplainPath,
    FileCounts,
    FileList,
    ListedFile,
    ListFiles,
    PathExplained,
    PathStatus,
    Request,
    Status,
)
from desktop_search.gui.files import files_controller
from desktop_search.gui.files.files_controller import FilesController
from desktop_search.records import Progress
from tests.gui.support import rest, wait_until

KNOWN = FileCounts(1, 0, 0, 2, 0)
NOT_LOOKED_YET = FileCounts(1, 0, 0, None, None)
ROWS = (ListedFile("/notes/a.md", "indexed"),)


class Heard:
    """A controller with what it sends and what it lets through."""

    def __init__(self) -> None:
        self.sent: list[Request] = []
        self.shown: list[tuple[FileList, bool]] = []
        self.explained: list[PathStatus | None] = []
        self.controller = FilesController(self.sent.append)
        self.controller.listed.connect(lambda listed, new: self.shown.append((listed, new)))
        self.controller.explained.connect(self.explained.append)

    @property
    def lists(self) -> list[ListFiles]:
        return [request for request in self.sent if isinstance(request, ListFiles)]

    def answer(self, final: bool = True, counts: FileCounts = KNOWN, number: int = 0) -> FileList:
        listed = FileList(number or self.lists[-1].number, ROWS, counts, final=final)
        self.controller.take_list(listed)
        return listed


@pytest.fixture
def heard(application: QApplication, monkeypatch: pytest.MonkeyPatch) -> Heard:
    monkeypatch.setattr(files_controller, "AGAIN_MS", 50)
    heard = Heard()
    heard.controller.open()
    return heard


def test_only_the_answer_to_the_newest_question_is_shown(heard: Heard) -> None:
    heard.controller.set_state("failed")
    heard.controller.set_state("skipped")
    assert [request.state for request in heard.lists] == [None, "failed", "skipped"]
    heard.answer(number=heard.lists[1].number)
    assert not heard.shown
    heard.answer()
    assert [new for _, new in heard.shown] == [True]


def test_typing_is_asked_for_when_it_rests(heard: Heard) -> None:
    for text in ("p", "pa", "pas"):
        heard.controller.set_text(text)
    wait_until(lambda: len(heard.lists) == 2)
    assert heard.lists[-1].text == "pas"


def test_nothing_is_asked_while_the_page_is_closed(heard: Heard) -> None:
    heard.controller.close()
    heard.controller.set_text("x")
    heard.controller.set_state("failed")
    heard.controller.take_status(Status(Progress("idle", generation=3)))
    rest(0.3)
    assert len(heard.lists) == 1
    heard.controller.open()
    assert (heard.lists[-1].text, heard.lists[-1].state) == ("x", "failed")


def test_a_first_list_waits_a_moment_for_the_whole_one(heard: Heard) -> None:
    heard.answer(final=False, counts=NOT_LOOKED_YET)
    whole = heard.answer()
    rest(0.3)
    assert heard.shown == [(whole, True)]


def test_a_first_list_is_shown_where_the_whole_one_takes_long_and_is_refined_by_it(heard: Heard) -> None:
    first = heard.answer(final=False, counts=NOT_LOOKED_YET)
    wait_until(lambda: bool(heard.shown))
    whole = heard.answer()
    assert heard.shown == [(first, True), (whole, False)]


def test_a_refreshed_list_that_tells_less_than_the_shown_one_is_dropped(heard: Heard) -> None:
    heard.answer()
    heard.controller.take_status(Status(Progress("idle", generation=3)))
    wait_until(lambda: len(heard.lists) == 2)
    heard.answer(final=False, counts=NOT_LOOKED_YET)
    rest(0.3)
    assert len(heard.shown) == 1
    heard.answer(final=False)
    assert [new for _, new in heard.shown] == [True, False]


def test_the_same_is_asked_again_when_the_index_has_changed_and_only_then(heard: Heard) -> None:
    idle = Status(Progress("idle", generation=3))
    heard.controller.take_status(idle)
    wait_until(lambda: len(heard.lists) == 2)
    heard.answer()
    heard.controller.take_status(replace(idle, device="cpu"))
    rest(0.2)
    assert len(heard.lists) == 2
    heard.controller.take_status(replace(idle, progress=replace(idle.progress, failed=1)))
    wait_until(lambda: len(heard.lists) == 3)


def test_an_engine_that_started_again_is_asked_again(heard: Heard) -> None:
    idle = Status(Progress("idle", generation=3))
    heard.controller.take_status(idle)
    wait_until(lambda: len(heard.lists) == 2)
    heard.controller.take_status(None)
    heard.controller.take_status(idle)
    wait_until(lambda: len(heard.lists) == 3)


def test_a_whole_path_is_explained_and_a_part_of_one_is_not(heard: Heard) -> None:
    heard.controller.set_text("notes/a")
    wait_until(lambda: len(heard.lists) == 2)
    assert not any(isinstance(request, ExplainPath) for request in heard.sent)
    heard.controller.set_text("/notes/b.log")
    wait_until(lambda: len(heard.lists) == 3)
    asked = heard.sent[-1]
    assert asked == ExplainPath(heard.lists[-1].number, "/notes/b.log")
    heard.answer()
    status = PathStatus("/notes/b.log", "skipped", "Left out by .gitignore, line 1: *.log", "gitignore")
    heard.controller.take_explained(PathExplained(heard.lists[-1].number - 1, status))
    assert heard.explained[-1] is None
    heard.controller.take_explained(PathExplained(heard.lists[-1].number, status))
    assert heard.explained[-1] == status


def test_the_beginning_of_a_path_is_not_called_missing(heard: Heard) -> None:
    heard.controller.set_text("/notes/a")
    wait_until(lambda: len(heard.lists) == 2)
    heard.answer()
    missing = PathStatus("/notes/a", "missing", "There is no such file or folder.")
    heard.controller.take_explained(PathExplained(heard.lists[-1].number, missing))
    assert heard.explained[-1] is None
    heard.controller.take_list(FileList(heard.lists[-1].number, (), FileCounts(0, 0, 0, 0, 0)))
    assert heard.explained[-1] == missing
