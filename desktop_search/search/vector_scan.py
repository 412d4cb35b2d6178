"""The nearest rows. Every row is compared with the query to 8 bits, and those that may be among the best exactly.

What 8 bits are off by is bounded, so that nothing is missed. Where there are many rows, they are compared along some
axes first (vector_axes.py), a quarter of the work. How many rows then have to be scored follows from the query and from
the index, not from a constant: over the rows scored so far, the cosine is fitted to the distance along the axes, and
from this fit and the counts of the rows not yet scored follows how many of the best are still to be expected among
them. Rows are scored until that is less than a small share of what was asked for; measured, the expectation is right to
a few tenths of a percent (CONTRIBUTING.md). Where that would be many rows (a question that nothing answers is about as
far from all of them), all of them are scored after all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from desktop_search.search import row_scores
from desktop_search.search.row_scores import Coarse, Numbers, Vector
from desktop_search.search.vector_rows import Part

# Up to here all rows are scored exactly, and up to there by integers: no slower than to choose among them.
_EXACT_UP_TO, _EXACT_UP_TO_SHARE = 4_096, 1 / 40
ALL_UP_TO = 150_000
# The expected share of the nearest that is missed: of the first ten, and of those that follow.
_LOSS = 0.002
_LOSS_FURTHER_DOWN = 0.01
_FIRST = 10
# Rows scored at first: as many as a fit needs, and some for each row that is asked for.
_FEWEST = 2_000
_EACH = 4
_GROWTH = 4
# To collect scattered rows takes two to four times as long as to go through all.
_WORTH_COLLECTING = 0.25
# The counts of rows by distance are estimated from about so many.
_COUNTED = 250_000
_LEFT_OUT = np.iinfo(np.uint16).max
# The best of so many neighbours stands for them where a bound is looked for.
_NEIGHBOURS = 64
_LOWEST = float(np.finfo(np.float32).min)


def nearest(
    parts: Sequence[Part], query: Vector, limit: int, allowed: NDArray[np.bool_] | None
) -> tuple[Numbers, Vector]:
    """The `limit` rows nearest to float32[d] with their cosines, and all that tie with the last, in no order.

    Rows are counted over all parts, those in use.

    `allowed` is bool[n], the rows that may be found; None for all.
    """
    total = sum(part.count for part in parts)
    candidates = total if allowed is None else int(np.count_nonzero(allowed))
    if candidates <= max(_EXACT_UP_TO, _EXACT_UP_TO_SHARE * total):
        rows = np.arange(total) if allowed is None else np.flatnonzero(allowed)
        return _best(rows, row_scores.cosines(parts, rows, query), limit)
    coarse = row_scores.coarse(query)
    has_axes = total > ALL_UP_TO and all(len(part.axes) for part in parts)
    found = _by_axes(parts, query, coarse, limit, allowed, candidates) if has_axes else None
    rows = _all(parts, coarse, limit, allowed) if found is None else _within_error(*found, limit, coarse)
    return _best(rows, row_scores.cosines(parts, rows, query), limit)


def _all(parts: Sequence[Part], query: Coarse, limit: int, allowed: NDArray[np.bool_] | None) -> Numbers:
    """The rows that may be among the best, from all of them."""
    scores = row_scores.all_nearly(parts, query)
    if allowed is not None:
        scores[~allowed] = -np.inf
    # So many groups have a row that is as good: no more than a bound, but found in a fraction of the time.
    heads = np.maximum.reduceat(scores, np.arange(0, len(scores), _NEIGHBOURS))
    bound = _at_least(heads if len(heads) > limit else scores, limit)
    return np.flatnonzero(scores >= np.float32(max(bound - 2 * query.error, _LOWEST)))


def _within_error(rows: Numbers, scores: Vector, limit: int, query: Coarse) -> Numbers:
    """Those of the rows that may be among the best, in ascending order."""
    return np.sort(rows[scores >= _at_least(scores, limit) - 2 * query.error])


def _at_least(scores: Vector, limit: int) -> float:
    """What the best `limit` scores reach."""
    return float(np.partition(scores, -limit)[-limit]) if len(scores) > limit else -math.inf


def _by_axes(
    parts: Sequence[Part],
    query: Vector,
    coarse: Coarse,
    limit: int,
    allowed: NDArray[np.bool_] | None,
    candidates: int,
) -> tuple[Numbers, Vector] | None:
    """Rows with their near cosines, the nearest along the axes; None where too many would have to be scored."""
    distances = row_scores.distances(parts, query)
    if allowed is not None:
        distances[~allowed] = _LEFT_OUT
    levels = row_scores.LEVELS
    step = max(1, len(distances) // _COUNTED)
    counts = step * np.bincount(np.minimum(distances[::step], levels), minlength=levels + 1)[:levels]
    within = np.cumsum(counts)
    most = _WORTH_COLLECTING * len(distances)
    reached = _level(within, max(_FEWEST, _EACH * limit))
    rows = np.flatnonzero(distances <= reached)
    scores = row_scores.nearly(parts, rows, coarse)
    while len(rows) < candidates:
        enough = _enough(distances[rows], scores, counts, reached, limit)
        if enough <= reached:
            break
        if within[enough] > most:
            return None
        level = max(min(enough, _level(within, _GROWTH * len(rows))), reached + 1)
        more = np.flatnonzero((distances > reached) & (distances <= level))
        rows, scores = np.concatenate([rows, more]), np.concatenate([scores, row_scores.nearly(parts, more, coarse)])
        reached = level
    return rows, scores


def _level(within: NDArray[np.int64], rows: int) -> int:
    """The distance up to which there are about so many rows."""
    return min(int(np.searchsorted(within, rows)), len(within) - 1)


def _enough(distances: NDArray[np.uint16], scores: Vector, counts: NDArray[np.int64], reached: int, limit: int) -> int:
    """The distance up to which rows have to be scored, judging by those scored up to `reached`."""
    if len(scores) <= limit:
        return len(counts) - 1
    worst = _at_least(scores, limit)
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
