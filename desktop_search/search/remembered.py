"""What was found out a moment ago, kept for as long as a person goes on typing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")
_MOST = 16


class Remembered(Generic[Value]):
    """The values of the last few keys. For several threads: what two ask at once both may have to find."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._values: dict[Hashable, Value] = {}

    def get(self, key: Hashable, find: Callable[[], Value]) -> Value:
        """What is known for a key, or else is found now."""
        with self._lock:
            if key in self._values:
                return self._values[key]
        value = find()
        with self._lock:
            while len(self._values) >= self._most:
                del self._values[next(iter(self._values))]
            self._values[key] = value
        return value

    def clear(self) -> None:
        """Forgets everything."""
        with self._lock:
            self._values.clear()
