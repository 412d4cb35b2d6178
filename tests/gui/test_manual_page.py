"""The manual in the window: opened by F1 at what fits, made late, searched and walked through by keys alone."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desktop_search.gui.manual.manual_page import ManualPage
from desktop_search.gui.manual.manual_text import ManualText
from desktop_search.gui.pages import Page
from desktop_search.gui.widgets.theme import Appearance
from desktop_search.gui.wording.language import Language
from tests.gui.support import Desk, make_hit, wait_until

NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def press(desk: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(desk.window.focusWidget() or desk.window, key, modifier)


def top_line(text: ManualText) -> str:
    """What stands at the upper edge, below the room above a heading."""
    at = text.viewport().rect().topLeft()
    at.setX(at.x() + 60)
    at.setY(at.y() + 24)
    return text.cursorForPosition(at).block().text()


@pytest.fixture
def opened(desk: Desk) -> Desk:
    desk.search("rename", make_hit("a"))
    press(desk, Qt.Key.Key_F1)
    assert desk.window.page is Page.MANUAL
    text = desk.window.manual.page.text
    wait_until(lambda: text.viewport().height() > 300)
    assert text.verticalScrollBar().value() == 0
    return desk


def test_it_is_not_there_before_it_is_asked_for(desk: Desk) -> None:
    assert desk.window.findChildren(ManualPage) == []
    press(desk, Qt.Key.Key_F1)
    assert len(desk.window.findChildren(ManualPage)) == 1
    press(desk, Qt.Key.Key_F1)
    press(desk, Qt.Key.Key_F1)
    assert len(desk.window.findChildren(ManualPage)) == 1


def test_f1_and_escape_lead_back_to_the_search(opened: Desk) -> None:
    press(opened, Qt.Key.Key_Escape)
    assert opened.window.page is Page.RESULTS
    assert opened.window.header.box.edit.hasFocus()
    press(opened, Qt.Key.Key_F1)
    press(opened, Qt.Key.Key_F1)
    assert opened.window.page is Page.RESULTS


def test_it_opens_at_what_fits_and_leads_back_there(desk: Desk) -> None:
    press(desk, Qt.Key.Key_Comma, CONTROL)
    press(desk, Qt.Key.Key_F1)
    page = desk.window.manual.page
    assert page.contents.currentItem().text() == top_line(page.text) == "Settings"
    press(desk, Qt.Key.Key_Escape)
    assert desk.window.page is Page.SETTINGS
    press(desk, Qt.Key.Key_Escape)
    assert desk.window.page is Page.MESSAGE
    press(desk, Qt.Key.Key_I, CONTROL)
    press(desk, Qt.Key.Key_F1)
    assert top_line(page.text) == "Why a file is not found"


def test_it_can_be_read_before_a_folder_is_chosen(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    assert desk.window.page is Page.FIRST_RUN
    press(desk, Qt.Key.Key_F1)
    assert desk.window.page is Page.MANUAL
    press(desk, Qt.Key.Key_Escape)
    assert desk.window.page is Page.FIRST_RUN


def test_a_query_that_is_typed_leaves_it(opened: Desk) -> None:
    press(opened, Qt.Key.Key_K, CONTROL)
    QTest.keyClicks(opened.window.focusWidget(), "walrus")
    assert opened.window.page is Page.RESULTS
    assert opened.window.header.box.edit.text() == "walrus"


def test_typing_finds_words_and_keys_go_through_them(opened: Desk) -> None:
    page = opened.window.manual.page
    QTest.keyClicks(opened.window.focusWidget(), "NOSEARCH")
    count = int(page.count.text().removeprefix("1 of "))
    assert count > 0
    assert page.text.textCursor().selectedText() == "nosearch"
    assert len(page.text.extraSelections()) == count
    QTest.keyClicks(page.filter.edit, " folder")
    both = int(page.count.text().removeprefix("1 of "))
    assert both > count
    assert page.contents.count() == 1
    press(opened, Qt.Key.Key_Return)
    press(opened, Qt.Key.Key_F3)
    assert page.count.text() == f"3 of {both}"
    for _ in range(3):
        press(opened, Qt.Key.Key_F3, SHIFT)
    assert page.count.text() == f"{both} of {both}"
    press(opened, Qt.Key.Key_F3)
    assert page.count.text() == f"1 of {both}"
    # Each place is brought into sight.
    visible = page.text.viewport().rect().contains(page.text.cursorRect())
    assert visible
    press(opened, Qt.Key.Key_Escape)
    assert page.filter.edit.text() == ""
    assert not page.count.isVisible()
    assert page.contents.count() > 10
    assert page.text.extraSelections() == []


def test_what_is_not_in_it_is_said_and_the_sections_stay(opened: Desk) -> None:
    page = opened.window.manual.page
    QTest.keyClicks(opened.window.focusWidget(), "walrus")
    assert page.count.text() == "Not in the manual"
    assert page.contents.count() > 10
    press(opened, Qt.Key.Key_F3)
    assert page.count.text() == "Not in the manual"


def test_sections_are_gone_to_and_followed(opened: Desk) -> None:
    page = opened.window.manual.page
    press(opened, Qt.Key.Key_Tab)
    assert page.contents.hasFocus()
    for row in range(page.contents.count()):
        page.contents.setCurrentRow(row)
        assert top_line(page.text) == page.contents.item(row).text()
    assert page.contents.currentRow() == page.contents.count() - 1
    page.text.verticalScrollBar().setValue(0)
    assert page.contents.currentRow() <= 0
    QTest.keyClicks(page.contents, "key")
    assert page.filter.edit.text() == "key"
    assert page.filter.edit.hasFocus()


def test_links_are_walked_by_tab_followed_and_come_back_from(opened: Desk) -> None:
    page = opened.window.manual.page
    page.text.setFocus()
    press(opened, Qt.Key.Key_Tab)
    press(opened, Qt.Key.Key_Tab)
    assert page.text.textCursor().selectedText() == "asking"
    press(opened, Qt.Key.Key_Return)
    assert top_line(page.text) == page.contents.currentItem().text() == "Asking"
    press(opened, Qt.Key.Key_Left, ALT)
    assert page.text.verticalScrollBar().value() == 0
    press(opened, Qt.Key.Key_Left, ALT)
    assert opened.window.page is Page.MANUAL


def test_every_link_leads_somewhere(opened: Desk) -> None:
    page = opened.window.manual.page
    links = re.findall(r'href="(#\w+)"', page.text.toHtml())
    assert len(links) > 15
    for link in links:
        page.text.verticalScrollBar().setValue(0)
        page.text.anchorClicked.emit(QUrl(link))
        assert page.text.verticalScrollBar().value() > 0, link


def test_arrows_and_pages_scroll_while_the_cursor_is_in_the_field(opened: Desk) -> None:
    page = opened.window.manual.page
    bar = page.text.verticalScrollBar()
    press(opened, Qt.Key.Key_PageDown)
    assert bar.value() > 100
    press(opened, Qt.Key.Key_PageUp)
    assert bar.value() == 0
    press(opened, Qt.Key.Key_Down)
    assert bar.value() > 0
    assert page.filter.edit.hasFocus()


def test_f3_goes_on_in_the_document_where_no_manual_is_shown(opened: Desk) -> None:
    page = opened.window.manual.page
    QTest.keyClicks(opened.window.focusWidget(), "index")
    press(opened, Qt.Key.Key_Escape)
    press(opened, Qt.Key.Key_Escape)
    press(opened, Qt.Key.Key_F3)
    assert page.count.text() == ""


def test_the_sheet_of_keys_is_closed_by_f1(opened: Desk) -> None:
    press(opened, Qt.Key.Key_F1, SHIFT)
    assert opened.window.keys_sheet.isVisible()
    press(opened, Qt.Key.Key_F1)
    assert not opened.window.keys_sheet.isVisible()
    assert opened.window.page is Page.MANUAL


def test_in_a_narrow_window_the_text_has_all_of_the_room(opened: Desk) -> None:
    page = opened.window.manual.page
    opened.window.resize(600, 500)
    wait_until(lambda: not page.contents.isVisible())
    assert page.text.document().idealWidth() <= page.text.viewport().width()
    page.open_at("keys")
    assert top_line(page.text) == "Keys"
    opened.window.resize(1200, 760)
    wait_until(page.contents.isVisible)
    # What was read is still in sight.
    wait_until(lambda: top_line(page.text) == "Keys")


def test_it_loads_nothing(opened: Desk) -> None:
    document = opened.window.manual.page.text.document()
    here = QUrl.fromLocalFile(str(Path(__file__)))
    assert document.resource(QTextDocument.ResourceType.HtmlResource.value, here) is None
    assert opened.window.manual.page.text.loadResource(1, here) is None


@pytest.fixture
def german(application: QApplication) -> Iterator[None]:
    language = Language(application, "de")
    yield
    language.choose("en")


@pytest.mark.usefixtures("german")
def test_it_speaks_the_language_of_the_window(desk: Desk) -> None:
    press(desk, Qt.Key.Key_F1)
    page = desk.window.manual.page
    assert "Erste Schritte" in page.text.toPlainText()
    assert {"Handbuch"} <= {one.text() for one in page.findChildren(QLabel)}
    if sys.platform != "darwin":
        assert "Strg+I führt jede Datei mit ihrem Zustand auf" in page.text.toPlainText()


def test_other_colours_keep_the_place_and_the_marks(application: QApplication, opened: Desk) -> None:
    page = opened.window.manual.page
    QTest.keyClicks(opened.window.focusWidget(), "nosearch")
    place, marks = page.text.verticalScrollBar().value(), len(page.text.extraSelections())
    appearance = Appearance(application, "dark")
    try:
        wait_until(lambda: page.text.palette().base().color().lightnessF() < 0.5)
        assert page.text.verticalScrollBar().value() == place > 0
        assert len(page.text.extraSelections()) == marks
        block = page.text.document().begin()
        assert block.begin().fragment().charFormat().foreground().color().lightnessF() > 0.5
    finally:
        appearance.choose("light")
        appearance.deleteLater()
