"""What other threads ask of the indexer thread: put down from anywhere, done between two pieces of work."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable

from desktop_search.indexing.changes import ChangeQueue


class Inbox:
    """`post` and `close` may be called from any thread, the rest by the owner alone. Each post ends its wait."""

    def __init__(self, changes: ChangeQueue) -> None:
        self._changes = changes
        self._posted: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._closing = threading.Event()

    @property
    def closed(self) -> bool:
        """Is the owner to end?"""
        return self._closing.is_set()

    def close(self) -> None:
        """Asks the owner to end."""
        self._closing.set()
        self._changes.wake()

    def post(self, action: Callable[[], None]) -> None:
        """Has the owner do this soon."""
        self._posted.put(action)
        self._changes.wake()

    def take(self) -> None:
        """Does what was posted, in order."""
        while not self._posted.empty():
            self._posted.get_nowait()()

    def idle(self, seconds: float) -> None:
        """Waits so long, unless it is closed; what is posted meanwhile is still done."""
        until = time.monotonic() + seconds
        while not self.closed and (left := until - time.monotonic()) > 0:
            self.take()
            self._changes.wait(left, hints=False)
