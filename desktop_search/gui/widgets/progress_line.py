"""The thin line under the query that moves while an answer is late. Its room is always kept."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_search.gui.widgets import theme

_FRAME_MS = 40
_STEP = 0.02
_SHARE = 0.25


class ProgressLine(QWidget):
    """Two pixels high; silent until `set_running`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(2)
        self._at = 0.0
        self._clock = QTimer(self, interval=_FRAME_MS)
        self._clock.timeout.connect(self._step)

    @property
    def running(self) -> bool:
        return self._clock.isActive()

    @Slot(bool)
    def set_running(self, running: bool) -> None:
        """Shows or hides the line."""
        self._at = 0.0
        if running:
            self._clock.start()
        else:
            self._clock.stop()
        self.setAccessibleName(self.tr("Searching") if running else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.running:
            return
        painter = QPainter(self)
        width = self.width() * _SHARE
        left = (self.width() + width) * self._at - width
        painter.fillRect(QRectF(left, 0, width, self.height()), theme.colours(self.palette()).accent)
        painter.end()

    @Slot()
    def _step(self) -> None:
        self._at = (self._at + _STEP) % 1.0
        self.update()
