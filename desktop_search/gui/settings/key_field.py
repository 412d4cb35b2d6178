"""A field that takes a key combination by its being pressed, for a key of the whole desktop; empty is none."""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from desktop_search.gui.global_keys import interface
from desktop_search.gui.widgets import theme

translate = QCoreApplication.translate
PORTABLE = QKeySequence.SequenceFormat.PortableText
NATIVE = QKeySequence.SequenceFormat.NativeText
_MODIFIERS = (
    *(Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Shift, Qt.Key.Key_Meta, Qt.Key.Key_AltGr),
    *(Qt.Key.Key_Super_L, Qt.Key.Key_Super_R, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_unknown),
)
# What Qt calls otherwise than interface.parse does.
_NAMES = {"Esc": "Escape", "Del": "Delete", "Ins": "Insert", "Enter": "Return", "Backtab": "Tab"}
_LEAVING = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape)
_CLEARING = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_HELD = ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier)


class KeyField(QLineEdit):
    """`pressed` carries a combination as the settings keep it, or nothing for none; `refused` a sentence."""

    pressed = Signal(str)
    refused = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAccessibleDescription(translate("Settings", "Press the keys; Backspace for none."))
        self.setToolTip(self.accessibleDescription())
        self.setFont(theme.font(theme.TEXT))
        self.setMinimumSize(theme.scaled(180), theme.scaled(28))
        self.setReadOnly(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._tell_waiting(waiting=False)

    def show_keys(self, text: str) -> None:
        """Shows a combination of the settings, as this system writes it."""
        self.setText(native(text))

    def event(self, event: QEvent) -> bool:
        # None of the window's own keys while one is asked for here.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and not _leaves(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _leaves(event):
            event.ignore()
        elif event.key() in _MODIFIERS or event.isAutoRepeat():
            event.accept()
        elif event.key() in _CLEARING and not event.modifiers() & _HELD:
            self.pressed.emit("")
        else:
            text = told_of(event.keyCombination())
            combination = interface.parse(text)
            if combination is None:
                self.refused.emit(interface.no_combination(native(text) or event.text()))
            else:
                self.pressed.emit(str(combination))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell_waiting(waiting=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._tell_waiting(waiting=False)

    def _tell_waiting(self, waiting: bool) -> None:
        none, asked = translate("Settings", "No key"), translate("Settings", "Press the keys")
        self.setPlaceholderText(asked if waiting else none)


def _leaves(event: QKeyEvent) -> bool:
    """Is it a key by which one goes on, as everywhere?"""
    bare = not event.modifiers() & _HELD & ~Qt.KeyboardModifier.ShiftModifier
    return bare and event.key() in _LEAVING


def told_of(pressed: QKeyCombination) -> str:
    """A pressed combination in the words of interface.parse."""
    keys = QKeyCombination(pressed.keyboardModifiers() & _HELD, pressed.key())
    text = QKeySequence(keys).toString(PORTABLE)
    head, plus, name = text.rpartition("+")
    if text.endswith("++"):
        head, plus, name = text[:-2], "+", "+"
    held = _swapped(head.split("+")) if head else []
    return "+".join((*held, _NAMES.get(name, name))) if plus else _NAMES.get(name, name)


def native(text: str) -> str:
    """A combination of the settings as this system writes it."""
    combination = interface.parse(text)
    if combination is None:
        return text
    held = _swapped([one for one in interface.MODIFIERS if one in combination.modifiers])
    return QKeySequence("+".join((*held, combination.key))).toString(NATIVE) or text


def _swapped(held: list[str]) -> list[str]:
    """On macOS Qt says "Ctrl" of the command key and "Meta" of the control key; the settings do not."""
    names = {"Ctrl": "Meta", "Meta": "Ctrl"} if sys.platform == "darwin" else {}
    return [names.get(one, one) for one in held]
