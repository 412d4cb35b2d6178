"""Sets the pieces of a document into a QTextDocument by hand: nothing is parsed as markup, nothing can be loaded."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrame,
    QTextFrameFormat,
    QTextLength,
    QTextOption,
    QTextTableCellFormat,
    QTextTableFormat,
)

from desktop_search.gui.reading.reading_map import ReadingMap, Segment
from desktop_search.gui.widgets import inert, theme
from desktop_search.gui.widgets.fixed_font import fixed_font
from desktop_search.gui.wording import words
from desktop_search.records import Look, Piece

LINE_HEIGHT, CODE_HEIGHT = 150.0, 130.0
_SIDE = 20
_INDENT = 24
# Between paragraphs.
_GAP = 12
_FACT_COLUMN = 104
# Laying out a table takes long: what goes beyond this is told, not shown.
_MOST_CELLS = 900
_TOLD_UNITS = ("page", "slide", "message")

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Style:
    """How large, in pixels, and with which colours a document is set."""

    palette: QPalette
    zoom: float = 1.0

    def font(self, size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        return theme.font(max(6, round(size * self.zoom)), weight)


def root_frame(document: QTextDocument) -> QTextFrame:
    """The frame that everything stands in. PySide would keep each one that it gets by `rootFrame`, for as long as the
    document is kept."""
    return QTextCursor(document).currentFrame()


def heading_height(style: Style) -> float:
    """How high a heading in one line is, with the gap between it and the text below."""
    metrics = QFontMetricsF(style.font(theme.TITLE, QFont.Weight.DemiBold))
    return math.ceil(metrics.height() * CODE_HEIGHT / 100) + _GAP * style.zoom + 2


class Builder:
    """Sets one document; `run` gives where everything stands."""

    def __init__(self, document: QTextDocument, style: Style) -> None:
        self._document = document
        self._style = style
        self._colour = theme.colours(style.palette)
        self._cursor = QTextCursor(document)
        self._map: list[Segment] = []
        self._cells = _MOST_CELLS
        self._is_first = True

    def run(self, pieces: Sequence[Piece], top: float = 0.0) -> ReadingMap:
        """Puts `pieces` in place of what the document holds, `top` pixels below its upper edge."""
        self._document.clear()
        self._document.setDefaultFont(self._style.font(theme.READING))
        self._document.setDocumentMargin(0)
        self._document.setUndoRedoEnabled(False)
        frame = QTextFrameFormat()
        frame.setLeftMargin(_SIDE)
        frame.setTopMargin(top)
        root_frame(self._document).setFrameFormat(frame)
        page: tuple[str, int | None] = ("", None)
        self._cursor.beginEditBlock()
        for number, piece in enumerate(pieces):
            here = (piece.unit, piece.page)
            if piece.page is not None and piece.unit in _TOLD_UNITS and here != page and not self._is_first:
                self._divide(piece)
            page = here
            self._set(number, piece, pieces[number - 1] if number else None)
        self._cursor.endEditBlock()
        return ReadingMap(tuple(pieces), tuple(self._map))

    def _set(self, number: int, piece: Piece, before: Piece | None) -> None:
        if piece.kind == "table" and "\t" in piece.text:
            self._table(number, piece)
        elif piece.kind == "metadata":
            self._facts(number, piece)
        else:
            is_near = before is not None and before.kind == piece.kind and piece.kind in ("list", "row", "code")
            is_near = is_near and before is not None and before.end == piece.start if piece.kind == "code" else is_near
            self._block(self._block_format(piece, is_near))
            if piece.kind == "list" and piece.sign:
                self._cursor.insertText(f"{inert.line(piece.sign)}\t", self._char_format(piece))
            text = inert.reading(piece.text, is_code=piece.kind == "code")
            self._insert(number, text, 0, self._char_format(piece), piece.looks)

    def _insert(
        self, number: int, text: str, start: int, look: QTextCharFormat, looks: Sequence[tuple[int, int, Look]] = ()
    ) -> None:
        """Inserts a piece's text, or a stretch of it from the character `start` on, and notes where it stands."""
        self._map.append(Segment(number, start, start + len(text), self._cursor.position()))
        edges = sorted({0, len(text), *(min(len(text), max(0, one)) for look_ in looks for one in look_[:2])})
        if len(edges) < 2:
            return
        for low, high in pairwise(edges):
            inside = [name for begin, end, name in looks if begin <= low and high <= end]
            self._cursor.insertText(text[low:high], self._with_looks(look, inside) if inside else look)

    def _block(self, format_: QTextBlockFormat) -> None:
        if self._is_first:
            format_.setTopMargin(0)
            self._cursor.setBlockFormat(format_)
            self._is_first = False
        else:
            self._cursor.insertBlock(format_, QTextCharFormat())

    def _block_format(self, piece: Piece, is_near: bool) -> QTextBlockFormat:
        zoom = self._style.zoom
        format_ = QTextBlockFormat()
        proportional = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        format_.setLineHeight(CODE_HEIGHT if piece.kind in ("code", "heading") else LINE_HEIGHT, proportional)
        above = {"heading": 20 if piece.level <= 2 else 12, "list": 4 if is_near else _GAP}.get(piece.kind, _GAP)
        format_.setTopMargin(round((0 if is_near and piece.kind in ("row", "code") else above) * zoom))
        if piece.kind == "list":
            format_.setLeftMargin(round(_INDENT * zoom * max(1, piece.level)))
            format_.setTextIndent(-round(_INDENT * zoom) if piece.sign else 0)
            format_.setTabPositions([QTextOption.Tab(round(_INDENT * zoom), QTextOption.TabType.LeftTab)])
        elif piece.kind == "quote":
            format_.setLeftMargin(round(16 * zoom * max(1, piece.level)))
        elif piece.kind == "code":
            format_.setBackground(self._colour.window)
            format_.setLeftMargin(round(_INDENT * zoom * piece.level))
        return format_

    def _char_format(self, piece: Piece) -> QTextCharFormat:
        format_ = QTextCharFormat()
        format_.setForeground(self._colour.secondary if piece.kind == "quote" else self._colour.text)
        font = self._style.font(theme.READING)
        if piece.kind == "heading":
            size = theme.TITLE if piece.level <= 2 else theme.READING
            font = self._style.font(size, QFont.Weight.DemiBold)
        elif piece.kind == "code":
            font = fixed_font(font, round(theme.TEXT * self._style.zoom))
        format_.setFont(font)
        return format_

    def _with_looks(self, look: QTextCharFormat, names: Sequence[Look]) -> QTextCharFormat:
        format_ = QTextCharFormat(look)
        if "code" in names:
            format_.setFont(fixed_font(look.font(), round(theme.TEXT * self._style.zoom)))
            format_.setBackground(self._colour.window)
        if "strong" in names:
            format_.setFontWeight(QFont.Weight.DemiBold.value)
        if "emphasis" in names or "picture" in names:
            format_.setFontItalic(True)
        if "picture" in names:
            format_.setForeground(self._colour.secondary)
        if "struck" in names:
            format_.setFontStrikeOut(True)
        return format_

    def _divide(self, piece: Piece) -> None:
        """Says that another page begins here."""
        told = {
            "page": translate("ReadingText", "Page %1"),
            "slide": translate("ReadingText", "Slide %1"),
            "message": translate("ReadingText", "Message %1"),
        }[piece.unit]
        format_ = QTextBlockFormat()
        format_.setTopMargin(round(24 * self._style.zoom))
        self._block(format_)
        self._quiet(told.replace("%1", words.number(piece.page or 0)))

    def _quiet(self, text: str) -> None:
        format_ = QTextCharFormat()
        format_.setFont(self._style.font(theme.SMALL))
        format_.setForeground(self._colour.secondary)
        self._cursor.insertText(text, format_)

    def _facts(self, number: int, piece: Piece) -> None:
        """Name and value, a line each: the head of a letter, what a note says of itself."""
        start = 0
        for line in piece.text.split("\n"):
            name, colon, value = line.partition(": ")
            format_ = QTextBlockFormat()
            format_.setTopMargin(round(4 * self._style.zoom))
            column = round(_FACT_COLUMN * self._style.zoom)
            look = self._char_format(replace(piece, kind="text"))
            look.setFont(self._style.font(theme.TEXT))
            if colon and len(name) <= 24:
                quiet = QTextCharFormat(look)
                quiet.setForeground(self._colour.secondary)
                format_.setLeftMargin(column)
                format_.setTextIndent(-column)
                format_.setTabPositions([QTextOption.Tab(column, QTextOption.TabType.LeftTab)])
                self._block(format_)
                self._insert(number, inert.reading(name), start, quiet)
                self._cursor.insertText("\t", quiet)
                self._insert(number, inert.reading(value), start + len(name) + len(colon), look)
            elif line.strip():
                self._block(format_)
                self._insert(number, inert.reading(line), start, look)
            start += len(line) + 1

    def _table(self, number: int, piece: Piece) -> None:
        rows = list(_rows(piece.text))
        columns = max(len(row) for row in rows)
        shown = rows[: max(1, self._cells // columns)]
        self._cells -= len(shown) * columns
        self._block(QTextBlockFormat())
        table = self._cursor.insertTable(len(shown), columns, self._table_format(piece.has_head))
        small = QTextCharFormat()
        small.setFont(self._style.font(theme.TEXT))
        small.setForeground(self._colour.text)
        head = QTextCharFormat(small)
        head.setFontWeight(QFont.Weight.DemiBold.value)
        line = QTextTableCellFormat()
        line.setBottomBorder(1)
        line.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        line.setBottomBorderBrush(self._colour.hairline)
        for row_number, row in enumerate(shown):
            for column, (start, text) in enumerate(row):
                place = table.cellAt(row_number, column)
                if row_number + 1 < len(shown):
                    place.setFormat(line)
                self._cursor = place.firstCursorPosition()
                look = head if piece.has_head and row_number == 0 else small
                cell = inert.reading(text).replace("\u2028", " ")
                self._insert(number, cell, start, look, _inside(piece.looks, start, start + len(text)))
        self._cursor = QTextCursor(self._document)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        if piece.is_cut or len(shown) < len(rows):
            self._quiet(translate("ReadingText", "The table has more rows than are shown here."))

    def _table_format(self, has_head: bool) -> QTextTableFormat:
        format_ = QTextTableFormat()
        format_.setBorder(0)
        format_.setBorderCollapse(True)
        format_.setCellSpacing(0)
        format_.setCellPadding(round(4 * self._style.zoom))
        format_.setTopMargin(round(8 * self._style.zoom))
        format_.setBottomMargin(round(4 * self._style.zoom))
        format_.setHeaderRowCount(1 if has_head else 0)
        format_.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        return format_


def _rows(text: str) -> Iterator[list[tuple[int, str]]]:
    """Each row's cells, with where they begin in the text."""
    start = 0
    for line in text.split("\n"):
        row: list[tuple[int, str]] = []
        for cell in line.split("\t"):
            row.append((start, cell))
            start += len(cell) + 1
        yield row


def _inside(looks: Sequence[tuple[int, int, Look]], start: int, end: int) -> list[tuple[int, int, Look]]:
    return [
        (max(low, start) - start, min(high, end) - start, look)
        for low, high, look in looks
        if low < end and high > start
    ]
