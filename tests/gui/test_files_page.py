from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop_search.engine.messages import (
    EngineDown,
    ExplainPath,
    FileCounts,
    FileList,
    ListedFile,
    ListFiles,
    PathExplained,
    PathStatus,
    Status,
    TryAgain,
)
from desktop_search.gui.files import files_words
from desktop_search.gui.pages import Page
from desktop_search.records import FolderStatus, Progress
from tests.gui.support import Desk, make_hit, wait_until
from tests.gui.test_keys import CONTROL, press

SHIFT = Qt.KeyboardModifier.ShiftModifier
WHEN = time.mktime((2021, 5, 12, 14, 3, 0, 0, 0, -1))
HOSTILE = "/notes/two\nlines\u202egpj.\x1b[31m\udce9.md"
FILES = (
    ListedFile("/notes/a.md", "indexed", "", "", "markdown 2.1", 3, WHEN),
    ListedFile("/notes/b.docx", "failed", "The file is damaged or cut off.", "", "word 1.1", 0, WHEN),
    ListedFile("/notes/build", "skipped", "Left out by /notes/.gitignore, line 2: build/", "gitignore", is_folder=True),
    ListedFile("/notes/c.docx", "failed", "It is protected by a password.", "", "word 1.1", 0, WHEN),
    ListedFile("/notes/d.md", "waiting", "It has not been read yet."),
    ListedFile("/notes/e.md", "empty", "The file is empty.", "", "markdown 2.1", 0, WHEN),
    ListedFile(HOSTILE, "indexed", "", "", "markdown 2.1", 1, WHEN),
)


def asked(desk: Desk) -> ListFiles:
    return [request for request in desk.engine.requests if isinstance(request, ListFiles)][-1]


def answer(desk: Desk, rows: tuple[ListedFile, ...] = FILES, **more: Any) -> None:
    counts = {state: sum(row.state == state for row in rows) for state in files_words.STATES}
    values: dict[str, Any] = {"counts": FileCounts(**counts), **more}
    listed = FileList(asked(desk).number, rows, **values)
    shown: list[object] = []
    desk.window.files_flow.controller.listed.connect(lambda one, new: shown.append(one))
    desk.engine.tell(listed)
    wait_until(lambda: listed in shown)


@pytest.fixture
def open_desk(desk: Desk) -> Desk:
    press(desk, Qt.Key.Key_I, CONTROL)
    assert desk.window.page is Page.FILES
    answer(desk)
    return desk


def choose(desk: Desk, path: str) -> None:
    view = desk.window.files.view
    view.choose_row(view.files.row_of(path))


def test_the_keyboard_alone_filters_moves_tries_again_and_goes_back(desk: Desk) -> None:
    desk.search("rename", make_hit("a"))
    press(desk, Qt.Key.Key_I, CONTROL)
    assert desk.window.page is Page.FILES
    assert desk.window.files.filter.edit.hasFocus()
    answer(desk)
    QTest.keyClicks(desk.window.focusWidget(), "docx")
    wait_until(lambda: asked(desk).text == "docx")
    answer(desk, tuple(file for file in FILES if "docx" in file.path))
    press(desk, Qt.Key.Key_Down)
    assert "/notes/c.docx" in desk.window.files.details.words
    press(desk, Qt.Key.Key_R, CONTROL)
    assert desk.engine.requests[-1] == TryAgain(("/notes/c.docx",))
    assert "1 file" in desk.window.notices.text
    press(desk, Qt.Key.Key_Return)
    press(desk, Qt.Key.Key_Return, CONTROL)
    assert (desk.opener.opened, desk.opener.revealed) == (["/notes/c.docx"], ["/notes/c.docx"])
    press(desk, Qt.Key.Key_Escape)
    assert desk.window.page is Page.RESULTS
    assert desk.window.header.box.edit.hasFocus()
    assert desk.window.header.box.edit.text() == "rename"


def test_control_i_opens_and_closes_the_page(desk: Desk) -> None:
    press(desk, Qt.Key.Key_I, CONTROL)
    assert desk.window.page is Page.FILES
    press(desk, Qt.Key.Key_I, CONTROL)
    assert desk.window.page is Page.MESSAGE


def test_escape_goes_back_from_the_list_too_and_typing_there_filters(open_desk: Desk) -> None:
    open_desk.window.files.view.setFocus()
    QTest.keyClicks(open_desk.window.files.view, "x")
    assert open_desk.window.files.filter.edit.text() == "x"
    open_desk.window.files.view.setFocus()
    press(open_desk, Qt.Key.Key_Escape)
    assert open_desk.window.page is Page.MESSAGE


def test_searching_again_leaves_the_page(open_desk: Desk) -> None:
    open_desk.search("rename", make_hit("a"))
    assert open_desk.window.page is Page.RESULTS


def test_the_filters_tell_their_numbers_and_choose_a_state(open_desk: Desk) -> None:
    page = open_desk.window.files
    told = [page.chip(state).text() for state in (None, *files_words.STATES)]
    assert told == ["All 7", "Found 2", "No text in it 1", "Could not be read 2", "Left out 1", "Waiting 1"]
    page.chip("failed").click()
    assert asked(open_desk).state == "failed"
    page.chip(None).click()
    assert asked(open_desk).state is None


def test_numbers_that_are_not_known_yet_are_not_made_up(open_desk: Desk) -> None:
    page = open_desk.window.files
    page.chip("failed").click()
    answer(open_desk, FILES[1:2], counts=FileCounts(2, 1, 1, None, None), complete=False, final=False)
    assert page.chip("skipped").text() == "Left out"
    assert page.chip(None).text() == "All"
    assert "looking through the folders" in page.summary


def test_a_list_that_was_cut_says_so(open_desk: Desk) -> None:
    page = open_desk.window.files
    page.chip("indexed").click()
    answer(open_desk, FILES[:1], counts=FileCounts(12480, 0, 0, 0, 0), complete=False)
    assert "The first 1 of 12,480" in page.summary
    page.chip("skipped").click()
    answer(open_desk, FILES[2:3], counts=FileCounts(12480, 0, 0, 1, 0), complete=False, cut=True)
    assert page.chip("skipped").text() == "Left out 1+"
    assert page.chip("indexed").text() == "Found 12,480"
    assert "more in the folders" in page.summary


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/notes/a.md", ("Found.", "Read on 12 May 2021", "2:03", "reader markdown 2.1", "3 paragraphs")),
        ("/notes/b.docx", ("Could not be read. The file is damaged or cut off.", "reader word 1.1")),
        ("/notes/build", ("Left out by /notes/.gitignore, line 2: build/", "rule “gitignore”")),
        ("/notes/d.md", ("Waiting. It has not been read yet.",)),
        ("/notes/e.md", ("No text in it. The file is empty.",)),
    ],
)
def test_the_chosen_file_is_told_in_full(open_desk: Desk, path: str, told: tuple[str, ...]) -> None:
    choose(open_desk, path)
    words = open_desk.window.files.details.words
    assert all(one in words for one in (path, *told)), words


def test_a_hostile_name_stays_on_one_line_and_turns_nothing(open_desk: Desk) -> None:
    choose(open_desk, HOSTILE)
    view = open_desk.window.files.view
    index = view.currentIndex()
    shown = [
        str(index.data(Qt.ItemDataRole.DisplayRole)),
        str(index.data(Qt.ItemDataRole.AccessibleTextRole)),
        *open_desk.window.files.details.words.split("\n")[:2],
    ]
    assert open_desk.window.files.details.words.count("\n") == 2
    assert all(one.isprintable() for one in shown), shown
    view.grab()


def test_only_failed_files_can_be_tried_again(open_desk: Desk) -> None:
    again = open_desk.window.files.details.again
    choose(open_desk, "/notes/a.md")
    assert not again.isEnabled()
    open_desk.window.files.view.selectAll()
    assert again.isEnabled()
    assert "7 files chosen" in open_desk.window.files.details.words
    assert "2 of them could not be read." in open_desk.window.files.details.words
    again.click()
    assert open_desk.engine.requests[-1] == TryAgain(("/notes/b.docx", "/notes/c.docx"))


def test_all_failed_files_can_be_tried_again(open_desk: Desk) -> None:
    button = next(one for one in open_desk.window.files.findChildren(QPushButton) if one.text() == "Try all 2 again")
    button.click()
    assert open_desk.engine.requests[-1] == TryAgain()
    open_desk.engine.tell(Status(Progress("paused", failed=2)))
    wait_until(lambda: open_desk.window.status_line.activity == "Paused")
    press(open_desk, Qt.Key.Key_R, CONTROL | SHIFT)
    assert open_desk.engine.requests[-1] == TryAgain()
    assert "paused" in open_desk.window.notices.text


def test_the_keys_of_the_page_do_nothing_elsewhere(desk: Desk) -> None:
    desk.search("rename", make_hit("a"))
    press(desk, Qt.Key.Key_R, CONTROL)
    press(desk, Qt.Key.Key_R, CONTROL | SHIFT)
    assert not any(isinstance(request, TryAgain) for request in desk.engine.requests)


def test_the_path_is_copied_as_it_is(open_desk: Desk) -> None:
    choose(open_desk, "/notes/b.docx")
    open_desk.window.files.view.setFocus()
    press(open_desk, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "/notes/b.docx"


def test_a_folder_is_shown_and_never_opened(open_desk: Desk) -> None:
    choose(open_desk, "/notes/build")
    press(open_desk, Qt.Key.Key_Return)
    assert (open_desk.opener.opened, open_desk.opener.revealed) == ([], ["/notes/build"])


def test_the_list_follows_the_index_without_losing_its_place(open_desk: Desk) -> None:
    choose(open_desk, "/notes/c.docx")
    number = asked(open_desk).number
    open_desk.engine.tell(Status(Progress("idle", generation=9), words_ready=True))
    wait_until(lambda: asked(open_desk).number > number)
    newer = (ListedFile("/notes/0.md", "indexed"), *FILES[:4])
    answer(open_desk, newer)
    assert [file.path for file in open_desk.window.files.view.chosen_files()] == ["/notes/c.docx"]


def test_a_list_that_could_not_be_made_says_why(open_desk: Desk) -> None:
    open_desk.engine.tell(FileList(asked(open_desk).number, (), FileCounts(), complete=False, problem="It is locked."))
    wait_until(lambda: open_desk.window.files.summary == "It is locked.")
    assert open_desk.window.files.view.files.rowCount() == len(FILES)


def test_a_whole_path_that_is_not_listed_is_explained(open_desk: Desk) -> None:
    QTest.keyClicks(open_desk.window.focusWidget(), "/notes/build/x.md")
    wait_until(lambda: isinstance(open_desk.engine.requests[-1], ExplainPath))
    answer(open_desk, ())
    status = PathStatus("/notes/build/x.md", "skipped", "Left out by /notes/.gitignore, line 2: build/", "gitignore")
    open_desk.engine.tell(PathExplained(asked(open_desk).number, status))
    view = open_desk.window.files.view
    wait_until(lambda: view.accessibleDescription() == "Left out by /notes/.gitignore, line 2: build/")


def test_the_status_line_leads_to_what_is_not_found(desk: Desk) -> None:
    line = desk.window.status_line
    assert not line.not_found.isVisible()
    folders = (FolderStatus("/notes", skipped=(("hidden", 20), ("type", 5))),)
    desk.engine.tell(Status(Progress("idle", failed=3), folders))
    wait_until(line.not_found.isVisible)
    assert line.not_found.text() == "3 could not be read · 25 left out"
    line.not_found.click()
    assert desk.window.page is Page.FILES
    assert asked(desk).state == "failed"
    desk.engine.tell(Status(Progress("idle"), folders))
    wait_until(lambda: line.not_found.text() == "25 left out")
    line.not_found.click()
    assert asked(desk).state == "skipped"


def test_a_folder_leads_to_its_files(make_desk: Callable[..., Desk], tmp_path: Path) -> None:
    folder = tmp_path / "my notes"
    folder.mkdir()
    desk = make_desk(folder)
    press(desk, Qt.Key.Key_Comma, CONTROL)
    files = next(one for one in desk.window.settings.findChildren(QPushButton) if one.text() == "Files")
    files.click()
    assert desk.window.page is Page.FILES
    assert (asked(desk).text, asked(desk).state) == (str(folder), None)


def test_every_control_has_a_name(open_desk: Desk) -> None:
    buttons = open_desk.window.files.findChildren(QPushButton)
    assert buttons
    assert all(button.text() or button.accessibleName() for button in buttons)
    assert open_desk.window.files.filter.edit.accessibleName()
    assert open_desk.window.files.view.accessibleName()
    index = open_desk.window.files.view.files.index(1)
    told = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    assert told == "b.docx, Could not be read, /notes. The file is damaged or cut off."


@pytest.mark.parametrize("width", [560, 1200])
def test_the_filters_fit_into_a_narrow_window(open_desk: Desk, width: int) -> None:
    open_desk.window.resize(width, 500)
    wait_until(lambda: open_desk.window.width() == width)
    page = open_desk.window.files
    for state in (None, *files_words.STATES):
        chip = page.chip(state)
        right = chip.mapTo(page, chip.rect().topRight()).x()
        assert right <= page.width()
        assert chip.parentWidget().rect().contains(chip.geometry())


def test_the_sheet_of_keys_names_the_page_and_fits_into_the_smallest_window(desk: Desk) -> None:
    desk.window.resize(desk.window.minimumSize())
    wait_until(lambda: desk.window.width() == desk.window.minimumWidth())
    press(desk, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    sheet = desk.window.keys_sheet
    assert any(label.text() == "Ctrl+I" for label in sheet.findChildren(QLabel))
    # What does not fit below is scrolled to; at the side nothing is cut off.
    for label in sheet.findChildren(QLabel):
        left = label.mapTo(sheet, QPoint(0, 0)).x()
        assert left >= 0
        assert left + label.width() <= sheet.width()


def test_an_engine_that_comes_back_is_asked_for_the_list_again(open_desk: Desk) -> None:
    ready = Status(Progress("idle", generation=9), words_ready=True)
    open_desk.engine.tell(ready)
    wait_until(lambda: sum(isinstance(request, ListFiles) for request in open_desk.engine.requests) == 2)
    open_desk.engine.tell(EngineDown(True, "signal 9"))
    open_desk.engine.tell(ready)
    wait_until(lambda: sum(isinstance(request, ListFiles) for request in open_desk.engine.requests) == 3)
    assert open_desk.window.files.view.files.rowCount() == len(FILES)
