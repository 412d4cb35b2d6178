"""The index opened to be kept up to date. No Qt, no threads; to ask it, see query_service.py.

The command line uses it directly; the engine process runs it on a thread of its own. Only the holder of the writer
lock may keep the index up to date.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import time
from dataclasses import dataclass

import filelock
from sqlite_utils import Database

from desktop_search.documents.reading.readers import Readers
from desktop_search.embedding.encoder import Encoder
from desktop_search.engine.learning import Learning
from desktop_search.engine.scrubbing import Scrubbing
from desktop_search.errors import EngineError, StoreDamaged, StoreError
from desktop_search.indexing.changes import ChangeQueue
from desktop_search.indexing.indexer import Indexer
from desktop_search.paths import Paths
from desktop_search.search import word_state
from desktop_search.search.candidates import Meaning
from desktop_search.search.word_index import WordIndex
from desktop_search.settings import Settings
from desktop_search.store import database
from desktop_search.store.shares import network_share

logger = logging.getLogger(__name__)
# So many new vectors are put into their files at once; a crash costs no more than to take them from SQLite again.
_SAVED_AT_WORK = 16_384
_SAVED_AT_REST = 512
_REST_AFTER = 60.0


@dataclass(frozen=True, slots=True)
class Opened:
    """A store opened for writing; `notice` tells of a repair in one sentence."""

    db: Database
    notice: str = ""


class IndexService:
    """The one writer of an index. Stays on the thread that made it."""

    def __init__(self, paths: Paths, settings: Settings, changes: ChangeQueue) -> None:
        """Raises EngineError where another program holds the index, StoreError where it cannot be written."""
        self._paths = paths
        self._worked_at: float | None = time.monotonic()
        paths.create()
        self._lock = filelock.FileLock(paths.writer_lock, thread_local=False)
        try:
            self._lock.acquire(timeout=0)
        except filelock.Timeout as error:
            raise EngineError("Another Desktop Search is working on this index.") from error
        except OSError as error:
            raise StoreError(f"The index in {paths.data} cannot be locked ({error.strerror}).") from error
        with contextlib.ExitStack() as unfinished:
            unfinished.callback(self._lock.release)
            opened = _open_store(paths)
            self._db, self.notice = opened.db, opened.notice
            unfinished.callback(self._db.close)
            self._words = _open_words(paths, self._db)
            unfinished.callback(self._words.close)
            self._readers = Readers()
            unfinished.callback(self._readers.close)
            with database.store_errors():
                self.indexer = Indexer(self._db, self._words, self._readers, settings, changes)
                self.learning = Learning(self._db, paths, self.indexer)
            self._scrubbing = Scrubbing(self._db, paths, self._words, self.learning)
            unfinished.pop_all()

    @property
    def made_from(self) -> str:
        """The digest of the model that the vectors come from; empty where it was not noted."""
        return str(database.meta(self._db, "made_from") or "")

    def use_encoder(self, encoder: Encoder, made_from: str = "", named: str = "") -> Meaning:
        """Starts to encode with this model, and returns what queries need; see Learning.use_encoder for more."""
        with database.store_errors():
            return self.learning.use_encoder(encoder, made_from, named)

    def apply(self, settings: Settings) -> None:
        """Takes new settings over; see Indexer.apply."""
        with database.store_errors():
            self.indexer.apply(settings)

    def be_quiet(self, quiet: bool) -> None:
        """Reads one file at a time, or as many as suit the machine."""
        self._readers.at_once(1 if quiet else 0)

    def rest(self) -> None:
        """To be called while there is nothing to do: after a while the word index is let go of until it is needed."""
        if self._worked_at is not None and time.monotonic() - self._worked_at > _REST_AFTER:
            self._worked_at = None
            self._words.rest()

    def step(self) -> bool:
        """Does one short piece of work; False where there is none to do now."""
        with database.store_errors():
            worked = self._scrubbing.step() or self.indexer.step() or self.learning.step()
            if worked:
                self._worked_at = time.monotonic()
            self.learning.save(_SAVED_AT_WORK if worked else _SAVED_AT_REST)
            return worked

    def close(self) -> None:
        """Commits, closes, and lets another program write. Raises StoreError where the disk does not take it."""
        try:
            with database.store_errors():
                self.indexer.close()
                self.learning.save()
            self._words.close()
            database.close_writer(self._db)
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Closes after a failure: nothing more is written, and the next opening checks the store."""
        self._readers.close()
        self._scrubbing.close()
        self._words.close()
        self._db.close()
        self._lock.release()


def _open_words(paths: Paths, db: Database) -> WordIndex:
    """A power cut may cost the store its last changes; a word index that has seen them speaks of ids given anew."""
    whole = not database.has_lost_power(db) or word_state.is_whole(paths.word_index)
    words = WordIndex(paths.word_index, database.store_id(db), writable=True)
    if whole and words.generation <= database.generation(db):
        return words
    logger.warning("the word index is ahead of the store and is made again")
    words.close()
    shutil.rmtree(paths.word_index, ignore_errors=True)
    return WordIndex(paths.word_index, database.store_id(db), writable=True)


def _open_store(paths: Paths) -> Opened:
    """A damaged store is moved aside and begun again: everything in it can be read from the files once more."""
    try:
        db = database.open_writer(paths.database)
        return Opened(db, _told_of_share(db, paths))
    except StoreDamaged as error:
        aside = database.move_aside(paths.database)
        logger.warning("%s It was moved to %s.", error, aside)
        return Opened(
            database.open_writer(paths.database),
            f"The index was damaged and is being rebuilt from your files; the old one was kept as {aside.name}.",
        )


def _told_of_share(db: Database, paths: Paths) -> str:
    """What a person has to know where the index lies on a network share; said once for each."""
    share = network_share(paths.data)
    if (database.meta(db, "share") or "") == share:
        return ""
    with database.store_errors(), db.atomic():
        database.set_meta(db, "share", share)
    if not share:
        return ""
    return (
        f"The index lies on a network share ({share}): it works there, more slowly, and for one machine at a time; "
        "--data-dir names a folder of this machine."
    )
