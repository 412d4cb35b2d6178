"""A check box whose frame can be seen in the dark too."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QCheckBox

from desktop_search.gui.widgets import theme

_SIDE = 14


class CheckBox(QCheckBox):
    """In the window's size. The style makes its frame from the window's colour."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setFont(theme.font(theme.TEXT))
        side = theme.scaled(_SIDE)
        # Without a text there is no gap beside it either.
        gap = "" if text else "QCheckBox { spacing: 0 }"
        self.setStyleSheet(f"{gap} QCheckBox::indicator {{ width: {side}px; height: {side}px; }}")
        self._colour()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # As every label does: see there.
        if event.type() == QEvent.Type.StyleChange:
            self._colour()

    def _colour(self) -> None:
        palette = QApplication.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.colours(palette).secondary)
        self.setPalette(palette)
