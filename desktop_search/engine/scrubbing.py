"""After a folder was forgotten: nothing of its text stays in any file of the index, neither in free space nor in a log.

    noted with the removal itself  ->  word index written anew, a piece at a time  ->  vector files written anew
                                   ->  database written anew, its log emptied, damaged ones from before deleted

It is begun again after a crash. Deleted rows are overwritten anyway (database.py); this takes the rest: words of
deleted paragraphs in the dictionary of the word index, rows of the vector files, pages that SQLite keeps for later.
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
import time
from collections import deque
from pathlib import Path

from sqlite_utils import Database

from desktop_search.engine.learning import Learning
from desktop_search.errors import StoreError
from desktop_search.paths import Paths
from desktop_search.search.word_index import WordIndex
from desktop_search.store import database, files, paragraphs

logger = logging.getLogger(__name__)
# One piece lasts about this long, in seconds: what is asked of the indexer meanwhile waits no longer.
_PIECE = 0.1


class Scrubbing:
    """Stays on the thread of its database. Its methods raise what sqlite3 raises."""

    def __init__(self, db: Database, paths: Paths, words: WordIndex, learning: Learning) -> None:
        self._db = db
        self._paths = paths
        self._words = words
        self._learning = learning
        self._fresh: WordIndex | None = None
        self._left: deque[int] = deque()
        self._since = 0

    def step(self) -> bool:
        """Does one piece; False where nothing is to do, or not before the word index has heard of everything."""
        if not database.is_scrub_due(self._db):
            return False
        now = database.generation(self._db)
        if self._words.generation != now:
            self._drop()
            return False
        if self._fresh is None or self._since != now:
            self._begin(now)
        elif self._left:
            self._go_on(self._fresh)
        else:
            self._finish(self._fresh)
        return True

    def close(self) -> None:
        """Lets go of what is half done; it is begun again at the next start."""
        self._drop()

    @property
    def _beside(self) -> Path:
        return self._paths.word_index.with_name("words.new")

    def _begin(self, generation: int) -> None:
        self._drop()
        shutil.rmtree(self._beside, ignore_errors=True)
        self._fresh = WordIndex(self._beside, database.store_id(self._db), writable=True)
        self._since = generation
        self._left = deque(files.changed_since(self._db, 0))

    def _go_on(self, fresh: WordIndex) -> None:
        until = time.monotonic() + _PIECE
        while self._left and time.monotonic() < until:
            file = self._left.popleft()
            stored = paragraphs.of_file(self._db, file)
            if stored:
                fresh.add(file, stored[0].path, stored[0].title, stored)

    def _finish(self, fresh: WordIndex) -> None:
        fresh.commit(self._since)
        self._drop()
        self._words.rest()
        old = self._paths.word_index.with_name("words.old")
        shutil.rmtree(old, ignore_errors=True)
        try:
            self._paths.word_index.replace(old)
            self._beside.replace(self._paths.word_index)
        except OSError as error:
            raise StoreError(f"The index cannot be cleared of what was removed ({error.strerror}).") from error
        shutil.rmtree(old, ignore_errors=True)
        self._learning.write_anew()
        database.delete_damaged(self._paths.database)
        try:
            database.write_anew(self._db)
        except sqlite3.OperationalError as error:
            # It needs as much room again as the index has. What was deleted is overwritten all the same.
            logger.warning("the index could not be written anew: %s", error)
        database.end_scrub(self._db)

    def _drop(self) -> None:
        fresh, self._fresh = self._fresh, None
        if fresh is not None:
            fresh.close()
