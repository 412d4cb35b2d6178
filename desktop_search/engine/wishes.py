"""What a person has asked the indexer for and still waits for: updates to be finished, files to be read again."""

from __future__ import annotations

from collections.abc import Callable

from desktop_search.engine.messages import Event, IndexUpToDate
from desktop_search.records import Phase

_OTHER_PROGRAM = "The files are read again as soon as the other program is done with the index."
_NOT_NOW = "The files are read again as soon as reading goes on."


class Wishes:
    """Stays on one thread."""

    def __init__(self) -> None:
        self._updates: list[tuple[int, Callable[[Event], None]]] = []
        # Asked for while the index could not be written.
        self._again: list[tuple[str, ...]] = []

    @property
    def someone_waits(self) -> bool:
        """Does a program wait for an update to be finished?"""
        return bool(self._updates)

    def update(self, number: int, reply: Callable[[Event], None]) -> None:
        """`reply` hears IndexUpToDate(number) with the next `finish_updates`."""
        self._updates.append((number, reply))

    def finish_updates(self) -> None:
        """Everything is up to date: whoever waits for that is told."""
        updates, self._updates = self._updates, []
        for number, reply in updates:
            reply(IndexUpToDate(number))

    def read_again(self, paths: tuple[str, ...], phase: Phase) -> str:
        """Keeps files to be read again for when the index can be written; returns a sentence that says so."""
        self._again.append(paths)
        return _OTHER_PROGRAM if phase == "waiting" else _NOT_NOW

    def take_again(self) -> list[tuple[str, ...]]:
        """The files to be read again, once."""
        again, self._again = self._again, []
        return again
