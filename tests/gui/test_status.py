from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QPushButton, QToolButton

from desktop_search.engine.messages import EngineDown, SearchFailed, SetPaused, Status
from desktop_search.gui import status_words
from desktop_search.gui.pages import Page
from desktop_search.records import FolderStatus, ModelInfo, Phase, Progress
from tests.gui.support import Desk, make_hit, wait_until

READY = Status(Progress("idle", 1017, 0, 12480, 12480), words_ready=True, meaning_ready=True)


@pytest.mark.parametrize(
    ("progress", "told"),
    [
        (Progress("starting"), "Starting"),
        (Progress("reading", waiting=3), "Reading 3 files"),
        (Progress("reading", waiting=1), "Reading 1 file"),
        (Progress("reading"), "Looking for changes"),
        (Progress("reading", waiting=90, seconds_left=20), "Reading 90 files · less than a minute"),
        (Progress("embedding", paragraphs=200, embedded=68, pending=132), "Getting meaning ready 34 %"),
        (
            Progress("embedding", paragraphs=10, embedded=1, pending=9, seconds_left=120),
            "Getting meaning ready 10 % · 2 min left",
        ),
        (Progress("embedding", paragraphs=1000, embedded=999, pending=1), "Getting meaning ready 99 %"),
        (Progress("embedding", seconds_left=9000), "Getting meaning ready 0 % · 2.5 h left"),
        (Progress("idle"), "Up to date"),
        (Progress("paused"), "Paused"),
        (Progress("waiting"), "Another program is updating the index"),
        (Progress("stopped"), "Reading has stopped"),
    ],
)
def test_what_the_engine_does_is_said_in_words(progress: Progress, told: str) -> None:
    assert status_words.activity(Status(progress)) == told


LEARNING = Progress("embedding", 1017, 0, 40000, 12300, 27700)
OTHER = ModelInfo("other", "id", 768)


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (Status(LEARNING, coming=OTHER), "Learning with the new model: 12,300 of 40,000 paragraphs"),
        (
            Status(replace(LEARNING, seconds_left=300), coming=OTHER, quiet="battery"),
            "Learning with the new model: 12,300 of 40,000 paragraphs · quiet on battery · 5 min left",
        ),
        (Status(Progress("reading", waiting=3), quiet="always"), "Reading 3 files · quiet"),
        (Status(Progress("reading", waiting=3), quiet="low battery"), "Reading 3 files · waiting for power"),
        (Status(Progress("idle"), quiet="battery"), "Up to date"),
    ],
)
def test_a_new_model_and_holding_back_are_said_in_words(status: Status, told: str) -> None:
    assert status_words.activity(status) == told


def test_meaning_stays_ready_while_a_new_model_learns() -> None:
    status = Status(LEARNING, words_ready=True, meaning_ready=True, model=ModelInfo("old", "id-1", 384), coming=OTHER)
    assert status_words.meaning(status) == "meaning ready"
    assert status_words.knows_more(status, replace(status, model=OTHER, coming=None))


def test_the_totals_tell_counts_meaning_and_time() -> None:
    assert status_words.totals(READY, 0.94) == "12,480 paragraphs in 1,017 files · meaning ready · 0.9 ms"
    assert status_words.totals(READY, None) == "12,480 paragraphs in 1,017 files · meaning ready"
    partly = Status(Progress("paused", 2, 0, 10, 4, 6), meaning_ready=True)
    assert status_words.totals(partly, None) == "10 paragraphs in 2 files · meaning ready for 40 %"
    words_only = Status(Progress("idle", 1, 0, 1), meaning_problem="No model.")
    assert status_words.totals(words_only, 12.4) == "1 paragraph in 1 file · words only · 12 ms"


def test_the_status_line_follows_status_and_query(desk: Desk) -> None:
    desk.engine.tell(READY)
    desk.search("note", make_hit())
    wait_until(lambda: desk.window.status_line.activity == "Up to date")
    assert desk.window.status_line.totals.endswith("· 0.9 ms")


@pytest.mark.parametrize(("phase", "paused"), [("reading", True), ("paused", False)])
def test_the_button_pauses_and_goes_on(desk: Desk, phase: Phase, paused: bool) -> None:
    desk.engine.tell(Status(Progress(phase)))
    wait_until(lambda: desk.window.status_line.activity != "")
    desk.window.status_line.findChild(QToolButton).click()
    assert desk.engine.requests[-1] == SetPaused(paused)


def test_problems_are_told_and_go_away(desk: Desk) -> None:
    desk.engine.tell(Status(Progress("stopped", problem="The disk is full.")))
    wait_until(lambda: desk.window.notices.text == "The disk is full.")
    desk.engine.tell(Status(Progress("idle"), meaning_problem="The model is missing."))
    wait_until(lambda: desk.window.notices.text == "The model is missing.")
    desk.engine.tell(READY)
    wait_until(lambda: not desk.window.notices.isVisible())


def test_a_closed_notice_comes_back_only_with_other_words(desk: Desk) -> None:
    desk.engine.tell(Status(Progress("idle"), notice="The index was rebuilt."))
    wait_until(desk.window.notices.isVisible)
    desk.window.notices.findChild(QToolButton).click()
    desk.engine.tell(Status(Progress("paused"), notice="The index was rebuilt."))
    wait_until(lambda: desk.window.status_line.activity == "Paused")
    assert not desk.window.notices.isVisible()
    desk.engine.tell(Status(Progress("idle"), notice="Another thing."))
    wait_until(desk.window.notices.isVisible)


def test_a_restarting_engine_is_told_and_asked_again(desk: Desk) -> None:
    desk.engine.tell(READY)
    desk.search("note", make_hit("a"))
    asked = len(desk.engine.searches)
    desk.engine.tell(EngineDown(True, "signal 9"))
    wait_until(lambda: "starting again" in desk.window.notices.text)
    assert desk.window.page is Page.RESULTS
    desk.engine.tell(READY)
    wait_until(lambda: len(desk.engine.searches) == asked + 1)
    assert desk.engine.searches[-1].text == "note"
    assert desk.window.notices.text == ""


def test_an_engine_that_gave_up_can_be_started_again(desk: Desk) -> None:
    desk.engine.tell(EngineDown(False, "exit code 1"))
    wait_until(lambda: desk.window.notices.text == "The search has stopped (exit code 1).")
    again = next(one for one in desk.window.notices.findChildren(QPushButton) if one.text() == "Start again")
    again.click()
    assert desk.engine.starts == 1


def test_a_failed_search_is_told_and_the_results_stay(desk: Desk) -> None:
    desk.search("note", make_hit("a"))
    desk.type("notes")
    desk.engine.tell(SearchFailed(desk.engine.searches[-1].number, "The index is being rebuilt."))
    wait_until(lambda: desk.window.notices.text == "The index is being rebuilt.")
    assert desk.window.page is Page.RESULTS


def test_the_question_is_asked_again_when_meaning_is_ready(desk: Desk) -> None:
    desk.engine.tell(Status(Progress("idle"), words_ready=True))
    desk.search("note", make_hit("a"))
    asked = len(desk.engine.searches)
    desk.engine.tell(READY)
    wait_until(lambda: len(desk.engine.searches) == asked + 1)


def test_the_question_is_asked_again_when_an_edit_was_read(desk: Desk) -> None:
    desk.engine.tell(READY)
    desk.search("note", make_hit("a"))
    asked = len(desk.engine.searches)
    desk.engine.tell(replace(READY, progress=replace(READY.progress, phase="reading", generation=7)))
    desk.engine.tell(replace(READY, progress=replace(READY.progress, phase="reading", generation=8)))
    desk.engine.tell(replace(READY, progress=replace(READY.progress, generation=9)))
    wait_until(lambda: len(desk.engine.searches) == asked + 1)
    assert desk.engine.searches[-1].text == "note"


def test_the_results_before_stay_until_new_ones_come(desk: Desk) -> None:
    desk.search("note", make_hit("a"))
    desk.type("notes")
    assert desk.window.results.current_hit() == make_hit("a")
    assert desk.window.page is Page.RESULTS


def test_the_empty_page_tells_folders_and_keys(desk: Desk) -> None:
    desk.engine.tell(Status(Progress("idle"), (FolderStatus("/home/me/Notes", "ready", 214),)))
    wait_until(lambda: "214" in desk.window.message.words)
    assert "Notes" in desk.window.message.words
    assert "F1" in desk.window.message.words


def test_nothing_found_says_so_and_why(desk: Desk) -> None:
    desk.engine.tell(Status(Progress("reading", waiting=31), words_ready=True))
    desk.search("zebra")
    assert desk.window.page is Page.MESSAGE
    assert "zebra" in desk.window.message.words
    wait_until(lambda: "31 files still to be read" in desk.window.message.words)


def test_only_weak_hits_are_introduced_as_such(desk: Desk) -> None:
    desk.search("zebra", make_hit("a", strength="weak"))
    assert desk.window.results.above == "Nothing matches well. Nearest:"


def test_a_gone_file_is_told(desk: Desk) -> None:
    desk.opener.says = "A.md is not there any more; it may have been moved or deleted."
    desk.search("note", make_hit("a"))
    desk.window.header.box.edit.open_asked.emit()
    assert desk.window.notices.text == desk.opener.says
