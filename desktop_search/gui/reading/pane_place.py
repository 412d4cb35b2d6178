"""Where the reading pane stands: beside the results, below them, or nowhere; a narrow window decides by itself."""

from __future__ import annotations

from typing import Literal, get_args

from PySide6.QtCore import QObject, QSize, Qt, Slot
from PySide6.QtWidgets import QSplitter, QWidget

PanePosition = Literal["right", "below", "off"]
POSITIONS: tuple[PanePosition, ...] = get_args(PanePosition)
# Narrower than this, two columns cannot be read; lower than that, two rows cannot.
_NARROW = 680
_LOW = 380


class PanePlace(QObject):
    """Follows the person's choice as far as the window has room for it."""

    def __init__(self, splitter: QSplitter, pane: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._splitter = splitter
        self._pane = pane
        self.position: PanePosition = "right"

    def choose(self, position: str) -> None:
        """Takes "right", "below" or "off"; anything else changes nothing."""
        for known in POSITIONS:
            if known == position:
                self.position = known
        self.fit(self._splitter.size())

    @Slot()
    def next(self) -> None:
        """From right to below, to off, and back."""
        self.choose(POSITIONS[(POSITIONS.index(self.position) + 1) % len(POSITIONS)])

    def fit(self, size: QSize) -> None:
        """To be called when the room has changed."""
        below = self.position == "below" or (self.position == "right" and size.width() < _NARROW)
        wanted = Qt.Orientation.Vertical if below else Qt.Orientation.Horizontal
        if self._splitter.orientation() != wanted:
            self._splitter.setOrientation(wanted)
            whole = size.height() if below else size.width()
            self._splitter.setSizes([round(whole * 0.45), round(whole * 0.55)])
        self._pane.setVisible(self.position != "off" and not (below and size.height() < _LOW))
