"""The text of a document, set for reading: read-only, marked, and still while more of it comes. It loads nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from desktop_search.gui.reading.reading_anchor import Anchor
from desktop_search.gui.reading.reading_builder import Builder, Style, heading_height, root_frame
from desktop_search.gui.reading.reading_map import ReadingMap, Span, bounds
from desktop_search.gui.reading.reading_marks import paint_bar, selections
from desktop_search.gui.widgets import theme
from desktop_search.gui.widgets.inert_document import InertDocument
from desktop_search.records import Piece

COLUMNS = 72
# Where on the screen a place is brought to, as a share of the height.
_EYE = 0.2
# More is asked for when less than this share of a screen is left.
_SCREENS_LEFT = 0.8
_SIDE = 24


class ReadingText(QTextEdit):
    """Shows pieces of a document. `more_wanted` tells the place in the document that the person has scrolled to."""

    more_wanted = Signal(int)
    zoom_asked = Signal(int)
    copy_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocument(InertDocument(self))
        self._anchor = Anchor(self)
        self.zoom = 1.0
        self._place: Span | None = None
        self._words: tuple[Span, ...] = ()
        self._answer: Span | None = None
        self._ends = (True, True)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(theme.font(theme.READING))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setViewportMargins(_SIDE - 20, 0, _SIDE - 10, 0)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setAccessibleName(self.tr("Document"))
        self._asking = QTimer(self, singleShot=True, interval=60)
        self._asking.timeout.connect(self._ask_for_more)
        self.verticalScrollBar().valueChanged.connect(self._note_scroll)

    @property
    def map(self) -> ReadingMap:
        """Where in the text the places of the document stand."""
        return self._anchor.map

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Nothing, as the document itself."""
        return None

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied is plain text."""
        data = QMimeData()
        data.setText(self.textCursor().selection().toPlainText().replace("\u2028", "\n").replace("\u2060", ""))
        return data

    def selected_text(self) -> str:
        """What the person has selected."""
        return self.createMimeDataFromSelection().text() if self.textCursor().hasSelection() else ""

    def show_new(self, pieces: Sequence[Piece], place: Span | None, ends: tuple[bool, bool], near_top: float) -> None:
        """Shows another document with [start, end) of it in sight, at most `near_top` pixels below the upper edge."""
        self._place, self._words, self._answer = place, (), None
        self._anchor.let_go()
        self._build(pieces, ends)
        self.go_to(place[0] if place is not None else 0, min(near_top, self.eye()))

    def extend(self, pieces: Sequence[Piece], ends: tuple[bool, bool], moved: int = 0) -> None:
        """Shows more of the same document. What is in sight stays, `moved` later in it now, and what is selected."""
        held, kept = self._anchor.hold(self._place), self._selected()
        self._anchor.shift(moved)
        self._build(pieces, ends)
        if held is not None:
            self._anchor.put((held[0] + moved, held[1]))
        self._select(kept)

    def set_place(self, place: Span | None, words: Sequence[Span] = (), answer: Span | None = None) -> None:
        """Which stretch of the document is meant; in it `words` are marked and `answer` is underlined."""
        self._place, self._words, self._answer = place, tuple(words), answer
        self._paint_marks()

    def set_zoom(self, zoom: float) -> None:
        """1 is the usual size; what is in sight stays."""
        if zoom != self.zoom:
            self.zoom = zoom
            self._rebuild()

    def shows(self, offset: int) -> bool:
        """Is this place of the document among what is shown?"""
        pieces = self.map.pieces
        return bool(pieces) and pieces[0].start <= offset < max(piece.end for piece in pieces)

    def eye(self) -> float:
        """How far below the upper edge a place is brought, in pixels: its heading has room above it."""
        return max(_EYE * self.viewport().height(), self.heading_height())

    def heading_height(self) -> float:
        """How high a heading is, with the gap below it."""
        return heading_height(Style(self.palette(), self.zoom))

    def top_of(self, offset: int) -> float | None:
        """How far below the upper edge of the window a place of the document stands; None where it is not shown."""
        return self._anchor.top_of(offset)

    def go_to(self, offset: int, top: float) -> None:
        """Brings a place to `top` pixels below the upper edge, with room; until the person scrolls it stays."""
        self._anchor.go_to(offset, top)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._rebuild()

    def resizeEvent(self, event: QResizeEvent) -> None:
        held = self._anchor.hold(self._place) if event.size().width() != event.oldSize().width() else None
        with self._anchor.settling():
            super().resizeEvent(event)
            self._fit()
        self._anchor.put_back(held)

    def showEvent(self, event: QShowEvent) -> None:
        # When it is first shown Qt scrolls to the cursor.
        held = self._anchor.hold(self._place)
        with self._anchor.settling():
            super().showEvent(event)
        self._anchor.put_back(held)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Without anything selected the paragraph is what is copied."""
        if event.matches(QKeySequence.StandardKey.Copy) and not self.textCursor().hasSelection():
            self.copy_asked.emit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_asked.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The place has a soft bar at its left."""
        span = bounds(self.map.spans(*self._place)) if self._place is not None else None
        if span is not None:
            side, shown = root_frame(self.document()).frameFormat().leftMargin(), self.verticalScrollBar().value()
            top, bottom = self._anchor.y(span[0]), self._anchor.y(max(span[0], span[1] - 1), is_bottom=True)
            paint_bar(self.viewport(), theme.colours(self.palette()), side, top - shown, bottom - top)
        super().paintEvent(event)

    def _build(self, pieces: Sequence[Piece], ends: tuple[bool, bool]) -> None:
        self._ends = ends
        with self._anchor.settling():
            self._anchor.begin()
            self.setExtraSelections([])
            self._fit()
            self._anchor.map = Builder(self.document(), Style(self.palette(), self.zoom)).run(pieces)
            cursor = QTextCursor(self.document())
            cursor.setPosition(self.map.position(self._place[0]) or 0 if self._place is not None else 0)
            # Else it is where the last text was put in, and the arrow keys begin there.
            self.setTextCursor(cursor)
            self._paint_marks()

    def _rebuild(self) -> None:
        if self.map.pieces:
            self.extend(self.map.pieces, self._ends)

    def _fit(self) -> None:
        """At most COLUMNS characters a line."""
        font = Style(self.palette(), self.zoom).font(theme.READING)
        widest = round(QFontMetricsF(font).averageCharWidth() * COLUMNS) + 20
        self.setLineWrapColumnOrWidth(max(40, min(widest, self.viewport().width())))

    def _selected(self) -> Span | None:
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        start, end = self.map.offset(cursor.selectionStart()), self.map.offset(cursor.selectionEnd())
        return None if start is None or end is None or start >= end else (start, end)

    def _select(self, kept: Span | None) -> None:
        span = bounds(self.map.spans(*kept)) if kept is not None else None
        if span is not None:
            value = self.verticalScrollBar().value()
            cursor = QTextCursor(self.document())
            cursor.setPosition(span[0])
            cursor.setPosition(span[1], QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)
            self.verticalScrollBar().setValue(value)

    @Slot()
    def _note_scroll(self) -> None:
        if not self._anchor.is_settling:
            self._anchor.let_go()
            if not all(self._ends):
                self._asking.start()

    @Slot()
    def _ask_for_more(self) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        begins = not self._ends[0] and bar.value() < _SCREENS_LEFT * height
        ends = not self._ends[1] and bar.maximum() - bar.value() < _SCREENS_LEFT * height
        if begins or ends:
            offset = self.map.offset(self.cursorForPosition(self.viewport().rect().center()).position())
            if offset is not None:
                self.more_wanted.emit(offset)

    def _paint_marks(self) -> None:
        answer = self.map.spans(*self._answer) if self._answer is not None else []
        marks = self.map.marks(self._place if self._words else None)
        marks += [span for one in self._words for span in self.map.spans(*one)]
        self.setExtraSelections(selections(self.document(), theme.colours(self.palette()), marks, answer))
        self.viewport().update()
