"""The window's keys: which key calls what."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def bind(window: QWidget, keys: Mapping[str, Callable[[], object]]) -> None:
    """Each key calls a bound method wherever the focus is in the window."""
    for key, action in keys.items():
        QShortcut(QKeySequence(key), window).activated.connect(action)


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
