"""Finds words in the manual: in which sections all of them stand, and where. No Qt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

Span = tuple[int, int]
# One letter stands nearly everywhere.
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Found:
    """`places` are where the words stand, in the order of the text; `counts` says how many of them each section has."""

    places: tuple[Span, ...]
    counts: tuple[int, ...]


def find(typed: str, text: str, sections: Sequence[Span]) -> Found | None:
    """Where the typed words stand in those sections that hold them all; None while too little is typed.

    Upper and lower case are the same, and a word is also found within another one.
    """
    words = sorted({word for word in typed.split() if len(word) >= _SHORTEST}, key=len, reverse=True)
    if not words:
        return None
    patterns = [re.compile(re.escape(word), re.IGNORECASE) for word in words]
    together = re.compile("|".join(pattern.pattern for pattern in patterns), re.IGNORECASE)
    places: list[Span] = []
    counts = []
    for start, end in sections:
        holds_all = all(pattern.search(text, start, end) for pattern in patterns)
        here = [match.span() for match in together.finditer(text, start, end)] if holds_all else []
        places += here
        counts.append(len(here))
    return Found(tuple(places), tuple(counts))
