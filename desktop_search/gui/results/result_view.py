"""The list of results: which row is chosen, and a scroll position that a refined answer does not disturb."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QPushButton, QWidget

from desktop_search.gui.results.result_delegate import ResultDelegate
from desktop_search.gui.results.result_model import ResultModel
from desktop_search.gui.results.result_rows import Shown
from desktop_search.records import Hit

# Rows before the end at which more of them are asked for.
_NEARING = 25


class ResultView(QListView):
    """Shows a ResultModel. The query box keeps the focus; the list takes it only by Tab.

    `more_asked` carries a row of which more is to be shown (True) or no more (False); `end_neared` tells that the
    person comes to the end of the list.
    """

    chosen = Signal(object)
    open_asked = Signal(object)
    reveal_asked = Signal(object)
    copy_asked = Signal()
    typed = Signal(str)
    more_asked = Signal(object, bool)
    end_neared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results = ResultModel(self)
        self._rows = ResultDelegate(self)
        self._moved = False
        self._merging = False
        self.setModel(self._results)
        self.setItemDelegate(self._rows)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Results"))
        bar = self.verticalScrollBar()
        bar.setSingleStep(24)
        bar.sliderMoved.connect(self._note_move)
        bar.valueChanged.connect(self._look_ahead)
        self.doubleClicked.connect(self._open_index)
        self._above = QPushButton(self)
        self._above.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._above.clicked.connect(self.go_to_top)
        self._above.hide()

    @property
    def results(self) -> ResultModel:
        return self._results

    @property
    def moved(self) -> bool:
        """Whether the person has chosen a row or scrolled since the query was new."""
        return self._moved

    def current_hit(self) -> Hit | None:
        """The chosen row's hit."""
        return self._results.hit(self.currentIndex().row())

    def current_shown(self) -> Shown | None:
        """What the chosen row shows."""
        return self._results.shown(self.currentIndex().row())

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Shows a new query's hits, the first one chosen."""
        self._above.hide()
        self._moved = False
        self._merging = True
        self._results.replace(hits)
        self._fit_rows()
        self._merging = False
        self._choose_first()

    def refine_hits(self, hits: Sequence[Hit]) -> None:
        """Merges a better answer to the same query. Once the person has moved, their row stays where it is."""
        if not self._moved:
            self._merging = True
            self._results.merge(hits)
            self._merging = False
            self._choose_first()
            return
        self.doItemsLayout()
        held = QPersistentModelIndex(self._anchor())
        before_row = held.row()
        top = self.visualRect(self._index(held)).top()
        current = self.currentIndex().row()
        keep = self._results.hit(self._results.head(current)) if current >= 0 else None
        self._merging = True
        self._results.merge(hits, keep=keep)
        self._merging = False
        self.doItemsLayout()
        bar = self.verticalScrollBar()
        if held.isValid():
            bar.setValue(bar.value() + self.visualRect(self._index(held)).top() - top)
        self._tell_chosen()
        self._offer_better(held.row() - before_row)

    def show_more(self, path: str, opened: bool) -> None:
        """Shows the other paragraphs of a file below its hit, or hides them; the hit stays where it is."""
        current = self.currentIndex().row()
        shown = self._results.shown(current)
        if not opened and shown is not None and shown.nested and shown.hit.path == path:
            self.setCurrentIndex(self._results.index(self._results.head(current)))
        self._moved = True
        self._results.set_opened(path, opened)
        self._fit_rows()

    def _fit_rows(self) -> None:
        """Where nothing is opened every row is as high as any other: a list of thousands is laid out at once."""
        uniform = not self._results.opened
        if uniform != self.uniformItemSizes():
            self.setUniformItemSizes(uniform)
            self.scheduleDelayedItemsLayout()

    def step(self, step: int) -> None:
        """Chooses the row `step` rows further; the ends are kept."""
        self._go_to(self.currentIndex().row() + step)

    def step_page(self, direction: int) -> None:
        """Chooses a row one page up (-1) or down (1)."""
        self._note_move()
        action = (
            QAbstractItemView.CursorAction.MovePageDown if direction > 0 else QAbstractItemView.CursorAction.MovePageUp
        )
        index = self.moveCursor(action, Qt.KeyboardModifier.NoModifier)
        self._go_to(index.row())

    def ask_more(self, opened: bool) -> None:
        """Asks for more in the chosen row's file, or for no more."""
        shown = self.current_shown()
        if shown is not None:
            self.more_asked.emit(shown, opened)

    @Slot()
    def go_to_top(self) -> None:
        """To the best match."""
        self._above.hide()
        self._go_to(0)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if not self._merging:
            self._follow(selected)
            self._tell_chosen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        hit = self.current_hit()
        forwards, backwards = Qt.Key.Key_Right, Qt.Key.Key_Left
        if self.isRightToLeft():
            forwards, backwards = backwards, forwards
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and hit is not None:
            revealing = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            (self.reveal_asked if revealing else self.open_asked).emit(hit)
        elif event.key() in (forwards, backwards):
            self.ask_more(event.key() == forwards)
        elif _is_typing(event):
            self.typed.emit(event.text())
        else:
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
                self._note_move()
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._note_move()
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self._opens_more(event):
            self.ask_more(not (shown := self.current_shown()) or not shown.opened)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        hand = self._opens_more(event)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._note_move()
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_offer()

    def _opens_more(self, event: QMouseEvent) -> bool:
        place = event.position().toPoint()
        index = self.indexAt(place)
        return self._rows.opens_more(index, self.visualRect(index), place, self.palette(), self.isRightToLeft())

    @Slot()
    def _note_move(self) -> None:
        self._moved = True

    @Slot()
    def _look_ahead(self) -> None:
        bar = self.verticalScrollBar()
        height = self.sizeHintForRow(0)
        if height > 0 and bar.value() and bar.maximum() - bar.value() < _NEARING * height:
            self.end_neared.emit()

    @Slot(QModelIndex)
    def _open_index(self, index: QModelIndex) -> None:
        hit = self._results.hit(index.row())
        if hit is not None:
            self.open_asked.emit(hit)

    def _go_to(self, row: int) -> None:
        count = self._results.rowCount()
        if count:
            self._note_move()
            row = max(0, min(row, count - 1))
            self.setCurrentIndex(self._results.index(row))
            if row == 0:
                self.scrollToTop()
                self._above.hide()

    def _choose_first(self) -> None:
        self._merging = True
        self.setCurrentIndex(self._results.index(0))
        self._merging = False
        self.scrollToTop()
        self._tell_chosen()

    def _follow(self, selected: QItemSelection) -> None:
        """A screen reader selects a row without making it the current one."""
        rows = selected.indexes()
        if rows and rows[0] != self.currentIndex():
            self.selectionModel().setCurrentIndex(rows[0], QItemSelectionModel.SelectionFlag.NoUpdate)

    def _tell_chosen(self) -> None:
        self.chosen.emit(self.current_hit())

    def _anchor(self) -> QModelIndex:
        """The row that must not move on the screen: the chosen one if it is seen, else the first one seen."""
        current = self.currentIndex()
        if current.isValid() and self.viewport().rect().intersects(self.visualRect(current)):
            return current
        return self.indexAt(self.viewport().rect().topLeft())

    def _index(self, held: QPersistentModelIndex) -> QModelIndex:
        return self._results.index(held.row())

    def _offer_better(self, count: int) -> None:
        if count > 0:
            told = self.tr("1 better match above") if count == 1 else self.tr("%1 better matches above")
            self._above.setText("↑ " + told.replace("%1", str(count)))
            self._above.adjustSize()
            self._place_offer()
            self._above.show()

    def _place_offer(self) -> None:
        self._above.move((self.viewport().width() - self._above.width()) // 2, 8)


def _is_typing(event: QKeyEvent) -> bool:
    plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
    return plain and event.text().isprintable() and bool(event.text().strip())
