"""A query overtakes indexing: the indexer asks here before each short piece of work, and waits while one runs.

Its thread also gives way to the window, and to whatever else the person is doing, where the system allows that.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Iterator

# A stuck query must not stop indexing for good.
_LONGEST_WAIT = 5.0
_NICENESS = 10


class Precedence:
    """Counts the queries under way; shared by the query thread and the indexer thread."""

    def __init__(self) -> None:
        self._free = threading.Condition()
        self._queries = 0

    @contextlib.contextmanager
    def query(self) -> Iterator[None]:
        """Held while a query is answered."""
        with self._free:
            self._queries += 1
        try:
            yield
        finally:
            with self._free:
                self._queries -= 1
                self._free.notify_all()

    def stand_aside(self) -> None:
        """Returns once no query is under way."""
        with self._free:
            self._free.wait_for(lambda: self._queries == 0, _LONGEST_WAIT)


def give_way() -> None:
    """From now on this thread, and the threads that it starts, run when nothing more pressing wants the processor.

    Only Linux gives a thread a priority of its own; elsewhere nothing happens.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
