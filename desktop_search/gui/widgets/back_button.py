"""The button that leads from a page back to the search."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_search.gui.widgets import icons, theme


class BackButton(QPushButton):
    """Its arrow follows the colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(self.tr("Back"))
        self.setToolTip(self.tr("Esc"))
        self.setIconSize(QSize(theme.scaled(14), theme.scaled(14)))
        self._colour()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def _colour(self) -> None:
        self.setIcon(icons.symbol("back", theme.colours(self.palette()).text, theme.scaled(14)))
