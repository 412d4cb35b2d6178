"""Gathers the text of HTML blocks as pieces: headings, paragraphs, list items, rows of tables, code."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from desktop_search.documents.web.lists import Item, List
from desktop_search.documents.web.tables import Table
from desktop_search.documents.web.tags import Box, Piece
from desktop_search.records import BlockKind

# List items longer than this stand alone; shorter ones of one list are the lines of one piece.
_LONG_ITEM = 400
# Lines longer than this are paragraphs, even where no element says so.
_LONG_LINE = 150
# A heading longer than this is a page that never closed it.
_LONG_HEADING = 1000
# What a piece costs, as if it were so many characters.
_PIECE = 20
# Tables deeper than this are layout.
_MAX_TABLES = 12
# Not part of a word: the soft hyphen, the zero-width space, the word joiner, the byte order mark.
_UNSPOKEN = dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF))


class Context(NamedTuple):
    """Where text stands. `block` numbers the innermost block, `outer` the one around it.

    `level` is that of a heading, `is_line` tells that the block has no space above or below it in a browser,
    `is_typed` that line ends in it count.
    """

    box: int = 0
    kind: BlockKind = "text"
    level: int = 0
    is_typed: bool = False
    in_link: bool = False
    in_figure: bool = False
    inner: List | None = None
    item: Item | None = None
    block: int = 0
    outer: int = 0
    is_line: bool = False


@dataclass(slots=True)
class Gatherer:
    """`pieces` is what was gathered at the end; `boxes` are told how much text they hold; `size` grows with it."""

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=lambda: [Box(0)])
    size: int = 0
    _tables: list[Table | None] = field(default_factory=list)
    _sink: list[Piece] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._sink = self.pieces

    def add(self, text: str, links: int, context: Context) -> None:
        """Adds the text of one block, `links` characters of which are in links."""
        if not text.isascii():
            text = text.translate(_UNSPOKEN)
        self.size += len(text) + _PIECE
        box = self.boxes[context.box]
        box.chars += len(text)
        box.links += links
        if context.kind == "code":
            lines = [line.rstrip() for line in text.replace("\xa0", " ").expandtabs(4).splitlines()]
            self._sink.append(Piece(_without_blank_ends(lines), "code", 0, context.box))
            return
        lines = [" ".join(line.split()) for line in text.split("\n")]
        if context.level and len(text) < _LONG_HEADING:
            self._add_heading(" ".join(lines).strip(), context)
        elif context.item:
            self._add_to_list([line for line in lines if line], context.item, context.box)
        elif context.is_line and not links and len(text) <= _LONG_LINE and not box.role:
            self._add_line(lines, context)
        else:
            self._add_text(lines, context)

    def add_heading(self, level: int, name: str, box: int) -> None:
        """Adds a heading that the page itself does not have."""
        self._sink.append(Piece([name], "heading", level, box))

    def gap(self) -> None:
        """Empty space: what comes next is no further line of what was there."""
        if self._sink:
            self._sink[-1].group = None

    def start_of_table(self, box: int) -> None:
        """A table begins."""
        self._tables.append(Table(self._sink, box) if len(self._tables) < _MAX_TABLES else None)

    def start_of_cell(self, is_head: bool) -> None:
        """A cell begins; what comes goes into it."""
        if self._tables and (table := self._tables[-1]):
            table.has_heads = table.has_heads or is_head
            self._sink = []
            table.cells.append(self._sink)

    def end_of_table(self, tag: str) -> None:
        """A cell (td, th), a row (tr) or the table ends."""
        table = self._tables[-1] if self._tables else None
        if table:
            self._sink = table.sink
            if tag in ("tr", "table"):
                table.end_row()
        if tag == "table" and self._tables:
            self._tables.pop()

    def _add_heading(self, name: str, context: Context) -> None:
        if name:
            self._sink.append(Piece([name], "heading", context.level, context.box))
        if context.item:
            context.item.first = context.item.other

    def _add_to_list(self, lines: list[str], item: Item, box: int) -> None:
        if not lines:
            return
        lines = [item.first + lines[0], *(item.other + line for line in lines[1:])]
        item.first = item.other
        last = self._sink[-1] if self._sink else None
        short = sum(map(len, lines)) < _LONG_ITEM
        if last and last.group is item.group and short and len(last.lines[-1]) < _LONG_ITEM:
            last.lines += lines
        else:
            self._sink.append(Piece(lines, "list", 0, box, item.group))

    def _add_line(self, lines: list[str], context: Context) -> None:
        """Short blocks one under the other, as verses or the lines of a mail, make one paragraph."""
        last = self._sink[-1] if self._sink else None
        group = ("lines", context.outer)
        filled = [line for line in lines if line]
        if not filled:
            self.gap()
        elif last and last.group == group and last.kind == context.kind and lines[0]:
            last.lines += filled
        else:
            self._sink.append(Piece(filled, context.kind, 0, context.box, group))
        if filled and not lines[-1]:
            self.gap()

    def _add_text(self, lines: list[str], context: Context) -> None:
        """Empty lines part paragraphs."""
        run: list[str] = []
        for line in (*lines, ""):
            if line:
                run.append(line)
            elif run:
                # A figure's caption often says the same as its picture.
                if not (context.in_figure and self._sink and self._sink[-1].lines == run):
                    self._sink.append(Piece(run, context.kind, 0, context.box))
                run = []


def _without_blank_ends(lines: list[str]) -> list[str]:
    first = next((index for index, line in enumerate(lines) if line), 0)
    last = next((index for index in range(len(lines), 0, -1) if lines[index - 1]), len(lines))
    return lines[first:last]
