"""Chooses the stretch of a paragraph that a row shows: around the match, on one line, its marks moved along."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

ROOM = 230
_LEAD = 60
_BEFORE, _AFTER = "… ", "…"
# White space, and what would break a line or stand for an object inside a row.
_WORD = re.compile("[^\\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufffc]+")

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One line of text and the [start, end) ranges in it that are to be marked."""

    text: str
    marks: Ranges


def make_excerpt(text: str, highlights: Ranges, room: int = ROOM) -> Excerpt:
    """The stretch of `text` to show where about `room` characters fit; it is longer, the row cuts its end."""
    inside = tuple(sorted((start, end) for start, end in highlights if 0 <= start < end <= len(text)))
    start = _best_start(text, inside, room)
    end = min(len(text), start + 2 * room)
    flat, marks = _one_line(text[start:end], tuple((a - start, b - start) for a, b in inside if a >= start))
    before = _BEFORE if start else ""
    after = _AFTER if end < len(text) else ""
    return Excerpt(before + flat + after, tuple((a + len(before), b + len(before)) for a, b in marks))


def _one_line(text: str, ranges: Ranges) -> tuple[str, Ranges]:
    """Words with single blanks between them; a range follows the characters that it covered."""
    words = [(match.start(), match.group()) for match in _WORD.finditer(text)]
    starts = [start for start, _ in words]
    places, size = [], 0
    for _, word in words:
        places.append(size)
        size += len(word) + 1

    def place(offset: int) -> int:
        number = bisect_right(starts, offset) - 1
        if number < 0:
            return 0
        return places[number] + min(offset - starts[number], len(words[number][1]))

    moved = ((place(start), place(end)) for start, end in ranges)
    return " ".join(word for _, word in words), tuple((start, end) for start, end in moved if start < end)


def _best_start(text: str, marks: Ranges, room: int) -> int:
    """0 where the beginning shows as many marks as any other stretch, else a word's start before the densest one."""
    if len(text) <= room or not marks:
        return 0

    def seen(start: int) -> int:
        return sum(1 for first, last in marks if first >= start and last <= start + room)

    best, most = 0, seen(0)
    for first, _ in marks:
        start = max(0, first - _LEAD)
        if start and (count := seen(start)) > most:
            best, most = start, count
    if best == 0:
        return 0
    best = min(best, max(0, len(text) - room))
    for ending in (". ", "! ", "? ", ": ", "\n"):
        if (sentence := text.find(ending, best, best + _LEAD - 8)) >= 0:
            return sentence + len(ending)
    space = text.find(" ", best, best + _LEAD)
    return space + 1 if space >= 0 else best
