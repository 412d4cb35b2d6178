"""How near rows are to a query, in three ways of different price: along some axes, by 8-bit integers, and exactly.

    axes       roughly, by steps       96 bytes a row of 384 dimensions are read
    integers   the query to 8 bits     384 bytes a row; off by `Coarse.error` at most, whatever the row
    exact      the query as it is      1,536 bytes a row are made of those 384

The first two are whole-array calls of SimSIMD, which let go of the interpreter's lock, so that threads share them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
import simsimd
from numpy.typing import NDArray

from desktop_search.embedding.hardware import processors
from desktop_search.search import vector_axes
from desktop_search.search.helpers import together
from desktop_search.search.vector_axes import Codes
from desktop_search.search.vector_rows import Part

Vector = NDArray[np.float32]
Numbers = NDArray[np.intp]
Job = TypeVar("Job")

# Memory, not counting, is the limit from there on.
_THREADS = min(processors(), 4)
# Of one job: few enough that the threads end together, many enough that it is not mostly Python.
_BYTES_AT_ONCE, _GATHERED_AT_ONCE = 3 << 20, 4_096
# A cosine is brought to so many steps. Rounded and cut off, one may come out as a little more than 1, but not as 2.
_STEPS = 128
LEVELS = 4 * _STEPS
# To hand work to a thread takes as long as a good part of a job.
_WORTH_A_THREAD = 3


class Coarse(NamedTuple):
    """A query to 8 bits: `numbers` int8[1, d] times `scale` is the query, less a rest of the length `error`.

    A row has length 1, so its cosine to the rest, and with it what the integers are off by, is `error` at most
    (Cauchy and Schwarz).
    """

    numbers: NDArray[np.int8]
    scale: float
    error: float


def coarse(query: Vector) -> Coarse:
    """float32[d] to 8 bits."""
    scale = max(float(np.abs(query).max(initial=0.0)) / 127.0, 1e-30)
    numbers = np.rint(query / scale).astype(np.int8)
    # A little more for the sums in single precision.
    return Coarse(numbers[None], scale, float(np.linalg.norm(query - scale * numbers)) + 1e-6)


def all_nearly(parts: Sequence[Part], query: Coarse) -> Vector:
    """The cosine of every row, over all parts, to what the query is to 8 bits."""
    scores = np.empty(sum(part.count for part in parts), np.float32)
    stretches = _stretches(parts, len(query.numbers[0]))
    jobs = [(part.rows[own], part.lengths[own], scores[among_all]) for part, own, among_all in stretches]
    _share_out(jobs, lambda one: _multiply(*one, query))
    return scores


def nearly(parts: Sequence[Part], rows: Numbers, query: Coarse) -> Vector:
    """The same of these rows alone, in ascending order."""
    return _gathered(parts, rows, lambda some, lengths, out: _multiply(some, lengths, out, query))


def cosines(parts: Sequence[Part], rows: Numbers, query: Vector) -> Vector:
    """The exact cosine of each of these rows, in ascending order, to float32[d]."""

    def score(some: NDArray[np.int8], lengths: Vector, out: Vector) -> None:
        # Not a matrix product: its threads spin for the next one, and take the processor from everything else.
        np.divide(np.vecdot(some.astype(np.float32), query), lengths, out=out)

    return _gathered(parts, rows, score)


def distances(parts: Sequence[Part], query: Vector) -> NDArray[np.uint16]:
    """How far each row, over all parts, is from float32[d] by what their axes tell: how many of LEVELS steps down from
    the highest cosine that could come out. All parts have the same axes."""
    asked, divisor = vector_axes.asked(query, parts[0].axes)
    along = coarse(asked)
    steps = np.float32(_STEPS * along.scale / divisor)
    missing = np.empty(sum(part.count for part in parts), np.uint16)

    def compare(codes: Codes, out: NDArray[np.uint16]) -> None:
        products = _products(along, codes)
        products *= -steps
        products += LEVELS / 2
        out[:] = products

    jobs = [(part.codes[own], missing[among_all]) for part, own, among_all in _stretches(parts, len(asked))]
    _share_out(jobs, lambda one: compare(*one))
    return missing


def _products(query: Coarse, rows: NDArray[np.int8]) -> Vector:
    """The products of int8[n, d] with a query, float32[n]."""
    # Not by the library's own `out`: each such call takes one reference to None too many, until Python 3.11 ends for
    # want of them.
    products: Vector = np.asarray(simsimd.cdist(query.numbers, rows, "dot", out_dtype="float32"))[0]
    return products


def _multiply(rows: NDArray[np.int8], lengths: Vector, out: Vector, query: Coarse) -> None:
    np.divide(_products(query, rows), lengths, out=out)
    out *= np.float32(query.scale)


def _gathered(
    parts: Sequence[Part], rows: Numbers, score: Callable[[NDArray[np.int8], Vector, Vector], None]
) -> Vector:
    scores = np.empty(len(rows), np.float32)
    jobs: list[tuple[Part, Numbers, Vector]] = []
    first = 0
    for part in parts:
        start, end = np.searchsorted(rows, (first, first + part.count))
        for at in range(start, end, _GATHERED_AT_ONCE):
            some = slice(at, min(at + _GATHERED_AT_ONCE, end))
            jobs.append((part, rows[some] - first, scores[some]))
        first += part.count
    _share_out(jobs, lambda one: score(one[0].rows.take(one[1], axis=0), one[0].lengths[one[1]], one[2]))
    return scores


def _stretches(parts: Sequence[Part], width: int) -> Iterator[tuple[Part, slice, slice]]:
    """All rows, of so many bytes each, some at once: where they lie in their part, and where among all."""
    first, at_once = 0, max(1, _BYTES_AT_ONCE // width)
    for part in parts:
        for at in range(0, part.count, at_once):
            end = min(at + at_once, part.count)
            yield part, slice(at, end), slice(first + at, first + end)
        first += part.count


def _share_out(jobs: Sequence[Job], work: Callable[[Job], object]) -> None:
    """Does the jobs, where it is worth it on several threads."""
    # Each thread takes the next one that is left: one of them may wait a while for its processor.
    left = iter(jobs)

    def do() -> None:
        for job in left:
            work(job)

    together(do, _THREADS if len(jobs) >= _WORTH_A_THREAD else 1)
