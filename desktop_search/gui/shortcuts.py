"""Binds the window's keys, which key_table.py lists, to what they call."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop_search.gui import key_table


def bind(window: QWidget, actions: Mapping[str, Callable[[], object]]) -> None:
    """Each key of the table that names an action calls its bound method, wherever the focus is in the window.

    Raises KeyError where table and window do not name the same actions.
    """
    entries = [entry for _, group in key_table.groups() for entry in group if entry.action]
    if unlisted := set(actions) - {entry.action for entry in entries}:
        raise KeyError(f"not in the table of keys: {sorted(unlisted)}")
    for entry in entries:
        for key in entry.keys:
            QShortcut(QKeySequence(key), window).activated.connect(actions[entry.action])


class NumberKeys(QActionGroup):
    """Alt+1 to Alt+9 call `action` with 0 to 8."""

    def __init__(self, window: QWidget, action: Callable[[int], object]) -> None:
        super().__init__(window)
        self._action = action
        for number in range(1, 10):
            entry = QAction(window)
            entry.setShortcut(QKeySequence(f"Alt+{number}"))
            entry.setData(number - 1)
            self.addAction(entry)
            window.addAction(entry)
        self.triggered.connect(self._call)

    @Slot(QAction)
    def _call(self, entry: QAction) -> None:
        self._action(int(entry.data()))
