"""Paints one row of the list of files: a sign and a word for its state, name and place, and the reason below."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from desktop_search.engine.messages import ListedFile
from desktop_search.gui.files import files_words
from desktop_search.gui.files.files_model import FILE_ROLE, PLACE_ROLE
from desktop_search.gui.widgets import icons, theme
from desktop_search.gui.widgets.row_ground import paint_ground

_SIDE, _TOP, _GAP, _LINE_GAP = 16, 7, 12, 2
_SIGN = 16
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextSingleLine)

Index = QModelIndex | QPersistentModelIndex


class FilesDelegate(QStyledItemDelegate):
    """Every row has the same height; nothing is laid out before it is painted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = theme.font(theme.TEXT, QFont.Weight.DemiBold)
        self._small = theme.font(theme.SMALL)
        self._name_metrics = QFontMetricsF(self._name)
        self._small_metrics = QFontMetricsF(self._small)
        self._height = round(2 * _TOP + self._name_metrics.height() + _LINE_GAP + self._small_metrics.height())

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        file = index.data(FILE_ROLE)
        if not isinstance(file, ListedFile):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(option.rect)
        paint_ground(painter, option, 8)
        self._paint_row(painter, option, file, str(index.data(PLACE_ROLE) or ""))
        painter.restore()

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, file: ListedFile, place: str) -> None:
        colour = theme.colours(option.palette)
        ink = colour.text if file.state == "failed" else colour.secondary
        left, top = option.rect.left() + _SIDE, option.rect.top() + _TOP
        right = option.rect.right() + 1 - _SIDE
        name_height, small_height = self._name_metrics.height(), self._small_metrics.height()
        size = theme.scaled(_SIGN)
        sign = icons.symbol(f"file-{file.state}", ink, size)
        corner = QRectF(left, round(top + (name_height - size) / 2), size, size)
        sign.paint(painter, _mirrored(option, corner).toRect())
        left += size + _GAP
        # Small text on the name's line shares its base line.
        drop = self._name_metrics.ascent() - self._small_metrics.ascent()
        state = files_words.state(file.state)
        painter.setFont(self._small)
        painter.setPen(ink)
        line = QRectF(left, top + drop, right - left, small_height + 1)
        painter.drawText(_mirrored(option, line), _RIGHT, state)
        room = max(0.0, right - left - self._small_metrics.horizontalAdvance(state) - _GAP)
        name = self._name_metrics.elidedText(files_words.name(file), Qt.TextElideMode.ElideMiddle, room)
        painter.setFont(self._name)
        painter.setPen(colour.text)
        painter.drawText(_mirrored(option, QRectF(left, top, room, name_height + 1)), _LEFT, name)
        used = self._name_metrics.horizontalAdvance(name) + _GAP
        painter.setFont(self._small)
        painter.setPen(colour.secondary)
        if room - used > 0:
            shown = self._small_metrics.elidedText(place, Qt.TextElideMode.ElideMiddle, room - used)
            line = QRectF(left + used, top + drop, room - used, small_height + 1)
            painter.drawText(_mirrored(option, line), _LEFT, shown)
        below = QRectF(left, top + name_height + _LINE_GAP, right - left, small_height + 1)
        remark = self._small_metrics.elidedText(files_words.remark(file), Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(_mirrored(option, below), _LEFT, remark)


def _mirrored(option: QStyleOptionViewItem, rect: QRectF) -> QRectF:
    """The rectangle where lines begin on the left; the one on the other side of the row where they do on the right."""
    if option.direction != Qt.LayoutDirection.RightToLeft:
        return rect
    row = option.rect
    return QRectF(row.left() + row.right() + 1 - rect.right(), rect.top(), rect.width(), rect.height())
