"""The top of the window: the query box and the button for the settings."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from desktop_search.gui.asking.filter_chips import FilterChips
from desktop_search.gui.asking.search_box import SearchBox
from desktop_search.gui.widgets import icons, theme
from desktop_search.gui.widgets.labels import Hairline
from desktop_search.gui.widgets.progress_line import ProgressLine


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
        self._settings = QToolButton()
        self._settings.setAutoRaise(True)
        self._settings.setIconSize(QSize(theme.scaled(20), theme.scaled(20)))
        self._settings.setFixedSize(theme.scaled(20) + 16, theme.scaled(20) + 16)
        self._settings.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._settings.setAccessibleName(self.tr("Folders and settings"))
        self._settings.setToolTip(self.tr("Folders and settings (Ctrl+,)"))
        self._settings.clicked.connect(self.folders_asked)
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
        row.addWidget(self._settings)
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
        self._settings.setIcon(icons.symbol("settings", theme.colours(self.palette()).secondary, theme.scaled(20)))
