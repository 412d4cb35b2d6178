"""A list to take one row of: questions on the empty page and in the history, sections of the manual."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_search.gui.widgets import icons, theme
from desktop_search.gui.widgets.row_ground import paint_ground

_SIDE, _GAP, _UP, _ICON = 12, 8, 6, 14
_ICON_ROLE = int(Qt.ItemDataRole.UserRole)
_ASIDE_ROLE = _ICON_ROLE + 1

Index = QModelIndex | QPersistentModelIndex


class _RowPainter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, QFontMetrics(theme.font(theme.TEXT)).height() + 2 * _UP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colour = theme.colours(option.palette)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, option, 6)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        row = inner = option.rect.adjusted(_SIDE, 0, -_SIDE, 0)
        if name := str(index.data(_ICON_ROLE)):
            size = theme.scaled(_ICON)
            at = row.right() - size + 1 if mirrored else row.left()
            icon = icons.symbol(name, colour.secondary, size)
            icon.paint(painter, QRect(at, row.top() + (row.height() - size) // 2, size, size))
            inner = row.adjusted(0 if mirrored else size + _GAP, 0, -(size + _GAP) if mirrored else 0, 0)
        start, end = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        if mirrored:
            start, end = end, start
        upright = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        small = theme.font(theme.SMALL)
        aside = str(index.data(_ASIDE_ROLE) or "")
        width = QFontMetrics(small).horizontalAdvance(aside) + _GAP if aside else 0
        painter.setFont(small)
        painter.setPen(colour.secondary)
        painter.drawText(inner, int(upright | end | Qt.TextFlag.TextSingleLine), aside)
        font = theme.font(theme.TEXT)
        painter.setFont(font)
        painter.setPen(colour.text)
        inner.adjust(width if mirrored else 0, 0, 0 if mirrored else -width, 0)
        told = QFontMetrics(font).elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, inner.width())
        painter.drawText(inner, int(upright | start | Qt.TextFlag.TextSingleLine), told)
        painter.restore()


class QueryList(QListWidget):
    """`taken` carries the number of a row, `dropped` that of one to be forgotten (Delete)."""

    taken = Signal(int)
    dropped = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_RowPainter(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        self.itemClicked.connect(self._take)

    def show_rows(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """Shows (icon or nothing, text, what stands at its end) of each; the chosen row stays where it can."""
        known = [self._row(at) for at in range(self.count())]
        if known == list(rows):
            return
        chosen = self.currentRow()
        self.clear()
        for icon, text, aside in rows:
            item = QListWidgetItem(text, self)
            item.setData(_ICON_ROLE, icon)
            item.setData(_ASIDE_ROLE, aside)
            item.setData(int(Qt.ItemDataRole.AccessibleTextRole), f"{text}, {aside}" if aside else text)
        self.setCurrentRow(min(chosen, self.count() - 1) if chosen >= 0 else -1)

    def step(self, step: int) -> None:
        """Chooses the row `step` further; before the first there is none."""
        self.setCurrentRow(max(-1, min(self.currentRow() + step, self.count() - 1)))
        if self.currentRow() < 0:
            self.clearSelection()

    def take_chosen(self) -> bool:
        """Takes the chosen row; False where there is none."""
        row = self.currentRow()
        if row < 0 or not self.isVisible():
            return False
        self.taken.emit(row)
        return True

    def height_for(self, rows: int) -> int:
        """How high it is with so many rows."""
        return rows * self.sizeHintForRow(0) + 2 if rows and self.count() else 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take_chosen()
        elif event.key() == Qt.Key.Key_Delete and self.currentRow() >= 0:
            self.dropped.emit(self.currentRow())
        else:
            super().keyPressEvent(event)

    def _row(self, at: int) -> tuple[str, str, str]:
        item = self.item(at)
        return str(item.data(_ICON_ROLE)), item.text(), str(item.data(_ASIDE_ROLE))

    @Slot(QListWidgetItem)
    def _take(self, item: QListWidgetItem) -> None:
        self.taken.emit(self.row(item))
