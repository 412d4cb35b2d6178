"""The segments of one page into regions, in the order in which a person reads them.

What runs across a gutter divides the page into bands; a band whose two sides read as columns is read side by side,
each side by itself (and divided again). All else stays one region, whose rows run across: a table, a form.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from desktop_search.documents.pdf.pages import Segment

_DEEPEST = 6
# A page is looked at in so many steps, of at least so many points.
_BINS = 400
_FINEST = 3.0
# What crosses a gutter counts this many times against it.
_CROSSED = 3
# A side of a band is a column where it has this many rows of, on average, this many characters ...
_ROWS = 3
_LETTERS = 18
# ... that fill this share of it; or where the page draws one side after the other, and rows of this many.
_FILLED = 0.5
_FEW_LETTERS = 10
# In heights of letters: how wide a gutter is at least, and how far apart two rows are.
_GUTTER = 0.5
_ROW = 0.5

Row = list[Segment]


def regions(segments: Sequence[Segment], from_right: bool = False) -> list[list[Segment]]:
    """Regions in reading order; `from_right` for scripts that are written from the right."""
    return _divide(list(segments), from_right, 0)


def rows(segments: Sequence[Segment]) -> list[Row]:
    """Segments that stand on one baseline, from the top; what is raised or lowered a little belongs to its row."""
    found: list[Row] = []
    bottom = height = 0.0
    for one in sorted(segments, key=lambda segment: segment.y):
        size, step = one.size, one.y - bottom
        # What is on the very line of the others stands beside them.
        if found and step < _ROW * max(height, size) and (step < 0.1 * size or not _is_covered(one, found[-1])):
            found[-1].append(one)
            # The row's own line is that of its largest letters; a raised number must not move it up or down.
            if size >= height:
                height, bottom = size, one.y
        else:
            found.append([one])
            bottom, height = one.y, one.size
    return found


def _is_covered(one: Segment, row: Row) -> bool:
    """Does something in the row stand above or below this one rather than beside it?"""
    return any(
        min(one.x1, other.x1) - max(one.x0, other.x0) > 0.5 * min(one.size, other.size)
        and abs(one.y - other.y) > 0.15 * other.size
        for other in row[-40:]
    )


def _divide(segments: list[Segment], from_right: bool, depth: int) -> list[list[Segment]]:
    gutter = _gutter(segments) if depth < _DEEPEST else None
    if gutter is None:
        return [segments]
    divided: list[list[Segment]] = []
    plain: list[Segment] = []
    has_columns = False
    for left, right, across in _bands(segments, gutter):
        if not _are_columns(left, right):
            plain += [*left, *right, *across]
            continue
        has_columns = True
        divided += [plain] if plain else []
        plain = []
        for side in (right, left) if from_right else (left, right):
            divided += _divide(side, from_right, depth + 1)
        plain += across
    if plain:
        divided.append(plain)
    return divided if has_columns else [segments]


def _gutter(segments: list[Segment]) -> float | None:
    """Where the page may be divided: the place that few segments cross and that has many on both sides."""
    if len(segments) < 2 * _ROWS:
        return None
    left = min(one.x0 for one in segments)
    width = max(one.x1 for one in segments) - left
    if not 0 < width < 1e7:
        return None
    bins = max(1, min(_BINS, int(width / _FINEST)))
    step = width / bins
    begins, ends = [0] * (bins + 2), [0] * (bins + 2)
    for one in segments:
        begins[int((one.x0 - left) / step)] += 1
        ends[min(bins, int((one.x1 - left) / step) + 1)] += 1
    best, score, last = None, 0, 0
    begun = ended = 0
    least = max(_ROWS, len(segments) // 10)
    for index in range(bins):
        begun += begins[index]
        ended += ends[index]
        smaller = min(ended, len(segments) - begun)
        value = smaller - _CROSSED * (begun - ended)
        if smaller < least:
            continue
        if best is None or value > score:
            best, score, last = index, value, index
        elif value == score and last == index - 1:
            last = index
    return None if best is None else left + step * ((best + last + 1) / 2)


def _bands(segments: list[Segment], gutter: float) -> list[tuple[Row, Row, Row]]:
    """What stands left and right of the gutter, and the rows across it that end the band."""
    bands: list[tuple[Row, Row, Row]] = [([], [], [])]
    for row in rows(segments):
        left, right, across = bands[-1]
        if any(one.x0 < gutter < one.x1 for one in row):
            across += row
            continue
        if across:
            left, right = [], []
            bands.append((left, right, []))
        for one in row:
            (left if one.x1 <= gutter else right).append(one)
    return bands


def _are_columns(left: Row, right: Row) -> bool:
    if not left or not right:
        return False
    sides = [rows(side) for side in (left, right)]
    fewest = min(len(side) for side in sides)
    if fewest < _ROWS:
        return False
    size = median(one.size for one in left + right)
    if min(one.x0 for one in right) - max(one.x1 for one in left) < _GUTTER * size:
        return False
    letters = min(_letters(side) for side in sides)
    if letters >= _LETTERS and min(_filled(side) for side in sides) >= _FILLED:
        return True
    in_order = sorted([(one.order, 0) for one in left] + [(one.order, 1) for one in right])
    changes = sum(1 for (_, before), (_, after) in pairwise(in_order) if before != after)
    return letters >= _FEW_LETTERS and changes <= max(1, fewest // 5)


def _letters(side: list[Row]) -> float:
    return sum(len(one.text) for row in side for one in row) / len(side)


def _filled(side: list[Row]) -> float:
    """The share of a side's width that its rows take on average."""
    width = max(one.x1 for row in side for one in row) - min(one.x0 for row in side for one in row)
    taken = sum(max(one.x1 for one in row) - min(one.x0 for one in row) for row in side)
    return taken / len(side) / width if width > 0 else 0.0
