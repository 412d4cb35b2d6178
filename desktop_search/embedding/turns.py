"""A lock that queries are served first by."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator


class Turns:
    """One at a time; a waiting query goes before the next batch of passages."""

    def __init__(self) -> None:
        self._free = threading.Condition()
        self._busy = False
        self._queries = 0

    @contextlib.contextmanager
    def query(self) -> Iterator[None]:
        with self._free:
            self._queries += 1
            self._free.wait_for(lambda: not self._busy)
            self._queries -= 1
            self._busy = True
        with self._holding():
            yield

    @contextlib.contextmanager
    def passages(self) -> Iterator[None]:
        with self._free:
            self._free.wait_for(lambda: not self._busy and not self._queries)
            self._busy = True
        with self._holding():
            yield

    @contextlib.contextmanager
    def _holding(self) -> Iterator[None]:
        try:
            yield
        finally:
            with self._free:
                self._busy = False
                self._free.notify_all()
