"""How near rows are to a query, in three ways of different price: by signs, by 8-bit integers, and exactly.

    signs      bits that differ        48 bytes a row of 384 dimensions are read
    integers   the query to 8 bits     384 bytes a row; off by `Coarse.error` at most, whatever the row
    exact      the query as it is      1,536 bytes a row are made of those 384

The first two are whole-array calls of SimSIMD, which let go of the interpreter's lock, so that threads share them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple, TypeVar

import numpy as np
import simsimd
from numpy.typing import NDArray

from desktop_search.search.vector_rows import Codes, Part, signs

Vector = NDArray[np.float32]
Numbers = NDArray[np.intp]
Job = TypeVar("Job")

_PROCESSORS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
# Memory, not counting, is the limit from there on.
_THREADS = min(_PROCESSORS, 4)
# Rows of one job: so many stay in a cache, and few enough that the threads end together.
_ROWS_AT_ONCE, _GATHERED_AT_ONCE = 16_384, 4_096
# To begin a thread takes as long as one job or two.
_WORTH_A_THREAD = 5


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
    jobs = [(part.rows[own], part.lengths[own], scores[among_all]) for part, own, among_all in _stretches(parts)]
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
    """How many signs of each row, over all parts, differ from those of float32[d]."""
    code = signs(query[None])
    differing = np.empty(sum(part.count for part in parts), np.uint16)
    jobs = [(part.codes[own], differing[among_all]) for part, own, among_all in _stretches(parts)]
    _share_out(jobs, lambda one: _compare(*one, code))
    return differing


def _compare(codes: Codes, out: NDArray[np.uint16], code: Codes) -> None:
    # Not by the library's own `out`, here and below: each such call takes one reference to None too many, until Python
    # 3.11 ends for want of them. Its stub lacks the integer types of results.
    differing: Any = simsimd.cdist(code, codes, "hamming", dtype="bin8", out_dtype="uint16")  # type: ignore[arg-type]
    out[:] = differing


def _multiply(rows: NDArray[np.int8], lengths: Vector, out: Vector, query: Coarse) -> None:
    products = np.asarray(simsimd.cdist(query.numbers, rows, "dot", out_dtype="float32"))
    np.divide(products[0], lengths, out=out)
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


def _stretches(parts: Sequence[Part]) -> Iterator[tuple[Part, slice, slice]]:
    """All rows, some at once: where they lie in their part, and where among all."""
    first = 0
    for part in parts:
        for at in range(0, part.count, _ROWS_AT_ONCE):
            end = min(at + _ROWS_AT_ONCE, part.count)
            yield part, slice(at, end), slice(first + at, first + end)
        first += part.count


def _share_out(jobs: Sequence[Job], work: Callable[[Job], object]) -> None:
    """Does the jobs, where it is worth it on several threads."""
    # Each thread takes the next one that is left: one of them may wait a while for its processor.
    left = iter(jobs)

    def do() -> None:
        for job in left:
            work(job)

    if len(jobs) < _WORTH_A_THREAD or _THREADS == 1:
        do()
        return
    # Begun for each scan: it leaves no threads behind that wait for a next one.
    with ThreadPoolExecutor(_THREADS - 1, thread_name_prefix="scan") as others:
        running = [others.submit(do) for _ in range(1, _THREADS)]
        do()
    for one in running:
        one.result()
