"""More of a file in place, longer lists, files that are gone: from the keys to the engine and back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_search.engine.aside_messages import FilesSeen, FindInFile, InFile, LookAtFiles
from desktop_search.engine.messages import Results
from desktop_search.records import Hit, SearchResult
from tests.gui.support import Desk, make_hit, rest, wait_until

OTHERS = tuple(make_hit("b", text=f"Another paragraph at {start}.", start=start) for start in (300, 600))


def with_results(desk: Desk) -> None:
    desk.search("rename", make_hit("a"), make_hit("b", more_in_file=2), make_hit("c"))


def press(desk: Desk, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(desk.window.header.box.edit, key)


def asked(desk: Desk) -> list[FindInFile]:
    return [one for one in desk.engine.requests if isinstance(one, FindInFile)]


def answer(desk: Desk, *hits: Hit, problem: str = "") -> None:
    newest = asked(desk)[-1]
    desk.engine.tell(InFile(newest.number, newest.path, hits, problem))
    rest(0.02)


def titles(desk: Desk) -> list[tuple[str, int]]:
    results = desk.window.results.view.results
    return [(hit.title, hit.start) for row in range(results.rowCount()) if (hit := results.hit(row))]


def open_second(desk: Desk) -> None:
    with_results(desk)
    press(desk, Qt.Key.Key_Down, Qt.Key.Key_Right)
    answer(desk, *OTHERS)


def test_right_opens_more_of_the_file_and_left_closes_it(desk: Desk) -> None:
    open_second(desk)
    newest = asked(desk)[-1]
    assert (newest.path, newest.start, newest.text, newest.least) == ("/notes/b.md", 0, "rename", 2)
    assert titles(desk) == [("A", 0), ("B", 0), ("B", 300), ("B", 600), ("C", 0)]
    press(desk, Qt.Key.Key_Down)
    assert desk.window.results.current_hit() == OTHERS[0]
    press(desk, Qt.Key.Key_Left)
    assert titles(desk) == [("A", 0), ("B", 0), ("C", 0)]
    assert desk.window.results.current_hit() == make_hit("b", more_in_file=2)
    assert desk.window.header.box.edit.text() == "rename"


def test_what_is_known_is_shown_again_without_asking(desk: Desk) -> None:
    open_second(desk)
    press(desk, Qt.Key.Key_Left, Qt.Key.Key_Right)
    assert len(titles(desk)) == 5
    assert len(asked(desk)) == 1


def test_the_arrows_move_the_cursor_inside_the_query(desk: Desk) -> None:
    with_results(desk)
    press(desk, Qt.Key.Key_Down, Qt.Key.Key_Left)
    edit = desk.window.header.box.edit
    assert edit.cursorPosition() == len("renam")
    press(desk, Qt.Key.Key_Right)
    assert edit.cursorPosition() == len("rename")
    assert asked(desk) == []


def test_a_row_without_more_asks_nothing(desk: Desk) -> None:
    with_results(desk)
    press(desk, Qt.Key.Key_Right)
    assert asked(desk) == []


def test_an_answer_for_another_query_is_dropped(desk: Desk) -> None:
    with_results(desk)
    press(desk, Qt.Key.Key_Down, Qt.Key.Key_Right)
    desk.search("move", make_hit("b", more_in_file=1))
    answer(desk, *OTHERS)
    assert titles(desk) == [("B", 0)]


def test_a_failure_is_told(desk: Desk) -> None:
    with_results(desk)
    press(desk, Qt.Key.Key_Down, Qt.Key.Key_Right)
    answer(desk, problem="It is not in the index.")
    assert "It is not in the index." in desk.window.notices.text
    assert len(titles(desk)) == 3


def test_a_number_opens_the_hit_not_the_row(desk: Desk) -> None:
    open_second(desk)
    QTest.keyClick(desk.window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert desk.opener.opened == ["/notes/c.md"]


def test_files_that_are_gone_say_so_after_the_answer(desk: Desk) -> None:
    with_results(desk)
    (look,) = [one for one in desk.engine.requests if isinstance(one, LookAtFiles)]
    assert [path for path, _ in look.files] == ["/notes/a.md", "/notes/b.md", "/notes/c.md"]
    desk.engine.tell(FilesSeen(look.number, (("/notes/c.md", "gone"),)))
    results = desk.window.results.view.results
    wait_until(lambda: results.shown(2).state == "gone")
    assert results.shown(0).state == "there"


def test_the_end_of_a_full_list_asks_for_a_longer_one(desk: Desk) -> None:
    many = [make_hit(f"n{number}") for number in range(150)]
    desk.search("rename", *many[:50])
    view = desk.window.results.view
    press(desk, *[Qt.Key.Key_Down] * 3)
    rest(0.02)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    assert desk.engine.searches[-1].limit == 150
    scrolled = view.verticalScrollBar().value()
    number = desk.engine.searches[-1].number
    # What words alone find once more must not take rows away.
    desk.engine.tell(Results(number, SearchResult("rename", "words", tuple(many[:3]), 1.0, True, 9), False))
    rest(0.02)
    assert len(titles(desk)) == 50
    desk.engine.answer(*many)
    wait_until(lambda: len(titles(desk)) == 150)
    assert view.verticalScrollBar().value() == scrolled


def test_the_end_of_a_list_that_is_whole_asks_for_nothing(desk: Desk) -> None:
    desk.search("rename", *(make_hit(f"n{number}") for number in range(30)))
    before = len(desk.engine.searches)
    view = desk.window.results.view
    rest(0.02)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    assert len(desk.engine.searches) == before
