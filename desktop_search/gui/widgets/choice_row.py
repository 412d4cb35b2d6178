"""One choice out of a few: a button for each value, in as many lines as the width needs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QPushButton, QWidget

from desktop_search.gui.widgets.flow_row import FlowRow


class ChoiceRow(FlowRow):
    """`chosen` carries the value; the object name of its button is `about`, a hyphen and the value."""

    chosen = Signal(str)

    def __init__(
        self, about: str, title: str, values: Sequence[tuple[str, str, str]], parent: QWidget | None = None
    ) -> None:
        """`title` tells a screen reader what is chosen; `values` are (value, what the button says, its tool tip)."""
        super().__init__(4, parent)
        self._buttons = QButtonGroup(self)
        for value, told, tip in values:
            button = QPushButton(told)
            button.setCheckable(True)
            button.setObjectName(f"{about}-{value}")
            button.setProperty("value", value)
            button.setProperty("segment", True)
            button.setToolTip(tip)
            button.setAccessibleName(f"{title}: {told}")
            self._buttons.addButton(button)
            self.add(button)
        self._buttons.buttonClicked.connect(self._choose)

    @property
    def words(self) -> str:
        """All that the buttons say."""
        return " ".join(f"{button.text()} {button.toolTip()}" for button in self._buttons.buttons())

    def told(self, value: str) -> str:
        """What the button of a value says."""
        return next((button.text() for button in self._buttons.buttons() if button.property("value") == value), value)

    def show_value(self, value: str) -> None:
        """Shows which value is chosen."""
        for button in self._buttons.buttons():
            button.setChecked(button.property("value") == value)
        # Tab goes to what is chosen, the arrows to the others.
        known = self._buttons.checkedButton()
        for button in self._buttons.buttons():
            reached = known is None or button is known
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if reached else Qt.FocusPolicy.ClickFocus)

    @Slot(QAbstractButton)
    def _choose(self, button: QAbstractButton) -> None:
        self.chosen.emit(str(button.property("value")))
