"""The rows of quick search: one line a hit with icon, title, folder, place in the file, and the number of its key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_search.gui.results.file_kind import kind_of
from desktop_search.gui.results.result_model import HIT_ROLE, PLACE_ROLE, ResultModel
from desktop_search.gui.widgets import icons, theme
from desktop_search.gui.widgets.row_ground import paint_ground
from desktop_search.gui.wording import words
from desktop_search.records import Hit

ROWS = 9
_SIDE, _GAP, _ICON, _NUMBER = 16, 12, 16, 16
# Of the room for words, what the title may take at most.
_TITLE_SHARE = 0.55

Index = QModelIndex | QPersistentModelIndex


class QuickDelegate(QStyledItemDelegate):
    """Paints one row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._title = theme.font(theme.TEXT, QFont.Weight.DemiBold)
        self._small = theme.font(theme.SMALL)
        self._height = round(QFontMetricsF(self._title).height()) + 14

    @property
    def height(self) -> int:
        """Of each row, in pixels."""
        return self._height

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.rect.width(), self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit = index.data(HIT_ROLE)
        if not isinstance(hit, Hit):
            return
        colour = theme.colours(option.palette)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, option, 6)
        area = QRectF(option.rect).adjusted(_SIDE, 0, -_SIDE, 0)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft

        def take(width: float, *, end: bool = False) -> QRectF:
            """Cuts so much off the room that is left, from where one begins to read, or from the end."""
            at_left = mirrored if end else not mirrored
            part = QRectF(area.left() if at_left else area.right() - width, area.top(), width, area.height())
            area.adjust(width + _GAP if at_left else 0, 0, 0 if at_left else -width - _GAP, 0)
            return part

        size = theme.scaled(_ICON)
        place = take(size)
        icons.symbol(f"kind-{kind_of(hit.path)}", colour.secondary, size).paint(painter, place.toAlignedRect())
        key = str(index.row() + 1) if index.row() < ROWS else ""
        self._write(painter, take(theme.scaled(_NUMBER), end=True), key, self._small, colour.secondary, end=True)
        position = words.position(hit)
        width = QFontMetricsF(self._small).horizontalAdvance(position)
        if position:
            self._write(painter, take(width + 1, end=True), position, self._small, colour.secondary, end=True)
        title = words.title(hit)
        widest = min(QFontMetricsF(self._title).horizontalAdvance(title) + 1, area.width() * _TITLE_SHARE)
        self._write(painter, take(widest), title, self._title, colour.text)
        self._write(painter, area, str(index.data(PLACE_ROLE) or ""), self._small, colour.secondary, middle=True)
        painter.restore()

    def _write(
        self,
        painter: QPainter,
        area: QRectF,
        text: str,
        font: QFont,
        ink: QColor,
        *,
        end: bool = False,
        middle: bool = False,
    ) -> None:
        cut = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        painter.setFont(font)
        painter.setPen(ink)
        # Small text stands on the base line of the title.
        drop = (QFontMetricsF(self._title).descent() - QFontMetricsF(font).descent()) / 2
        # Without AlignAbsolute the painter's direction turns them round by itself.
        side = Qt.AlignmentFlag.AlignRight if end else Qt.AlignmentFlag.AlignLeft
        painter.drawText(
            area.translated(0, drop),
            int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine),
            QFontMetricsF(font).elidedText(text, cut, area.width()),
        )


class QuickList(QListView):
    """The rows; the query keeps the keyboard. `chosen` follows the row that is chosen, `open_asked` a click."""

    chosen = Signal(object)
    open_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._moved = False
        self._delegate = QuickDelegate(self)
        self.results = ResultModel(self)
        self.setModel(self.results)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Results"))
        self.selectionModel().currentChanged.connect(self._tell)
        self.clicked.connect(self._open)

    @property
    def wanted_height(self) -> int:
        """For all rows, up to as many as have a key."""
        return min(ROWS, self.results.rowCount()) * self._delegate.height

    def current_hit(self) -> Hit | None:
        """The chosen row's hit."""
        return self.results.hit(self.currentIndex().row())

    def show_hits(self, hits: Sequence[Hit], new: bool) -> None:
        """Shows another query's hits, or a better answer to the same query: a row that was moved to stays."""
        if new or not self._moved:
            self._moved = False
            self.results.replace(hits) if new else self.results.merge(hits)
            self.setCurrentIndex(self.results.index(0))
        else:
            self.results.merge(hits, keep=self.current_hit())
        self.chosen.emit(self.current_hit())

    @Slot(int)
    def step(self, step: int) -> None:
        """Chooses the row `step` rows further; the ends are kept."""
        count = self.results.rowCount()
        if count:
            self._moved = True
            row = max(0, min(count - 1, self.currentIndex().row() + step))
            self.setCurrentIndex(self.results.index(row))

    @Slot(int)
    def step_page(self, direction: int) -> None:
        """A page up (-1) or down (1)."""
        self.step(direction * (ROWS - 1))

    @Slot()
    def _tell(self) -> None:
        self.chosen.emit(self.current_hit())

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        self.open_asked.emit(self.results.hit(index.row()))
