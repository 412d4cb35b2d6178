"""A query overtakes indexing: the indexer asks here before each short piece of work, and waits while one runs."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

# A stuck query must not stop indexing for good.
_LONGEST_WAIT = 5.0


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
