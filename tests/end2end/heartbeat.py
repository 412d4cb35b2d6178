"""How an event loop was not listening: the times between two beats of a timer that is due all the time."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Slot

_EVERY_MS = 2


class Heartbeat(QObject):
    """`gaps` are milliseconds by the clock; `busy` counts only what this thread itself worked in each.

    The first is what a person feels, the second what the window is to blame for: on a machine with fewer
    processors than busy threads the system alone makes gaps.
    """

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self.busy: list[float] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._beat)

    @property
    def worst_gap_ms(self) -> float:
        return round(max(self.gaps, default=0.0), 1)

    @property
    def worst_busy_ms(self) -> float:
        return round(max(self.busy, default=0.0), 1)

    @property
    def beats(self) -> int:
        return len(self.gaps)

    @property
    def beating(self) -> bool:
        return self._timer.isActive()

    @property
    def last(self) -> float:
        """When it last beat, by time.perf_counter."""
        return self._last

    def start(self) -> None:
        self._last = time.perf_counter()
        self._worked = time.thread_time()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    @Slot()
    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.gaps.append((now - self._last) * 1000)
        self.busy.append((worked - self._worked) * 1000)
        self._last, self._worked = now, worked
