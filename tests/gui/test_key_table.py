"""The list of keys is true: what it lists is bound, and what is bound is listed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from desktop_search.gui import key_table, shortcuts
from tests.gui.support import Desk


def entries() -> list[key_table.Entry]:
    return [entry for _, group in key_table.groups() for entry in group]


def test_every_key_of_the_window_is_listed_and_every_listed_one_is_bound(desk: Desk) -> None:
    window_wide = [
        one.key().toString()
        for one in desk.window.findChildren(QShortcut)
        if one.context() == Qt.ShortcutContext.WindowShortcut
    ]
    assert len(window_wide) == len(set(window_wide))
    listed = {QKeySequence(key).toString() for entry in entries() for key in entry.keys if entry.action}
    assert set(window_wide) == listed


def test_no_key_stands_for_two_things() -> None:
    keys = [key for entry in entries() for key in entry.keys if entry.action]
    assert len(keys) == len(set(keys))


def test_an_action_that_is_not_listed_cannot_be_bound(desk: Desk) -> None:
    widget = QWidget(desk.window)
    with pytest.raises(KeyError, match="walrus"):
        shortcuts.bind(widget, {"walrus": widget.hide})


def test_the_sheet_shows_every_entry_and_can_be_scrolled_in_a_small_window(desk: Desk) -> None:
    desk.window.resize(560, 400)
    QTest.keyClick(desk.window.header.box.edit, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    sheet = desk.window.keys_sheet
    shown = {one.text() for one in sheet.findChildren(QLabel)}
    assert {entry.told for entry in entries()} | {entry.does for entry in entries()} <= shown
    area = sheet.findChild(QScrollArea)
    bar = area.verticalScrollBar()
    assert bar.maximum() > 0
    QTest.keyClick(sheet, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    # Nothing is cut off at the side.
    assert area.widget().width() <= area.viewport().width()
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
