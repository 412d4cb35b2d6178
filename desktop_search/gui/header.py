"""The top of the window: the query box and the button for the folders."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from desktop_search.gui import icons, theme
from desktop_search.gui.labels import Hairline
from desktop_search.gui.progress_line import ProgressLine
from desktop_search.gui.search_box import SearchBox


class Header(QWidget):
    """`box` is the query box, `progress` the line under it."""

    folders_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = SearchBox(self.tr("Search your documents"))
        self.box.edit.setAccessibleName(self.tr("Search"))
        self._folders = QToolButton()
        self._folders.setAutoRaise(True)
        self._folders.setIconSize(QSize(20, 20))
        self._folders.setFixedSize(36, 36)
        self._folders.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._folders.setAccessibleName(self.tr("Folders and settings"))
        self._folders.setToolTip(self.tr("Folders and settings (Ctrl+,)"))
        self._folders.clicked.connect(self.folders_asked)
        self.progress = ProgressLine()
        row = QHBoxLayout()
        row.setContentsMargins(12, 12, 12, 10)
        row.setSpacing(8)
        row.addWidget(self.box, 1)
        row.addWidget(self._folders)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.progress)
        column.addWidget(Hairline())
        self._colour()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def _colour(self) -> None:
        self._folders.setIcon(icons.symbol("folders", theme.colours(self.palette()).secondary, 20))
