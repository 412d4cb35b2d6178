"""Paints one result row: title, place, the paragraph with its marks, strength and score."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette, QPen
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from desktop_search.gui import theme
from desktop_search.gui.result_model import HIT_ROLE, PLACE_ROLE
from desktop_search.gui.row_ground import paint_ground
from desktop_search.gui.row_layout import DOT, DOT_GAP, SIDE, RowLayout, lay_out, row_fonts
from desktop_search.records import Hit, Strength

_FILLED: dict[Strength, int] = {"strong": 3, "good": 2, "weak": 1}
_REMEMBERED = 400

Index = QModelIndex | QPersistentModelIndex


class ResultDelegate(QStyledItemDelegate):
    """Keeps the layouts of the last rows; a row is laid out again when hit, width or palette change."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fonts = row_fonts()
        self._layouts: OrderedDict[tuple[object, ...], RowLayout] = OrderedDict()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = _row_width(option)
        layout = self._layout(index, width, option.palette)
        return QSize(width, layout.height if layout else 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        layout = self._layout(index, option.rect.width(), option.palette)
        hit = index.data(HIT_ROLE)
        if layout is None or not isinstance(hit, Hit):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(option.rect)
        paint_ground(painter, option, 10)
        self._paint_row(painter, option, layout, hit.strength)
        painter.restore()

    def _paint_row(
        self, painter: QPainter, option: QStyleOptionViewItem, layout: RowLayout, strength: Strength
    ) -> None:
        colour = theme.colours(option.palette)
        left, top = option.rect.left() + SIDE, option.rect.top()
        width = option.rect.width() - 2 * SIDE
        alignment = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignAbsolute
        start, end = alignment | Qt.AlignmentFlag.AlignLeft, alignment | Qt.AlignmentFlag.AlignRight

        def write(text: str, y: float, font: QFont, ink: QColor, align: Qt.AlignmentFlag, lower: float = 0.0) -> None:
            painter.setFont(font)
            painter.setPen(ink)
            area = QRectF(left, top + y + lower, width, QFontMetricsF(font).height() + 1)
            painter.drawText(area, int(align | Qt.TextFlag.TextSingleLine), text)

        # Small text on the title's line shares its base line.
        drop = QFontMetricsF(self._fonts.title).ascent() - QFontMetricsF(self._fonts.small).ascent()
        write(layout.title, layout.title_y, self._fonts.title, colour.text, start)
        write(layout.meta, layout.title_y, self._fonts.small, colour.secondary, end, drop)
        write(layout.place, layout.place_y, self._fonts.small, colour.secondary, start)
        write(layout.score, layout.place_y, self._fonts.small, colour.secondary, end)
        if layout.more:
            write(layout.more, layout.more_y, self._fonts.small, colour.secondary, start)
        metrics = QFontMetricsF(self._fonts.small)
        dots_right = left + width - metrics.horizontalAdvance(layout.score) - 6
        _paint_dots(painter, dots_right, top + layout.place_y + metrics.height() / 2, strength, colour)
        painter.setPen(colour.text)
        layout.text.draw(painter, QPointF(left, top + layout.text_y))

    def _layout(self, index: Index, width: int, palette: QPalette) -> RowLayout | None:
        hit = index.data(HIT_ROLE)
        if not isinstance(hit, Hit):
            return None
        place = str(index.data(PLACE_ROLE) or "")
        wanted = (hit, place, width, palette.cacheKey())
        known = self._layouts.get(wanted)
        if known is None:
            known = self._layouts[wanted] = lay_out(hit, place, width, self._fonts, palette)
            if len(self._layouts) > _REMEMBERED:
                self._layouts.popitem(last=False)
        else:
            self._layouts.move_to_end(wanted)
        return known


def _row_width(option: QStyleOptionViewItem) -> int:
    """The list's width: option.rect is not set yet when the view asks for sizes."""
    view = option.widget
    return view.viewport().width() if isinstance(view, QListView) else option.rect.width()


def _paint_dots(painter: QPainter, right: float, middle: float, strength: Strength, colour: theme.Colours) -> None:
    """Three dots that end at `right`; an empty one is a ring, so that shape tells as well as colour."""
    filled = _FILLED[strength]
    left = right - 3 * DOT - 2 * DOT_GAP
    for number in range(3):
        dot = QRectF(left + number * (DOT + DOT_GAP), middle - DOT / 2, DOT, DOT)
        if number < filled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour.accent)
            painter.drawEllipse(dot)
        else:
            painter.setPen(QPen(colour.secondary, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(dot.adjusted(0.5, 0.5, -0.5, -0.5))
