"""Paragraphs, lists, tables, boxes and notes of a text document, brought into a Builder in reading order.

    flow.add("A paragraph")                     goes to the open cell or box, else to the builder
    flow.open_table(); flow.open_row(); flow.open_cell(); ...; flow.close_table()
    flow.open_box(); ...; items = flow.close_box(); flow.extend(items)
    flow.finish()

A table becomes one block with a line for each row. One that only arranges a page becomes its paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from desktop_search.documents.building.builder import Builder
from desktop_search.records import BlockKind

# Consecutive items of these kinds become one block, up to a length that can still be cut well.
_RUNS: tuple[BlockKind, ...] = ("list", "code")
_LONGEST_RUN = 4000
# A cell with more than this holds a piece of the document, not a value.
_LONGEST_CELL = 1500
_MOST_IN_CELL = 8
_BOX, _TABLE = "box", "table"
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[ \n]*")


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph, a list item, a line of code, a heading (level from 1 on) or a table."""

    text: str
    kind: BlockKind = "text"
    level: int = 0


Cell = list[Item]
Row = list[Cell]


class Flow:
    """Takes the pieces of a document in the order in which they stand in the file."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._open: list[str] = []
        self._boxes: list[list[Item]] = []
        self._tables: list[list[Row]] = []
        self._run: list[str] = []
        self._run_kind: BlockKind = "text"
        self._run_length = 0

    @property
    def is_in_table(self) -> bool:
        """Is a table open?"""
        return bool(self._tables)

    def add(self, text: str, kind: BlockKind = "text", level: int = 0) -> None:
        """One piece of text; nothing where it is empty."""
        if text.strip():
            self.extend([Item(text, kind, level)])

    def extend(self, items: Iterable[Item]) -> None:
        """Pieces that were collected before."""
        if self._boxes:
            self._boxes[-1].extend(items)
            return
        for item in items:
            self._write(item)

    @property
    def depth(self) -> int:
        """How many boxes, tables and cells are open."""
        return len(self._open)

    def unwind(self, depth: int) -> None:
        """Closes what is open beyond `depth`: the reading ends in the middle."""
        while len(self._open) > depth:
            if self._open[-1] == _TABLE:
                self.close_table()
            else:
                self.close_cell()

    def open_box(self) -> None:
        """What follows is collected until `close_box`."""
        self._open.append(_BOX)
        self._boxes.append([])

    def close_box(self) -> list[Item]:
        """What was collected since `open_box`."""
        self._open.pop()
        return self._boxes.pop()

    def open_table(self) -> None:
        """A table begins, perhaps in a cell of another."""
        self._open.append(_TABLE)
        self._tables.append([])

    def open_row(self) -> None:
        """A row of the innermost table begins."""
        if self._is_table_next:
            self._tables[-1].append([])

    def open_cell(self) -> None:
        """A cell of the innermost row begins; one outside of any table is a box."""
        if self._is_table_next and not self._tables[-1]:
            self.open_row()
        self.open_box()

    def close_cell(self) -> None:
        """The cell that was opened last ends."""
        items = self.close_box()
        if self._is_table_next:
            self._tables[-1][-1].append(items)
        else:
            self.extend(items)

    def close_table(self) -> None:
        """The innermost table ends."""
        self._open.pop()
        self.extend(_as_items(self._tables.pop()))

    @property
    def _is_table_next(self) -> bool:
        return bool(self._open) and self._open[-1] == _TABLE

    def finish(self) -> None:
        """Writes what is still held back."""
        text, self._run, self._run_length = "\n".join(self._run), [], 0
        self._builder.block(text, self._run_kind)

    def _write(self, item: Item) -> None:
        if item.kind not in _RUNS or item.level:
            self.finish()
            if item.level:
                self._builder.heading(item.level, item.text)
            else:
                self._builder.block(item.text, item.kind)
            return
        if item.kind != self._run_kind or self._run_length > _LONGEST_RUN:
            self.finish()
        self._run_kind = item.kind
        self._run.append(item.text)
        self._run_length += len(item.text)


def tidy(text: str) -> str:
    """Text with single spaces and without blank lines; a hyphen that only shows at a line's end goes."""
    return _LINES.sub("\n", _SPACES.sub(" ", text.replace("\u00ad", ""))).strip()


def _as_items(rows: list[Row]) -> list[Item]:
    rows = [cells for row in rows if (cells := [cell for cell in row if cell])]
    if not any(len(row) > 1 for row in rows) or any(_is_page(cell) for row in rows for cell in row):
        return [item for row in rows for cell in row for item in cell]
    lines = [" | ".join(" ".join(" ".join(item.text.split()) for item in cell) for cell in row) for row in rows]
    return [Item("\n".join(lines), "table")]


def _is_page(cell: Cell) -> bool:
    return len(cell) > _MOST_IN_CELL or sum(len(item.text) for item in cell) > _LONGEST_CELL
