"""The list of files on the screen: newer lists change neither the chosen rows nor what stands where."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from desktop_search.engine.messages import ListedFile
from desktop_search.gui.files.files_delegate import FilesDelegate
from desktop_search.gui.files.files_model import FilesModel, Key, key
from desktop_search.gui.widgets import theme

_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)


class FilesView(QListView):
    """Shows a FilesModel; several rows may be chosen. `chosen_changed` follows each change of what is chosen."""

    chosen_changed = Signal()
    open_asked = Signal()
    reveal_asked = Signal()
    copy_asked = Signal()
    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = FilesModel(self)
        self._nothing = ""
        self._moved = False
        self._merging = False
        self.setModel(self._model)
        self.setItemDelegate(FilesDelegate(self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Files"))
        self.verticalScrollBar().setSingleStep(24)
        self.verticalScrollBar().sliderMoved.connect(self._note_move)
        self.doubleClicked.connect(self.open_asked)

    @property
    def files(self) -> FilesModel:
        return self._model

    def current_file(self) -> ListedFile | None:
        """The row that the keys are on."""
        return self._model.file(self.currentIndex().row())

    def chosen_files(self) -> tuple[ListedFile, ...]:
        """The chosen rows from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(file for file in map(self._model.file, rows) if file is not None)

    def set_nothing(self, text: str) -> None:
        """What stands in the middle while there are no rows."""
        self._nothing = text
        self.setAccessibleDescription(text)
        self.viewport().update()

    def show_files(self, files: Sequence[ListedFile]) -> None:
        """Shows another list, its first row chosen."""
        self._moved = False
        self._merging = True
        self._model.replace(files)
        self._merging = False
        self._choose_first()

    def refine_files(self, files: Sequence[ListedFile]) -> None:
        """Shows a newer list of the same. Once the person has moved, rows stay where they are on the screen."""
        held = self.current_file()
        chosen = {key(file) for file in self.chosen_files()}
        anchor = self._anchor()
        kept = self._model.file(anchor.row())
        top = self.visualRect(anchor).top()
        self._merging = True
        whole = self._model.merge(files)
        if not whole:
            self._choose_again(held, chosen)
        self._merging = False
        if not self._moved or self._model.rowCount() == 0:
            self._choose_first()
            return
        self.doItemsLayout()
        row = self._model.row_of(kept.path) if kept is not None else -1
        if row >= 0:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(self._model.index(row)).top() - top)
        if not self.chosen_files():
            # The chosen row is gone, or in another state: the same file, else its neighbour.
            again = self._model.row_of(held.path) if held is not None else -1
            self._choose(self._model.index(again) if again >= 0 else self.currentIndex())
        self.chosen_changed.emit()

    def choose_row(self, row: int) -> None:
        """Chooses one row and no other; past an end, the last or first one."""
        count = self._model.rowCount()
        if count:
            self._note_move()
            # Not setCurrentIndex: in a list of several chosen rows it leaves the others chosen.
            self._choose(self._model.index(max(0, min(row, count - 1))))

    @Slot(int)
    def step(self, step: int) -> None:
        """Chooses the row `step` rows further; the ends are kept."""
        self.choose_row(self.currentIndex().row() + step)

    @Slot(int)
    def step_page(self, direction: int) -> None:
        """Chooses a row one page up (-1) or down (1)."""
        actions = QAbstractItemView.CursorAction
        index = self.moveCursor(
            actions.MovePageDown if direction > 0 else actions.MovePageUp, Qt.KeyboardModifier.NoModifier
        )
        if index.isValid():
            self.choose_row(index.row())

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if not self._merging:
            self.chosen_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            revealing = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            (self.reveal_asked if revealing else self.open_asked).emit()
        elif plain and event.text().isprintable() and event.text().strip():
            self.typed.emit(event.text())
        else:
            if event.key() in _MOVES or event.matches(QKeySequence.StandardKey.SelectAll):
                self._note_move()
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._note_move()
        super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._note_move()
        super().wheelEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._nothing and self._model.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(theme.colours(self.palette()).secondary)
            painter.setFont(theme.font(theme.TEXT))
            area = self.viewport().rect().adjusted(24, 24, -24, -24)
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self._nothing)
            painter.end()

    @Slot()
    def _note_move(self) -> None:
        self._moved = True

    def _choose_first(self) -> None:
        self._merging = True
        self._choose(self._model.index(0))
        self.scrollToTop()
        self._merging = False
        self.chosen_changed.emit()

    def _choose(self, index: QModelIndex) -> None:
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _choose_again(self, held: ListedFile | None, chosen: set[Key]) -> None:
        """After the list was built anew."""
        selection = QItemSelection()
        for row, file in enumerate(self._model.files):
            if key(file) in chosen:
                selection.select(self._model.index(row), self._model.index(row))
        flags = QItemSelectionModel.SelectionFlag
        if held is not None:
            row = self._model.row_of(held.path)
            self.selectionModel().setCurrentIndex(self._model.index(max(0, row)), flags.NoUpdate)
        self.selectionModel().select(selection, flags.ClearAndSelect)

    def _anchor(self) -> QModelIndex:
        """The row that must not move on the screen: the chosen one if it is seen, else the first one seen."""
        current = self.currentIndex()
        if current.isValid() and self.viewport().rect().intersects(self.visualRect(current)):
            return current
        return self.indexAt(self.viewport().rect().topLeft())
