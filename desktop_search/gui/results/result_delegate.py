"""Paints one result row: icon, title, place, the paragraph with its marks, strength, and what else there is of it."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette, QPen
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from desktop_search.gui.results.file_kind import kind_of
from desktop_search.gui.results.result_model import PLACE_ROLE, SHOWN_ROLE
from desktop_search.gui.results.result_rows import Shown
from desktop_search.gui.results.row_layout import (
    DOT,
    DOT_GAP,
    ICON,
    SIDE,
    RowLayout,
    lay_out,
    more_area,
    row_fonts,
)
from desktop_search.gui.widgets import icons, theme
from desktop_search.gui.widgets.row_ground import paint_ground
from desktop_search.records import Strength

_FILLED: dict[Strength, int] = {"strong": 3, "good": 2, "weak": 1}
_REMEMBERED = 400

Index = QModelIndex | QPersistentModelIndex


class ResultDelegate(QStyledItemDelegate):
    """Keeps the layouts of the last rows; a row is laid out again when what it shows, width or palette change."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fonts = row_fonts()
        self._layouts: OrderedDict[tuple[object, ...], RowLayout] = OrderedDict()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        shown = index.data(SHOWN_ROLE)
        nested = isinstance(shown, Shown) and shown.nested
        return QSize(_row_width(option), self._fonts.nested_height if nested else self._fonts.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown = index.data(SHOWN_ROLE)
        if not isinstance(shown, Shown):
            return
        layout = self._layout(index, shown, option.rect.width(), option.palette)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(option.rect)
        paint_ground(painter, option, 10)
        self._paint_row(painter, option, layout, shown)
        painter.restore()

    def opens_more(self, index: Index, row: QRect, place: QPoint, palette: QPalette, mirrored: bool) -> bool:
        """Does a click at `place` in a row's rectangle open or close "more in this file"?"""
        shown = index.data(SHOWN_ROLE)
        if not isinstance(shown, Shown) or shown.nested or not shown.more:
            return False
        layout = self._layout(index, shown, row.width(), palette)
        across = row.right() - place.x() if mirrored else place.x() - row.left()
        return more_area(layout, self._fonts).contains(QPointF(across, place.y() - row.top()))

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, layout: RowLayout, shown: Shown) -> None:
        colour = theme.colours(option.palette)
        fonts, top = self._fonts, option.rect.top()
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        left = option.rect.left() + (SIDE if mirrored else layout.left)
        start, end = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        if mirrored:
            start, end = end, start

        def write(text: str, y: float, font: QFont, ink: QColor, side: Qt.AlignmentFlag, inset: float = 0.0) -> None:
            painter.setFont(font)
            painter.setPen(ink)
            area = QRectF(left, top + y, layout.width, QFontMetricsF(font).height() + 1)
            area.adjust(0 if mirrored else inset, 0, -inset if mirrored else 0, 0)
            align = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignAbsolute | side
            painter.drawText(area, int(align | Qt.TextFlag.TextSingleLine), text)

        small = QFontMetricsF(fonts.small)
        # Small text on the title's line shares its base line.
        drop = QFontMetricsF(fonts.title).ascent() - small.ascent()
        if shown.nested:
            write(layout.title, layout.title_y + drop, fonts.small, colour.secondary, start)
        else:
            write(layout.title, layout.title_y, fonts.title, colour.text, start)
            write(layout.place, layout.place_y, fonts.small, colour.secondary, start)
            self._paint_icon(painter, option, layout, shown, mirrored)
        ink = colour.text if shown.state != "there" else colour.secondary
        write(layout.meta, layout.title_y + drop, fonts.small, ink, end)
        if layout.more:
            mark = layout.more_width - small.horizontalAdvance(layout.more)
            write(layout.more, layout.more_y, fonts.small, colour.secondary, start, mark)
            if shown.more:
                self._paint_mark(painter, left, top + layout.more_y + small.height() / 2, layout, shown, mirrored)
        dots_y = top + layout.place_y + small.height() / 2
        dots_width = 3 * DOT + 2 * DOT_GAP
        dots_left = left if mirrored else left + layout.width - dots_width
        if not shown.nested:
            _paint_dots(painter, dots_left, dots_y, shown.hit.strength, colour)
        else:
            painter.setPen(QPen(colour.hairline, 2))
            across = option.rect.right() - SIDE - ICON / 2 if mirrored else option.rect.left() + SIDE + ICON / 2
            painter.drawLine(QPointF(across, top), QPointF(across, option.rect.bottom() + 1))
        painter.setPen(colour.text)
        layout.text.draw(painter, QPointF(left, top + layout.text_y))

    def _paint_icon(
        self, painter: QPainter, option: QStyleOptionViewItem, layout: RowLayout, shown: Shown, mirrored: bool
    ) -> None:
        colour = theme.colours(option.palette)
        size = theme.scaled(ICON)
        across = option.rect.right() - SIDE - size + 1 if mirrored else option.rect.left() + SIDE
        down = layout.title_y + (QFontMetricsF(self._fonts.title).height() - size) / 2
        name = "pin" if shown.pinned else f"kind-{kind_of(shown.hit.path)}"
        ink = colour.accent if shown.pinned else colour.secondary
        icons.symbol(name, ink, size).paint(painter, QRect(across, option.rect.top() + round(down), size, size))

    def _paint_mark(
        self, painter: QPainter, left: float, middle: float, layout: RowLayout, shown: Shown, mirrored: bool
    ) -> None:
        size = theme.scaled(ICON)
        across = left + layout.width - size if mirrored else left
        # The corner of the mark stands where the text above begins.
        across += 4 if mirrored else -4
        icon = icons.symbol("more-open" if shown.opened else "more-closed", painter.pen().color(), size)
        place = QRectF(across, middle - size / 2, size, size).toRect()
        if mirrored and not shown.opened:
            painter.save()
            painter.translate(2 * place.center().x() + 1, 0)
            painter.scale(-1, 1)
            icon.paint(painter, place)
            painter.restore()
        else:
            icon.paint(painter, place)

    def _layout(self, index: Index, shown: Shown, width: int, palette: QPalette) -> RowLayout:
        place = str(index.data(PLACE_ROLE) or "")
        wanted = (shown, place, width, palette.cacheKey())
        known = self._layouts.get(wanted)
        if known is None:
            known = self._layouts[wanted] = lay_out(shown, place, width, self._fonts, palette)
            if len(self._layouts) > _REMEMBERED:
                self._layouts.popitem(last=False)
        else:
            self._layouts.move_to_end(wanted)
        return known


def _row_width(option: QStyleOptionViewItem) -> int:
    """The list's width: option.rect is not set yet when the view asks for sizes."""
    view = option.widget
    return view.viewport().width() if isinstance(view, QListView) else option.rect.width()


def _paint_dots(painter: QPainter, left: float, middle: float, strength: Strength, colour: theme.Colours) -> None:
    """Three dots; an empty one is a ring, so that shape tells as well as colour."""
    for number in range(3):
        dot = QRectF(left + number * (DOT + DOT_GAP), middle - DOT / 2, DOT, DOT)
        if number < _FILLED[strength]:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour.accent)
            painter.drawEllipse(dot)
        else:
            painter.setPen(QPen(colour.secondary, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(dot.adjusted(0.5, 0.5, -0.5, -0.5))
