"""The top of the window: the query box and the button for the folders."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from desktop_search.gui import icons, theme
from desktop_search.gui.filter_chips import FilterChips
from desktop_search.gui.labels import Hairline
from desktop_search.gui.progress_line import ProgressLine
from desktop_search.gui.search_box import SearchBox


class Header(QWidget):
    """`box` is the query box, `progress` the line under it, `chips` what the query is limited by."""

    folders_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = SearchBox(self.tr("Search your documents"))
        self.box.edit.setAccessibleName(self.tr("Search"))
        self._starred = False
        self.star = QToolButton()
        self.star.setIconSize(QSize(theme.scaled(18), theme.scaled(18)))
        self.box.add_button(self.star)
        self._folders = QToolButton()
        self._folders.setAutoRaise(True)
        self._folders.setIconSize(QSize(20, 20))
        self._folders.setFixedSize(36, 36)
        self._folders.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._folders.setAccessibleName(self.tr("Folders and settings"))
        self._folders.setToolTip(self.tr("Folders and settings (Ctrl+,)"))
        self._folders.clicked.connect(self.folders_asked)
        self.progress = ProgressLine()
        self.chips = FilterChips()
        self.chips.hide()
        filters = QHBoxLayout()
        filters.setContentsMargins(16, 0, 12, 0)
        filters.addWidget(self.chips)
        row = QHBoxLayout()
        row.setContentsMargins(12, 12, 12, 10)
        row.setSpacing(8)
        row.addWidget(self.box, 1)
        row.addWidget(self._folders)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addLayout(filters)
        column.addWidget(self.progress)
        column.addWidget(Hairline())
        self.show_star(offered=False, saved=False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def show_star(self, offered: bool, saved: bool) -> None:
        """Offers to save the question, or no longer to keep one that is saved."""
        told = self.tr("Saved; press to keep it no longer (Ctrl+S)") if saved else self.tr("Save this search (Ctrl+S)")
        self._starred = saved
        self.star.setToolTip(told)
        self.star.setAccessibleName(told)
        # Its room is kept, so that the text does not move.
        self.star.setEnabled(offered)
        self._colour()

    def _colour(self) -> None:
        colour = theme.colours(self.palette())
        name, ink = ("star-set", colour.accent) if self._starred else ("star", colour.secondary)
        star = icons.symbol(name, ink, theme.scaled(18))
        self.star.setIcon(star if self.star.isEnabled() else icons.nothing())
        self._folders.setIcon(icons.symbol("folders", theme.colours(self.palette()).secondary, 20))
