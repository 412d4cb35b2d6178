"""One file into the index: commit what was read of it (findable by words), reuse known vectors, encode the rest.

A file's row, its paragraphs and the vectors known for them commit together, then the derived indexes are told.
A file that cannot be read becomes a row with a reason.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from desktop_search.documents import paragraphs as splitter
from desktop_search.documents.reading import Reading
from desktop_search.documents.registry import reader_for
from desktop_search.embedding.encoder import Encoder
from desktop_search.indexing.survey import stamp_of
from desktop_search.indexing.walk import Found
from desktop_search.records import Paragraph
from desktop_search.store import files, paragraphs, vectors
from desktop_search.store.files import FileEntry, KnownFile
from desktop_search.store.paragraphs import StoredParagraph

# A file written this shortly before it was read may change again within one tick of its time stamp, so its row
# is marked and the next look reads it once more (git's "racily clean" entries).
RACY_SECONDS = 2.0
RACY = " (just written)"


class WordSink(Protocol):
    """The derived word index, as the pipeline sees it (search/word_index.py)."""

    def add(self, file: int, path: str, title: str, paragraphs: Iterable[StoredParagraph]) -> None: ...
    def remove(self, files: Iterable[int]) -> None: ...
    def commit(self, generation: int) -> None: ...
    @property
    def generation(self) -> int: ...


class VectorSink(Protocol):
    """The derived vector index, as the pipeline sees it (search/vector_index.py)."""

    def add(self, paragraphs: Sequence[int], files: Sequence[int], vectors: NDArray[np.float32]) -> None: ...
    def remove(self, files: Iterable[int]) -> None: ...


class Pipeline:
    """The only code that changes files, paragraphs and embeddings. Stays on the thread of its database."""

    def __init__(self, db: Database, words: WordSink) -> None:
        self._db = db
        self._words = words
        self._vectors: VectorSink | None = None
        self._encoder: Encoder | None = None
        self._model, _ = vectors.current_model(db)
        self.passages_encoded = 0

    def use_encoder(self, encoder: Encoder) -> int:
        """Makes this encoder's model the current one; returns its row id. Vectors come in with `use_vectors`."""
        with self._db.atomic():
            self._model = vectors.use_model(self._db, encoder.model)
        self._encoder, self._vectors = encoder, None
        return self._model

    def use_vectors(self, index: VectorSink) -> None:
        """From now on `index` hears of every vector; it must hold those that the store has."""
        self._vectors = index

    def known_digest(self, path: str) -> bytes:
        """The digest under which a file's present paragraphs are known; empty where it has to be read anew."""
        before = files.find(self._db, path)
        fresh = before is not None and before.digest and before.reader.removesuffix(RACY) == version_of(path)
        return before.digest or b"" if before is not None and fresh else b""

    def take_in(self, found: Found, folder: str, reading: Reading) -> KnownFile | None:
        """Puts what was read of a file into the index; returns its row, None where the file has vanished meanwhile."""
        version = version_of(found.path)
        before = files.find(self._db, found.path)
        if reading.state in ("failed", "refused"):
            if not os.path.lexists(found.path):
                return None
            # What the system refused is tried again at each survey; what is wrong in the file waits for a change.
            kept = "" if reading.state == "refused" else version
            failed = FileEntry(found.path, folder, stamp_of(found), "failed", kept, reason=reading.reason)
            return self._put(failed, [], before)
        time_ns = files.storable_time(reading.mtime_ns)
        stamp = files.FileStamp(reading.size, time_ns, reading.inode, reading.device)
        marked = version + RACY if is_racy(stamp) else version
        if reading.state == "same":
            if before is not None and before.digest == reading.digest:
                with self._db.atomic():
                    files.touch(self._db, before.id, folder, stamp, marked)
            return files.find(self._db, found.path)
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
        return self._put(read, pieces, before)

    def move(self, known: KnownFile, path: str, folder: str) -> None:
        """Follows a rename: nothing is read, nothing is encoded."""
        with self._db.atomic():
            files.move(self._db, known.id, path, folder)
        self._words.remove([known.id])
        self._words.add(known.id, path, known.title, paragraphs.of_file(self._db, known.id))

    def remove(self, ids: Sequence[int]) -> None:
        """Forgets files; no search finds them any more once the word index has committed."""
        with self._db.atomic():
            files.remove(self._db, ids)
        self._words.remove(ids)
        if self._vectors is not None:
            self._vectors.remove(ids)

    def waiting(self, limit: int) -> list[vectors.WaitingParagraph]:
        """The next paragraphs that need a vector, the newest files first."""
        return vectors.waiting(self._db, limit)

    def encode(self, batch: Sequence[vectors.WaitingParagraph]) -> None:
        """Encodes these paragraphs, each distinct passage once, and commits the vectors."""
        if self._encoder is None or self._vectors is None:
            return
        passages = {one.passage_hash: passage_of(one) for one in batch}
        hashes = list(passages)
        encoded = self._encoder.encode_passages(list(passages.values()))
        self.passages_encoded += len(hashes)
        with self._db.atomic():
            vectors.put(self._db, self._model, hashes, encoded)
            served = vectors.served(self._db, hashes)
        row_of = {key: row for row, key in enumerate(hashes)}
        if served:
            self._vectors.add(
                [one[0] for one in served],
                [one[1] for one in served],
                np.stack([encoded[row_of[one[2]]] for one in served]),
            )

    def _put(self, entry: FileEntry, pieces: Sequence[Paragraph], before: KnownFile | None) -> KnownFile | None:
        with self._db.atomic():
            file = files.put(self._db, entry, time.time())
            stored = paragraphs.replace(self._db, file, pieces)
            known = vectors.known(self._db, self._model, [key for _, key in stored]) if self._model else {}
            vectors.wait(self._db, -entry.stamp.mtime_ns, [one for one, key in stored if key not in known])
        if before is not None:
            self._words.remove([file])
        self._words.add(file, entry.path, entry.title, paragraphs.of_file(self._db, file))
        if self._vectors is not None:
            if before is not None:
                self._vectors.remove([file])
            ready = [(one, key) for one, key in stored if key in known]
            if ready:
                self._vectors.add(
                    [one for one, _ in ready], [file] * len(ready), np.stack([known[key] for _, key in ready])
                )
        return files.find(self._db, entry.path)


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
