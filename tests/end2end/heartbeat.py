"""How long an event loop was not listening: the longest time between two beats of a timer that is due all the time."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Slot

_EVERY_MS = 2


class Heartbeat(QObject):
    """`worst_gap_ms` is by the clock; `worst_busy_ms` counts only what this thread itself worked in a gap.

    The first is what a person feels, the second what the window is to blame for: on a machine with fewer
    processors than busy threads the system alone makes gaps.
    """

    def __init__(self) -> None:
        super().__init__()
        self.worst_gap_ms = 0.0
        self.worst_busy_ms = 0.0
        self.beats = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._last = time.perf_counter()
        self._worked = time.thread_time()
        self._timer.start()

    @Slot()
    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.worst_gap_ms = max(self.worst_gap_ms, round((now - self._last) * 1000, 1))
        self.worst_busy_ms = max(self.worst_busy_ms, round((worked - self._worked) * 1000, 1))
        self.beats += 1
        self._last, self._worked = now, worked
