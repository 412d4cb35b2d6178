"""The chips under the box, and what is offered while a condition is typed: two views of one query."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_search.engine.aside_messages import Counted, CountMatches, KnownValues, ListValues, MatchCounts
from desktop_search.gui.pages import Page
from desktop_search.gui.widgets.chip import Chip
from tests.gui.support import Desk, make_hit, rest, wait_until

CONTROL = Qt.KeyboardModifier.ControlModifier
TYPES = (Counted("note", 12), Counted("pdf", 3), Counted("mail", 1))


def asked(desk: Desk, kind: type) -> list[object]:
    return [one for one in desk.engine.requests if isinstance(one, kind)]


def with_counts(desk: Desk, text: str = "rename", **changes: Any) -> None:
    before = len(asked(desk, CountMatches))
    desk.search(text, make_hit("a"))
    wait_until(lambda: len(asked(desk, CountMatches)) > before)
    newest = asked(desk, CountMatches)[-1]
    assert isinstance(newest, CountMatches)
    assert newest.text == text
    folders, dates = (Counted("notes/work", 5), Counted("notes/My home", 2)), (Counted("today", 1),)
    counts = MatchCounts(newest.number, 16, TYPES, folders, dates)
    desk.engine.tell(MatchCounts(**{**{name: getattr(counts, name) for name in counts.__slots__}, **changes}))
    rest(0.02)


def chip(desk: Desk, label: str) -> Chip:
    return next(one for one in desk.window.header.chips.chips if one.text() == label)


def labels(desk: Desk) -> list[str]:
    return [f"{one.text()} {one.count}".strip() for one in desk.window.header.chips.chips]


def query(desk: Desk) -> str:
    return desk.window.header.box.edit.text()


def choose(desk: Desk, label: str, entry: str) -> None:
    QTest.mouseClick(chip(desk, label), Qt.MouseButton.LeftButton)
    menu = desk.window.header.chips.menu
    next(one for one in menu.actions() if one.text().partition("\t")[0] == entry).trigger()
    menu.hide()


def test_chips_are_shown_only_with_results(desk: Desk) -> None:
    assert not desk.window.header.chips.isVisible()
    with_counts(desk)
    assert desk.window.header.chips.isVisible()
    desk.window.header.box.edit.clear()
    assert not desk.window.header.chips.isVisible()


def test_the_counts_come_after_the_answer_and_stand_on_the_chips(desk: Desk) -> None:
    with_counts(desk)
    assert labels(desk) == ["All 16", "Notes 12", "PDF 3", "Mail 1", "Any time", "Any folder"]
    assert chip(desk, "Notes").accessibleName() == "Notes, 12 files"
    assert chip(desk, "All").isChecked()


def test_what_was_not_counted_to_its_end_says_so(desk: Desk) -> None:
    with_counts(desk, cut=True)
    assert labels(desk)[:2] == ["All 16+", "Notes 12+"]
    assert chip(desk, "Notes").accessibleName() == "Notes, at least 12 files"


def test_a_chip_writes_its_condition_and_takes_it_out_again(desk: Desk) -> None:
    with_counts(desk)
    QTest.mouseClick(chip(desk, "PDF"), Qt.MouseButton.LeftButton)
    assert query(desk) == "rename type:pdf"
    assert desk.engine.searches[-1].text == "rename type:pdf"
    assert chip(desk, "PDF").isChecked()
    assert not chip(desk, "All").isChecked()
    QTest.mouseClick(chip(desk, "Mail"), Qt.MouseButton.LeftButton)
    assert query(desk) == "rename type:mail"
    QTest.mouseClick(chip(desk, "PDF"), Qt.MouseButton.LeftButton, CONTROL)
    assert query(desk) == "rename type:mail type:pdf"
    QTest.mouseClick(chip(desk, "Mail"), Qt.MouseButton.LeftButton)
    assert query(desk) == "rename type:pdf"
    QTest.mouseClick(chip(desk, "All"), Qt.MouseButton.LeftButton)
    assert query(desk) == "rename"


def test_typing_a_condition_lights_its_chip(desk: Desk) -> None:
    with_counts(desk)
    desk.window.header.box.edit.setText('rename kind:PDF in:"My home" before:2024 -ext:md')
    assert chip(desk, "PDF").isChecked()
    assert labels(desk)[-3:] == ["Before 2024", "My home", "-ext:md"]
    QTest.mouseClick(chip(desk, "-ext:md"), Qt.MouseButton.LeftButton)
    assert query(desk) == 'rename kind:PDF in:"My home" before:2024'


def test_dates_and_folders_are_chosen_from_a_menu(desk: Desk) -> None:
    with_counts(desk)
    choose(desk, "Any time", "Past week")
    assert query(desk) == "rename date:past-7-days"
    choose(desk, "Past week", "Past year")
    assert query(desk) == "rename date:past-12-months"
    choose(desk, "Any folder", "notes/My home")
    assert query(desk) == 'rename date:past-12-months in:"notes/My home"'
    choose(desk, "Past year", "Any time")
    choose(desk, "notes/My home", "Any folder")
    assert query(desk) == "rename"


def test_a_date_of_ones_own_is_typed_with_suggestions(desk: Desk) -> None:
    with_counts(desk)
    choose(desk, "Any time", "Other dates…")
    assert query(desk) == "rename date:"
    assert desk.window.header.box.edit.hasFocus()
    wait_until(desk.window.completion.list.isVisible)


def test_the_chips_are_one_stop_of_tab_and_arrows_go_on(desk: Desk) -> None:
    with_counts(desk)
    stops = [one for one in desk.window.header.chips.chips if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert [one.text() for one in stops] == ["All"]
    stops[0].setFocus()
    QTest.keyClick(stops[0], Qt.Key.Key_Right)
    assert chip(desk, "Notes").hasFocus()
    QTest.keyClick(chip(desk, "Notes"), Qt.Key.Key_Space)
    assert query(desk) == "rename type:note"
    assert chip(desk, "Notes").hasFocus()
    QTest.keyClick(chip(desk, "Notes"), Qt.Key.Key_Left)
    assert chip(desk, "All").hasFocus()
    QTest.keyClick(chip(desk, "All"), Qt.Key.Key_Left)
    assert chip(desk, "All").hasFocus()


def test_kinds_without_room_wait_in_a_menu_and_a_chosen_one_never_does(desk: Desk) -> None:
    with_counts(
        desk, types=tuple(Counted(kind, 4) for kind in ("note", "pdf", "mail", "document", "sheet", "web", "archive"))
    )
    desk.window.resize(560, 500)
    rest(0.05)
    assert "More" in labels(desk)
    assert "Archives 4" not in labels(desk)
    desk.window.header.box.edit.setText("rename type:archive")
    assert chip(desk, "Archives").isChecked()
    chips = desk.window.header.chips
    assert all(one.geometry().right() <= chips.width() for one in chips.chips)
    hidden = "Web pages"
    assert f"{hidden} 4" not in labels(desk)
    choose(desk, "More", hidden)
    assert query(desk) == "rename type:web"


def test_nothing_found_because_of_the_filters_says_so_and_they_can_go(desk: Desk) -> None:
    desk.search("rename type:pdf")
    assert desk.window.page is Page.MESSAGE
    assert desk.window.header.chips.isVisible()
    assert "filters" in desk.window.message.words
    desk.window.message.unlimited_asked.emit()
    assert query(desk) == "rename"


def with_values(desk: Desk, typed: str, *values: str) -> None:
    edit = desk.window.header.box.edit
    edit.clear()
    before = len(asked(desk, ListValues))
    QTest.keyClicks(edit, typed)
    wait_until(lambda: len(asked(desk, ListValues)) > before)
    newest = asked(desk, ListValues)[-1]
    assert isinstance(newest, ListValues)
    desk.engine.tell(KnownValues(newest.number, newest.field, tuple(Counted(one, 3) for one in values)))
    wait_until(desk.window.completion.list.isVisible)


def test_what_is_in_the_index_is_offered_while_a_condition_is_typed(desk: Desk) -> None:
    with_values(desk, "x ext:", "md", "pdf", "pptx")
    edit, offered = desk.window.header.box.edit, desk.window.completion.list
    assert offered.values == ("md", "pdf", "pptx")
    QTest.keyClicks(edit, "p")
    assert offered.values == ("pdf", "pptx")
    QTest.keyClick(edit, Qt.Key.Key_Down)
    QTest.keyClick(edit, Qt.Key.Key_Down)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert query(desk) == "x ext:pptx "
    assert not offered.isVisible()
    assert edit.hasFocus()
    assert desk.opener.opened == []


def test_tab_takes_the_first_and_escape_closes_without_clearing(desk: Desk) -> None:
    with_values(desk, "type:", "note", "mail")
    edit, offered = desk.window.header.box.edit, desk.window.completion.list
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert not offered.isVisible()
    assert query(desk) == "type:"
    QTest.keyClicks(edit, "m")
    QTest.keyClick(edit, Qt.Key.Key_Tab)
    assert query(desk) == "type:mail "
    assert edit.hasFocus()


def test_a_value_with_blanks_is_quoted(desk: Desk) -> None:
    with_values(desk, "in:my", "notes/My home")
    QTest.keyClick(desk.window.header.box.edit, Qt.Key.Key_Tab)
    assert query(desk) == 'in:"notes/My home" '


@pytest.mark.parametrize("typed", ["rename", "title:", "see http://"])
def test_nothing_is_offered_for_anything_else(desk: Desk, typed: str) -> None:
    QTest.keyClicks(desk.window.header.box.edit, typed)
    rest(0.02)
    assert asked(desk, ListValues) == []
    assert not desk.window.completion.list.isVisible()


def test_the_list_goes_when_the_cursor_or_the_focus_goes(desk: Desk) -> None:
    with_values(desk, "ext:", "md")
    edit, offered = desk.window.header.box.edit, desk.window.completion.list
    QTest.keyClick(edit, Qt.Key.Key_Home)
    assert not offered.isVisible()
    with_known = "ext:m"
    edit.clear()
    QTest.keyClicks(edit, with_known)
    assert offered.isVisible()
    desk.window.header.chips.chips[0].setFocus()
    desk.window.status_line.setFocus()
    edit.clearFocus()
    assert not offered.isVisible()
