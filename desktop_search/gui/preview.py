"""The reading pane: the chosen hit's title, place and whole paragraph as plain text; nothing is ever loaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, QUrl, Signal, Slot
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QTextEdit, QVBoxLayout, QWidget

from desktop_search.gui import theme, words
from desktop_search.gui.labels import ElidedLabel, Ground, Label
from desktop_search.gui.offsets import ranges_to_qt
from desktop_search.records import Hit

COLUMNS = 72
_SIDE = 24
_LINE_HEIGHT = 150.0


class ReadingText(QTextEdit):
    """Read-only plain text of at most COLUMNS characters a line, with marks. It refuses every resource."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[tuple[int, int], ...] = ()
        self._answer: tuple[tuple[int, int], ...] = ()
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
        self.setViewportMargins(_SIDE, 0, _SIDE, 0)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.document().setDocumentMargin(0)
        self.setAccessibleName(self.tr("Paragraph"))

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Nothing is ever loaded: a document's text must not reach for files or for the network."""
        return None

    def show_text(
        self, text: str, highlights: Sequence[tuple[int, int]], answer: tuple[int, int] | None = None
    ) -> None:
        """Shows `text` with the [start, end) ranges `highlights`, in characters, marked, and `answer` underlined."""
        shown = _shown(text)
        self.setPlainText(shown)
        block = QTextBlockFormat()
        block.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(block)
        self.mark(text, highlights, answer)
        self.verticalScrollBar().setValue(0)

    def mark(self, text: str, highlights: Sequence[tuple[int, int]], answer: tuple[int, int] | None = None) -> None:
        """Marks other ranges of the `text` that is shown already; nothing moves."""
        shown = _shown(text)
        self._marks = ranges_to_qt(shown, tuple(highlights))
        self._answer = ranges_to_qt(shown, () if answer is None else (answer,))
        self._paint_marks()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_marks()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        widest = round(QFontMetricsF(self.font()).averageCharWidth() * COLUMNS)
        self.setLineWrapColumnOrWidth(max(40, min(widest, self.viewport().width())))

    def _paint_marks(self) -> None:
        colour = theme.colours(self.palette())
        word = QTextCharFormat()
        word.setBackground(colour.mark)
        word.setForeground(colour.mark_text)
        # Another shape than the words', not only another colour.
        sentence = QTextCharFormat()
        sentence.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        sentence.setUnderlineColor(colour.accent)
        selections = []
        for start, end, look in (
            *((*one, sentence) for one in self._answer),
            *((*one, word) for one in self._marks),
        ):
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            # The stubs know only the class, not that these are settable per instance.
            selection.cursor, selection.format = cursor, look
            selections.append(selection)
        self.setExtraSelections(selections)


def _shown(text: str) -> str:
    """One character for one, so that offsets stay; Qt would turn these into line or paragraph breaks."""
    return text.replace("\r", "\n").replace("\u2029", "\n").replace("\u2028", "\n").replace("\x00", " ")


class Preview(Ground):
    """Shows one hit; empty without one."""

    open_asked = Signal(object)
    reveal_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hit: Hit | None = None
        self._roots: tuple[str, ...] = ()
        self._title = Label("", theme.TITLE, weight=QFont.Weight.DemiBold, wrap=True)
        self._place = ElidedLabel(theme.TEXT, secondary=True)
        self._heading = Label("", theme.TEXT, secondary=True, wrap=True)
        self.text = ReadingText(self)
        self._open = _quiet_button(self.tr("Open"), self.tr("Enter"))
        self._reveal = _quiet_button(self.tr("Show in folder"), self.tr("Ctrl+Enter"))
        self._open.clicked.connect(self._ask_open)
        self._reveal.clicked.connect(self._ask_reveal)
        self._head = QWidget(self)
        head = QVBoxLayout(self._head)
        head.setContentsMargins(_SIDE, 20, _SIDE, 16)
        head.setSpacing(4)
        head.addWidget(self._title)
        head.addWidget(self._place)
        head.addWidget(self._heading)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 8, 0, 0)
        buttons.setSpacing(8)
        buttons.addWidget(self._open)
        buttons.addWidget(self._reveal)
        buttons.addStretch(1)
        head.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.text, 1)
        self.show_hit(None)

    @property
    def hit(self) -> Hit | None:
        return self._hit

    def set_roots(self, roots: Sequence[str]) -> None:
        """The watched folders, from which places are told."""
        self._roots = tuple(roots)
        self._write_place()

    @Slot(object)
    def show_hit(self, hit: Hit | None) -> None:
        """Shows a hit's paragraph; what is shown already is not touched, so that it keeps its scroll position."""
        if hit is not None and hit == self._hit:
            return
        same = hit is not None and self._hit is not None and (hit.path, hit.text) == (self._hit.path, self._hit.text)
        self._hit = hit
        self._head.setVisible(hit is not None)
        self.text.setVisible(hit is not None)
        if hit is None:
            return
        self._title.setText(words.title(hit))
        heading = words.heading(hit)
        self._heading.setText(heading)
        self._heading.setVisible(bool(heading))
        self._write_place()
        if same:
            self.text.mark(hit.text, hit.highlights, hit.answer)
        else:
            self.text.show_text(hit.text, hit.highlights, hit.answer)

    def _write_place(self) -> None:
        if self._hit is not None:
            name = self._hit.path.replace("\\", "/").rpartition("/")[2]
            parts = [f"{words.place(self._hit.path, self._roots)}/{name}", words.position(self._hit)]
            self._place.setText(" · ".join(part for part in parts if part))

    @Slot()
    def _ask_open(self) -> None:
        self.open_asked.emit(self._hit)

    @Slot()
    def _ask_reveal(self) -> None:
        self.reveal_asked.emit(self._hit)


def _quiet_button(text: str, key: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(key)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
