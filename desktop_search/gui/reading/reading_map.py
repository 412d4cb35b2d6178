"""Where the text of a document stands in the reading pane: offsets of the document to positions of Qt, and back."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from desktop_search.gui.wording.offsets import from_qt, to_qt
from desktop_search.records import Piece

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch [start, end) of the characters of one piece's text, which begins at `position` in the widget."""

    piece: int
    start: int
    end: int
    position: int


@dataclass(frozen=True, slots=True)
class ReadingMap:
    """The pieces that are shown and their segments, both in reading order."""

    pieces: tuple[Piece, ...] = ()
    segments: tuple[Segment, ...] = ()

    def spans(self, start: int, end: int) -> list[Span]:
        """Where [start, end) of the document's text is shown, as [start, end) positions."""
        found: list[Span] = []
        for number, piece in enumerate(self.pieces):
            if piece.end <= start or piece.start >= end:
                continue
            for low, high, first, last in piece.runs:
                if first < end and last > start:
                    begin = low + min(max(0, start - first), high - low)
                    stop = high if end >= last else low + min(end - first, high - low)
                    found += self.shown(number, begin, stop)
        return found

    def shown(self, piece: int, start: int, end: int) -> list[Span]:
        """Where [start, end) of a piece's text is shown, as positions."""
        return [
            (self._position(one, max(start, one.start)), self._position(one, min(end, one.end)))
            for one in self._of(piece)
            if one.start < end and one.end > start
        ]

    def marks(self, apart_from: Span | None) -> list[Span]:
        """The marks of all pieces, without those within a stretch of the document that is marked otherwise."""
        found: list[Span] = []
        for number, piece in enumerate(self.pieces):
            if apart_from is not None and apart_from[0] <= piece.start and piece.end <= apart_from[1]:
                continue
            for start, end in piece.marks:
                found += self.shown(number, start, end)
        return found

    def offset(self, position: int) -> int | None:
        """The place in the document of what stands at a position of the widget, or next before it."""
        best: Segment | None = None
        for one in self.segments:
            if one.position > position and best is not None:
                break
            best = one
        if best is None:
            return None
        piece = self.pieces[best.piece]
        place = best.start + from_qt(piece.text[best.start : best.end], max(0, position - best.position))
        for low, high, first, last in piece.runs:
            if place < high:
                return first + min(max(0, place - low), last - first)
        return piece.end

    def position(self, offset: int) -> int | None:
        """The position of the first character that stands at `offset` of the document or behind it."""
        for number, piece in enumerate(self.pieces):
            if piece.end < offset:
                continue
            for low, high, first, last in piece.runs:
                if last > offset:
                    shown = self.shown(number, low + min(max(0, offset - first), high - low), high)
                    if shown:
                        return shown[0][0]
            if not piece.runs:
                continue
        last_one = self.segments[-1] if self.segments else None
        return None if last_one is None else self._position(last_one, last_one.end)

    def text(self, start: int, end: int) -> str:
        """What is shown of a stretch of the document, pieces parted by blank lines."""
        parts: list[str] = []
        for piece in self.pieces:
            inside = [
                piece.text[low + max(0, start - first) : high if end >= last else low + end - first]
                for low, high, first, last in piece.runs
                if first < end and last > start
            ]
            if inside:
                parts.append("".join(inside))
        return "\n\n".join(parts)

    def _of(self, piece: int) -> Iterator[Segment]:
        first = bisect_left(self.segments, piece, key=lambda one: one.piece)
        return takewhile(lambda one: one.piece == piece, islice(self.segments, first, None))

    def _position(self, segment: Segment, place: int) -> int:
        text = self.pieces[segment.piece].text
        return segment.position + to_qt(text[segment.start : segment.end], place - segment.start)


def bounds(spans: Sequence[Span]) -> Span | None:
    """From the first to the last position; None where there are none."""
    return (min(start for start, _ in spans), max(end for _, end in spans)) if spans else None
