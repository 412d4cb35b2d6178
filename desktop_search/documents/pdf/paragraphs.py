"""The lines of a region into passages: paragraphs, list items, tables, each as a person would read it.

Two lines are one paragraph where they follow each other closely in the same size, unless the second is indented or
carries a mark, or the first ended before it had to: where the second's first word would still have fitted in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from desktop_search.documents.pdf.lines import Line
from desktop_search.documents.pdf.pages import runs_from_right
from desktop_search.records import BlockKind

# Sizes and distances between lines may differ by these shares and still be the same.
_SAME_SIZE = 0.12
_SAME_DISTANCE = 1.35
_USUAL_DISTANCE = 1.7
# In heights of letters.
_INDENT = 0.8
_SPACE = 0.25
# What is this much larger than the text of the document is a title, whose lines belong together.
LARGER = 1.15
_TITLE_LINES = 4
# Where most lines of a run end early it is verse, an address or code.
_SHORT = 0.6
# A run of more lines shows by itself how far they go.
_ENOUGH = 4
# In points: lines that begin this near to each other begin at one edge.
_NEAR = 8.0
_STOPS = (".", "!", "?", ":", ";", "。", "\uff01", "\uff1f", "؟", "…", '."', ".”", ".)", "»")
_SOFT = "\u00ad"
_HYPHENS = ("-", "\u2010", _SOFT)
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
# A line of a table of contents.
_LISTED = re.compile(r" … \S+\Z")
# After these a hyphen stands for what two words share: "Ein- und Ausgang".
_SHARED = frozenset("und oder sowie bzw and or".split())
# Scripts that are written without spaces: a line goes on at once.
_CLOSE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u30ff]")


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of a page. `lines` tells how many lines it took; `is_open` that it may go on in the next one."""

    text: str
    kind: BlockKind
    size: float
    bold: bool
    lines: int
    is_open: bool = False


def passages(lines: Sequence[Line], body_size: float, compounds: Collection[str] = ()) -> list[Passage]:
    """The passages of one region. `compounds` are words that the document writes with a hyphen inside a line."""
    # A line that runs from the right is looked at in a mirror: it begins at its left.
    lines = [replace(one, x0=-one.x1, x1=-one.x0) if runs_from_right(one.text) else one for one in lines]
    edges: dict[int, float] = {}
    for line in lines:
        place = round(line.x0 / _NEAR)
        edges[place] = max(line.x1, edges.get(place, line.x1))
    found: list[Passage] = []
    for run in _runs(lines, LARGER * body_size):
        if run[0].cells:
            found.append(_table(run))
        elif run[0].size >= LARGER * body_size and len(run) <= _TITLE_LINES:
            found.append(_passage(run, compounds, "text"))
        else:
            found += _paragraphs(run, _edge(run, edges), compounds)
    return found


def joined(found: list[Passage], compounds: Collection[str] = ()) -> list[Passage]:
    """Passages of one page with those made one that a column's end had divided."""
    whole: list[Passage] = []
    for one in found:
        last = whole[-1] if whole else None
        if last is not None and last.is_open and one.kind == "text" and _is_same_size(last.size, one.size):
            first = one.text[:1]
            if first.islower() or (last.text.endswith(_HYPHENS) and first.isalpha()):
                text = join_lines(last.text, one.text, compounds)
                whole[-1] = replace(last, text=text, lines=last.lines + one.lines, is_open=one.is_open)
                continue
        whole.append(one)
    return whole


def join_lines(above: str, below: str, compounds: Collection[str] = ()) -> str:
    """Two lines of a paragraph as one, a divided word whole again."""
    if above.endswith(_HYPHENS) and len(above) > 1 and above[-2].isalnum():
        # PDFium calls every hyphen at a line's end a soft one, so the words have to tell.
        half, first = _LAST_WORD.search(above[:-1]), _FIRST_WORD.match(below)
        if first is not None and first.group() in _SHARED:
            return f"{above[:-1]}- {below}"
        if half is None or first is None or f"{half.group()}-{first.group()}".casefold() in compounds:
            return f"{above[:-1]}-{below}"
        is_whole = first.group()[0].islower() or (half.group().isupper() and first.group().isupper())
        return above[:-1] + below if is_whole else f"{above[:-1]}-{below}"
    if above.endswith(_SOFT):
        return above[:-1] + below
    if _CLOSE.match(above[-1:]) and _CLOSE.match(below[:1]):
        return above + below
    return f"{above} {below}"


def _runs(lines: Sequence[Line], large: float) -> list[list[Line]]:
    """Lines that follow each other closely, in one size; titles, of the size `large` on, may be farther apart."""
    distance = _distance(lines)
    runs: list[list[Line]] = []
    for line in lines:
        last = runs[-1][-1] if runs else None
        if last is not None and _goes_on(runs[-1], last, line, 0.0 if line.size >= large else distance):
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _goes_on(run: list[Line], last: Line, line: Line, distance: float) -> bool:
    step = line.y - last.y
    if run[0].cells:
        # A cell that takes two lines leaves one that begins further in.
        inside = not line.cells and line.x0 > run[0].x0 + _INDENT * line.size
        return (bool(line.cells) and step < 4 * line.size) or (inside and step < _USUAL_DISTANCE * line.size)
    if line.cells or not _is_same_size(last.size, line.size):
        return False
    limit = min(_SAME_DISTANCE * distance, 3 * line.size) if distance else _USUAL_DISTANCE * line.size
    return step <= max(limit, 1.25 * line.size)


def _distance(lines: Sequence[Line]) -> float:
    """The usual distance from one line to the next, 0 where there are too few to know."""
    steps = sorted(
        below.y - above.y
        for above, below in pairwise(lines)
        if _is_same_size(above.size, below.size) and 0.5 * above.size < below.y - above.y < 4 * above.size
    )
    return steps[len(steps) // 4] if len(steps) > 3 else 0.0


def _is_same_size(one: float, other: float) -> bool:
    return abs(one - other) <= _SAME_SIZE * max(one, other)


def _table(run: list[Line]) -> Passage:
    text = "\n".join(" | ".join(line.cells) if line.cells else line.text for line in run)
    return Passage(text, "table", run[0].size, False, len(run))


def _edge(run: list[Line], edges: dict[int, float]) -> float:
    """Up to where the lines of a run might go: as far as its own do, or those of the region that begin near it."""
    own = max(line.x1 for line in run)
    if len(run) > _ENOUGH and _share_early(run, own) < 1 - _SHORT:
        return own
    place = round(min(line.x0 for line in run) / _NEAR)
    return max(own, *(edges.get(near, own) for near in (place - 1, place, place + 1)))


def _share_early(run: list[Line], edge: float) -> float:
    return sum(_ends_early(above, below, edge) for above, below in pairwise(run)) / (len(run) - 1)


def _paragraphs(run: list[Line], edge: float, compounds: Collection[str]) -> list[Passage]:
    early = [_ends_early(above, below, edge) for above, below in pairwise(run)]
    is_verse = len(run) > 2 and sum(early) > _SHORT * len(early)
    found: list[Passage] = []
    current = [run[0]]
    for index, line in enumerate(run[1:]):
        after = run[index + 2] if index + 2 < len(run) else None
        goes_on = not current[-1].text.endswith(_STOPS) and line.text[:1].islower() and not line.marked
        if line.text and _begins(current, line, after, early[index], goes_on and not is_verse):
            found.append(_passage(current, compounds))
            current = []
        current.append(line)
    found.append(_passage(current, compounds, is_open=not run[-1].text.endswith(_STOPS)))
    return _verses(found)


def _verses(found: list[Passage]) -> list[Passage]:
    """Lines that stand alone below each other, as one passage that keeps their ends."""
    kept: list[Passage] = []
    for one in found:
        last = kept[-1] if kept else None
        if last is not None and one.lines == 1 and one.kind == "text" == last.kind and one.bold == last.bold:
            lines = last.text.count("\n") + 1
            if lines == last.lines:
                kept[-1] = replace(one, text=f"{last.text}\n{one.text}", lines=lines + 1)
                continue
        kept.append(one)
    return kept


def _begins(current: list[Line], line: Line, after: Line | None, early: bool, goes_on: bool) -> bool:
    """Does a paragraph begin with `line`?"""
    last = current[-1]
    if _LISTED.search(last.text):
        return True
    if last.text.endswith(_HYPHENS) and last.text[-2:-1].isalnum() and line.text[:1].isalnum() and not line.marked:
        return False
    is_bullet = line.marked and not line.text[0].isalnum() and line.text[0] not in "(["
    if is_bullet or (line.marked and (early or current[0].marked or last.text.endswith((*_STOPS, ",")))):
        return True
    if all(one.bold for one in current) and not line.bold and early:
        return True
    if early and not goes_on:
        return True
    shift = (line.x0 - last.x0) / line.size
    if shift > _INDENT:
        # Further in: the first line of a paragraph, unless the lines that follow stay there below a hanging one.
        hangs = len(current) == 1 and (current[0].marked or (after is not None and after.x0 > last.x0 + line.size))
        return not hangs and not goes_on
    if shift < -_INDENT:
        return len(current) > 1 and not goes_on
    return False


def _ends_early(above: Line, below: Line, edge: float) -> bool:
    """Would the first word of the next line have fitted into this one?"""
    first = len(below.text.split(" ", 1)[0])
    width = (below.x1 - below.x0) * first / max(1, len(below.text))
    return above.x1 + width + _SPACE * above.size < edge - 0.1 * above.size


def _passage(lines: list[Line], compounds: Collection[str], kind: BlockKind = "text", is_open: bool = False) -> Passage:
    text = lines[0].text
    for line in lines[1:]:
        text = join_lines(text, line.text, compounds)
    kind = "list" if lines[0].marked else kind
    if text.endswith(_SOFT):
        text = f"{text[:-1]}-"
    return Passage(text, kind, lines[0].size, all(line.bold for line in lines), len(lines), is_open)
