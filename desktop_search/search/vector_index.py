"""The derived vector index: the vectors of one model, searched in two stages (vector_scan.py).

The same verbs as the word index: add, remove, search. What was saved is mapped from files, what was added since lies
in memory; rows are never taken out but marked as gone. The lock makes one search and one change wait for each other,
never longer than a scan.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from desktop_search.search import vector_axes, vector_rows, vector_scan
from desktop_search.search.remembered import Remembered
from desktop_search.search.vector_files import Mark, Saved, VectorFiles
from desktop_search.search.vector_lookup import Lookup
from desktop_search.search.vector_rows import Part
from desktop_search.store.vectors import pack

Vectors = NDArray[np.float32]
Numbers = NDArray[np.intp]

_UNRELATED = 20
_REMEMBERED = 8
# Once this part of the rows is gone, the files are written anew without them.
_WORTH_WRITING_ANEW = 0.25
_SMALL = 10_000
# From so many rows on they are compared along axes first. Learning those takes a second, and is done again once there
# are so many times as many rows.
_WORTH_AXES = vector_scan.ALL_UP_TO
_GROWN = 4


class Scan(Protocol):
    """Finds the nearest rows in another way, on a device (device_scan.py)."""

    def nearest(
        self, parts: Sequence[Part], query: Vectors, limit: int, allowed: NDArray[np.bool_] | None
    ) -> tuple[Numbers, Vectors]: ...


class VectorIndex:
    """Vectors of one model, of `dimension` numbers each. `files` is where it is kept; without, it lives in memory."""

    def __init__(self, dimension: int, files: VectorFiles | None = None, scan: Scan | None = None) -> None:
        self._lock = threading.Lock()
        self._dimension = dimension
        self._files = files
        self._scan = scan
        self.mark = Mark()
        self._anew = False
        # Only of what cannot change is anything remembered: until the next change.
        self._asked_of: Remembered[NDArray[np.bool_]] = Remembered(_REMEMBERED)
        # Whoever leaves out some of what was found asks for more of it.
        self._scans: Remembered[vector_scan.Scan] = Remembered(1)
        self._begin(files.open() if files is not None else None)

    def _begin(self, saved: Saved | None) -> None:
        if saved is None:
            base = vector_rows.empty(self._dimension)
            saved = Saved(base, np.zeros(0, np.bool_), np.zeros(self._dimension), Mark())
            self._anew = True
        self._base, self._gone, self._sum = Lookup(saved.part), saved.gone, saved.total
        self._added = Lookup(vector_rows.empty(self._dimension, saved.part.axes))
        self._live = int(len(saved.gone) - saved.gone.sum())
        self._forget_questions()
        self._changed = False
        self.mark = saved.mark

    def __len__(self) -> int:
        return self._live

    @property
    def unsaved(self) -> int:
        """How many rows were added since the last save; at least 1 where anything has changed."""
        return max(self._added.part.count, int(self._changed))

    @property
    def note(self) -> str:
        """One sentence once the device could not search any more and the processor took over, else empty."""
        return str(getattr(self._scan, "note", ""))

    def clear(self) -> None:
        """Forgets everything, the files too at the next save."""
        with self._lock:
            self._begin(None)
            self._changed = True

    def add(self, paragraphs: Sequence[int], files: Sequence[int], vectors: NDArray[Any]) -> None:
        """Adds n paragraphs with their files and float32[n, d], or int8[n, d] as stored; a paragraph known already
        gets the new vector."""
        rows = vectors if vectors.dtype == np.int8 else pack(vectors)
        if not len(rows):
            return
        with self._lock:
            if self._known(paragraphs):
                self._forget(self._rows_of(paragraphs))
            places = vector_rows.places_of(paragraphs, files, rows)
            self._added.append(rows, places)
            self._gone = np.concatenate([self._gone, np.zeros(len(rows), np.bool_)])
            self._sum += self._sum_of(rows, places["length"])
            self._live += len(rows)
            self._forget_questions()
            self._changed = True

    def remove(self, files: Iterable[int]) -> None:
        """Forgets all paragraphs of these files."""
        with self._lock:
            wanted = np.fromiter(files, np.int64)
            self._forget(np.concatenate([self._base.of_files(wanted), self._in_added(self._added.of_files(wanted))]))

    def search(
        self,
        query: Vectors,
        limit: int,
        files: Collection[int] | None = None,
        without: Collection[int] = (),
    ) -> list[tuple[int, float]]:
        """The nearest paragraphs to float32[d] as (paragraph id, cosine), best first, ties by id.

        `files` limits the search to these files before the top-k is taken; `without` leaves paragraphs out.
        """
        with self._lock:
            if not self._live:
                return []
            parts = [self._base.part, self._added.part]
            if self._scan is not None:
                rows, scores = self._scan.nearest(parts, query, limit, self._allowed(files, without))
            else:
                scan = self._scans.get(
                    (query.tobytes(), None if files is None else frozenset(files), frozenset(without)),
                    lambda: vector_scan.Scan(parts, query, self._allowed(files, without)),
                )
                rows, scores = scan.nearest(limit)
            paragraphs = self._places(rows)["paragraph"]
        order = np.lexsort((paragraphs, -scores))[:limit]
        return list(zip(paragraphs[order].tolist(), scores[order].tolist(), strict=True))

    def vectors(self, paragraphs: Sequence[int]) -> tuple[list[int], Vectors]:
        """Those of the paragraphs that have a vector, with their float32[n, d]."""
        with self._lock:
            rows = np.sort(self._rows_of(paragraphs))
            packed = np.concatenate(
                [
                    self._base.part.rows[rows[rows < self._base.part.count]],
                    self._added.part.rows[rows[rows >= self._base.part.count] - self._base.part.count],
                ]
            )
            places = self._places(rows)
        return places["paragraph"].tolist(), packed.astype(np.float32) / places["length"][:, None]

    def background(self, query: Vectors) -> float:
        """The mean cosine of float32[d] to everything in the index: what "nothing in common" looks like here.

        In an index of few paragraphs that is mostly the answer itself, so some that have nothing to say are added.
        """
        with self._lock:
            return float(self._sum @ query) / (self._live + _UNRELATED)

    def begin_anew(self) -> None:
        """The next save writes the files anew, without the rows that are gone."""
        self._anew = self._changed = True

    def save(self, mark: Mark) -> None:
        """Puts what has changed into the files; it then stands as at `mark`. Raises OSError where that fails.

        To be called by the thread that adds and removes: queries are answered meanwhile.
        """
        if self._files is None:
            return
        dead = len(self._gone) - self._live
        anew = self._anew or (dead > _SMALL and dead > _WORTH_WRITING_ANEW * len(self._gone)) or self._wants_axes
        added, gone = (self._gathered(), np.zeros(self._live, np.bool_)) if anew else (self._added.part, self._gone)
        saved = self._files.save(added, gone, self._sum, mark, anew=anew)
        with self._lock:
            self._base, self._added = Lookup(saved), Lookup(vector_rows.empty(self._dimension, saved.axes))
            self._gone = gone
            self._forget_questions()
            self._changed = self._anew = False
            self.mark = mark

    @property
    def _wants_axes(self) -> bool:
        """Has it grown so large that axes are worth their place, or by so much that others may suit it better?"""
        return self._live >= max(_WORTH_AXES, _GROWN * self._base.part.learned)

    def _gathered(self) -> Part:
        """All rows that are left, as a part of their own, along the axes that suit them."""
        base, added = self._base.part, self._added.part
        old, new = np.flatnonzero(~self._gone[: base.count]), np.flatnonzero(~self._gone[base.count :])
        # Into their place, and not by way of a copy ("clip"): they may be most of the memory that there is.
        rows = np.empty((len(old) + len(new), self._dimension), np.int8)
        np.take(base.rows, old, axis=0, out=rows[: len(old)], mode="clip")
        np.take(added.rows, new, axis=0, out=rows[len(old) :], mode="clip")
        places = np.concatenate([base.places[old], added.places[new]])
        axes = vector_axes.learn(rows) if len(rows) >= _WORTH_AXES else vector_axes.none(self._dimension)
        learned = len(rows) if len(axes) else 0
        return Part(rows, places, vector_axes.codes(rows, axes), len(rows), axes, learned=learned)

    def _allowed(self, files: Collection[int] | None, without: Collection[int]) -> NDArray[np.bool_] | None:
        if files is None and not without and self._live == len(self._gone):
            return None
        allowed = ~self._gone if files is None else self._of_files(files)
        if without:
            allowed = allowed.copy()
            allowed[self._rows_of(list(without))] = False
        return allowed

    def _of_files(self, files: Collection[int]) -> NDArray[np.bool_]:
        """The rows of these files, bool[n]. While a person types, question after question is asked of the same ones."""
        return self._asked_of.get(files, lambda: self._in(files)) if isinstance(files, frozenset) else self._in(files)

    def _in(self, files: Collection[int]) -> NDArray[np.bool_]:
        wanted = np.fromiter(files, np.int64, len(files))
        return np.concatenate([self._base.in_files(wanted), self._added.in_files(wanted)]) & ~self._gone

    def _known(self, paragraphs: Sequence[int]) -> bool:
        """Ids only grow: as a rule a paragraph that is added is newer than all others."""
        return bool(self._live) and min(paragraphs) <= max(self._base.newest, self._added.newest)

    def _rows_of(self, paragraphs: Sequence[int]) -> Numbers:
        wanted = np.asarray(paragraphs, np.int64)
        rows: Numbers = np.concatenate(
            [self._base.of_paragraphs(wanted), self._in_added(self._added.of_paragraphs(wanted))]
        )
        return rows[~self._gone[rows]]

    def _in_added(self, rows: Numbers) -> Numbers:
        return rows + self._base.part.count

    def _places(self, rows: Numbers) -> NDArray[np.void]:
        """The places of rows in any order."""
        base = self._base.part
        places = np.empty(len(rows), vector_rows.PLACE)
        inside = rows < base.count
        places[inside] = base.places[rows[inside]]
        places[~inside] = self._added.part.places[rows[~inside] - base.count]
        return places

    def _forget(self, rows: Numbers) -> None:
        rows = np.sort(rows[~self._gone[rows]])
        if not len(rows):
            return
        base = self._base.part
        inside = rows < base.count
        for part, own in ((base, rows[inside]), (self._added.part, rows[~inside] - base.count)):
            self._sum -= self._sum_of(part.rows[own], part.places["length"][own])
        self._gone[rows] = True
        self._live -= len(rows)
        self._forget_questions()
        self._changed = True

    def _forget_questions(self) -> None:
        self._asked_of.clear()
        self._scans.clear()

    def _sum_of(self, rows: vector_rows.Rows, lengths: NDArray[np.float32]) -> NDArray[np.float64]:
        total: NDArray[np.float64] = (rows.astype(np.float64) / lengths[:, None]).sum(axis=0)
        return total
