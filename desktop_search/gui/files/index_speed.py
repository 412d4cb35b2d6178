"""How fast the index grows, from the statuses that the engine sends: paragraphs a second over the last moments."""

from __future__ import annotations

from collections import deque

from desktop_search.engine.messages import Status

# Seconds that are looked back on, and the least that say anything.
_WINDOW, _LEAST = 10.0, 1.0


class IndexSpeed:
    """Counts what is read while files are read, and what is learnt while meaning is got ready."""

    def __init__(self) -> None:
        self._phase = ""
        self._seen: deque[tuple[float, int]] = deque()

    def take(self, status: Status | None, moment: float) -> None:
        """Takes a status that came at `moment`, in seconds of any clock."""
        progress = status.progress if status is not None else None
        phase = progress.phase if progress is not None else ""
        if phase != self._phase:
            self._phase = phase
            self._seen.clear()
        if progress is None or phase not in ("reading", "embedding"):
            return
        done = progress.paragraphs if phase == "reading" else progress.encoded
        if self._seen and done < self._seen[-1][1]:
            # A folder was taken out, or the engine is another one.
            self._seen.clear()
        self._seen.append((moment, done))
        while moment - self._seen[0][0] > _WINDOW:
            self._seen.popleft()

    @property
    def paragraphs_a_second(self) -> float | None:
        """None while there is nothing to go by."""
        if len(self._seen) < 2:
            return None
        (first, before), (last, after) = self._seen[0], self._seen[-1]
        if last - first < _LEAST or after == before:
            return None
        return (after - before) / (last - first)
