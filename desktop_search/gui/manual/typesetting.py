"""Sets the manual into a QTextDocument by hand, in the window's fonts and colours, and says where each part stands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextOption,
    QTextTableCellFormat,
    QTextTableFormat,
)

from desktop_search.gui.key_table import native
from desktop_search.gui.manual.source import Block, Run
from desktop_search.gui.reading.reading_builder import root_frame
from desktop_search.gui.widgets import theme
from desktop_search.gui.widgets.fixed_font import fixed_font

_SIDE, _GAP, _INDENT = 24, 10, 20
_ABOVE = {2: 32, 3: 20}
_LINE_HEIGHT = 145.0
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value


class Typesetting:
    """`places` are the positions of the headings in the document, by their names, after `run`."""

    def __init__(self, document: QTextDocument, palette: QPalette) -> None:
        self.places: dict[str, int] = {}
        self._document = document
        self._colour = theme.colours(palette)
        self._cursor = QTextCursor(document)
        self._is_first = True

    def run(self, blocks: Sequence[Block]) -> None:
        """Puts `blocks` in place of what the document holds."""
        self._document.clear()
        self._document.setDefaultFont(theme.font(theme.READING))
        self._document.setDocumentMargin(0)
        self._document.setUndoRedoEnabled(False)
        frame = QTextFrameFormat()
        frame.setLeftMargin(theme.scaled(_SIDE))
        frame.setRightMargin(theme.scaled(_SIDE))
        frame.setTopMargin(theme.scaled(8))
        root_frame(self._document).setFrameFormat(frame)
        self._cursor.beginEditBlock()
        for block in blocks:
            self._set(block)
        self._cursor.endEditBlock()

    def _set(self, block: Block) -> None:
        if block.kind == "table":
            self._table(block)
            return
        format_ = QTextBlockFormat()
        format_.setLineHeight(_LINE_HEIGHT, _PROPORTIONAL)
        above = _ABOVE[block.level] if block.kind == "heading" else _GAP
        format_.setTopMargin(theme.scaled(above // 2 if block.kind == "item" else above))
        if block.kind == "heading":
            # Screen readers tell headings from text by it.
            format_.setHeadingLevel(block.level)
        elif block.kind == "item":
            format_.setLeftMargin(theme.scaled(_INDENT))
            format_.setTextIndent(-theme.scaled(_INDENT))
            format_.setTabPositions([QTextOption.Tab(theme.scaled(_INDENT), QTextOption.TabType.LeftTab)])
        elif block.kind == "code":
            format_.setBackground(self._colour.window)
        self._begin(format_)
        if block.name:
            self.places[block.name] = self._cursor.position()
        if block.kind == "item":
            self._cursor.insertText("\u2022\t", self._plain(theme.READING))
        for run in block.runs:
            self._insert(run, self._look(block))

    def _begin(self, format_: QTextBlockFormat) -> None:
        if self._is_first:
            self._cursor.setBlockFormat(format_)
            self._is_first = False
        else:
            self._cursor.insertBlock(format_, QTextCharFormat())

    def _plain(self, size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setFont(theme.font(size, weight))
        look.setForeground(self._colour.text)
        return look

    def _look(self, block: Block) -> QTextCharFormat:
        if block.kind == "heading":
            return self._plain(theme.TITLE if block.level == 2 else theme.READING, QFont.Weight.DemiBold)
        look = self._plain(theme.READING)
        if block.kind == "code":
            look.setFont(fixed_font(look.font(), theme.TEXT))
        return look

    def _insert(self, run: Run, usual: QTextCharFormat) -> None:
        look, text = QTextCharFormat(usual), run.text
        if run.look == "key":
            text = native(text)
        if run.look in ("code", "key"):
            look.setFont(fixed_font(usual.font(), theme.TEXT))
            look.setBackground(self._colour.window)
        elif run.look == "strong":
            look.setFontWeight(QFont.Weight.DemiBold.value)
        if run.link:
            look.setAnchor(True)
            look.setAnchorHref(f"#{run.link}")
            look.setForeground(self._colour.accent)
            look.setFontUnderline(True)
        self._cursor.insertText(text.rstrip("\n").replace("\n", "\u2028"), look)

    def _table(self, block: Block) -> None:
        rows = [row for row in block.rows if row]
        has_head = bool(block.rows[0])
        self._begin(QTextBlockFormat())
        table = self._cursor.insertTable(len(rows), 2, _table_format(has_head))
        line = QTextTableCellFormat()
        line.setBottomBorder(1)
        line.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        line.setBottomBorderBrush(self._colour.hairline)
        for number, row in enumerate(rows):
            is_head = has_head and number == 0
            look = self._plain(theme.TEXT, QFont.Weight.DemiBold if is_head else QFont.Weight.Normal)
            for column, runs in enumerate(row):
                place = table.cellAt(number, column)
                if number + 1 < len(rows):
                    place.setFormat(line)
                self._cursor = place.firstCursorPosition()
                for run in runs:
                    self._insert(run, look)
        self._cursor = QTextCursor(self._document)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)


def set_bottom(document: QTextDocument, height: int) -> None:
    """So many pixels of room below the end of the text."""
    frame = root_frame(document)
    format_ = frame.frameFormat()
    if format_.bottomMargin() != height:
        format_.setBottomMargin(height)
        frame.setFrameFormat(format_)


def _table_format(has_head: bool) -> QTextTableFormat:
    format_ = QTextTableFormat()
    format_.setBorder(0)
    format_.setBorderCollapse(True)
    format_.setCellSpacing(0)
    format_.setCellPadding(theme.scaled(5))
    format_.setTopMargin(theme.scaled(8))
    format_.setBottomMargin(theme.scaled(4))
    format_.setHeaderRowCount(1 if has_head else 0)
    format_.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    whole = QTextLength.Type.PercentageLength
    format_.setWidth(QTextLength(whole, 100))
    format_.setColumnWidthConstraints([QTextLength(whole, 34), QTextLength(whole, 66)])
    return format_
