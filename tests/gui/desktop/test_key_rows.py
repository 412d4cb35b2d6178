"""The keys of the whole desktop in the settings: pressed, not typed; what hinders one stands in its row."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtTest import QTest

from desktop_search import settings
from desktop_search.gui.global_keys.interface import parse
from desktop_search.gui.pages import Page
from desktop_search.gui.settings.key_field import told_of
from desktop_search.gui.settings.settings_desktop import KeyRow
from desktop_search.settings import Settings
from tests.gui.support import Desk

CONTROL, ALT, SHIFT, META, KEYPAD = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.MetaModifier, Qt.KeyboardModifier.KeypadModifier,
)  # fmt: skip


def saved(desk: Desk) -> Settings:
    return settings.load(desk.paths.settings).settings


def row(desk: Desk, name: str = "quick") -> KeyRow:
    desk.window.open_settings()
    shown = desk.window.settings.desktop.keys[name]
    shown.field.setFocus()
    assert shown.field.hasFocus()
    return shown


def test_the_pressed_keys_are_saved_and_taken_back(desk: Desk) -> None:
    quick = row(desk)
    # A key of the window, which must not act while one is asked for.
    QTest.keyClick(quick.field, Qt.Key.Key_K, CONTROL | ALT)
    assert saved(desk).quick_key == "Ctrl+Alt+K"
    QTest.keyClick(quick.field, Qt.Key.Key_K, CONTROL)
    assert saved(desk).quick_key == "Ctrl+K"
    assert (desk.window.page, quick.field.hasFocus(), quick.field.text()) == (Page.SETTINGS, True, "Ctrl+K")
    desk.window.undo_flow.undo()
    assert (saved(desk).quick_key, quick.field.text()) == ("Ctrl+Alt+K", "Ctrl+Alt+K")


@pytest.mark.parametrize("key", [Qt.Key.Key_Backspace, Qt.Key.Key_Delete])
def test_backspace_means_no_key(desk: Desk, key: Qt.Key) -> None:
    selection = row(desk, "selection")
    QTest.keyClick(selection.field, key)
    assert (saved(desk).selection_key, selection.field.text()) == ("", "")
    assert saved(desk).quick_key == Settings().quick_key


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_Space, Qt.Key.Key_Control])
def test_what_cannot_be_such_a_key_is_not_saved(desk: Desk, key: Qt.Key) -> None:
    quick = row(desk)
    hint = quick.hint.text()
    QTest.keyClick(quick.field, key)
    assert saved(desk).quick_key == Settings().quick_key
    # A modifier by itself is the beginning of a combination, not a mistake.
    assert (quick.hint.text() == hint) == (key == Qt.Key.Key_Control)


def test_tab_and_escape_do_what_they_do_everywhere(desk: Desk) -> None:
    quick = row(desk)
    QTest.keyClick(quick.field, Qt.Key.Key_Tab)
    assert not quick.field.hasFocus()
    quick.field.setFocus()
    QTest.keyClick(quick.field, Qt.Key.Key_Escape)
    assert desk.window.page is not Page.SETTINGS
    assert saved(desk).quick_key == Settings().quick_key


def test_what_hinders_a_key_stands_in_its_row_until_it_works(desk: Desk) -> None:
    quick, selection = row(desk), row(desk, "selection")
    hints = quick.hint.text(), selection.hint.text()
    desk.window.settings.desktop.show_key_problem("quick", "It is taken.")
    desk.window.settings.show_settings(saved(desk))
    assert (quick.hint.text(), selection.hint.text()) == ("It is taken.", hints[1])
    desk.window.settings.desktop.show_key_problem("quick", "")
    assert quick.hint.text() == hints[0]


def test_the_rows_are_found_by_typing(desk: Desk) -> None:
    desk.window.open_settings()
    desk.window.settings.filter.edit.setText("hotkey")
    shown = [row for section in desk.window.settings.sections for row in section.rows if row.isVisible()]
    assert shown == list(desk.window.settings.desktop.keys.values())


@pytest.mark.parametrize(
    ("held", "key", "told"),
    [
        (CONTROL | ALT, Qt.Key.Key_Space, "Ctrl+Alt+Space"), (META, Qt.Key.Key_PageUp, "Meta+PgUp"),
        (CONTROL, Qt.Key.Key_Delete, "Ctrl+Delete"), (CONTROL, Qt.Key.Key_Insert, "Ctrl+Insert"),
        (CONTROL | KEYPAD, Qt.Key.Key_Enter, "Ctrl+Return"), (CONTROL, Qt.Key.Key_Plus, "Ctrl++"),
        (Qt.KeyboardModifier.NoModifier, Qt.Key.Key_F9, "F9"), (ALT | SHIFT, Qt.Key.Key_Escape, "Alt+Shift+Escape"),
        (CONTROL, Qt.Key.Key_Odiaeresis, "Ctrl+Ö"), (CONTROL, Qt.Key.Key_Minus, "Ctrl+-"),
        (CONTROL | SHIFT, Qt.Key.Key_Backtab, "Ctrl+Shift+Tab"), (CONTROL, Qt.Key.Key_Backspace, "Ctrl+Backspace"),
    ],
)  # fmt: skip
def test_qts_names_of_keys_are_those_of_the_settings(held: Qt.KeyboardModifier, key: Qt.Key, told: str) -> None:
    combination = parse(told_of(QKeyCombination(held, key)))
    assert str(combination) == told
