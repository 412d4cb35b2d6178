"""Changing the model: the one that the store has answers until the coming one knows every paragraph.

meta `model` is the row of the current model, `coming` that of the one that learns (0 for none), `coming_since` the last
paragraph from before it began. What waits, waits for a vector of the coming model where there is one.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from desktop_search.records import ModelInfo
from desktop_search.store import paragraphs, vectors
from desktop_search.store.database import meta, set_meta

# A model that knows less than this part of the paragraphs is not worth keeping for the answers.
_WORTH_KEEPING = 0.5


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A model that the store has vectors of: what the settings called it, and the device that it computed on."""

    row: int
    info: ModelInfo
    named: str
    device: str


def current(db: Database) -> StoredModel | None:
    """The model that answers; None before there was one."""
    return _stored(db, _row(db, "model"))


def coming(db: Database) -> StoredModel | None:
    """The model that is to take its place; None as a rule."""
    return _stored(db, _row(db, "coming"))


def would_switch(db: Database, model_id: str) -> bool:
    """Is another model than this one worth answering while this one learns?"""
    now = current(db)
    return now is not None and now.info.id != model_id and _is_worth_keeping(db, now.row)


def begin(db: Database, model: ModelInfo, named: str, device: str, *, at_once: bool = False) -> bool:
    """From now on paragraphs wait for vectors of `model`; what it has learnt before counts. Call it in a transaction.

    True where it is the current model now; False where another one answers until `take_over`. With `at_once` it
    becomes the current one in any case.
    """
    row = vectors.note_model(db, model)
    db.execute("UPDATE models SET named = ?, device = ? WHERE id = ?", [named, device, row])
    keeps = not at_once and would_switch(db, model.id)
    learning = _row(db, "coming") or _row(db, "model")
    if keeps and _row(db, "coming") != row:
        last = db.execute("SELECT coalesce(max(id), 0) FROM paragraphs").fetchone()[0]
        set_meta(db, "coming_since", last)
    if not keeps:
        set_meta(db, "model", row)
    set_meta(db, "coming", row if keeps else 0)
    if learning != row:
        vectors.wait_for_all(db, row)
    return not keeps


def take_over(db: Database) -> int:
    """The coming model becomes the current one; returns its row. Call it in a transaction."""
    row = _row(db, "coming")
    assert row
    set_meta(db, "model", row)
    set_meta(db, "coming", 0)
    return row


def is_new(db: Database, paragraph: int) -> bool:
    """Did this paragraph come after the coming model began to learn?"""
    return paragraph > _row(db, "coming_since")


def left_over(db: Database) -> list[StoredModel]:
    """Models that neither answer nor learn."""
    used = (_row(db, "model"), _row(db, "coming"))
    rows = db.execute("SELECT id FROM models WHERE id NOT IN (?, ?)", used).fetchall()
    return [model for (row,) in rows if (model := _stored(db, row)) is not None]


def forget_some(db: Database, row: int, limit: int) -> bool:
    """Deletes some vectors of a model that is left over; with the last ones the model itself. True while any are left.

    Call it in a transaction.
    """
    found = db.execute("SELECT id FROM embeddings WHERE model = ? LIMIT ?", [row, limit]).fetchall()
    db.conn.executemany("DELETE FROM embeddings WHERE id = ?", found)
    if len(found) < limit:
        db.execute("DELETE FROM models WHERE id = ?", [row])
    return len(found) == limit


def _is_worth_keeping(db: Database, row: int) -> bool:
    total = paragraphs.count(db)
    if _row(db, "coming"):
        return total > 0
    return total > 0 and vectors.count(db, row) >= _WORTH_KEEPING * total


def _row(db: Database, key: str) -> int:
    return int(str(meta(db, key) or 0))


def _stored(db: Database, row: int) -> StoredModel | None:
    found = db.execute("SELECT name, model_id, dimension, named, device FROM models WHERE id = ?", [row]).fetchone()
    return StoredModel(row, ModelInfo(*found[:3]), found[3], found[4]) if found else None
