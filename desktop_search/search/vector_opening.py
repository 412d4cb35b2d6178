"""Opens the vector index of a model as the store has it now: what its files have missed is made up for.

A crash, or another program that wrote meanwhile, leaves files that are behind. What changed since their mark is taken
from SQLite; where the count then does not come out right, everything is.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from desktop_search.records import ModelInfo
from desktop_search.search.vector_files import Mark, VectorFiles
from desktop_search.search.vector_index import Scan, VectorIndex
from desktop_search.store import database, files, vectors

logger = logging.getLogger(__name__)
# Rows held in memory while the files are made anew; what is written on the way counts for nothing until it is whole.
_AT_ONCE = 65_536


def open_index(
    db: Database, folder: Path, model: ModelInfo, scan: Scan | None = None, *, writable: bool = False
) -> VectorIndex:
    """The index of one model, complete; `folder` is where all such indexes are kept, each in a folder of its own.

    Only where it is `writable`, by the one program that writes the store, are files written. Raises what sqlite3
    raises.
    """
    kept = VectorFiles(folder / model.id, f"{database.store_id(db)} {model.id}", model.dimension)
    index = VectorIndex(model.dimension, kept, scan)
    row = vectors.model_row(db, model.id)
    with _unchanging(db):
        if index.mark.generation > database.generation(db):
            # A power cut has cost the store its last changes; their ids are given anew.
            logger.warning("the vector index is ahead of the store and is made again")
            index.clear()
        elif index.mark != Mark():
            _catch_up(db, row, index)
        expected = vectors.count(db, row)
        if len(index) != expected:
            if len(index):
                logger.warning("the vector index has %d rows in place of %d and is made again", len(index), expected)
            index.clear()
            for paragraphs, in_files, rows in vectors.every(db, row):
                index.add(paragraphs, in_files, rows)
                if writable and index.unsaved >= _AT_ONCE:
                    _put(index, Mark())
    return index


def save(db: Database, index: VectorIndex) -> None:
    """Puts the index into its files, as far as the store is now. For the one program that writes the store.

    A disk that does not take it costs nothing but the next start's time.
    """
    mark = Mark(database.generation(db), vectors.last(db))
    if _put(index, mark):
        with db.atomic():
            files.note_vectors_seen(db, mark.generation)


def _put(index: VectorIndex, mark: Mark) -> bool:
    try:
        index.save(mark)
    except OSError as error:
        logger.warning("the vector index could not be saved: %s", error)
        return False
    return True


def _catch_up(db: Database, model: int, index: VectorIndex) -> None:
    mark = index.mark
    changed = files.changed_since(db, mark.generation)
    index.remove([*files.removed_since(db, mark.generation), *changed])
    for paragraphs, in_files, rows in vectors.since(db, model, mark.generation, mark.embedding):
        index.add(paragraphs, in_files, rows)


@contextlib.contextmanager
def _unchanging(db: Database) -> Iterator[None]:
    """What another program commits meanwhile is not seen half."""
    if db.conn.in_transaction:
        yield
        return
    db.conn.execute("BEGIN")
    try:
        yield
    finally:
        db.conn.rollback()
