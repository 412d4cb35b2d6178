"""Rows as tables for reading: those that name their columns ("Name: Anna; City: Berlin") and those with bars."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop_search.records import Look, Piece

# Rows before and after the place, columns, and characters of a cell: a table of any size is shown in bounds.
_ROWS_AROUND = 40
_MOST_COLUMNS = 12
_LONGEST_CELL = 300
_BARS = re.compile(r" \| ")
_NAME = re.compile(r"(?:\A|; )([^:;\n]{1,60}): ")

Cell = tuple[str, int]  # its text, and where that stands in the document


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int


def as_tables(pieces: Sequence[Piece], place: int) -> Iterator[Piece]:
    """The pieces, with rows that follow one another brought into cells; of many only those near `place`."""
    group: list[Piece] = []
    for piece in pieces:
        is_row = piece.kind in ("row", "table") and len(piece.runs) == 1
        if group and not (is_row and piece.kind == group[0].kind and piece.page == group[0].page):
            yield _as_table(group, place)
            group = []
        if is_row:
            group.append(piece)
        else:
            yield piece
    if group:
        yield _as_table(group, place)


def near(piece: Piece, place: int) -> Piece:
    """A table of cells with only its rows near `place`, and with the first where that names the columns."""
    rows = piece.text.split("\n")
    head = 1 if piece.has_head else 0
    if piece.kind != "table" or len(rows) - head <= 2 * _ROWS_AROUND:
        return piece
    starts = [0]
    for row in rows:
        starts.append(starts[-1] + len(row) + 1)
    before = sum(1 for run in piece.runs if run[2] <= place)
    at = piece.runs[max(0, before - 1)][0]
    own = max(number for number, start in enumerate(starts) if start <= at)
    low = max(head, own - _ROWS_AROUND)
    high = min(len(rows), own + _ROWS_AROUND)
    stretches = [(0, starts[head]), (starts[low], starts[high] - 1)]
    return _only(piece, [one for one in stretches if one[0] < one[1]])


def _only(piece: Piece, stretches: Sequence[tuple[int, int]]) -> Piece:
    """The piece with only these stretches of its text."""
    text = ""
    runs: list[tuple[int, int, int, int]] = []
    looks: list[tuple[int, int, Look]] = []
    for low, high in stretches:
        moved = len(text) - low
        text += piece.text[low:high]
        runs += [(a + moved, b + moved, c, d) for a, b, c, d in piece.runs if low <= a and b <= high]
        looks += [(a + moved, b + moved, look) for a, b, look in piece.looks if low <= a and b <= high]
    bare = text.rstrip("\n")
    start, end = (runs[0][2], runs[-1][3]) if runs else (piece.start, piece.end)
    return replace(piece, text=bare, start=start, end=end, runs=tuple(runs), looks=tuple(looks), is_cut=True)


def _as_table(group: list[Piece], place: int) -> Piece:
    lines = [line for piece in group for line in _lines(piece)]
    near = min(range(len(lines)), key=lambda number: abs(lines[number].start - place))
    low, high = max(0, near - _ROWS_AROUND), near + _ROWS_AROUND
    shown = lines[low:high]
    is_cut = low > 0 or high < len(lines)
    names = _names([line.text for line in shown])
    rows = [_by_name(line, names) if names else _by_bars(line) for line in shown]
    head: list[list[Cell]] = [[(name, -1) for name in names]] if names else []
    first, last = shown[0], shown[-1]
    made = replace(group[0], kind="table", start=first.start, end=last.start + len(last.text), is_cut=is_cut)
    return _written(made, head + rows, has_head=bool(names))


def _lines(piece: Piece) -> Iterator[_Line]:
    start = piece.runs[0][2]
    for line in piece.text.split("\n"):
        if line.strip():
            yield _Line(line, start)
        start += len(line) + 1


def _names(lines: Sequence[str]) -> list[str]:
    """The names that stand before the values of most rows; none where rows have no names."""
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update(list(dict.fromkeys(_NAME.findall(line))))
    names = [name for name, count in counts.items() if 5 * count >= len(lines)]
    named = sum(1 for line in lines if any(name in names for name in _NAME.findall(line)[:1]))
    return names[:_MOST_COLUMNS] if len(names) > 1 and 2 * named >= len(lines) else []


def _by_name(line: _Line, names: Sequence[str]) -> list[Cell]:
    """Each value below its name; what has none stays in the cell before it, or in the first."""
    cells: list[Cell] = [("", -1)] * len(names)
    found = [match for match in _NAME.finditer(line.text) if match[1] in names]
    if not found:
        cells[0] = (line.text, line.start)
        return cells
    for number, match in enumerate(found):
        stop = found[number + 1].start() if number + 1 < len(found) else len(line.text)
        column = names.index(match[1])
        if not cells[column][0]:
            cells[column] = (line.text[match.end() : stop], line.start + match.end())
    return cells


def _by_bars(line: _Line) -> list[Cell]:
    cells: list[Cell] = []
    position = 0
    for match in _BARS.finditer(line.text):
        if len(cells) == _MOST_COLUMNS - 1:
            break
        cells.append((line.text[position : match.start()], line.start + position))
        position = match.end()
    return [*cells, (line.text[position:], line.start + position)]


def _written(piece: Piece, rows: list[list[Cell]], *, has_head: bool) -> Piece:
    text = ""
    runs: list[tuple[int, int, int, int]] = []
    for number, row in enumerate(rows):
        text += "\n" if number else ""
        for column, (cell, start) in enumerate(row):
            text += "\t" if column else ""
            shown = cell[:_LONGEST_CELL].replace("\t", " ").replace("\n", " ")
            if shown and start >= 0:
                runs.append((len(text), len(text) + len(shown), start, start + len(shown)))
            text += shown + ("…" if len(cell) > _LONGEST_CELL else "")
    return replace(piece, text=text, runs=tuple(runs), has_head=has_head)
