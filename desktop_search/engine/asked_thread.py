"""A thread that is asked: of each peer and kind of request only the newest waits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from desktop_search.engine.messages import Event

Reply = Callable[[Event], None]
Request = TypeVar("Request")


class AskedThread(Generic[Request]):
    """`_run` is its work. `_changed` guards what other threads touch, and is notified of each change."""

    def __init__(self, name: str) -> None:
        self._changed = threading.Condition()
        self._waiting: dict[tuple[Reply, str], Request] = {}
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends after the work in hand; does not wait for ever."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._thread.join(5.0)

    def _put(self, request: Request, reply: Reply, kind: str) -> None:
        with self._changed:
            self._waiting[reply, kind] = request
            self._changed.notify()

    def _longest_waiting(self) -> tuple[Request, Reply]:
        """The next request: a peer that goes on asking keeps its turn, and takes nobody else's.

        Called with the lock held, while a request waits.
        """
        key = next(iter(self._waiting))
        return self._waiting.pop(key), key[0]

    def _run(self) -> None:
        raise NotImplementedError
