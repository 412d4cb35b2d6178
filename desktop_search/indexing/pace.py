"""How fast encoding goes on this machine: sizes each batch to a time, and guesses honestly what is left. Pure."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

_FIRST_TOKENS = 500
_SMOOTHING = 0.2
_BATCHES_BEFORE_A_GUESS = 3
# What lies further back than this counts for little in a guess. Seconds.
_MEMORY = 20.0
# Queries and reading between two batches are part of how fast it goes; a pause that the person made is not. Seconds.
_LONGEST_GAP = 2.0


class Pace:
    """Tokens a second: of the batches themselves, to size the next one, and of the clock, to tell what is left."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """`seconds` is how long one batch should last."""
        self._seconds = seconds
        self._clock = clock
        self._rate: float | None = None
        self._ended: float | None = None
        self._batches = 0
        self._tokens = 0.0
        self._time = 0.0

    def batch_tokens(self) -> int:
        """How much text to encode in the next batch; at least one paragraph is always taken."""
        return _FIRST_TOKENS if self._rate is None else int(self._rate * self._seconds)

    def record(self, tokens: int, seconds: float) -> None:
        """Notes one batch that has just ended."""
        rate = tokens / max(seconds, 1e-6)
        self._rate = rate if self._rate is None else self._rate + _SMOOTHING * (rate - self._rate)
        now = self._clock()
        since = seconds if self._ended is None else now - self._ended
        passed = min(max(since, seconds, 1e-6), seconds + _LONGEST_GAP)
        kept = math.exp(-passed / _MEMORY)
        self._tokens = self._tokens * kept + tokens
        self._time = self._time * kept + passed
        self._ended = now
        self._batches += 1

    def seconds_for(self, tokens: float) -> float | None:
        """Seconds until `tokens` more are encoded, None before there is anything to go by."""
        if self._batches < _BATCHES_BEFORE_A_GUESS or not self._tokens:
            return None
        return tokens * self._time / self._tokens
