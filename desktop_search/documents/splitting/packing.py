"""Pieces of text into groups of a good size, with borders that depend on content and hardly on position.

A stretch that is too large is divided at the border with the smallest key inside it, leaving a minimum on both
sides; then each part again. A key depends only on the two pieces that meet at the border, so an edit changes the
borders near it and leaves all others, as in content-defined chunking, but without a greedy pass that has to fall
back into step.
"""

from __future__ import annotations

import contextlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple
from zlib import crc32

from desktop_search.documents.splitting.token_estimate import estimate_tokens

# How willingly a group ends after a piece: the lower, the better.
GOOD, FAIR, POOR, LAST = range(4)

Group = tuple[int, int, int]  # start, end, tokens


class Piece(NamedTuple):
    """text[start:end], its estimated word pieces, and how well a group may end after it."""

    start: int
    end: int
    tokens: int
    rank: int


def weigh(text: str, start: int, end: int, wanted: int = GOOD) -> Piece:
    """Measures one piece; see `rank`."""
    piece = text[start:end]
    return Piece(start, end, estimate_tokens(piece), rank(piece, wanted))


def rank(piece: str, wanted: int) -> int:
    """How willingly a group ends after this piece. What follows a line that ends in a colon belongs to it."""
    return POOR if wanted < POOR and piece.rstrip().endswith(":") else wanted


def pack(text: str, pieces: Sequence[Piece], least: int, most: int) -> Iterator[Group]:
    """Consecutive groups of at most `most` tokens, or of one piece; of `least` tokens where that can be."""
    if not pieces:
        return
    sums = list(accumulate([piece.tokens for piece in pieces], initial=0))
    keys = _keys(text, pieces) if sums[-1] > most else []
    waiting = [(0, len(pieces))]
    while waiting:
        first, last = waiting.pop()
        tokens = sums[last] - sums[first]
        if tokens <= most or last - first == 1:
            yield pieces[first].start, pieces[last - 1].end, tokens
            continue
        border = _border(sums, keys, first, last, least)
        waiting.append((border, last))
        waiting.append((first, border))


def _keys(text: str, pieces: Sequence[Piece]) -> list[int]:
    """keys[i] belongs to the border before piece i: its rank, then a number mixed from the texts that meet there."""
    digests = [crc32(text[piece.start : piece.end].strip().encode("utf-8", "surrogatepass")) for piece in pieces]
    keys = [0] * len(pieces)
    for index in range(1, len(pieces)):
        mixed = (digests[index - 1] * 0x9E3779B1 ^ digests[index]) * 0x85EBCA6B
        keys[index] = pieces[index - 1].rank << 32 | mixed >> 7 & 0xFFFFFFFF
    return keys


def _border(sums: list[int], keys: list[int], first: int, last: int, least: int) -> int:
    """The index of the piece in front of which pieces[first:last] is divided."""
    low = max(first + 1, bisect_left(sums, sums[first] + least, first, last + 1))
    high = min(last - 1, bisect_right(sums, sums[last] - least, first, last + 1) - 1)
    middle = bisect_left(sums, (sums[first] + sums[last]) // 2, first, last + 1)
    if low > high:
        return min(max(middle, first + 1), last - 1)
    inside = keys[low : high + 1]
    key = min(inside)
    found = inside.index(key)
    if inside.count(key) > 1:  # the one next to the middle: a million equal lines are halved, not nibbled at
        with contextlib.suppress(ValueError):
            found = inside.index(key, min(max(0, middle - low), len(inside) - 1))
    return low + found
