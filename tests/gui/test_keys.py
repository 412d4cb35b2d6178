from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desktop_search.gui.pages import Page
from tests.gui.support import Desk, make_hit, wait_until

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(desk: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(desk.window.focusWidget() or desk.window, key, modifier)


def chosen(desk: Desk) -> str:
    hit = desk.window.results.current_hit()
    return hit.title if hit else ""


def with_results(desk: Desk) -> None:
    desk.search("rename", *(make_hit(name) for name in ("a", "b", "c", "d")))
    assert desk.window.page is Page.RESULTS


def test_the_query_has_the_focus_and_the_first_row_is_chosen(desk: Desk) -> None:
    with_results(desk)
    assert desk.window.header.box.edit.hasFocus()
    assert chosen(desk) == "A"
    assert desk.window.results.preview.hit == make_hit("a")


def test_arrows_move_while_the_focus_stays(desk: Desk) -> None:
    with_results(desk)
    press(desk, Qt.Key.Key_Down)
    press(desk, Qt.Key.Key_Down)
    assert chosen(desk) == "C"
    press(desk, Qt.Key.Key_Up)
    assert chosen(desk) == "B"
    press(desk, Qt.Key.Key_PageDown)
    assert chosen(desk) == "D"
    press(desk, Qt.Key.Key_PageUp)
    press(desk, Qt.Key.Key_Up)
    assert chosen(desk) == "A"
    assert desk.window.header.box.edit.hasFocus()


def test_enter_opens_and_control_enter_shows_in_folder(desk: Desk) -> None:
    with_results(desk)
    press(desk, Qt.Key.Key_Down)
    press(desk, Qt.Key.Key_Return)
    press(desk, Qt.Key.Key_Return, CONTROL)
    assert desk.opener.opened == ["/notes/b.md"]
    assert desk.opener.revealed == ["/notes/b.md"]


def test_enter_before_the_answer_opens_what_the_new_words_find(desk: Desk) -> None:
    with_results(desk)
    desk.window.header.box.edit.setText("move")
    press(desk, Qt.Key.Key_Return)
    assert desk.opener.opened == []
    desk.engine.answer(make_hit("moving"))
    wait_until(lambda: desk.opener.opened == ["/notes/moving.md"])


def test_a_number_opens_its_row(desk: Desk) -> None:
    with_results(desk)
    press(desk, Qt.Key.Key_3, ALT)
    press(desk, Qt.Key.Key_9, ALT)
    assert desk.opener.opened == ["/notes/c.md"]


def test_escape_clears_and_then_does_nothing(desk: Desk) -> None:
    with_results(desk)
    press(desk, Qt.Key.Key_Escape)
    assert desk.window.header.box.edit.text() == ""
    assert desk.window.page is Page.MESSAGE
    press(desk, Qt.Key.Key_Escape)
    assert desk.window.isVisible()


def test_control_k_and_l_select_the_query(desk: Desk) -> None:
    with_results(desk)
    for key in (Qt.Key.Key_K, Qt.Key.Key_L):
        desk.window.results.view.setFocus()
        press(desk, key, CONTROL)
        assert desk.window.header.box.edit.selectedText() == "rename"


def test_a_slash_goes_to_the_query_only_from_elsewhere(desk: Desk) -> None:
    with_results(desk)
    edit = desk.window.header.box.edit
    edit.deselect()
    edit.end(False)
    press(desk, Qt.Key.Key_Slash)
    assert edit.text() == "rename/"
    desk.window.results.preview.text.setFocus()
    press(desk, Qt.Key.Key_Slash)
    assert edit.hasFocus()
    assert edit.text() == "rename/"


def test_control_c_copies_the_paragraph_unless_text_is_selected(desk: Desk) -> None:
    with_results(desk)
    press(desk, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == make_hit("a").text
    desk.window.header.box.edit.selectAll()
    press(desk, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "rename"


def test_control_d_finds_similar_and_escape_returns(desk: Desk) -> None:
    with_results(desk)
    press(desk, Qt.Key.Key_D, CONTROL)
    assert desk.engine.searches[-1].similar_to == "/notes/a.md"
    assert desk.engine.searches[-1].similar_line == 12
    desk.engine.answer(make_hit("like"))
    wait_until(lambda: chosen(desk) == "Like")
    assert "A" in desk.window.results.above
    press(desk, Qt.Key.Key_Escape)
    assert desk.engine.searches[-1].text == "rename"
    assert desk.window.header.box.edit.text() == "rename"


def test_shift_f1_shows_the_keys_and_escape_hides_them(desk: Desk) -> None:
    with_results(desk)
    press(desk, Qt.Key.Key_F1, SHIFT)
    assert desk.window.keys_sheet.isVisible()
    press(desk, Qt.Key.Key_Escape)
    assert not desk.window.keys_sheet.isVisible()
    assert desk.window.header.box.edit.hasFocus()
    assert desk.window.header.box.edit.text() == "rename"


def test_control_comma_opens_the_folders_and_escape_closes_them(desk: Desk) -> None:
    with_results(desk)
    press(desk, Qt.Key.Key_Comma, CONTROL)
    assert desk.window.page is Page.SETTINGS
    press(desk, Qt.Key.Key_Escape)
    assert desk.window.page is Page.RESULTS
    assert desk.window.header.box.edit.text() == "rename"


def test_tab_walks_from_the_query_to_the_results_and_typing_comes_back(desk: Desk) -> None:
    with_results(desk)
    for _ in range(3):
        if not desk.window.results.view.hasFocus():
            press(desk, Qt.Key.Key_Tab)
    assert desk.window.results.view.hasFocus()
    press(desk, Qt.Key.Key_Return)
    assert desk.opener.opened == ["/notes/a.md"]
    QTest.keyClicks(desk.window.results.view, "s")
    assert desk.window.header.box.edit.text() == "renames"


def test_a_first_window_that_is_brought_to_the_front_waits_for_start(
    make_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = make_desk()
    desk.window.first_run.add_folder(str(tmp_path))
    desk.window.bring_to_front()
    assert desk.window.first_run.start_button.hasFocus()
