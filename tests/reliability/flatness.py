"""Does a figure that was sampled over time stay where it is? Told by the slope of all samples, not by two of them."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rise:
    """`level` is the median of a figure, `rise` by how much it grows over the time that was looked at."""

    name: str
    level: float
    rise: float
    allowed: float

    @property
    def is_flat(self) -> bool:
        return self.rise <= self.allowed


def rise_of(name: str, moments: Sequence[float], values: Sequence[float], share: float, least: float) -> Rise:
    """The first third is left out: what is made once and kept is made then.

    `share` of the level, or `least` of the figure's own unit, is not yet a rise. The slope is Theil and Sen's, the
    median of the slopes of all pairs of samples: work that comes in waves does not sway it.
    """
    begin = len(moments) // 3
    late = list(zip(moments[begin:], values[begin:], strict=True))
    slopes = [
        (second[1] - first[1]) / (second[0] - first[0])
        for first, second in itertools.combinations(late, 2)
        if second[0] > first[0]
    ]
    level = statistics.median(value for _, value in late)
    span = late[-1][0] - late[0][0]
    return Rise(name, level, statistics.median(slopes) * span if slopes else 0.0, max(share * level, least))
