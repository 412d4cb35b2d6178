"""A whole index to measure with: the store, the word index and the vectors of as many paragraphs as are wanted.

Everything is written as the program writes it, but in bulk. The vectors are those of some thousand real paragraphs,
encoded once, each mixed with another and moved a little: encoding a million takes hours.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from desktop_search.documents.splitting.paragraphs import passage
from desktop_search.embedding.encoder import Encoder
from desktop_search.engine.model import load_vectors
from desktop_search.paths import Paths
from desktop_search.search.vector_opening import save
from desktop_search.search.word_index import WordIndex
from desktop_search.store import database, vectors
from desktop_search.store.paragraphs import StoredParagraph, passage_hash
from tests.benchmarks import made_text
from tests.benchmarks.made_text import Made, Piece
from tests.models import use_at_once

_ENCODED = 2500
_AT_ONCE = 20_000
# The word index is committed after so many paragraphs, as while a person's folder is indexed.
_COMMITTED = 50_000
_FIRST_DAY = 1_400_000_000
Rows = NDArray[np.float32]


def build(paths: Paths, count: int, taken: list[Piece], encoder: Encoder, tell: Callable[[str], object]) -> None:
    """Makes an index of `count` paragraphs where none is finished."""
    done = paths.data / "made.json"
    if done.exists() and json.loads(done.read_text(encoding="utf-8")) == count:
        return
    paths.create()
    paths.database.unlink(missing_ok=True)
    started = time.perf_counter()
    mixing = _Mixing(taken, encoder, paths.cache / "encoded.npy", tell)
    db = database.open_writer(paths.database)
    db.conn.execute("PRAGMA cache_size = -400000")
    words = WordIndex(paths.word_index, database.store_id(db), writable=True)
    model = use_at_once(db, encoder.model)
    written = uncommitted = 0
    for batch in _batches(made_text.documents(taken, count)):
        generation = _write(db, words, batch, paths.data.parent / "documents", model, mixing)
        size = sum(len(one.paragraphs) for one in batch)
        written += size
        uncommitted += size
        if uncommitted >= _COMMITTED or written >= count:
            uncommitted = 0
            words.commit(generation)
            tell(f"{written:,} paragraphs written after {time.perf_counter() - started:.0f} s")
    words.close()
    index = load_vectors(db, paths, encoder, writable=True)
    save(db, index)
    database.close_writer(db)
    done.write_text(json.dumps(count), encoding="utf-8")
    tell(f"built in {time.perf_counter() - started:.0f} s")


def _batches(made: Iterator[Made]) -> Iterator[list[Made]]:
    batch: list[Made] = []
    size = 0
    for one in made:
        batch.append(one)
        size += len(one.paragraphs)
        if size >= _AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _write(db: Database, words: WordIndex, batch: Sequence[Made], home: Path, model: int, mixing: _Mixing) -> int:
    """Commits some documents to the store and adds them to the word index; returns the store's generation."""
    file = int(db.execute("SELECT coalesce(max(id), 0) FROM files").fetchone()[0])
    paragraph = int(db.execute("SELECT coalesce(max(id), 0) FROM paragraphs").fetchone()[0])
    told = []
    origins: list[int] = []
    for one in batch:
        file += 1
        path = str(home / f"part {file % 100}" / one.name)
        at = 0
        own = []
        for heading, text, origin in one.paragraphs:
            paragraph += 1
            key = passage_hash(passage(one.title, heading, text))
            time_ns = (_FIRST_DAY + file * 977) * 1_000_000_000
            own.append(
                StoredParagraph(
                    id=paragraph,
                    file=file,
                    path=path,
                    title=one.title,
                    mtime_ns=time_ns,
                    text=text,
                    start=at,
                    end=at + len(text),
                    line=1 + at // 80,
                    page=None,
                    unit="page",
                    heading=heading,
                    passage_hash=key,
                )
            )
            origins.append(origin)
            at += len(text) + 2
        told.append((file, path, one.title, own))
    rows = [row for _, _, _, own in told for row in own]
    with db.atomic():
        db.conn.executemany(
            "INSERT INTO files (id, path, folder, size, mtime_ns, inode, device, digest, state, title, reader,"
            " indexed_at, generation) VALUES (?, ?, ?, ?, ?, ?, 1, ?, 'indexed', ?, 'markdown 1.1', 0, ?)",
            [
                (number, path, str(home), own[-1].end, own[0].mtime_ns, number, own[0].passage_hash, title, number)
                for number, path, title, own in told
            ],
        )
        db.conn.executemany(
            "INSERT INTO paragraphs (id, file, start, end, line, heading, text, passage_hash)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (one.id, one.file, one.start, one.end, one.line, _json(one.heading), one.text, one.passage_hash)
                for one in rows
            ],
        )
        vectors.put(db, model, [one.passage_hash for one in rows], mixing.vectors(origins))
        database.set_meta(db, "generation", file)
    for number, path, title, own in told:
        words.add(number, path, title, own)
    return file


def _json(heading: tuple[str, ...]) -> str:
    return json.dumps(heading, ensure_ascii=False)


class _Mixing:
    """Vectors of made paragraphs: that of the nearest real paragraph that was encoded, mixed and moved."""

    def __init__(self, taken: list[Piece], encoder: Encoder, kept: Path, tell: Callable[[str], object]) -> None:
        step = max(1, len(taken) // _ENCODED)
        self._step = step
        self._random = np.random.default_rng(0)
        if kept.exists():
            self._rows: Rows = np.load(kept)
            return
        tell("encoding some real paragraphs")
        self._rows = encoder.encode_passages([taken[at].passage for at in range(0, len(taken), step)])
        np.save(kept, self._rows)

    def vectors(self, origins: Sequence[int]) -> Rows:
        """float32[n, d] for n paragraphs that were made from these pieces."""
        own = np.asarray(origins) // self._step
        other = self._random.integers(0, len(self._rows), len(own))
        rows = self._rows[own] + self._random.uniform(0.1, 0.7, (len(own), 1)).astype(np.float32) * self._rows[other]
        rows += self._random.standard_normal(rows.shape, dtype=np.float32) * (0.5 / rows.shape[1] ** 0.5)
        unit: Rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit
