"""One choice out of a few, as a row: what it is about on the left, one button for each value on the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QPushButton, QWidget

from desktop_search.gui.labels import Label


class ChoiceRow(QWidget):
    """`chosen` carries the value, which is the object name of its button too."""

    chosen = Signal(str)

    def __init__(self, title: str, values: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        """`values` are (value, what the button says, what its tool tip says)."""
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(Label(title, weight=QFont.Weight.DemiBold))
        row.addStretch(1)
        self._buttons = QButtonGroup(self)
        for value, told, tip in values:
            button = QPushButton(told)
            button.setCheckable(True)
            button.setObjectName(value)
            button.setProperty("segment", True)
            button.setToolTip(tip)
            button.setAccessibleName(f"{title}: {told}")
            self._buttons.addButton(button)
            row.addWidget(button)
        self._buttons.buttonClicked.connect(self._choose)

    def show_value(self, value: str) -> None:
        """Shows which value is chosen."""
        for button in self._buttons.buttons():
            button.setChecked(button.objectName() == value)

    @Slot(QAbstractButton)
    def _choose(self, button: QAbstractButton) -> None:
        self.chosen.emit(button.objectName())
