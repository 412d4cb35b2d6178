"""The nearest rows in stages: the signs of all rows are compared with the query's, the best are scored exactly.

How many rows have to be scored follows from the query and from the index, not from a constant: over the rows scored
so far, the cosine is fitted to the number of signs that differ, and from this fit and the counts of the rows not yet
scored follows how many of the best are still to be expected among them. Rows are scored until that is less than a small
share of what was asked for. Measured, the expectation is right to a few tenths of a percent (CONTRIBUTING.md).

Where that would be many rows (a question that nothing answers is about as far from all of them), the signs are compared
once more, each weighed by how much it says in the query, which leaves a fraction of them.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from desktop_search.search.vector_rows import BLOCK, Part, signs

Vector = NDArray[np.float32]
Numbers = NDArray[np.intp]
Job = TypeVar("Job")

# The expected share of the nearest that is missed: of the first ten, and of those that follow.
_LOSS = 0.002
_LOSS_FURTHER_DOWN = 0.01
_FIRST = 10
# Rows scored at first: as many as a fit needs, and some for each row that is asked for.
_FEWEST = 1_000
_EACH = 4
_GROWTH = 4
# Up to here all rows are scored: no slower than to choose among them. The share is what the comparison of one row's
# signs takes of the time that its score takes.
_SCORE_ALL = 4_096
_SCORE_ALL_OF = 1 / 40
_ROWS_AT_ONCE = 4_096
# From here on two threads are faster than one.
_WORTH_A_THREAD = 4 * BLOCK
_PROCESSORS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
# Memory, not counting, is the limit from there on.
_THREADS = min(_PROCESSORS, 4)
# The counts of rows by distance are estimated from about so many.
_COUNTED = 250_000
_LEFT_OUT = np.iinfo(np.uint16).max
# Weighing the signs of all rows takes about as long as scoring this share of them.
_WORTH_WEIGHING = 0.03
# The largest of the query's components take the highest weight; of the others each in proportion.
_LARGEST_SHARE = 0.05
_MAGNITUDES = 4


def nearest(
    parts: Sequence[Part], query: Vector, limit: int, allowed: NDArray[np.bool_] | None
) -> tuple[Numbers, Vector]:
    """The `limit` rows nearest to float32[d] with their cosines, and all that tie with the last, in no order.

    Rows are counted over all parts, those in use.

    `allowed` is bool[n], the rows that may be found; None for all.
    """
    total = sum(part.count for part in parts)
    among = None if allowed is None else np.flatnonzero(allowed)
    candidates = total if among is None else len(among)
    if candidates <= max(_SCORE_ALL, _SCORE_ALL_OF * total):
        rows = np.arange(total) if among is None else among
        return _best(rows, cosines(parts, rows, query), limit)
    plain = _allow(distances_of(parts, query), allowed)
    found = _search(parts, query, limit, plain, candidates, max(_SCORE_ALL, int(_WORTH_WEIGHING * candidates)))
    if found is None:
        weighed = _allow(distances_of(parts, query, weighed=True), allowed)
        found = _search(parts, query, limit, weighed, candidates, candidates)
        assert found is not None
    return _best(*found, limit)


def _allow(distances: NDArray[np.uint16], allowed: NDArray[np.bool_] | None) -> NDArray[np.uint16]:
    if allowed is not None:
        distances[~allowed] = _LEFT_OUT
    return distances


def cosines(parts: Sequence[Part], rows: Numbers, query: Vector) -> Vector:
    """The exact cosine of each of these rows, in ascending order, to float32[d]."""
    scores = np.empty(len(rows), np.float32)
    jobs: list[tuple[Part, Numbers, Vector]] = []
    first = 0
    for part in parts:
        start, end = np.searchsorted(rows, (first, first + part.count))
        for at in range(start, end, _ROWS_AT_ONCE):
            some = slice(at, min(at + _ROWS_AT_ONCE, end))
            jobs.append((part, rows[some] - first, scores[some]))
        first += part.count
    _share_out(jobs, lambda some: _score(some, query), len(jobs) > _THREADS)
    return scores


def distances_of(parts: Sequence[Part], query: Vector, *, weighed: bool = False) -> NDArray[np.uint16]:
    """How many signs of each row differ from those of float32[d], over all parts; `weighed`: how much these weigh."""
    code = signs(query[None])
    masks = _magnitudes(query) if weighed else []
    # Whole blocks are compared; what lies behind a part's last row is overwritten by the next part or cut off.
    spaces = [-(-part.count // BLOCK) * BLOCK for part in parts]
    distances = np.empty(sum(spaces), np.uint16)
    jobs = []
    start = 0
    for part, space in zip(parts, spaces, strict=True):
        out = distances[start : start + space].reshape(-1, BLOCK)
        jobs += [(part.codes[block], out[block]) for block in range(len(out))]
        start += space
    _share_out(jobs, lambda some: _compare(some, code, masks), len(jobs) * BLOCK >= _WORTH_A_THREAD)
    if len(parts) == 1 or not any(part.count for part in parts[1:]):
        return distances[: parts[0].count]
    starts = np.cumsum([0, *spaces[:-1]])
    return np.concatenate([distances[start : start + part.count] for start, part in zip(starts, parts, strict=True)])


def _magnitudes(query: Vector) -> list[NDArray[np.uint64]]:
    """The sizes of the query's components in two bits each, as planes of bits like its signs, the lower bit first."""
    sizes = np.abs(query)
    largest = max(float(np.quantile(sizes, 1.0 - _LARGEST_SHARE)), 1e-12)
    levels = np.minimum(sizes * (_MAGNITUDES / largest), _MAGNITUDES - 1).astype(np.uint8)
    return [signs((levels >> bit & 1)[None]) for bit in range(2)]


def _share_out(jobs: Sequence[Job], work: Callable[[Sequence[Job]], None], worth_it: bool) -> None:
    """Does the jobs, where it is worth it on several threads: numpy lets go of the interpreter's lock."""
    if not worth_it or _THREADS == 1:
        work(jobs)
        return
    # Begun for each scan: that takes a tenth of a millisecond, and leaves no threads behind that wait for a next one.
    with ThreadPoolExecutor(_THREADS - 1, thread_name_prefix="scan") as others:
        running = [others.submit(work, jobs[number::_THREADS]) for number in range(1, _THREADS)]
        work(jobs[::_THREADS])
    for one in running:
        one.result()


def _score(jobs: Sequence[tuple[Part, Numbers, Vector]], query: Vector) -> None:
    for part, rows, out in jobs:
        # Not a matrix product: its threads spin for the next one, and take the processor from everything else.
        products = np.vecdot(part.rows.take(rows, axis=0).astype(np.float32), query)
        np.divide(products, part.places["length"][rows], out=out)


def _compare(
    jobs: Sequence[tuple[NDArray[np.uint64], NDArray[np.uint16]]],
    code: NDArray[np.uint64],
    masks: Sequence[NDArray[np.uint64]],
) -> None:
    differing = np.empty((len(code), BLOCK), np.uint64)
    masked = np.empty_like(differing)
    counted = np.empty((len(code), BLOCK), np.uint8)
    for block, out in jobs:
        np.bitwise_xor(block, code, out=differing)
        np.bitwise_count(differing, out=counted)
        np.sum(counted, axis=0, dtype=np.uint16, out=out)
        for bit, mask in enumerate(masks):
            np.bitwise_and(differing, mask, out=masked)
            np.bitwise_count(masked, out=counted)
            out += np.sum(counted, axis=0, dtype=np.uint16) << np.uint16(bit + 1)
        if masks:
            # Finer levels than these say nothing more, and each of them is looked at.
            out >>= np.uint16(2)


def _search(
    parts: Sequence[Part], query: Vector, limit: int, distances: NDArray[np.uint16], candidates: int, most: int
) -> tuple[Numbers, Vector] | None:
    """The rows that were scored, with their cosines; None where more than `most` would have to be."""
    # A difference weighs 7 quarters at most.
    levels = 2 * len(query)
    step = max(1, len(distances) // _COUNTED)
    counts = step * np.bincount(np.minimum(distances[::step], levels), minlength=levels + 1)[:levels]
    within = np.cumsum(counts)
    reached = _level(within, max(_FEWEST, _EACH * limit))
    rows = np.flatnonzero(distances <= reached)
    scores = cosines(parts, rows, query)
    while len(rows) < candidates:
        enough = _enough(distances[rows], scores, counts, reached, limit)
        if enough <= reached:
            break
        if within[enough] > most:
            return None
        level = max(min(enough, _level(within, _GROWTH * len(rows))), reached + 1)
        more = np.flatnonzero((distances > reached) & (distances <= level))
        rows, scores = np.concatenate([rows, more]), np.concatenate([scores, cosines(parts, more, query)])
        reached = level
    return rows, scores


def _level(within: NDArray[np.int64], rows: int) -> int:
    """The distance up to which there are about so many rows."""
    return min(int(np.searchsorted(within, rows)), len(within) - 1)


def _enough(distances: NDArray[np.uint16], scores: Vector, counts: NDArray[np.int64], reached: int, limit: int) -> int:
    """The distance up to which rows have to be scored, judging by those scored up to `reached`."""
    if len(scores) <= limit:
        return len(counts) - 1
    worst = float(np.partition(scores, -limit)[-limit])
    x, y = distances.astype(np.float64), scores.astype(np.float64)
    spread = float(x.var())
    slope = float(((x - x.mean()) * (y - y.mean())).mean()) / spread if spread else 0.0
    constant = float(y.mean()) - slope * float(x.mean())
    deviation = max(math.sqrt(float(((y - constant - slope * x) ** 2).mean())), 1e-6)
    missed, bearable = 0.0, _LOSS * min(limit, _FIRST) + _LOSS_FURTHER_DOWN * max(limit - _FIRST, 0)
    for level in range(len(counts) - 1, reached, -1):
        if counts[level]:
            above = (worst - constant - slope * level) / (deviation * math.sqrt(2.0))
            missed += float(counts[level]) * 0.5 * math.erfc(above)
            if missed >= bearable:
                return level
    return reached


def _best(rows: Numbers, scores: Vector, limit: int) -> tuple[Numbers, Vector]:
    if len(rows) <= limit:
        return rows, scores
    # All that tie with the last one are kept; the caller puts them in order.
    kept = scores >= np.partition(scores, -limit)[-limit]
    return rows[kept], scores[kept]
