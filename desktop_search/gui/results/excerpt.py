"""Chooses the stretch of a paragraph that a row shows: around the match, on one line, its marks moved along."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from desktop_search.gui.results.markdown_signs import is_markdown, readable
from desktop_search.gui.widgets import inert
from desktop_search.records import Hit

ROOM = 230
_LEAD = 60
_BEFORE, _AFTER = "… ", "…"
# White space, and what would break a line or stand for an object inside a row.
_WORD = re.compile("[^\\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufffc]+")

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One line of text, the [start, end) ranges in it that are to be marked, and those of the sentence that answers."""

    text: str
    marks: Ranges
    answer: Ranges = ()


def excerpt_of(hit: Hit, room: int = ROOM) -> Excerpt:
    """The stretch of a hit's paragraph to show where about `room` characters fit."""
    if is_markdown(hit.path):
        answer = () if hit.answer is None else (hit.answer,)
        text, (marks, answers) = readable(hit.text, hit.highlights, answer)
        if text.strip():
            return make_excerpt(text, marks, room, answers[0] if answers else None)
    return make_excerpt(hit.text, hit.highlights, room, hit.answer)


def as_read(hit: Hit) -> str:
    """A hit's whole paragraph without the signs of its format."""
    return readable(hit.text, ())[0] if is_markdown(hit.path) else hit.text


def make_excerpt(text: str, highlights: Ranges, room: int = ROOM, answer: tuple[int, int] | None = None) -> Excerpt:
    """The stretch of `text` to show where about `room` characters fit; it is longer, the row cuts its end.

    Where no word is marked it is the one that holds the sentence that answers.
    """
    inside = tuple(sorted((start, end) for start, end in highlights if 0 <= start < end <= len(text)))
    sentence = () if answer is None or not 0 <= answer[0] < answer[1] <= len(text) else (answer,)
    start = _best_start(text, inside or tuple((a, a + 1) for a, _ in sentence), room)
    end = min(len(text), start + 2 * room)
    words = [(match.start() + start, match.group()) for match in _WORD.finditer(inert.reading(text[start:end]))]
    before = _BEFORE if start else ""
    after = _AFTER if end < len(text) else ""
    return Excerpt(
        before + " ".join(word for _, word in words) + after,
        _moved(words, tuple(one for one in inside if one[0] >= start), len(before)),
        _moved(words, tuple((max(a, start), b) for a, b in sentence if b > start), len(before)),
    )


def _moved(words: list[tuple[int, str]], ranges: Ranges, first: int) -> Ranges:
    """Ranges of the text where its words stand with single blanks between them, from `first` on."""
    starts = [start for start, _ in words]
    places, size = [], first
    for _, word in words:
        places.append(size)
        size += len(word) + 1

    def place(offset: int) -> int:
        number = bisect_right(starts, offset) - 1
        if number < 0:
            return first
        return places[number] + min(offset - starts[number], len(words[number][1]))

    moved = ((place(start), place(end)) for start, end in ranges)
    return tuple((start, end) for start, end in moved if start < end)


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
