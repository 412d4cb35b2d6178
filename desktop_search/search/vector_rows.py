"""Rows of the vector index and their codes, as arrays that may lie in memory or be mapped from a file.

    rows    int8[n, d]                     unit vectors to 8 bits (store/vectors.py)
    places  (paragraph, file, length)[n]   what a row belongs to, and how long it is as integers
    codes   int8[n, w]                     the rows along the axes of the index (vector_axes.py); w is 0 without such

In memory there is room for more rows than are in use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_search.search import vector_axes
from desktop_search.search.vector_axes import Axes, Codes

PLACE = np.dtype([("paragraph", "<i8"), ("file", "<i8"), ("length", "<f4")])

Rows = NDArray[np.int8]
Places = NDArray[np.void]

_FIRST_ROWS = 256
_GROWTH = 1.5


def places_of(paragraphs: Sequence[int], files: Sequence[int], rows: Rows) -> Places:
    """What n rows belong to."""
    places = np.empty(len(rows), PLACE)
    places["paragraph"], places["file"] = paragraphs, files
    exact = rows.astype(np.float32)
    places["length"] = np.maximum(np.sqrt(np.einsum("ij,ij->i", exact, exact)), 1.0)
    return places


@dataclass(slots=True)
class Part:
    """A stretch of the index; the first `count` rows of its arrays are in use.

    `source` names the file that they are mapped from, empty in memory: of one source rows are added, none changes.
    `learned` is of how many rows the axes were learned.
    """

    rows: Rows
    places: Places
    codes: Codes
    count: int
    axes: Axes
    source: str = ""
    learned: int = 0

    @property
    def lengths(self) -> NDArray[np.float32]:
        lengths: NDArray[np.float32] = self.places["length"]
        return lengths

    def paragraphs(self) -> NDArray[np.int64]:
        return self.places["paragraph"][: self.count]

    def files(self) -> NDArray[np.int64]:
        return self.places["file"][: self.count]


def empty(dimension: int, axes: Axes | None = None) -> Part:
    """A part in memory, to be appended to, along these axes where there are such."""
    axes = vector_axes.none(dimension) if axes is None else axes
    return Part(
        np.empty((_FIRST_ROWS, dimension), np.int8),
        np.empty(_FIRST_ROWS, PLACE),
        np.empty((_FIRST_ROWS, vector_axes.width(axes)), np.int8),
        0,
        axes,
    )


def append(part: Part, rows: Rows, places: Places) -> None:
    """Adds rows at the end of a part in memory."""
    count = part.count + len(rows)
    if count > len(part.rows):
        size = max(count, int(len(part.rows) * _GROWTH))
        part.rows, part.places, part.codes = (_grown(one, size) for one in (part.rows, part.places, part.codes))
    part.rows[part.count : count] = rows
    part.places[part.count : count] = places
    part.codes[part.count : count] = vector_axes.codes(rows, part.axes)
    part.count = count


def _grown(array: NDArray[Any], size: int) -> NDArray[Any]:
    # Not in place: whoever still reads the old array goes on doing so.
    grown = np.empty((size, *array.shape[1:]), array.dtype)
    grown[: len(array)] = array
    return grown
