"""The ground of a row in any list: the chosen one with a bar of the accent, the one under the pointer slightly lit."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop_search.gui.widgets import theme

_INSET = 4
_RADIUS = 6.0


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, bar_inset: int) -> None:
    """Paints it; the bar ends `bar_inset` pixels inside the row's ground, above and below."""
    colour = theme.colours(option.palette)
    area = QRectF(option.rect).adjusted(_INSET, 1, -_INSET, -1)
    painter.setPen(Qt.PenStyle.NoPen)
    if option.state & QStyle.StateFlag.State_Selected:
        painter.setBrush(colour.selected)
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)
        # On the side on which lines begin.
        begins = area.right() - 3 if option.direction == Qt.LayoutDirection.RightToLeft else area.left()
        bar = QRectF(begins, area.top() + bar_inset, 3, area.height() - 2 * bar_inset)
        painter.setBrush(colour.accent)
        painter.drawRoundedRect(bar, 1.5, 1.5)
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.setBrush(colour.hover)
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)
