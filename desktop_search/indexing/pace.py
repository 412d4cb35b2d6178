"""How fast encoding goes on this machine: sizes each batch to a time, and guesses honestly what is left. Pure."""

from __future__ import annotations

_FIRST_CHARACTERS = 2_000
_SMOOTHING = 0.2
_BATCHES_BEFORE_A_GUESS = 3


class Pace:
    """Characters a second, smoothed over batches. Characters follow tokens closely; paragraphs do not."""

    def __init__(self, seconds: float) -> None:
        """`seconds` is how long one batch should last."""
        self._seconds = seconds
        self._rate: float | None = None
        self._batches = 0
        self._characters_each = 400.0

    def batch_characters(self) -> int:
        """How much text to encode in the next batch; at least one paragraph is always taken."""
        return _FIRST_CHARACTERS if self._rate is None else int(self._rate * self._seconds)

    def record(self, paragraphs: int, characters: int, seconds: float) -> None:
        """Notes one finished batch."""
        rate = characters / max(seconds, 1e-6)
        self._rate = rate if self._rate is None else self._rate + _SMOOTHING * (rate - self._rate)
        each = characters / max(paragraphs, 1)
        self._characters_each += _SMOOTHING * (each - self._characters_each)
        self._batches += 1

    def seconds_for(self, paragraphs: int) -> float | None:
        """Seconds until `paragraphs` more are encoded, None before there is anything to go by."""
        if self._rate is None or self._batches < _BATCHES_BEFORE_A_GUESS:
            return None
        return paragraphs * self._characters_each / self._rate
