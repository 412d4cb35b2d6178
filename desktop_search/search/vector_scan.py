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
    """The `limit` rows nearest to a question: see Scan."""
    return Scan(parts, query, allowed).nearest(limit)


class Scan:
    """One question to all rows. Asked for more of them, it goes on where it stood: most of the work is done once."""

    def __init__(self, parts: Sequence[Part], query: Vector, allowed: NDArray[np.bool_] | None) -> None:
        """`query` is float32[d]. Rows are counted over all parts, those in use; `allowed` is bool[n], the rows that may
        be found, None for all."""
        self._parts = parts
        self._query = query
        self._allowed = allowed
        self._total = sum(part.count for part in parts)
        self._candidates = self._total if allowed is None else int(np.count_nonzero(allowed))
        self._few = self._candidates <= max(_EXACT_UP_TO, _EXACT_UP_TO_SHARE * self._total)
        self._coarse = row_scores.coarse(query)
        self._known: tuple[Numbers, Vector] | None = None
        self._scores: Vector | None = None
        has_axes = self._total > ALL_UP_TO and all(len(part.axes) for part in parts)
        self._along: _AlongAxes | None = None
        if has_axes and not self._few:
            self._along = _AlongAxes(parts, query, self._coarse, allowed, self._candidates)

    def nearest(self, limit: int) -> tuple[Numbers, Vector]:
        """The `limit` rows nearest to the question with their cosines, and all that tie with the last, in no order."""
        if self._few:
            if self._known is None:
                rows = np.arange(self._total) if self._allowed is None else np.flatnonzero(self._allowed)
                self._known = rows, row_scores.cosines(self._parts, rows, self._query)
            return _best(*self._known, limit)
        found = self._along.nearest(limit) if self._along is not None else None
        rows = self._of_all(limit) if found is None else _within_error(*found, limit, self._coarse)
        return _best(rows, row_scores.cosines(self._parts, rows, self._query), limit)

    def _of_all(self, limit: int) -> Numbers:
        """The rows that may be among the best, from all of them."""
        if self._scores is None:
            self._scores = row_scores.all_nearly(self._parts, self._coarse)
            if self._allowed is not None:
                self._scores[~self._allowed] = -np.inf
        scores = self._scores
        # So many groups have a row that is as good: no more than a bound, but found in a fraction of the time.
        heads = np.maximum.reduceat(scores, np.arange(0, len(scores), _NEIGHBOURS))
        bound = _at_least(heads if len(heads) > limit else scores, limit)
        return np.flatnonzero(scores >= np.float32(max(bound - 2 * self._coarse.error, _LOWEST)))


class _AlongAxes:
    """All rows by their distance along the axes, of which the nearest are scored, ever more of them."""

    def __init__(
        self,
        parts: Sequence[Part],
        query: Vector,
        coarse: Coarse,
        allowed: NDArray[np.bool_] | None,
        candidates: int,
    ) -> None:
        self._parts = parts
        self._coarse = coarse
        self._candidates = candidates
        self._distances = row_scores.distances(parts, query)
        if allowed is not None:
            self._distances[~allowed] = _LEFT_OUT
        levels = row_scores.LEVELS
        step = max(1, len(self._distances) // _COUNTED)
        sample = np.minimum(self._distances[::step], levels)
        self._counts = step * np.bincount(sample, minlength=levels + 1)[:levels]
        self._within = np.cumsum(self._counts)
        # Up to this distance all rows are scored.
        self._reached = -1
        self._rows: Numbers = np.empty(0, np.intp)
        self._scores: Vector = np.empty(0, np.float32)

    def nearest(self, limit: int) -> tuple[Numbers, Vector] | None:
        """Rows with their near cosines, the best among them; None where too many would have to be scored."""
        self._reach(self._level(max(_FEWEST, _EACH * limit)))
        while len(self._rows) < self._candidates:
            enough = _enough(self._distances[self._rows], self._scores, self._counts, self._reached, limit)
            if enough <= self._reached:
                break
            if self._within[enough] > _WORTH_COLLECTING * len(self._distances):
                return None
            self._reach(max(min(enough, self._level(_GROWTH * len(self._rows))), self._reached + 1))
        return self._rows, self._scores

    def _reach(self, level: int) -> None:
        """Scores the rows up to this distance that are not scored yet."""
        if level <= self._reached:
            return
        nearer = self._distances <= level
        more = np.flatnonzero(nearer if self._reached < 0 else nearer & (self._distances > self._reached))
        scores = row_scores.nearly(self._parts, more, self._coarse)
        # All at once: where memory runs out in between, the scan may be asked again.
        self._rows, self._scores, self._reached = (
            np.concatenate([self._rows, more]),
            np.concatenate([self._scores, scores]),
            level,
        )

    def _level(self, rows: int) -> int:
        """The distance up to which there are about so many rows."""
        return min(int(np.searchsorted(self._within, rows)), len(self._within) - 1)


def _within_error(rows: Numbers, scores: Vector, limit: int, query: Coarse) -> Numbers:
    """Those of the rows that may be among the best, in ascending order."""
    return np.sort(rows[scores >= _at_least(scores, limit) - 2 * query.error])


def _at_least(scores: Vector, limit: int) -> float:
    """What the best `limit` scores reach."""
    return float(np.partition(scores, -limit)[-limit]) if len(scores) > limit else -math.inf


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
