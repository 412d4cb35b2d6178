"""An index survives every update: from each schema that was ever written, what it holds is found in the newest one."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sqlite_utils import Database, Migrations

from desktop_search.store import database
from desktop_search.store.migrations import migrations
from tests.conftest import ROOT

STEPS = [step.name for step in migrations.pending(Database(memory=True))]
FILE = {
    "path": "/notes/a.md",
    "folder": "/notes",
    "size": 10,
    "mtime_ns": 1,
    "inode": 2,
    "device": 3,
    "state": "read",
    "indexed_at": 4.0,
    "generation": 1,
}
PARAGRAPH = {"file": 1, "start": 0, "end": 4, "line": 7, "heading": "[]", "text": "kept", "passage_hash": b"h"}


def made_up_to(path: Path, last: str) -> Database:
    """An index as the version wrote it whose newest step was `last`."""
    db = Database(sqlite3.connect(path))
    known = Migrations("desktop_search")
    for step in migrations.pending(Database(memory=True)):
        known(name=step.name)(step.fn)
        if step.name == last:
            break
    known.apply(db)
    return db


def schema(db: Database) -> set[tuple[str, ...]]:
    """Every table, index and trigger as SQLite keeps it, blanks apart."""
    rows = db.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
    return {(kind, name, " ".join((sql or "").replace('"', "").split())) for kind, name, sql in rows}


def insert(db: Database, table: str, values: dict[str, object]) -> None:
    places = ", ".join("?" * len(values))
    db.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})", list(values.values()))


@pytest.mark.parametrize("last", STEPS)
def test_what_an_older_version_wrote_is_there_after_an_update(tmp_path: Path, last: str) -> None:
    path = tmp_path / "index.sqlite3"
    old = made_up_to(path, last)
    vector = np.linspace(-1, 1, 8)
    bits = (vector * 127).round().astype(np.int8) if STEPS.index(last) >= 2 else vector.astype(np.float16)
    insert(old, "files", FILE)
    insert(old, "paragraphs", PARAGRAPH)
    insert(old, "models", {"model_id": "m", "name": "model", "dimension": 8})
    insert(old, "embeddings", {"model": 1, "passage_hash": b"h", "vector": bits.tobytes()})
    insert(old, "waiting", {"priority": 1, "paragraph": 1})
    store = database.store_id(old)
    old.conn.commit()
    old.close()

    db = database.open_writer(path)
    try:
        assert database.store_id(db) == store
        assert db.execute("SELECT path, state FROM files").fetchall() == [("/notes/a.md", "read")]
        assert db.execute("SELECT text, line, unit FROM paragraphs").fetchall() == [("kept", 7, "page")]
        packed = np.frombuffer(db.execute("SELECT vector FROM embeddings").fetchone()[0], np.int8)
        assert np.abs(packed - vector * 127).max() <= 1
        assert dict(db.execute("SELECT name, value FROM counts").fetchall()) == {"paragraphs": 1, "waiting": 1}
        assert db.execute("SELECT named, device FROM models").fetchall() == [("", "")]
        assert migrations.pending(db) == []
        new = database.open_writer(tmp_path / "new.sqlite3")
        assert schema(db) == schema(new)
        database.close_writer(new)
    finally:
        database.close_writer(db)


@pytest.mark.parametrize("step", STEPS[1:])
def test_an_update_that_breaks_off_loses_nothing(tmp_path: Path, step: str) -> None:
    """The system goes down after a step has done its work, and before it is noted."""
    path = tmp_path / "index.sqlite3"
    old = made_up_to(path, STEPS[STEPS.index(step) - 1])
    insert(old, "files", FILE)
    insert(old, "paragraphs", PARAGRAPH)
    old.conn.commit()
    before = schema(old)
    old.close()
    code = (
        "import os, sys; from desktop_search.store import database; from sqlite_utils import Database\n"
        f"step = next(one for one in database.migrations._migrations if one.name == {step!r}); done = step.fn\n"
        "step.fn = lambda db: (done(db), os._exit(7))\n"
        "from pathlib import Path; database.open_writer(Path(sys.argv[1]))"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, check=False)
    assert ended.returncode == 7

    broken_off = Database(sqlite3.connect(path))
    assert schema(broken_off) == before
    broken_off.close()
    db = database.open_writer(path)
    assert db.execute("SELECT text FROM paragraphs").fetchall() == [("kept",)]
    assert migrations.pending(db) == []
    database.close_writer(db)


def test_the_steps_that_were_released_are_still_those(tmp_path: Path) -> None:
    """A released step is never renamed, taken out or put in another place."""
    released = ["0001_first_schema", "0002_places", "0003_vectors_to_8_bits", "0004_counts", "0004_model_switch"]
    assert STEPS[: len(released)] == released
