"""The embeddings table: one unit vector for each (model, text that was encoded), and what still waits for one.

Vectors are kept as float16: half the disk, and for unit vectors the cosine moves by about 1e-5, far below what
separates two results. They leave this module as float32.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from desktop_search.records import ModelInfo
from desktop_search.store.database import meta, set_meta

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class WaitingParagraph:
    """A paragraph without a vector, with all that its passage is made of."""

    id: int
    file: int
    title: str
    heading: str
    text: str
    passage_hash: bytes


def use_model(db: Database, model: ModelInfo) -> int:
    """Makes `model` the current one and returns its row id; what lacks a vector of it then waits for one."""
    db.execute(
        "INSERT INTO models (model_id, name, dimension) VALUES (?, ?, ?) ON CONFLICT (model_id) DO NOTHING",
        [model.id, model.name, model.dimension],
    )
    row = int(db.execute("SELECT id FROM models WHERE model_id = ?", [model.id]).fetchone()[0])
    if meta(db, "model") != row:
        set_meta(db, "model", row)
        db.execute("DELETE FROM waiting")
        db.execute(
            "INSERT INTO waiting SELECT -f.mtime_ns, p.id FROM paragraphs p JOIN files f ON f.id = p.file"
            " WHERE NOT EXISTS (SELECT 1 FROM embeddings e WHERE e.passage_hash = p.passage_hash AND e.model = ?)",
            [row],
        )
    return row


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
            found[key] = _unpack(row[0])
    return found


def put(db: Database, model: int, hashes: Sequence[bytes], vectors: Vectors) -> None:
    """Stores float32[n, d] under n hashes; one that exists already is kept."""
    rows = [(model, key, vector.astype(np.float16).tobytes()) for key, vector in zip(hashes, vectors, strict=True)]
    db.conn.executemany("INSERT OR IGNORE INTO embeddings (model, passage_hash, vector) VALUES (?, ?, ?)", rows)


def wait(db: Database, priority: int, paragraphs: Sequence[int]) -> None:
    """Notes paragraphs that need a vector; the lowest priority number is encoded first."""
    db.conn.executemany("INSERT OR IGNORE INTO waiting VALUES (?, ?)", [(priority, one) for one in paragraphs])


def waiting(db: Database, limit: int) -> list[WaitingParagraph]:
    """The next paragraphs to encode."""
    rows = db.execute(
        "SELECT p.id, p.file, f.title, p.heading, p.text, p.passage_hash FROM waiting w"
        " JOIN paragraphs p ON p.id = w.paragraph JOIN files f ON f.id = p.file"
        " ORDER BY w.priority, w.paragraph LIMIT ?",
        [limit],
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
    return int(db.execute("SELECT count(*) FROM waiting").fetchone()[0])


def any_waits(db: Database, paragraphs: Sequence[int]) -> bool:
    """Does one of these paragraphs still lack its vector?"""
    return any(db.execute("SELECT 1 FROM waiting WHERE paragraph = ?", [one]).fetchone() for one in paragraphs)


def every(db: Database, model: int, batch: int = 10_000) -> Iterator[tuple[list[int], list[int], Vectors]]:
    """All vectors of a model as (paragraph ids, file ids, float32[n, d]) in batches."""
    cursor = db.execute(
        "SELECT p.id, p.file, e.vector FROM paragraphs p"
        " JOIN embeddings e ON e.passage_hash = p.passage_hash AND e.model = ?",
        [model],
    )
    while rows := cursor.fetchmany(batch):
        flat = np.frombuffer(b"".join(row[2] for row in rows), dtype=np.float16)
        yield [row[0] for row in rows], [row[1] for row in rows], flat.astype(np.float32).reshape(len(rows), -1)


def of_paragraphs(db: Database, model: int, ids: Sequence[int]) -> Vectors:
    """float32[n, d] of those of the paragraphs that have a vector."""
    found = []
    for one in ids:
        row = db.execute(
            "SELECT e.vector FROM paragraphs p JOIN embeddings e ON e.passage_hash = p.passage_hash AND e.model = ?"
            " WHERE p.id = ?",
            [model, one],
        ).fetchone()
        if row:
            found.append(_unpack(row[0]))
    return np.stack(found) if found else np.empty((0, 0), np.float32)


def purge(db: Database) -> int:
    """Deletes embeddings that no paragraph uses any more; returns how many."""
    cursor = db.execute(
        "DELETE FROM embeddings WHERE NOT EXISTS"
        " (SELECT 1 FROM paragraphs p WHERE p.passage_hash = embeddings.passage_hash)"
    )
    return int(cursor.rowcount)


def _unpack(blob: bytes) -> Vectors:
    return np.frombuffer(blob, dtype=np.float16).astype(np.float32)
