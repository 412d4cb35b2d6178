"""When new words are committed: soon, but never so often that committing is all that is done.

Each commit makes a segment of its own, which has to be merged with others later: many small ones cost more than few.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from sqlite_utils import Database

from desktop_search.store import database, files

# In seconds; a commit may take one part in `_SHARE` of the time.
_AFTER = 0.4
_SHARE = 20
_AT_LAST = 2.0


class Committed(Protocol):
    """The derived word index, as it is seen from here (search/word_index.py)."""

    def commit(self, generation: int) -> None: ...
    @property
    def generation(self) -> int: ...


class WordCommits:
    """Knows how far store and word index agree, and commits the word index as far as that."""

    def __init__(self, db: Database, words: Committed, clock: Callable[[], float] = time.monotonic) -> None:
        self._db = db
        self._words = words
        self._clock = clock
        self._whole = words.generation
        self._since: float | None = None
        self._after = _AFTER

    @property
    def are_due(self) -> bool:
        """Has something waited long enough to be committed amid other work?"""
        return self._since is not None and self._clock() - self._since > self._after

    @property
    def are_waiting(self) -> bool:
        """Is there anything to commit?"""
        return self._since is not None

    def changed(self) -> None:
        """To be called when a change is whole in both: only such a state may be committed as seen."""
        self._whole = database.generation(self._db)
        if self._since is None:
            self._since = self._clock()

    def commit(self) -> None:
        """Makes what has changed findable."""
        generation = self._whole
        started = self._clock()
        self._words.commit(generation)
        lasted = self._clock() - started
        self._after = min(_AT_LAST, max(_AFTER, lasted * _SHARE))
        self._since = None
        with self._db.atomic():
            files.forget_removed(self._db, generation)
