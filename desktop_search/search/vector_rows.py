"""Rows of the vector index and their 1-bit codes, as arrays that may lie in memory or be mapped from a file.

    rows    int8[n, d]                     unit vectors to 8 bits (store/vectors.py)
    places  (paragraph, file, length)[n]   what a row belongs to, and how long it is as integers
    codes   uint64[blocks, planes, BLOCK]  the signs of the rows, 64 dimensions a plane

Within a block the codes of one plane lie side by side, so that numpy takes many of them in one instruction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 16_384
PLACE = np.dtype([("paragraph", "<i8"), ("file", "<i8"), ("length", "<f4")])

Rows = NDArray[np.int8]
Codes = NDArray[np.uint64]
Places = NDArray[np.void]

_FIRST_ROWS = 256
_GROWTH = 1.5


def planes_of(dimension: int) -> int:
    """How many words of 64 bits the signs of one row take."""
    return -(-dimension // 64)


def signs(rows: NDArray[Any]) -> Codes:
    """The signs of [n, d] as uint64[planes, n]: a bit is set where a component is above zero."""
    above: NDArray[np.bool_] = rows > 0
    bits = np.packbits(above, axis=1, bitorder="little")
    padded = np.zeros((len(rows), planes_of(rows.shape[1]) * 8), np.uint8)
    padded[:, : bits.shape[1]] = bits
    codes: Codes = padded.view("<u8").T
    return codes


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
    """

    rows: Rows
    places: Places
    codes: Codes
    count: int
    source: str = ""

    def paragraphs(self) -> NDArray[np.int64]:
        return self.places["paragraph"][: self.count]

    def files(self) -> NDArray[np.int64]:
        return self.places["file"][: self.count]


def empty(dimension: int) -> Part:
    """A part in memory, to be appended to."""
    return Part(
        np.empty((_FIRST_ROWS, dimension), np.int8),
        np.empty(_FIRST_ROWS, PLACE),
        np.zeros((0, planes_of(dimension), BLOCK), np.uint64),
        0,
    )


def append(part: Part, rows: Rows, places: Places) -> None:
    """Adds rows at the end of a part in memory."""
    count = part.count + len(rows)
    if count > len(part.rows):
        size = max(count, int(len(part.rows) * _GROWTH))
        part.rows = _grown(part.rows, size)
        part.places = _grown(part.places, size)
    if count > len(part.codes) * BLOCK:
        part.codes = _grown(part.codes, -(-count // BLOCK))
    part.rows[part.count : count] = rows
    part.places[part.count : count] = places
    put_codes(part.codes, part.count, signs(rows))
    part.count = count


def put_codes(codes: Codes, first: int, added: Codes) -> None:
    """Writes uint64[planes, n] for the rows from `first` on into their blocks."""
    done = 0
    while done < added.shape[1]:
        block, place = divmod(first + done, BLOCK)
        size = min(BLOCK - place, added.shape[1] - done)
        codes[block, :, place : place + size] = added[:, done : done + size]
        done += size


def _grown(array: NDArray[Any], size: int) -> NDArray[Any]:
    # Not in place: whoever still reads the old array goes on doing so.
    grown = np.zeros((size, *array.shape[1:]), array.dtype)
    grown[: len(array)] = array
    return grown
