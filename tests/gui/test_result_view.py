from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from desktop_search.gui.results.result_view import ResultView
from desktop_search.records import Hit
from tests.gui.support import make_hit, rest

LONG = "A sentence about notes that goes on. " * 8


@pytest.fixture
def view(application: QApplication) -> ResultView:
    view = ResultView()
    view.resize(420, 400)
    view.show()
    view.show_hits([many(number) for number in range(12)])
    rest(0.02)
    return view


def many(number: int) -> Hit:
    return make_hit(f"n{number}", text=LONG[: 30 + 23 * (number % 9)], more_in_file=number % 3)


def top(view: ResultView) -> int:
    return view.visualRect(view.currentIndex()).top()


def test_the_first_row_is_chosen_until_the_person_moves(view: ResultView) -> None:
    view.refine_hits([make_hit("better"), many(0), many(1)])
    assert view.currentIndex().row() == 0
    assert view.verticalScrollBar().value() == 0


def test_the_chosen_row_stays_where_it_is_on_the_screen(view: ResultView) -> None:
    for _ in range(5):
        view.step(1)
    rest(0.02)
    chosen, before = view.current_hit(), top(view)
    view.refine_hits([make_hit("x", text=LONG), make_hit("y"), *(many(number) for number in (7, 5, 3, 0, 9, 8, 1, 2))])
    rest(0.02)
    assert view.current_hit() == chosen
    assert top(view) == before


def test_the_scroll_position_stays_when_the_chosen_row_is_out_of_sight(view: ResultView) -> None:
    view.step(1)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    shown = view.indexAt(view.viewport().rect().topLeft())
    hit, before = view.results.hit(shown.row()), view.visualRect(shown).top()
    view.refine_hits([make_hit("x", text=LONG), *(many(number) for number in range(12))])
    rest(0.02)
    row = next(row for row in range(view.results.rowCount()) if view.results.hit(row) == hit)
    assert view.visualRect(view.results.index(row)).top() == before
    assert view.current_hit() == many(1)


def test_better_matches_above_are_offered_not_jumped_to(view: ResultView) -> None:
    for _ in range(4):
        view.step(1)
    view.refine_hits([make_hit("x"), make_hit("y"), *(many(number) for number in range(12))])
    offer = view.findChild(QPushButton)
    assert offer is not None
    assert offer.isVisible()
    assert "2 better matches" in offer.text()
    offer.click()
    assert view.currentIndex().row() == 0
    assert not offer.isVisible()


def test_a_row_that_the_better_answer_lacks_is_kept_while_chosen(view: ResultView) -> None:
    view.step(1)
    chosen = view.current_hit()
    view.refine_hits([make_hit("x"), make_hit("y"), make_hit("z")])
    assert view.current_hit() == chosen


def test_a_new_query_starts_at_the_top(view: ResultView) -> None:
    for _ in range(9):
        view.step(1)
    view.show_hits([many(number) for number in range(3, 12)])
    assert view.currentIndex().row() == 0
    assert view.verticalScrollBar().value() == 0
    assert not view.moved


def test_every_row_is_as_high_as_any_other_at_any_width(view: ResultView) -> None:
    for width in (420, 900):
        view.resize(width, 400)
        rest(0.02)
        assert len({view.visualRect(view.results.index(row)).height() for row in range(12)}) == 1


def others(number: int, count: int = 3) -> list[Hit]:
    return [make_hit(f"n{number}", text=f"Other {at}. {LONG}", start=900 * at) for at in range(1, count + 1)]


def press(view: ResultView, key: Qt.Key) -> None:
    QTest.keyClick(view, key)


def test_right_and_left_ask_for_more_of_the_file_and_for_less(view: ResultView) -> None:
    asked: list[tuple[str, bool]] = []
    view.more_asked.connect(lambda shown, opened: asked.append((shown.hit.path, opened)))
    view.step(1)
    press(view, Qt.Key.Key_Right)
    press(view, Qt.Key.Key_Left)
    assert asked == [("/notes/n1.md", True), ("/notes/n1.md", False)]


def test_more_of_a_file_opens_below_its_hit_and_moves_nothing_above(view: ResultView) -> None:
    for _ in range(4):
        view.step(1)
    rest(0.02)
    chosen, before, scrolled = view.current_hit(), top(view), view.verticalScrollBar().value()
    view.results.take_found("/notes/n4.md", others(4))
    view.show_more("/notes/n4.md", True)
    rest(0.02)
    assert [view.results.hit(row) for row in (5, 6, 7)] == others(4)
    assert (view.current_hit(), top(view), view.verticalScrollBar().value()) == (chosen, before, scrolled)
    view.step(1)
    assert view.current_hit() == others(4)[0]
    view.show_more("/notes/n4.md", False)
    assert view.current_hit() == chosen
    assert view.results.rowCount() == 12


def test_an_open_row_stays_open_when_the_answer_is_refined(view: ResultView) -> None:
    view.step(1)
    view.results.take_found("/notes/n1.md", others(1))
    view.show_more("/notes/n1.md", True)
    view.step(2)
    rest(0.02)
    chosen, before = view.current_hit(), top(view)
    view.refine_hits([make_hit("x"), *(many(number) for number in range(12))])
    rest(0.02)
    assert view.current_hit() == chosen
    assert top(view) == before
    assert view.results.rowCount() == 16


def test_a_click_on_the_line_below_the_text_opens_more(view: ResultView) -> None:
    asked: list[bool] = []
    view.more_asked.connect(lambda shown, opened: asked.append(opened))
    row = view.visualRect(view.results.index(1))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(row.left() + 60, row.bottom() - 18))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(row.left() + 60, row.top() + 20))
    assert asked == [True]


def test_the_end_of_the_list_asks_for_more_rows(view: ResultView) -> None:
    neared: list[int] = []
    view.end_neared.connect(lambda: neared.append(1))
    view.show_hits([many(number) for number in range(100)])
    rest(0.02)
    view.verticalScrollBar().setValue(100)
    assert neared == []
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    assert neared


def test_rows_that_follow_leave_the_scroll_position(view: ResultView) -> None:
    view.show_hits([many(number) for number in range(50)])
    view.step(30)
    rest(0.02)
    chosen, before = view.current_hit(), top(view)
    view.refine_hits([many(number) for number in range(150)])
    rest(0.02)
    assert (view.current_hit(), top(view)) == (chosen, before)
    assert view.results.rowCount() == 150
