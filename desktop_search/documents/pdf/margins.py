"""Headers, footers and page numbers: what stands at the same place on several pages.

A row at the edge of the page is one where its text, or its text but for a number that counts the pages, stands at
the same height on at least three pages. What is nearer to the middle than a row that is none stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile

from desktop_search.documents.pdf.columns import rows
from desktop_search.documents.pdf.pages import Segment

_PAGES = 3
_DEEPEST = 4
_LONGEST = 200
_HEIGHT = 6.0
_APART = 1.6
_NUMBERS = 6
_MOST_KEPT = 300_000
_NUMBER = re.compile(r"\d{1,6}|(?<![^\W_])[ivxlcIVXLC]{1,8}(?![^\W_])")
_LETTERS = re.compile(r"[^\W\d_]+")
_PAGE_WORDS = frozenset(
    "page pages of p pg seite seiten von s sur pagina página páginas de di do da sida side av af z ze strona sivu"
    " oldal str страница стр из \u0441 第 页 頁 页共 ページ".split()
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

Key = tuple[str, int]
# A row at an edge of a page, and under what it is counted.
Edge = tuple[list[Segment], set[Key]]


class Margins:
    """Learns what repeats from each page, then takes it away. `pages` may come in parts, each learned before."""

    def __init__(self) -> None:
        self._counts: Counter[Key] = Counter()

    def learn(self, number: int, segments: Sequence[Segment]) -> list[list[Edge]]:
        """Notes what stands at the top and bottom of one page, and gives it; page numbers count from 1."""
        if len(self._counts) > _MOST_KEPT:
            self._counts.clear()
        sides = [[(row, set(_keys(number, row))) for row in side] for side in _sides(segments)]
        self._counts.update({key for side in sides for _, keys in side for key in keys})
        return sides

    def without(self, sides: list[list[Edge]], segments: list[Segment]) -> tuple[list[Segment], list[str]]:
        """A page's segments without its margins, and the texts of those that say more than the page's number."""
        taken: set[int] = set()
        texts = []
        for edges in sides:
            side = [row for row, _ in edges]
            known = takewhile(lambda edge: any(self._counts[key] >= _PAGES for key in edge[1]), edges)
            outer = [row for row, _ in known]
            if len(outer) == len(side):
                # The same text on every page, as in a form: only what stands apart from it is a margin.
                gaps = [after for after in range(1, len(side)) if _is_apart(side[after - 1], side[after])]
                outer = outer[: max(gaps, default=0)]
            taken.update(id(one) for row in outer for one in row)
            texts += [_text(row) for row in outer]
        if not taken:
            return segments, []
        return [one for one in segments if id(one) not in taken], [text for text in texts if has_words(text)]


def has_words(text: str) -> bool:
    """Does a margin say more than the number of its page?"""
    return any(word not in _PAGE_WORDS for word in _LETTERS.findall(_NUMBER.sub(" ", text).casefold()))


def _sides(segments: Sequence[Segment]) -> tuple[list[list[Segment]], list[list[Segment]]]:
    """The outermost rows from the top down and from the bottom up; a page of few rows has each in one of them."""
    found = rows(segments)
    upper = min(_DEEPEST, (len(found) + 1) // 2)
    lower = min(_DEEPEST, len(found) - upper)
    return found[:upper], found[len(found) - lower :][::-1]


def _is_apart(outer: list[Segment], inner: list[Segment]) -> bool:
    return abs(outer[0].y - inner[0].y) > _APART * max(one.size for one in (*outer, *inner))


def _text(row: list[Segment]) -> str:
    return " ".join(one.text for one in sorted(row, key=lambda one: one.x0))


def _keys(number: int, row: list[Segment]) -> Iterator[Key]:
    """Under what a row is counted: its text, and its text with each number as the distance from the page's own."""
    text = _text(row)
    if len(text) > _LONGEST:
        return
    texts = [text]
    for found in list(_NUMBER.finditer(text))[:_NUMBERS]:
        value = int(found.group()) if found.group().isdigit() else _roman(found.group())
        if found.start() == 0 or found.end() == len(text):
            # The page's own number, whatever else stands beside it: the name of the chapter changes.
            texts.append(f"\0{value - number}")
        texts.append(f"{text[: found.start()]}\0{value - number}\0{text[found.end() :]}")
    height = row[0].y
    # Two steps that overlap, so that a height at the edge of one is in the middle of the other.
    for step in (0, 1):
        place = 2 * round((height + step * _HEIGHT / 2) / _HEIGHT) + step
        for one in texts:
            yield one, place


def _roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text.lower()]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
