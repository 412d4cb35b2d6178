"""An encoder (embedding.encoder.Encoder) without torch: a text's vector is made of the hashes of its words.

Texts with words in common are near each other, others are not; the same in every process and on every machine.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from desktop_search.records import ModelInfo

_WORD = re.compile(r"\w+")


class FakeEncoder:
    """`queries_encoded` and `passages_encoded` count texts; `passages` keeps what was encoded, in order."""

    def __init__(self, dimension: int = 64, name: str = "fake", device: str = "cpu") -> None:
        self.model = ModelInfo(name, hashlib.sha256(f"{name} {dimension}".encode()).hexdigest()[:32], dimension)
        self.device = device
        self.device_note = ""
        self.runtime = "fake"
        self.quiet = False
        self.queries_encoded = 0
        self.passages_encoded = 0
        self.passages: list[str] = []
        self._lock = threading.Lock()

    def be_quiet(self, quiet: bool) -> None:
        self.quiet = quiet

    def encode_query(self, text: str) -> NDArray[np.float32]:
        with self._lock:
            self.queries_encoded += 1
        return vector_of(text, self.model.dimension)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        with self._lock:
            self.passages_encoded += len(texts)
            self.passages.extend(texts)
        rows = [vector_of(text, self.model.dimension) for text in texts]
        return np.array(rows, np.float32).reshape(len(rows), self.model.dimension)


def vector_of(text: str, dimension: int) -> NDArray[np.float32]:
    """float32[d] of length 1; without a word the first axis."""
    total = np.zeros(dimension, np.float64)
    for word in _WORD.findall(text.lower()):
        total += _vector_of_word(word, dimension)
    length = float(np.linalg.norm(total))
    if length == 0.0:
        total[0] = length = 1.0
    vector: NDArray[np.float32] = (total / length).astype(np.float32)
    return vector


@lru_cache(maxsize=100_000)
def _vector_of_word(word: str, dimension: int) -> NDArray[np.float64]:
    seed = int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")
    return np.random.default_rng(seed).standard_normal(dimension)
