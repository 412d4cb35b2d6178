"""The derived vector index: all vectors of the current model in memory, searched exactly.

The same verbs as the word index: add, remove, search. Rows are float32[n, d] with the paragraph's and the
file's id beside them. The lock makes one search and one change wait for each other, never longer than a scan.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from desktop_search.search import scan

_FIRST_ROWS = 1024
_GROWTH = 1.5
_UNRELATED = 20


class VectorIndex:
    """Vectors of one model. `device` is where the scan runs: cpu, cuda or mps."""

    def __init__(self, dimension: int, device: str = "cpu") -> None:
        self._lock = threading.Lock()
        self._device = device
        self._vectors = np.empty((_FIRST_ROWS, dimension), np.float32)
        self._paragraphs = np.empty(_FIRST_ROWS, np.int64)
        self._files = np.empty(_FIRST_ROWS, np.int64)
        self._row_of: dict[int, int] = {}
        self._rows_of_file: dict[int, set[int]] = {}
        self._sum = np.zeros(dimension, np.float64)

    def __len__(self) -> int:
        return len(self._row_of)

    def add(self, paragraphs: Sequence[int], files: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """Adds n paragraphs with their files and float32[n, d]; a paragraph known already gets the new vector."""
        with self._lock:
            self._reserve(len(self._row_of) + len(paragraphs))
            for paragraph, file, vector in zip(paragraphs, files, vectors, strict=True):
                row = self._row_of.get(paragraph)
                if row is None:
                    row = len(self._row_of)
                    self._row_of[paragraph] = row
                    self._paragraphs[row] = paragraph
                    self._files[row] = file
                    self._rows_of_file.setdefault(file, set()).add(paragraph)
                else:
                    self._sum -= self._vectors[row]
                self._vectors[row] = vector
                self._sum += vector

    def remove(self, files: Iterable[int]) -> None:
        """Forgets all paragraphs of these files; the last rows move into the gaps."""
        with self._lock:
            for file in files:
                for paragraph in self._rows_of_file.pop(file, ()):
                    self._remove_row(self._row_of.pop(paragraph))

    def search(
        self,
        query: NDArray[np.float32],
        limit: int,
        files: Collection[int] | None = None,
        without: Collection[int] = (),
    ) -> list[tuple[int, float]]:
        """The nearest paragraphs to float32[d] as (paragraph id, cosine), best first, ties by id.

        `files` limits the search to these files before the top-k is taken; `without` leaves paragraphs out.
        """
        with self._lock:
            count = len(self._row_of)
            if not count:
                return []
            paragraphs = self._paragraphs[:count].copy()
            mask = None if files is None else np.isin(self._files[:count], np.fromiter(files, np.int64))
            if without:
                kept = ~np.isin(paragraphs, np.fromiter(without, np.int64))
                mask = kept if mask is None else mask & kept
            found = scan.top_k(query, self._vectors[:count], k=limit, score="dot", device=self._device, mask=mask)
        pairs = [(int(paragraphs[row]), float(score)) for row, score in zip(found.ids[0], found.scores[0], strict=True)]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def vectors(self, paragraphs: Sequence[int]) -> tuple[list[int], NDArray[np.float32]]:
        """Those of the paragraphs that have a vector, with their float32[n, d]."""
        with self._lock:
            known = [paragraph for paragraph in paragraphs if paragraph in self._row_of]
            return known, self._vectors[[self._row_of[paragraph] for paragraph in known]]

    def background(self, query: NDArray[np.float32]) -> float:
        """The mean cosine of float32[d] to everything in the index: what "nothing in common" looks like here.

        In an index of few paragraphs that is mostly the answer itself, so some that have nothing to say are added.
        """
        with self._lock:
            return float(self._sum @ query) / (len(self._row_of) + _UNRELATED)

    def _reserve(self, rows: int) -> None:
        if rows <= len(self._vectors):
            return
        size = max(rows, int(len(self._vectors) * _GROWTH))
        # Not in place: a slice of the old arrays may still be in use as a tensor.
        vectors = np.empty((size, self._vectors.shape[1]), np.float32)
        vectors[: len(self._vectors)] = self._vectors
        self._vectors = vectors
        self._paragraphs = np.concatenate([self._paragraphs, np.empty(size - len(self._paragraphs), np.int64)])
        self._files = np.concatenate([self._files, np.empty(size - len(self._files), np.int64)])

    def _remove_row(self, row: int) -> None:
        """`row` was already taken out of `_row_of`; the last row takes its place."""
        last = len(self._row_of)
        self._sum -= self._vectors[row]
        if row == last:
            return
        moved = int(self._paragraphs[last])
        self._vectors[row] = self._vectors[last]
        self._paragraphs[row] = moved
        self._files[row] = self._files[last]
        self._row_of[moved] = row
