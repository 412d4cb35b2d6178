"""The database: schema, damage, versions, generations."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from desktop_search.errors import StoreDamaged, StoreError
from desktop_search.store import database, migrations


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "index.sqlite3"


def test_a_new_database_has_an_identity_and_no_changes(path: Path) -> None:
    db = database.open_writer(path)
    assert database.generation(db) == 0
    assert len(database.store_id(db)) == 32
    database.close_writer(db)


def test_an_identity_survives_reopening_and_is_never_shared(path: Path, tmp_path: Path) -> None:
    first = database.open_writer(path)
    identity = database.store_id(first)
    database.close_writer(first)
    again = database.open_writer(path)
    other = database.open_writer(tmp_path / "other.sqlite3")
    assert database.store_id(again) == identity
    assert database.store_id(other) != identity
    database.close_writer(again)
    database.close_writer(other)


def test_only_its_owner_may_read_it(path: Path) -> None:
    database.close_writer(database.open_writer(path))
    assert path.stat().st_mode & 0o077 == 0


def test_a_reader_cannot_write(path: Path) -> None:
    writer = database.open_writer(path)
    reader = database.open_reader(path)
    with pytest.raises(StoreError), database.store_errors():
        reader.execute("DELETE FROM meta")
    reader.close()
    database.close_writer(writer)


def test_a_reader_without_an_index_says_what_to_do(path: Path) -> None:
    with pytest.raises(StoreError, match="desktop-search index FOLDER"):
        database.open_reader(path)


@pytest.mark.parametrize(
    "content", [b"this is no database at all, not even nearly one" * 40, b"SQLite format 3\x00" + b"x" * 4096]
)
def test_a_broken_file_is_damage(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(StoreDamaged):
        database.open_writer(path)


def test_damage_behind_an_unclean_exit_is_found_on_opening(path: Path) -> None:
    db = database.open_writer(path)
    with db.atomic():
        db.conn.executemany(
            "INSERT INTO paragraphs (file, start, end, line, heading, text, passage_hash)"
            " VALUES (1, 0, 1, 1, '[]', ?, ?)",
            [("x" * 900, bytes([number % 256]) * 16) for number in range(400)],
        )
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()  # not close_writer: the exit was not clean
    content = bytearray(path.read_bytes())
    for page in range(20, 60):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(content)
    with pytest.raises(StoreDamaged):
        database.open_writer(path)


def test_a_damaged_database_is_moved_aside_with_its_log(path: Path) -> None:
    path.write_bytes(b"broken")
    path.with_name(path.name + "-wal").write_bytes(b"log")
    aside = database.move_aside(path)
    assert aside.read_bytes() == b"broken"
    assert aside.with_name(aside.name + "-wal").read_bytes() == b"log"
    database.close_writer(database.open_writer(path))


def test_an_index_of_a_newer_version_is_refused_in_words(path: Path) -> None:
    database.close_writer(database.open_writer(path))
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('desktop_search', '9999_from_the_future', '2040-01-01')"
        )
    connection.close()
    for opening in (database.open_writer, database.open_reader):
        with pytest.raises(StoreError, match="newer version"):
            opening(path)


def test_every_change_counts(path: Path) -> None:
    db = database.open_writer(path)
    with db.atomic():
        assert database.next_generation(db) == 1
        assert database.next_generation(db) == 2
    assert database.generation(db) == 2
    database.close_writer(db)


def test_a_full_disk_is_told_as_such(path: Path) -> None:
    db = database.open_writer(path)
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(StoreError, match="disk is full"), database.store_errors(), db.atomic():
        db.execute("INSERT INTO meta VALUES ('big', ?)", ["x" * 1_000_000])
    db.execute("PRAGMA max_page_count = 1073741823")
    database.close_writer(db)


def test_an_index_of_the_first_schema_keeps_its_paragraphs(path: Path) -> None:
    old = Database(sqlite3.connect(path))
    first = Migrations("desktop_search")
    first(name="0001_first_schema")(migrations.first_schema)
    first.apply(old)
    for number in range(3):
        old.execute(
            "INSERT INTO paragraphs (file, start, end, line, heading, text, passage_hash)"
            " VALUES (1, 0, 4, 7, '[]', ?, x'00')",
            [f"text {number}"],
        )
    old.execute("DELETE FROM paragraphs WHERE id = 3")
    old.conn.commit()
    old.close()

    db = database.open_writer(path)
    rows = db.execute("SELECT id, line, page, unit, text FROM paragraphs ORDER BY id").fetchall()
    assert rows == [(1, 7, None, "page", "text 0"), (2, 7, None, "page", "text 1")]
    new = db.execute(
        "INSERT INTO paragraphs (file, start, end, heading, text, passage_hash) VALUES (1, 0, 4, '[]', 'new', x'00')"
    ).lastrowid
    assert new == 4, "an id that was used must not be used again"
    indexes = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
    assert {"paragraphs_by_file", "paragraphs_by_passage"} <= indexes
    db.close()


_OTHER_PROGRAM = """
import sys
from pathlib import Path
from desktop_search.store import database
with database.reading(Path(sys.argv[1])) as db:
    print(database.meta(db, "said"))
"""


def test_a_reader_in_the_writers_process_leaves_it_its_locks(path: Path) -> None:
    """Without them the next program that closes the index takes the log away from under the writer."""

    def seen_elsewhere() -> str:
        command = [sys.executable, "-c", _OTHER_PROGRAM, str(path)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    writer = database.open_writer(path)
    for said in ("one", "two", "three"):
        with database.reading(path):
            pass
        with writer.atomic():
            database.set_meta(writer, "said", said)
        assert seen_elsewhere() == said
    database.close_writer(writer)


def filled(path: Path) -> None:
    """A database with a file, a paragraph and its vector, closed as it should be."""
    db = database.open_writer(path)
    with db.atomic():
        db.execute(
            "INSERT INTO files (path, folder, size, mtime_ns, inode, device, state, indexed_at, generation)"
            " VALUES ('/a/b.md', '/a', 1, 2, 3, 4, 'indexed', 5.0, 1)"
        )
        db.execute(
            "INSERT INTO paragraphs (file, start, end, line, heading, text, passage_hash)"
            " VALUES (1, 0, 5, 1, '[]', 'A text', x'00')"
        )
        db.execute("INSERT INTO models (model_id, name, dimension) VALUES ('m', 'm', 3)")
        db.execute("INSERT INTO embeddings (model, passage_hash, vector) VALUES (1, x'00', x'010203')")
    database.close_writer(db)


def change(path: Path, *statements: str) -> None:
    with contextlib.closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE removed",
        "DROP INDEX files_by_inode",
        "DROP TRIGGER files_added",
        "ALTER TABLE files ADD COLUMN more",
        "ALTER TABLE paragraphs RENAME TO paragraphs_before",
        "ALTER TABLE models RENAME COLUMN name TO called",
        "ALTER TABLE _sqlite_migrations RENAME COLUMN name TO called",
        "DELETE FROM _sqlite_migrations",
        "DELETE FROM _sqlite_migrations WHERE name > '0002'",
        "DELETE FROM meta",
        "DELETE FROM counts WHERE name = 'waiting'",
        "UPDATE meta SET value = NULL WHERE key = 'generation'",
        "UPDATE meta SET value = x'ff' WHERE key = 'store_id'",
    ],
)
def test_tables_of_another_making_are_damage(path: Path, statement: str) -> None:
    filled(path)
    change(path, statement)
    with pytest.raises(StoreDamaged):
        database.open_writer(path)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE files SET inode = 'text'",
        "UPDATE files SET path = 7",
        "UPDATE counts SET value = 7 WHERE name = 'paragraphs'",
        "UPDATE files SET tags = '{}'",
        "UPDATE paragraphs SET heading = '['",
        "UPDATE paragraphs SET text = x'ff'",
        "UPDATE embeddings SET vector = x'0102'",
    ],
)
def test_rows_that_cannot_be_are_damage_where_the_last_time_did_not_end_well(path: Path, statement: str) -> None:
    filled(path)
    database.open_writer(path).close()
    database.close_writer(database.open_writer(path))
    change(path, statement, "UPDATE meta SET value = 1 WHERE key = 'open'")
    with pytest.raises(StoreDamaged):
        database.open_writer(path)


def test_a_reader_goes_on_while_the_file_grows_and_shrinks(path: Path) -> None:
    writer = database.open_writer(path)
    writer.conn.execute("CREATE TABLE large (text TEXT)")
    with writer.conn:
        writer.conn.executemany("INSERT INTO large VALUES (?)", [("x" * 4000,)] * 2000)
    writer.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with database.reading(path) as reader:
        assert (reader.execute("PRAGMA mmap_size").fetchone()[0] > 0) == (os.name == "posix")
        assert reader.execute("SELECT count(*), min(length(text)) FROM large").fetchone() == (2000, 4000)
        before = path.stat().st_size
        with writer.conn:
            writer.conn.execute("DELETE FROM large WHERE rowid > 10")
        writer.conn.execute("VACUUM")
        writer.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert path.stat().st_size < before / 10
        # What was mapped of it is gone: to touch that would end the process.
        assert reader.execute("SELECT count(*), min(length(text)) FROM large").fetchone() == (10, 4000)
        with writer.conn:
            writer.conn.executemany("INSERT INTO large VALUES (?)", [("y" * 4000,)] * 3000)
        assert reader.execute("SELECT count(*), max(text) FROM large").fetchone() == (3010, "y" * 4000)
    database.close_writer(writer)
