"""The reading pane's own reader process, seen from the engine: asked for one thing at a time.

Its answers are data that may be wrong or made to do harm: they are taken apart with care, and their size is bounded.
"""

from __future__ import annotations

from typing import Any, get_args

from desktop_search.documents.reading import handing_over, untrusted
from desktop_search.documents.reading.process import begin, finish
from desktop_search.documents.source import Limits
from desktop_search.documents.viewing import worker
from desktop_search.records import BlockKind, Look, PageUnit, Piece

_MOST_TOLD = 16_000_000
_MOST_PIXEL_BYTES = 14_000_000
# What Qt keeps in a number.
_LARGEST = 2**31 - 1


class ViewProcess:
    """One process and the pipe to it. Stays on one thread."""

    def __init__(self, limits: Limits) -> None:
        """Starts it. Raises ReaderError where that is not possible."""
        self._connection, self._process = begin(worker.main, limits)

    def ask(self, request: dict[str, Any]) -> bool:
        """Hands a request over; False where the process is gone."""
        try:
            handing_over.send(self._connection, request)
        except OSError:
            return False
        return True

    def wait(self, seconds: float) -> bool:
        """Is there an answer, or an end of the process, within so many seconds?"""
        return self._connection.poll(seconds)

    def answer(self) -> tuple[dict[str, Any], bytes] | None:
        """What it answers, and a picture's bytes; None where it has died or talks nonsense."""
        try:
            told = untrusted.parsed(self._connection.recv_bytes(_MOST_TOLD))
            size = untrusted.number(told["bytes"])
            pixels = self._connection.recv_bytes(_MOST_PIXEL_BYTES) if size else b""
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            return None
        return (told, pixels) if len(pixels) == size else None

    def end(self) -> None:
        """Ends it at once: it owns nothing that could be harmed."""
        finish(self._connection, self._process)


def pieces(told: object) -> tuple[Piece, ...]:
    """The pieces of an answer. Raises ValueError, KeyError or TypeError where they are none."""
    return tuple(_piece(one) for one in untrusted.a_list(told))


def boxes(told: object) -> tuple[tuple[int, int, int, int], ...]:
    """Boxes, or whatever else has four numbers. Raises ValueError or TypeError where they are none."""
    rows = [tuple(untrusted.number(one, -_LARGEST, _LARGEST) for one in row) for row in untrusted.a_list(told)]
    return tuple((a, b, c, d) for a, b, c, d in rows)


def _piece(told: dict[str, Any]) -> Piece:
    kind, unit = told["kind"], told["unit"]
    looks = [(untrusted.number(a), untrusted.number(b), look) for a, b, look in untrusted.a_list(told["looks"])]
    if kind not in get_args(BlockKind) or unit not in get_args(PageUnit):
        raise ValueError("no such kind")
    if any(look not in get_args(Look) for _, _, look in looks):
        raise ValueError("no such look")
    return Piece(
        kind,
        untrusted.text(told["text"]),
        untrusted.number(told["start"]),
        untrusted.number(told["end"]),
        untrusted.number(told["level"], 0, _LARGEST),
        untrusted.text(told["sign"]),
        untrusted.number_or_none(told["page"]),
        unit,
        untrusted.number_or_none(told["line"]),
        boxes(told["runs"]),
        tuple(looks),
        (),
        untrusted.flag(told["has_head"]),
        untrusted.flag(told["is_cut"]),
    )
