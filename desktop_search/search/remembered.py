"""What was found out a moment ago, kept for as long as a person goes on typing."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")
_MOST = 16


class Remembered(Generic[Value]):
    """The values of the last few keys."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._values: dict[Hashable, Value] = {}

    def get(self, key: Hashable, find: Callable[[], Value]) -> Value:
        """What is known for a key, or else is found now."""
        if key in self._values:
            return self._values[key]
        if len(self._values) >= self._most:
            del self._values[next(iter(self._values))]
        value = self._values[key] = find()
        return value

    def clear(self) -> None:
        """Forgets everything."""
        self._values.clear()
