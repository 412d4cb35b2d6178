"""The embeddings table: one unit vector for each (model, text that was encoded), and what still waits for one.

Vectors are kept to 8 bits, a quarter of the disk: the cosine between what was encoded and what is kept is above 0.9999,
nearer than two ways of computing the same model are to each other. The length is not kept, since it is 1.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from desktop_search.records import ModelInfo
from desktop_search.store.database import meta

Vectors = NDArray[np.float32]
Packed = NDArray[np.int8]
_LARGEST = 127


@dataclass(frozen=True, slots=True)
class WaitingParagraph:
    """A paragraph without a vector, with all that its passage is made of."""

    id: int
    file: int
    title: str
    heading: str
    text: str
    passage_hash: bytes


def pack(vectors: Vectors) -> Packed:
    """float32[n, d] as int8[n, d]: the largest component of each row becomes 127. A row of zeros stays one."""
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=0.0)
    packed: Packed = np.rint(vectors * (_LARGEST / np.where(largest > 0.0, largest, 1.0))).astype(np.int8)
    return packed


def unpack(packed: Packed) -> Vectors:
    """int8[n, d] as float32[n, d] of length 1."""
    rows = packed.astype(np.float32)
    vectors: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1.0)
    return vectors


def note_model(db: Database, model: ModelInfo) -> int:
    """The row id of a model, new or known."""
    db.execute(
        "INSERT INTO models (model_id, name, dimension) VALUES (?, ?, ?) ON CONFLICT (model_id) DO NOTHING",
        [model.id, model.name, model.dimension],
    )
    return model_row(db, model.id)


def wait_for_all(db: Database, model: int) -> None:
    """What lacks a vector of this model waits for one, the newest files first; nothing else does."""
    db.execute("DELETE FROM waiting")
    db.execute(
        "INSERT INTO waiting SELECT -f.mtime_ns, p.id FROM paragraphs p JOIN files f ON f.id = p.file"
        " WHERE NOT EXISTS (SELECT 1 FROM embeddings e WHERE e.passage_hash = p.passage_hash AND e.model = ?)",
        [model],
    )


def model_row(db: Database, model_id: str) -> int:
    """The row id of a model, 0 where nothing was ever encoded with it."""
    row = db.execute("SELECT id FROM models WHERE model_id = ?", [model_id]).fetchone()
    return int(row[0]) if row else 0


def current_model(db: Database) -> tuple[int, ModelInfo | None]:
    """The current model's row id and description; (0, None) before there was one."""
    row = int(str(meta(db, "model") or 0))
    found = db.execute("SELECT name, model_id, dimension FROM models WHERE id = ?", [row]).fetchone()
    return row, ModelInfo(*found) if found else None


def known(db: Database, model: int, hashes: Sequence[bytes]) -> dict[bytes, Vectors]:
    """The vectors that exist already, float32[d] by passage hash."""
    found: dict[bytes, Vectors] = {}
    for key in set(hashes):
        row = db.execute("SELECT vector FROM embeddings WHERE passage_hash = ? AND model = ?", [key, model]).fetchone()
        if row:
            found[key] = unpack(np.frombuffer(row[0], np.int8)[None])[0]
    return found


def put(db: Database, model: int, hashes: Sequence[bytes], vectors: Vectors) -> None:
    """Stores float32[n, d] under n hashes; one that exists already is kept."""
    rows = [(model, key, row.tobytes()) for key, row in zip(hashes, pack(vectors), strict=True)]
    db.conn.executemany("INSERT OR IGNORE INTO embeddings (model, passage_hash, vector) VALUES (?, ?, ?)", rows)


def wait(db: Database, priority: int, paragraphs: Sequence[int]) -> None:
    """Notes paragraphs that need a vector; the lowest priority number is encoded first."""
    db.conn.executemany("INSERT OR IGNORE INTO waiting VALUES (?, ?)", [(priority, one) for one in paragraphs])


def waiting(db: Database, limit: int) -> list[WaitingParagraph]:
    """The next paragraphs to encode."""
    return select_waiting(db, "ORDER BY w.priority, w.paragraph LIMIT ?", [limit])


def select_waiting(db: Database, which: str, parameters: Sequence[int]) -> list[WaitingParagraph]:
    """Waiting paragraphs; `which` is the end of the statement, with `w` for the waiting list."""
    rows = db.execute(
        "SELECT p.id, p.file, f.title, p.heading, p.text, p.passage_hash FROM waiting w"
        f" JOIN paragraphs p ON p.id = w.paragraph JOIN files f ON f.id = p.file {which}",
        list(parameters),
    )
    return [WaitingParagraph(*row) for row in rows]


def served(db: Database, hashes: Sequence[bytes]) -> list[tuple[int, int, bytes]]:
    """Takes every paragraph with one of these hashes off the waiting list; returns (id, file, hash) of each."""
    taken: list[tuple[int, int, bytes]] = []
    for key in set(hashes):
        rows = db.execute("SELECT id, file FROM paragraphs WHERE passage_hash = ?", [key]).fetchall()
        db.conn.executemany("DELETE FROM waiting WHERE paragraph = ?", [(row[0],) for row in rows])
        taken += [(row[0], row[1], key) for row in rows]
    return taken


def count_waiting(db: Database) -> int:
    return int(db.execute("SELECT value FROM counts WHERE name = 'waiting'").fetchone()[0])


def any_waits(db: Database, paragraphs: Sequence[int]) -> bool:
    """Does one of these paragraphs still lack its vector?"""
    return any(db.execute("SELECT 1 FROM waiting WHERE paragraph = ?", [one]).fetchone() for one in paragraphs)


def every(db: Database, model: int, batch: int = 10_000) -> Iterator[tuple[list[int], list[int], Packed]]:
    """All vectors of a model as (paragraph ids, file ids, int8[n, d] as kept) in batches."""
    cursor = db.execute(
        "SELECT p.id, p.file, e.vector FROM paragraphs p"
        " JOIN embeddings e ON e.passage_hash = p.passage_hash AND e.model = ?",
        [model],
    )
    yield from _batches(cursor, batch)


def since(
    db: Database, model: int, generation: int, embedding: int, batch: int = 10_000
) -> Iterator[tuple[list[int], list[int], Packed]]:
    """Those in files that changed after `generation`, then those encoded after the row `embedding`; as `every`."""
    # A cross join is made in the order that is written: what changed is little, and is looked at first.
    changed = (
        "SELECT p.id, p.file, e.vector FROM files f CROSS JOIN paragraphs p ON p.file = f.id"
        " CROSS JOIN embeddings e ON e.passage_hash = p.passage_hash AND e.model = ? WHERE f.generation > ?"
    )
    encoded = (
        "SELECT p.id, p.file, e.vector FROM embeddings e CROSS JOIN paragraphs p ON p.passage_hash = e.passage_hash"
        " WHERE e.model = ? AND e.id > ?"
    )
    yield from _batches(db.execute(changed, [model, generation]), batch)
    yield from _batches(db.execute(encoded, [model, embedding]), batch)


def count(db: Database, model: int) -> int:
    """How many paragraphs have a vector of this model."""
    if model == (meta(db, "coming") or meta(db, "model")):
        # Every other one waits; counting those is much quicker than looking each of them up.
        return int(db.execute("SELECT value FROM counts WHERE name = 'paragraphs'").fetchone()[0]) - count_waiting(db)
    found = db.execute(
        "SELECT count(*) FROM paragraphs p JOIN embeddings e ON e.passage_hash = p.passage_hash AND e.model = ?",
        [model],
    )
    return int(found.fetchone()[0])


def last(db: Database) -> int:
    """The highest row id among the embeddings."""
    return int(db.execute("SELECT coalesce(max(id), 0) FROM embeddings").fetchone()[0])


def purge(db: Database) -> int:
    """Deletes embeddings that no paragraph uses any more; returns how many."""
    cursor = db.execute(
        "DELETE FROM embeddings WHERE NOT EXISTS"
        " (SELECT 1 FROM paragraphs p WHERE p.passage_hash = embeddings.passage_hash)"
    )
    return int(cursor.rowcount)


def _batches(cursor: sqlite3.Cursor, batch: int) -> Iterator[tuple[list[int], list[int], Packed]]:
    while rows := cursor.fetchmany(batch):
        flat = np.frombuffer(b"".join(row[2] for row in rows), np.int8)
        yield [row[0] for row in rows], [row[1] for row in rows], flat.reshape(len(rows), -1)
