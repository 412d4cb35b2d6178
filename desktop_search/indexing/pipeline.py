"""Files into the index: commit what was read of them (findable by words), reuse known vectors, encode the rest.

A file's row, its paragraphs and the vectors known for them commit together, those of several files at a time; then
the derived indexes are told. A file that cannot be read becomes a row with a reason.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from sqlite_utils import Database

from desktop_search.documents.reading.answers import Reading
from desktop_search.documents.registry import reader_for
from desktop_search.documents.splitting import paragraphs as splitter
from desktop_search.indexing.survey import stamp_of
from desktop_search.indexing.vector_work import Known, VectorWork
from desktop_search.indexing.walk import Found
from desktop_search.indexing.word_commits import Committed
from desktop_search.records import Paragraph
from desktop_search.store import files, paragraphs, vectors
from desktop_search.store.files import FileEntry, KnownFile
from desktop_search.store.paragraphs import StoredParagraph

# A file written this shortly before it was read may change again within one tick of its time stamp, so its row
# is marked and the next look reads it once more (git's "racily clean" entries).
RACY_SECONDS = 2.0
RACY = " (just written)"
# "gone": it is not there any more; "racy": it was read, and has to be read once more in a moment.
Taken = Literal["done", "racy", "gone"]


class WordSink(Committed, Protocol):
    """The derived word index, as the pipeline sees it (search/word_index.py)."""

    def add(self, file: int, path: str, title: str, paragraphs: Iterable[StoredParagraph]) -> None: ...
    def remove(self, files: Iterable[int]) -> None: ...


@dataclass(frozen=True, slots=True)
class _Change:
    """A file as the store has it now and the derived indexes do not yet; `vectors` are those known by hash."""

    file: int
    path: str
    title: str
    paragraphs: Sequence[StoredParagraph]
    is_new: bool = False
    vectors: Sequence[Known] | None = None


class Pipeline:
    """The only code that changes files, paragraphs and embeddings. Stays on the thread of its database."""

    def __init__(self, db: Database, words: WordSink) -> None:
        self._db = db
        self._words = words
        self.vectors = VectorWork(db)
        self._untold: list[_Change] = []

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Whatever is taken in or moved inside commits at once; then the derived indexes hear of it."""
        try:
            with self._db.atomic():
                yield
            self._tell(self._untold)
        finally:
            self._untold = []

    @property
    def untold(self) -> int:
        """How many paragraphs the derived indexes have still to hear of."""
        return sum(len(change.paragraphs) for change in self._untold)

    def known_digest(self, path: str) -> bytes:
        """The digest under which a file's present paragraphs are known; empty where it has to be read anew."""
        before = files.find(self._db, path)
        fresh = before is not None and before.digest and before.reader.removesuffix(RACY) == version_of(path)
        return before.digest or b"" if before is not None and fresh else b""

    def take_in(self, found: Found, folder: str, reading: Reading) -> Taken:
        """Puts what was read of a file into the store. Belongs inside `together`."""
        version = version_of(found.path)
        before = files.find(self._db, found.path)
        if not _is_file(found.path):
            # It was deleted or renamed before or while it was read, or a folder or a link has taken its name; that was
            # told, perhaps before anything was known of it.
            return "gone"
        if reading.state in ("failed", "refused"):
            # What the system refused is tried again at each survey; what is wrong in the file waits for a change.
            kept = "" if reading.state == "refused" else version
            self._put(FileEntry(found.path, folder, stamp_of(found), "failed", kept, reason=reading.reason), [], before)
            return "done"
        time_ns = files.storable_time(reading.mtime_ns)
        stamp = files.FileStamp(reading.size, time_ns, reading.inode, reading.device)
        racy = is_racy(stamp)
        marked = version + RACY if racy else version
        if reading.state == "same":
            if before is None or before.digest != reading.digest:
                return "gone"
            files.touch(self._db, before.id, folder, stamp, marked)
            return "racy" if racy else "done"
        pieces = reading.paragraphs
        read = FileEntry(
            path=found.path,
            folder=folder,
            stamp=stamp,
            state="indexed" if pieces else "empty",
            reader=marked,
            digest=reading.digest,
            reason=reading.note or ("" if pieces else "There is no text in it."),
            title=reading.title,
            author=reading.author,
            date=reading.date,
            language=reading.language,
            tags=reading.tags,
        )
        self._put(read, pieces, before)
        return "racy" if racy else "done"

    def move(self, known: KnownFile, path: str, folder: str) -> None:
        """Follows a rename: nothing is read, nothing is encoded. Belongs inside `together`."""
        files.move(self._db, known.id, path, folder)
        self._untold.append(_Change(known.id, path, known.title, paragraphs.of_file(self._db, known.id)))

    def remove(self, ids: Sequence[int]) -> None:
        """Forgets files; no search finds them any more once the word index has committed."""
        with self._db.atomic():
            files.remove(self._db, ids)
        self._words.remove(ids)
        self.vectors.remove(ids)

    def waiting(self, limit: int) -> list[vectors.WaitingParagraph]:
        """The next paragraphs that need a vector, the newest files first."""
        return vectors.waiting(self._db, limit)

    def encode(self, batch: Sequence[vectors.WaitingParagraph]) -> None:
        """Encodes these paragraphs, each distinct passage once, and commits the vectors."""
        self.vectors.encode(batch, {one.passage_hash: passage_of(one) for one in batch})

    def _put(self, entry: FileEntry, pieces: Sequence[Paragraph], before: KnownFile | None) -> None:
        file = files.put(self._db, entry, time.time())
        stored = paragraphs.replace(self._db, file, pieces, is_new=before is None)
        known = self.vectors.wait(-entry.stamp.mtime_ns, stored)
        rows = paragraphs.as_stored(file, entry, pieces, stored)
        self._untold.append(_Change(file, entry.path, entry.title, rows, before is None, known))

    def _tell(self, changes: Sequence[_Change]) -> None:
        known = [change for change in changes if not change.is_new]
        if known:
            # All at once: each removal from an index costs as much as one of many.
            self._words.remove([change.file for change in known])
            self.vectors.remove([change.file for change in known if change.vectors is not None])
        for change in changes:
            self._words.add(change.file, change.path, change.title, change.paragraphs)
            if change.vectors is not None:
                self.vectors.tell(change.file, change.paragraphs, change.vectors)


def _is_file(path: str) -> bool:
    """Does a file stand there, not a folder or a link?"""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def version_of(path: str) -> str:
    """The reader and splitter that a file is read with today; empty where there is no reader for it."""
    found = reader_for(path)
    return f"{found.name} {found.version}.{splitter.SPLITTER_VERSION}" if found else ""


def is_racy(stamp: files.FileStamp) -> bool:
    """Was the file written so shortly ago that it could change again without a new time stamp?"""
    return abs(time.time() - stamp.mtime_ns / 1e9) < RACY_SECONDS


def passage_of(waiting: vectors.WaitingParagraph) -> str:
    """Exactly the text that was hashed when the paragraph was split."""
    return splitter.passage(waiting.title, tuple(json.loads(waiting.heading)), waiting.text)
