"""The text of the manual: read-only, with links that lead to its sections, and with marked words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from desktop_search.gui.manual.finding import Span
from desktop_search.gui.manual.source import Block
from desktop_search.gui.manual.typesetting import Typesetting, set_bottom
from desktop_search.gui.reading.reading_marks import selections
from desktop_search.gui.widgets import theme
from desktop_search.gui.widgets.inert_document import InertDocument

# Tables need more than the 72 characters of running text.
_COLUMNS = 84
# Where a found word is brought to, as a share of the height.
_EYE = 0.25
# A place below the room that a heading has above it when it was gone to.
_SIDE = 28


class ManualText(QTextBrowser):
    """`reached` carries the name of the section at the upper edge when the person has scrolled to another one."""

    reached = Signal(str)

    def __init__(self, blocks: Sequence[Block], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blocks = blocks
        self._names = [block.name for block in blocks if block.kind == "heading" and block.level == 2]
        self._places: dict[str, int] = {}
        self._marks: Sequence[Span] = ()
        self._current: Span | None = None
        # Where the links that were followed stood, as the value of the scroll bar.
        self._before: list[int] = []
        self._going = False
        self.setDocument(InertDocument(self))
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(theme.font(theme.READING))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setAccessibleName(self.tr("Manual"))
        self.anchorClicked.connect(self._follow)
        self.verticalScrollBar().valueChanged.connect(self._note_scroll)
        self._build()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Nothing, as the document itself."""
        return None

    @property
    def plain(self) -> str:
        """The text, in which each character has the position that it has in the document."""
        return self.toPlainText()

    def spans(self) -> list[Span]:
        """The positions of each section, in the order of the text."""
        begins = [self._places[name] for name in self._names]
        return list(pairwise([*begins, self.document().characterCount()]))

    def go_to(self, name: str) -> None:
        """Brings the heading of this name to the upper edge; nothing happens where there is none."""
        if name in self._places:
            self._scroll(self._y(self._places[name]) - theme.scaled(12))

    def go_back(self) -> bool:
        """To where the last link was that was followed; False where none was."""
        if not self._before:
            return False
        self._scroll(self._before.pop())
        self._tell_section()
        return True

    def mark(self, spans: Sequence[Span], current: Span | None) -> None:
        """Marks these stretches; `current` is also selected and brought into sight."""
        self._marks, self._current = spans, current
        self.setExtraSelections(selections(self.document(), theme.colours(self.palette()), spans, ()))
        cursor = QTextCursor(self.document())
        if current is not None:
            cursor.setPosition(current[0])
            cursor.setPosition(current[1], QTextCursor.MoveMode.KeepAnchor)
            top = self._y(current[0])
            shown = self.verticalScrollBar().value()
            if not shown <= top <= shown + self.viewport().height() - theme.scaled(40):
                self._scroll(top - _EYE * self.viewport().height())
        held = self.verticalScrollBar().value()
        self._going = True
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(held)
        self._going = False
        self._tell_section()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            held = self.verticalScrollBar().value()
            self._build()
            self.mark(self._marks, self._current)
            self._scroll(held)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # What stands near the upper edge stays there while the lines are broken anew.
        shown = self.verticalScrollBar().value()
        held = self.cursorForPosition(QPoint(theme.scaled(_SIDE), theme.scaled(_SIDE))).position()
        top = self._y(held) - shown
        super().resizeEvent(event)
        self._fit()
        self._scroll(self._y(held) - top if shown else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The keys of a browser's history belong to the page.
        if event.modifiers() & Qt.KeyboardModifier.AltModifier or event.key() == Qt.Key.Key_Backspace:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        typesetting = Typesetting(self.document(), self.palette())
        typesetting.run(self._blocks)
        self._places = typesetting.places
        # Else it is where the last text was put in, and the view would begin there.
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._fit()

    def _fit(self) -> None:
        widest = round(QFontMetricsF(theme.font(theme.READING)).averageCharWidth() * _COLUMNS)
        self.setLineWrapColumnOrWidth(max(40, min(widest, self.viewport().width())))
        # So that the last section, too, can be brought to the upper edge.
        last = self._y(self.document().characterCount()) - self._y(self._places[self._names[-1]])
        set_bottom(self.document(), max(theme.scaled(_SIDE), self.viewport().height() - last))

    def _y(self, position: int) -> int:
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(position, self.document().characterCount() - 1))
        return self.cursorRect(cursor).top() + self.verticalScrollBar().value()

    def _scroll(self, value: float) -> None:
        self._going = True
        self.verticalScrollBar().setValue(round(value))
        self._going = False

    @Slot(QUrl)
    def _follow(self, link: QUrl) -> None:
        self._before.append(self.verticalScrollBar().value())
        self.go_to(link.fragment())
        self._tell_section()

    @Slot()
    def _note_scroll(self) -> None:
        if not self._going:
            self._tell_section()

    def _tell_section(self) -> None:
        limit = self.verticalScrollBar().value() + theme.scaled(40)
        passed = [name for name in self._names if self._y(self._places[name]) <= limit]
        self.reached.emit(passed[-1] if passed else "")
