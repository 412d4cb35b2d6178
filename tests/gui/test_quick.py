"""Quick search as a panel: what its keys do, what it shows, what it forgets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_search.engine.messages import Results, SearchFailed
from desktop_search.gui.asking.search_controller import SearchController
from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.global_keys.interface import NoKeys
from desktop_search.gui.quick.quick_flow import QuickFlow
from desktop_search.gui.quick.quick_panel import QuickPanel
from desktop_search.gui.settings.folder_choices import FolderChoices
from desktop_search.paths import Paths
from desktop_search.records import Hit
from tests.gui.support import StubEngine, StubOpener, make_hit, rest, wait_until

K = Qt.Key
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


class HeldKeys(NoKeys):
    """Notes when the keyboard is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = 0

    def let_type(self) -> None:
        self.let_go += 1


class Quick(QObject):
    went_on = Signal(str)

    def __init__(self, paths: Paths) -> None:
        super().__init__()
        engines: list[StubEngine] = []
        self.bridge = EngineBridge(lambda tell: engines.append(StubEngine(tell)) or engines[-1])
        self.engine, self.opener, self.keys = engines[0], StubOpener(), HeldKeys()
        self.flow = QuickFlow(self.bridge, FolderChoices(paths.settings), self.opener, self.keys)
        self.window_asked: list[str] = []
        self.flow.window_asked.connect(self.window_asked.append)

    @property
    def panel(self) -> QuickPanel:
        return self.flow.panel

    def type(self, text: str, *hits: Hit) -> None:
        before = len(self.engine.searches)
        self.panel.box.edit.clear()
        QTest.keyClicks(self.panel.box.edit, text)
        wait_until(lambda: len(self.engine.searches) > before and self.engine.searches[-1].text == text)
        self.engine.answer(*hits)
        wait_until(lambda: not self.flow.controller.waiting)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.panel.box.edit, key, modifiers)


@pytest.fixture
def quick(application: QApplication, paths: Paths) -> Iterator[Quick]:
    quick = Quick(paths)
    quick.flow.prepare()
    assert not quick.flow.is_shown
    quick.flow.toggle()
    wait_until(lambda: quick.panel.isActiveWindow())
    yield quick
    quick.flow.drop_panel()


THREE = (make_hit("one"), make_hit("two", "Another paragraph of text."), make_hit("three", "The third one of them."))


def test_it_has_the_keyboard_at_once_and_lets_what_was_typed_follow(quick: Quick) -> None:
    assert quick.panel.box.edit.hasFocus()
    assert quick.keys.let_go >= 1


def test_letters_ask_without_a_rest_in_a_lane_of_their_own(quick: Quick) -> None:
    quick.type("rename", *THREE)
    assert {search.lane for search in quick.engine.searches} == {"quick"}
    assert quick.panel.list.results.rowCount() == 3
    assert quick.panel.preview.hit == THREE[0]


def test_the_window_does_not_take_its_answers(quick: Quick) -> None:
    window = SearchController(quick.bridge.send)
    quick.bridge.results_arrived.connect(window.take_results)
    answers: list[object] = []
    window.answered.connect(lambda result, new: answers.append(result))
    window.set_query("something")
    window.ask_now()
    quick.type("rename", *THREE)
    assert answers == []


def test_enter_opens_the_chosen_row_and_hides(quick: Quick) -> None:
    quick.type("rename", *THREE)
    quick.press(K.Key_Down)
    assert quick.panel.preview.hit == THREE[1]
    quick.press(K.Key_Return)
    assert quick.opener.opened == [THREE[1].path]
    assert not quick.flow.is_shown


def test_enter_before_the_answer_opens_what_the_words_find(quick: Quick) -> None:
    quick.type("rename", *THREE)
    QTest.keyClicks(quick.panel.box.edit, "d")
    quick.press(K.Key_Return)
    assert quick.opener.opened == []
    quick.engine.answer(THREE[2])
    wait_until(lambda: quick.opener.opened == [THREE[2].path])


def test_what_hinders_is_said_and_the_panel_stays(quick: Quick) -> None:
    quick.opener.says = "one.md is not there any more."
    quick.type("rename", *THREE)
    quick.press(K.Key_Return)
    assert quick.flow.is_shown
    assert quick.panel.note == "one.md is not there any more."


def test_control_enter_shows_the_folder(quick: Quick) -> None:
    quick.type("rename", *THREE)
    quick.press(K.Key_Return, CTRL)
    assert quick.opener.revealed == [THREE[0].path]


def test_control_c_copies_the_paragraph_and_with_shift_where_it_is_from(quick: Quick) -> None:
    quick.type("rename", *THREE)
    quick.press(K.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == THREE[0].text
    quick.press(K.Key_C, CTRL | SHIFT)
    assert THREE[0].text in QGuiApplication.clipboard().text()
    assert "one.md" in QGuiApplication.clipboard().text()


def test_a_number_opens_its_row(quick: Quick) -> None:
    quick.type("rename", *THREE)
    quick.press(K.Key_3, ALT)
    assert quick.opener.opened == [THREE[2].path]


def test_tab_goes_on_in_the_window(quick: Quick) -> None:
    quick.type("rename", *THREE)
    quick.press(K.Key_Tab)
    assert quick.window_asked == ["rename"]
    assert not quick.flow.is_shown


def test_escape_hides_and_the_last_query_is_offered_again(quick: Quick) -> None:
    quick.type("rename", *THREE)
    quick.press(K.Key_Escape)
    assert not quick.flow.is_shown
    quick.flow.toggle()
    assert quick.panel.box.edit.selectedText() == "rename"
    # The offered query is typed over.
    QTest.keyClicks(quick.panel.box.edit, "x")
    assert quick.panel.box.edit.text() == "x"


def test_it_hides_when_another_window_takes_the_keyboard(quick: Quick) -> None:
    other = QuickPanel()
    other.present()
    wait_until(lambda: not quick.flow.is_shown)
    other.hide()
    other.deleteLater()


def test_hidden_it_asks_for_nothing(quick: Quick) -> None:
    quick.type("rename", *THREE)
    quick.press(K.Key_Escape)
    before = len(quick.engine.requests)
    rest(0.2)
    assert len(quick.engine.requests) == before


def test_when_the_screen_is_locked_nothing_stays(quick: Quick) -> None:
    quick.type("rename", *THREE)
    quick.flow.forget()
    assert not quick.flow.is_shown
    assert quick.panel.box.edit.text() == ""
    assert quick.panel.list.results.rowCount() == 0
    assert quick.panel.preview.hit is None


def test_a_refined_answer_leaves_the_row_that_was_gone_to(quick: Quick) -> None:
    quick.type("rename", *THREE)
    quick.press(K.Key_Down)
    quick.engine.tell(_results(quick, make_hit("better", "This is better than all."), *THREE))
    wait_until(lambda: quick.panel.list.results.rowCount() == 4)
    assert quick.panel.list.current_hit() == THREE[1]


def test_its_top_edge_stands_still_while_it_grows(quick: Quick) -> None:
    before = quick.panel.geometry()
    quick.type("rename", *THREE)
    after = quick.panel.geometry()
    assert after.topLeft() == before.topLeft()
    assert after.height() > before.height()


def test_the_selected_text_is_searched_by_meaning_as_it_is(quick: Quick) -> None:
    text = 'A paragraph with -minus, in:folder and "quotes" of last year. ' * 3
    quick.flow.show_like(text)
    wait_until(lambda: bool(quick.engine.searches))
    assert (quick.engine.searches[-1].text, quick.engine.searches[-1].like) == (text, True)
    quick.engine.answer(*THREE)
    wait_until(lambda: quick.panel.list.results.rowCount() == 3)
    assert "paragraph" in quick.panel.box.edit.placeholderText()
    quick.type("words", THREE[1])
    assert not quick.engine.searches[-1].like


@pytest.mark.parametrize("typed", ["", "words"])
def test_of_the_selected_text_too_nothing_stays_when_the_screen_is_locked(quick: Quick, typed: str) -> None:
    usual = quick.panel.box.edit.placeholderText()
    quick.flow.show_like("a secret paragraph")
    QTest.keyClicks(quick.panel.box.edit, typed)
    quick.flow.forget()
    assert (quick.panel.box.edit.text(), quick.panel.box.edit.placeholderText()) == ("", usual)


def test_a_failure_is_said(quick: Quick) -> None:
    quick.flow.show_like("text")
    wait_until(lambda: bool(quick.engine.searches))
    quick.engine.tell(SearchFailed(quick.engine.searches[-1].number, "Meaning search is not ready yet."))
    wait_until(lambda: quick.panel.note == "Meaning search is not ready yet.")


def test_an_unplugged_screen_leaves_it_on_one_that_is_there(quick: Quick) -> None:
    quick.panel.move(20_000, 20_000)
    quick.flow.place_again()
    screen = QGuiApplication.primaryScreen().availableGeometry()
    assert screen.contains(quick.panel.geometry().topLeft())


def _results(quick: Quick, *hits: Hit) -> Results:
    from tests.gui.support import make_result

    newest = quick.engine.searches[-1]
    return Results(newest.number, make_result(*hits, query=newest.text), True)
