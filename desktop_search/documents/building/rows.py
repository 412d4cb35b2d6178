"""Rows of cells into blocks that can be read alone: "Name: Anna; City: Berlin" instead of "Anna | Berlin".

Rows without an empty one between them are a table of their own. Its header is the first row of distinct texts; what
stands alone above it is its caption. Few rows become a block each; many become blocks of consecutive rows.
Rows are taken one by one, so that a file of any length needs no more memory than its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from desktop_search.documents.building.builder import Builder
from desktop_search.records import PageUnit

# Up to this many rows are records of their own; beyond, nobody looks for one row among them by its meaning.
MOST_ALONE = 2_000
_LONGEST_NAME = 60
_LONGEST_HEADER = 100
_SENTENCE_ENDS = (".", "!", "…", ",", ";")
_MOST_CAPTIONS = 5
_ROWS_LOOKED_AT = 50
# Consecutive rows are joined up to this length, which the splitter cuts well.
_LONGEST_BLOCK = 1_200

_YEAR = re.compile(r"(?:19|20)\d\d\Z")

Header = dict[int, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not empty: its first and last line in the file, and of each cell (column, text, is it a text?).

    Columns count from 0. A number or a date is no text: it names no column.
    """

    line: int
    last: int
    cells: tuple[tuple[int, str, bool], ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A row as it is written, and whether it had one cell only."""

    line: int
    text: str
    is_single: bool


def make_row(line: int, last: int, cells: Iterable[tuple[int, str, bool]]) -> Row:
    """A row without its empty cells, each of the others on one line."""
    tidy = ((column, " ".join(text.split()), is_text) for column, text, is_text in cells if text)
    return Row(line, last, tuple(cell for cell in tidy if cell[1]))


def add_rows(builder: Builder, rows: Iterable[Row], page: int | None = None, unit: PageUnit = "page") -> None:
    """Writes the rows of one sheet or file, in their order, until the builder is full."""
    lines = _lines(iter(rows))
    first = list(islice(lines, MOST_ALONE + 1))
    if len(first) > MOST_ALONE or all(line.is_single for line in first):
        _add_joined(builder, chain(first, lines), page, unit)
        return
    for line in first:
        builder.place(page, unit, line.line)
        builder.block(line.text, "row")


def _add_joined(builder: Builder, lines: Iterable[_Line], page: int | None, unit: PageUnit) -> None:
    """Blocks of rows that follow one another in the file, so that a line in a block is a row of the file."""
    texts: list[str] = []
    start = length = 0
    for line in lines:
        if texts and (length >= _LONGEST_BLOCK or line.line != start + len(texts)):
            builder.place(page, unit, start)
            builder.block("\n".join(texts), "table")
            texts, length = [], 0
            if builder.is_full:
                return
        if not texts:
            start = line.line
        texts.append(line.text)
        length += len(line.text)
    builder.place(page, unit, start)
    builder.block("\n".join(texts), "table")


def _lines(rows: Iterator[Row]) -> Iterator[_Line]:
    """All rows as they are written, table by table."""
    header: Header = {}
    is_first = True
    following = next(rows, None)
    while following is not None:
        table = [following]
        following = next(rows, None)
        while following is not None and following.line <= table[-1].last + 1 and len(table) < _ROWS_LOOKED_AT:
            table.append(following)
            following = next(rows, None)
        new_header, captions, skipped = _header(table, header, is_first)
        header, is_first = new_header if skipped else header, False
        body = table[captions + skipped :]
        for row in table[:captions]:
            yield _as_line(row, {})
        if skipped and not _is_used(header, body):
            yield _as_line(table[captions], {})
        named = header if skipped or _fits(header, table) else {}
        for row in body:
            yield _as_line(row, named)
        last = table[-1].last
        while following is not None and following.line <= last + 1:
            yield _as_line(following, named)
            last = following.last
            following = next(rows, None)


def _header(table: Sequence[Row], known: Header, is_first: bool) -> tuple[Header, int, int]:
    """(column names, number of caption rows, 1 with a header or 0)."""
    captions = 0
    while captions < min(len(table) - 1, _MOST_CAPTIONS) and len(table[captions].cells) == 1:
        captions += 1
    if captions == len(table) - 1 or len(table[captions].cells) < 2:
        return {}, 0, 0
    first, body = table[captions], table[captions + 1 :]
    names = [text for _, text, _ in first.cells]
    columns = {column for column, _, _ in first.cells}
    values = [{column: text for column, text, _ in row.cells} for row in body]
    if not all(_is_name(cell, values) for cell in first.cells) or len(set(names)) < len(names):
        return {}, captions, 0
    # A label with a colon stands before its own value: this is a form, not a table.
    if names[0].endswith(":") or not any(is_text for _, _, is_text in first.cells):
        return {}, captions, 0
    # A name that comes again below itself is a value; so is one in a row with fewer cells than those below it.
    if any(values_of.get(column) == text for column, text, _ in first.cells for values_of in values):
        return {}, captions, 0
    if sum(len(columns) < len(row.cells) - 1 for row in body) * 2 > len(body):
        return {}, captions, 0
    if not is_first and columns <= known.keys():  # the same table goes on, unless its values are of other kinds
        of_numbers = {column for row in body for column, _, is_text in row.cells if not is_text}
        if not of_numbers & columns:
            return {}, captions, 0
    return {column: text[:_LONGEST_NAME].rstrip(" :") for column, text, _ in first.cells}, captions, 1


def _is_name(cell: tuple[int, str, bool], values: Sequence[dict[int, str]]) -> bool:
    """May a column be called so? By a short text, or by a year above values that are no years."""
    column, text, is_text = cell
    if is_text:
        return len(text) <= _LONGEST_HEADER and not text.endswith(_SENTENCE_ENDS)
    below = [row[column] for row in values if column in row]
    return _YEAR.match(text) is not None and bool(below) and not any(map(_YEAR.match, below))


def _is_used(header: Header, body: Sequence[Row]) -> bool:
    """Does every name of the header stand, in full, before some value?"""
    is_cut = any(len(name) == _LONGEST_NAME for name in header.values())
    return not is_cut and header.keys() <= {column for row in body for column, _, _ in row.cells}


def _fits(header: Header, table: Sequence[Row]) -> bool:
    """May rows after an empty one belong to the same table? They may where they have no column that it lacks."""
    is_table = any(len(row.cells) > 1 for row in table)
    return is_table and all(column in header for row in table for column, _, _ in row.cells)


def _as_line(row: Row, header: Header) -> _Line:
    if header:
        cells = (f"{header[column]}: {text}" if column in header else text for column, text, _ in row.cells)
        return _Line(row.line, "; ".join(cells), len(row.cells) == 1)
    return _Line(row.line, " | ".join(text for _, text, _ in row.cells), len(row.cells) == 1)
