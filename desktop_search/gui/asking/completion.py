"""What a condition may be completed with, in a list under the query box; the box keeps the focus."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_search.gui.widgets import theme
from desktop_search.gui.widgets.query_list import QueryList

_ROWS = 8
_WIDTH = 280


class Completion(QWidget):
    """Lies over its window; `taken` carries the value that was chosen."""

    taken = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._over = window
        self._values: tuple[str, ...] = ()
        self.list = QueryList(self.tr("Suggestions"), self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.taken.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 5, 1, 5)
        column.addWidget(self.list)
        self.hide()

    @property
    def values(self) -> tuple[str, ...]:
        """What is offered."""
        return self._values

    def offer(self, rows: Sequence[tuple[str, str, str]], below: QPoint) -> None:
        """Offers (icon, value, what stands at its end), below a point of the window; hides where there is nothing."""
        self._values = tuple(value for _, value, _ in rows)
        if not rows:
            self.hide()
            return
        self.list.show_rows(rows)
        self.list.setCurrentRow(-1)
        window = self._over
        width = min(theme.scaled(_WIDTH), window.width() - 16)
        self.setFixedSize(width, self.list.height_for(min(len(rows), _ROWS)) + 10)
        left = below.x() - width if self.isRightToLeft() else below.x()
        self.move(max(8, min(left, window.width() - width - 8)), below.y())
        self.raise_()
        self.show()

    def take(self) -> None:
        """Takes the chosen value, or the first one."""
        self._take(max(0, self.list.currentRow()))

    @property
    def has_chosen(self) -> bool:
        """Whether the person has gone to a value."""
        return self.isVisible() and self.list.currentRow() >= 0

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = theme.colours(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour.faint, 1))
        painter.setBrush(colour.base)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()

    @Slot(int)
    def _take(self, row: int) -> None:
        self.hide()
        self.taken.emit(self._values[row])
