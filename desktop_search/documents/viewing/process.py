"""The reading pane's own reader process, seen from the engine: asked for one thing at a time.

Its answers are data that may be wrong or made to do harm: they are taken apart with care, and their size is bounded.
"""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from desktop_search.documents.reading import handing_over
from desktop_search.documents.reading.process import begin, finish
from desktop_search.documents.source import Limits
from desktop_search.documents.viewing import worker
from desktop_search.records import Piece

_MOST_TOLD = 16_000_000
_MOST_PIXEL_BYTES = 14_000_000
_FIELDS = frozenset(one.name for one in fields(Piece))


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
            told = json.loads(self._connection.recv_bytes(_MOST_TOLD))
            size = int(told["bytes"])
            pixels = self._connection.recv_bytes(_MOST_PIXEL_BYTES) if size else b""
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            return None
        return (told, pixels) if len(pixels) == size else None

    def end(self) -> None:
        """Ends it at once: it owns nothing that could be harmed."""
        finish(self._connection, self._process)


def pieces(told: list[dict[str, Any]]) -> tuple[Piece, ...]:
    """The pieces of an answer. Raises ValueError, KeyError or TypeError where they are none."""
    return tuple(_piece(one) for one in told)


def _piece(told: dict[str, Any]) -> Piece:
    values = {name: value for name, value in told.items() if name in _FIELDS}
    text = values["text"]
    if not isinstance(text, str):
        raise TypeError("a piece without text")
    values["runs"] = tuple((int(a), int(b), int(c), int(d)) for a, b, c, d in values["runs"])
    values["looks"] = tuple((int(a), int(b), str(look)) for a, b, look in values["looks"])
    values["marks"] = ()
    return Piece(**values)
