"""How words and the answering sentence are marked in the text of the reading pane."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit, QWidget

from desktop_search.gui.reading.reading_map import Span
from desktop_search.gui.widgets import theme

_BAR, _BAR_GAP = 3.0, 14.0


def selections(
    document: QTextDocument, colour: theme.Colours, words: Sequence[Span], answer: Sequence[Span]
) -> list[QTextEdit.ExtraSelection]:
    """The marks at these positions of the document, those of the words above that of the sentence."""
    word = QTextCharFormat()
    word.setBackground(colour.mark)
    word.setForeground(colour.mark_text)
    # Another shape than the words', not only another colour.
    sentence = QTextCharFormat()
    sentence.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    sentence.setUnderlineColor(colour.accent)
    made = []
    for spans, look in ((answer, sentence), (words, word)):
        for start, end in spans:
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(document)
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            # The stubs know only the class, not that these are settable per instance.
            selection.cursor, selection.format = cursor, look
            made.append(selection)
    return made


def paint_bar(ground: QWidget, colour: theme.Colours, side: float, top: float, height: float) -> None:
    """A soft bar at the left of the place, `side` pixels being free there."""
    painter = QPainter(ground)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.mix(colour.base, colour.accent, 0.6))
    painter.drawRoundedRect(QRectF(side - _BAR_GAP, top, _BAR, max(8.0, height)), 1.5, 1.5)
    painter.end()
