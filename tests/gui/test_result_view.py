from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from desktop_search.gui.result_view import ResultView
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


def test_row_heights_follow_the_width(view: ResultView) -> None:
    narrow = view.visualRect(view.results.index(8)).height()
    view.resize(900, 400)
    rest(0.02)
    assert view.visualRect(view.results.index(8)).height() < narrow
