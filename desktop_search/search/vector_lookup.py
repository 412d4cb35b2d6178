"""Which rows belong to a paragraph or to a file: sorted when it is first asked, rather than kept in dictionaries."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop_search.search import vector_rows
from desktop_search.search.vector_rows import Part, Places, Rows

Numbers = NDArray[np.intp]
# So small a part of the rows are looked up one file at a time.
_FEW = 1 / 100


class Lookup:
    """One part with its order by paragraph and by file. A dictionary for a million rows would take 100 MB."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.newest = int(part.paragraphs().max(initial=0))
        self._sorted: dict[str, tuple[NDArray[np.int64], NDArray[np.int32]]] = {}

    def append(self, rows: Rows, places: Places) -> None:
        """Adds rows to a part in memory."""
        vector_rows.append(self.part, rows, places)
        self.newest = max(self.newest, int(places["paragraph"].max(initial=0)))
        self._sorted.clear()

    def of_paragraphs(self, wanted: NDArray[np.int64]) -> Numbers:
        """The rows of these paragraphs, in no order."""
        return self._find("paragraph", wanted)

    def of_files(self, wanted: NDArray[np.int64]) -> Numbers:
        """The rows of these files, in no order."""
        return self._find("file", wanted)

    def in_files(self, wanted: NDArray[np.int64]) -> NDArray[np.bool_]:
        """bool[n]: which rows belong to one of these files."""
        if len(wanted) < _FEW * self.part.count:
            inside = np.zeros(self.part.count, np.bool_)
            inside[self.of_files(wanted)] = True
            return inside
        files = self.part.files()
        known = np.zeros(max(files.max(initial=0), wanted.max(initial=0)) + 1, np.bool_)
        known[wanted] = True
        return known[files]

    def _find(self, column: str, wanted: NDArray[np.int64]) -> Numbers:
        if not self.part.count or not len(wanted):
            return np.empty(0, np.intp)
        if column not in self._sorted:
            values = self.part.places[column][: self.part.count]
            order = np.argsort(values, kind="stable").astype(np.int32)
            self._sorted[column] = (values[order], order)
        values, order = self._sorted[column]
        # Not by np.unique: for many it takes a hundred times as long as to sort them.
        wanted = np.sort(wanted)
        wanted = wanted[np.diff(wanted, prepend=wanted[0] - 1) > 0]
        starts, ends = np.searchsorted(values, wanted, "left"), np.searchsorted(values, wanted, "right")
        sizes = ends - starts
        if sizes.max() == 1:
            # The usual case of paragraphs, in fewer steps.
            return _numbers(order[starts[sizes == 1]])
        found = sizes > 0
        if not found.any():
            return np.empty(0, np.intp)
        sizes = sizes[found]
        # The numbers start..end of every range, one after the other.
        steps = np.repeat(starts[found] - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes)
        return _numbers(order[steps + np.arange(sizes.sum())])


def _numbers(rows: NDArray[np.int32]) -> Numbers:
    return rows.astype(np.intp)
