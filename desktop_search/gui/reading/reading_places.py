"""The places of a document that answer the query, and which of them is being read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_search.records import Hit, Piece, Place

_AT_ONCE = 6_000


@dataclass(frozen=True, slots=True)
class Places:
    """`every` in reading order; `at` is the number of the one that is read, counted from 0, or -1 for none of them."""

    every: tuple[Place, ...] = ()
    at: int = -1

    @property
    def current(self) -> Place | None:
        return self.every[self.at] if self.at >= 0 else None

    def step(self, step: int) -> Places:
        """The next place or the one before; after the last comes the first."""
        if not self.every:
            return self
        return Places(self.every, (self.at + step) % len(self.every))

    def goes_to(self, place: Place) -> Places:
        """The same places, `place` being read."""
        return Places(self.every, self.every.index(place) if place in self.every else -1)


def places_around(found: Sequence[Place], hit: Hit, start: int, end: int) -> Places:
    """The places with that of the hit, which now stands at [start, end), as the one that is read."""
    own = Place(start, end, hit.page, hit.text)
    others = [place for place in found if place.end <= start or place.start >= end]
    at = bisect_left(others, start, key=lambda place: place.start)
    return Places((*others[:at], own, *others[at:]), at)


def at_once(hit: Hit) -> Piece:
    """The paragraph as the index knows it; of one of any length no more than can be laid out in a moment."""
    low = 0
    if len(hit.text) > _AT_ONCE:
        low = max(0, min((start for start, _ in hit.highlights), default=0) - _AT_ONCE // 2)
    high = min(len(hit.text), low + _AT_ONCE)
    run = (0, high - low, hit.start + low, hit.start + high)
    return Piece("text", hit.text[low:high], run[2], run[3], page=hit.page, unit=hit.unit, line=hit.line, runs=(run,))


def framed_text(places: Places, hit: Hit, page: int) -> str:
    """What is to be framed on a page: the place that is read, if it stands there."""
    place = places.current
    text, own = (place.text, place.page) if place is not None else (hit.text, hit.page)
    return text if own == page else ""


def marked_words(hit: Hit, pieces: Sequence[Piece]) -> tuple[str, ...]:
    """The words that answer the query, as they are written in this document."""
    found = [hit.text[start:end] for start, end in hit.highlights]
    for piece in pieces:
        found += [piece.text[start:end] for start, end in piece.marks]
    return tuple(dict.fromkeys(word.casefold() for word in found))
