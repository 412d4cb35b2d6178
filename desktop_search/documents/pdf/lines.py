"""One region of a page into lines: what stands on one row is joined; rows with cells below each other are a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from desktop_search.documents.pdf.columns import Row, rows
from desktop_search.documents.pdf.pages import Segment, runs_from_right

# In heights of letters: below this gap two segments are one word; from that gap on they are two cells, in rows that
# have cells at the same places from the smaller one on.
_GLUED = 0.12
_CELLS = 1.6
_NEAR_CELLS = 0.8
# The gaps of a justified line differ by less than this share.
_EVEN = 0.25
_ALIGNED = 0.4
_MOST_CELLS = 50
_LEADERS = re.compile(r"\s*(?:[.·\u2024\u2025…_]\s?){4,}\s*")
_MARKER = re.compile(
    r"(?:[•‣▪▫◦●○■□◆➢➤✓✔\u2013—*·\-]|\(?\d{1,3}[.)]|\(?[A-Za-z][.)]|\(?[ivxIVX]{1,6}[.)]|\[\d{1,3}\])\Z"
)


@dataclass(slots=True)
class Line:
    """One line of text. `cells` holds more than one text where the line is a row of a table."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    cells: tuple[str, ...] = ()
    marked: bool = False


def lines(region: Sequence[Segment]) -> list[Line]:
    """The lines of a region from the top."""
    in_rows = rows(region)
    far = [_cells(row, _CELLS) for row in in_rows]
    near = [_cells(row, _NEAR_CELLS) if len(row) > 1 else [] for row in in_rows]
    may = [len(cells) > 1 and not _is_running(cells) for cells in near]
    in_table = [False] * len(in_rows)
    for index in range(len(in_rows) - 1):
        after = index + 1
        has_cells = may[index] and may[after] and len(far[index]) + len(far[after]) > 2
        if has_cells and _are_aligned(near[index], near[after]):
            in_table[index] = in_table[after] = True
    return [_line(near[index] if is_row else far[index], is_row) for index, is_row in enumerate(in_table)]


def _is_running(cells: list[Line]) -> bool:
    """Is this a line of a table of contents, or one whose words are spread over it evenly, to fill it?"""
    if any(_LEADERS.search(cell.text) for cell in cells):
        return True
    gaps = sorted(max(0.0, max(one.x0, other.x0) - min(one.x1, other.x1)) for one, other in pairwise(cells))
    words = sum(1 for cell in cells if " " not in cell.text)
    return len(cells) > 2 and words >= len(cells) - 1 and gaps[-1] - gaps[0] < _EVEN * gaps[-1]


def _cells(row: Row, least: float) -> list[Line]:
    """The segments of a row joined into cells, which are `least` apart; most rows have one."""
    if len(row) == 1:
        return [_new(row[0])]
    from_right = runs_from_right(" ".join(one.text for one in row))
    row = sorted(row, key=lambda one: -one.x1 if from_right else one.x0)
    found: list[Line] = []
    for one in row:
        last = found[-1] if found else None
        if last is None:
            found.append(_new(one))
            continue
        size = max(one.size, last.size)
        gap = last.x0 - one.x1 if from_right else one.x0 - last.x1
        is_marker = len(found) == 1 and _MARKER.match(last.text) is not None
        if gap > least * size and not (is_marker and gap < 3 * _CELLS * size):
            found.append(_new(one))
            continue
        last.marked = last.marked or is_marker
        last.text += one.text if abs(gap) < _GLUED * size and not is_marker else f" {one.text}"
        if one.size > last.size or len(one.text) > len(last.text) / 2:
            last.size, last.y = one.size, one.y
        last.bold = last.bold and one.bold
        last.x0, last.x1 = min(last.x0, one.x0), max(last.x1, one.x1)
    return found


def _new(one: Segment) -> Line:
    return Line(one.text, one.x0, one.x1, one.y, one.size, one.bold)


def _line(cells: list[Line], is_row: bool) -> Line:
    first = cells[0]
    text = _LEADERS.sub(" … ", " ".join(cell.text for cell in cells)).strip(" ")
    marked = first.marked or (" " in text and _MARKER.match(text.split(" ", 1)[0]) is not None)
    if len(cells) == 1:
        first.text, first.marked = text, marked
        return first
    return Line(
        text,
        min(cell.x0 for cell in cells),
        max(cell.x1 for cell in cells),
        first.y,
        max(cells, key=lambda cell: len(cell.text)).size,
        all(cell.bold for cell in cells),
        tuple(cell.text for cell in cells) if is_row else (),
        marked,
    )


def _are_aligned(above: list[Line], below: list[Line]) -> bool:
    """Does a cell of the one row stand below a cell of the other, the first ones apart?"""
    reach = _ALIGNED * max(above[0].size, below[0].size)
    return any(
        abs(one.x0 - other.x0) < reach
        or abs(one.x1 - other.x1) < reach
        or abs(one.x0 + one.x1 - other.x0 - other.x1) < 2 * reach
        for one in above[1:_MOST_CELLS]
        for other in below[1:_MOST_CELLS]
    )
