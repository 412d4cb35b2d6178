"""A text cursor that nobody looks at stops blinking: on an idle desktop it is what wakes the machine most."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_search.gui.widgets.resting_cursor import RestingCursor
from tests.gui.support import rest, wait_until

FLASH_MS = 1000


@pytest.fixture
def usual(application: QApplication) -> Iterator[QApplication]:
    before = application.cursorFlashTime()
    application.setCursorFlashTime(FLASH_MS)
    yield application
    application.setCursorFlashTime(before)


@pytest.fixture
def page(usual: QApplication) -> Iterator[QWidget]:
    page = QWidget()
    column = QVBoxLayout(page)
    for one in (QLineEdit("one"), QLineEdit("two"), QPushButton("three")):
        column.addWidget(one)
    page.show()
    yield page
    page.hide()
    page.deleteLater()


def test_it_rests_and_blinks_again_with_the_next_key(usual: QApplication, page: QWidget) -> None:
    cursor = RestingCursor(usual, rests_after_ms=30)
    first, second = page.findChildren(QLineEdit)
    first.setFocus()
    wait_until(lambda: usual.cursorFlashTime() == 0)
    QTest.keyClicks(first, "x")
    assert usual.cursorFlashTime() == FLASH_MS
    wait_until(lambda: usual.cursorFlashTime() == 0)
    second.setFocus()
    assert usual.cursorFlashTime() == FLASH_MS
    # What is written into a field that one has left is no typing.
    wait_until(lambda: usual.cursorFlashTime() == 0)
    first.setText("more")
    assert usual.cursorFlashTime() == 0
    cursor.close()
    assert usual.cursorFlashTime() == FLASH_MS
    page.findChild(QPushButton).setFocus()
    second.setFocus()
    rest(0.1)
    assert usual.cursorFlashTime() == FLASH_MS


def test_who_wants_no_blinking_has_none(usual: QApplication, page: QWidget) -> None:
    usual.setCursorFlashTime(0)
    cursor = RestingCursor(usual, rests_after_ms=30)
    field = page.findChildren(QLineEdit)[0]
    field.setFocus()
    QTest.keyClicks(field, "x")
    assert usual.cursorFlashTime() == 0
    cursor.close()
