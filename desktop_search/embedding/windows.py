"""Cuts a text that is longer than a model reads into windows, at token borders, so that nothing of it is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer


@dataclass(frozen=True, slots=True)
class Window:
    """`text` is a stretch of passage number `passage`; `tokens` counts it without special tokens."""

    passage: int
    text: str
    tokens: int


def split(texts: Sequence[str], tokenizer: Tokenizer, limit: int) -> list[Window]:
    """Windows of at most `limit` tokens that together are all of each text; a text that fits is one window.

    `tokenizer` must neither cut nor pad.
    """
    windows: list[Window] = []
    for passage, encoding in enumerate(tokenizer.encode_batch(list(texts), add_special_tokens=False)):
        windows += _windows(passage, texts[passage], encoding.offsets, tokenizer, limit)
    return windows


def join(windows: Sequence[Window], vectors: NDArray[np.float32], passages: int) -> NDArray[np.float32]:
    """One unit vector per passage, float32[passages, d]: the mean of its windows' unit vectors, float32[n, d],
    weighted by their tokens."""
    if len(windows) == passages:
        return unit(vectors)
    total = np.zeros((passages, vectors.shape[1]), np.float64)
    for window, vector in zip(windows, unit(vectors), strict=True):
        total[window.passage] += float(max(window.tokens, 1)) * vector
    return unit(total)


def unit(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    """float32[n, d] of length 1. A row of zeros, which has no direction, becomes the first axis."""
    exact = vectors.astype(np.float64)
    lengths = np.linalg.norm(exact, axis=1, keepdims=True)
    exact[lengths[:, 0] == 0.0, 0] = 1.0
    result: NDArray[np.float32] = (exact / np.where(lengths == 0.0, 1.0, lengths)).astype(np.float32)
    return result


def valid(text: str) -> str:
    """The text without what no tokenizer takes: halves of surrogate pairs, left by file names and broken files."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _windows(
    passage: int, text: str, offsets: Sequence[tuple[int, int]], tokenizer: Tokenizer, limit: int
) -> list[Window]:
    if len(offsets) <= limit:
        return [Window(passage, text, len(offsets))]
    found: list[Window] = []
    for piece in _cut(text, offsets, limit):
        again = tokenizer.encode(piece, add_special_tokens=False).offsets
        if len(again) <= limit or piece == text:
            # One character can be several tokens: where it cannot be cut, it stays whole.
            found.append(Window(passage, piece, len(again)))
        else:
            # A word cut in two can have more tokens than before: once more, in two.
            found += _windows(passage, piece, again, tokenizer, (len(again) + 1) // 2)
    return found


def _cut(text: str, offsets: Sequence[tuple[int, int]], limit: int) -> list[str]:
    """Pieces of about equal numbers of tokens, each at most `limit`, cut before a word wherever one is near."""
    pieces: list[str] = []
    first, start = 0, 0
    while len(offsets) - first > limit:
        parts = -(-(len(offsets) - first) // limit)
        aim = first + -(-(len(offsets) - first) // parts)
        at = next((at for at in range(aim, (first + aim) // 2, -1) if text[offsets[at][0] - 1].isspace()), aim)
        end = max(offsets[at][0], start + 1)
        pieces.append(text[start:end])
        first, start = at, end
    pieces.append(text[start:])
    return [piece for piece in pieces if piece]
