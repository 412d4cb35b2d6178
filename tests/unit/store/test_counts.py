"""The counts that triggers keep are those of the rows, whatever is done to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from desktop_search.records import ModelInfo, Paragraph
from desktop_search.store import database, files, paragraphs, vectors
from desktop_search.store.files import FileEntry, FileStamp
from desktop_search.store.migrations import migrations
from tests.models import use_at_once


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    opened = database.open_writer(tmp_path / "index.sqlite3")
    yield opened
    database.close_writer(opened)


def entry(name: str, folder: str, state: str) -> FileEntry:
    return FileEntry(f"{folder}/{name}", folder, FileStamp(1, 2, 3, 4), state, "text 1.1", title="Title")


def put(db: Database, name: str, texts: int, folder: str = "/notes", state: str = "indexed") -> int:
    pieces = [Paragraph(f"{name} {one}", one, one + 1, one + 1, ("Head",), f"{name} {one}") for one in range(texts)]
    with db.atomic():
        file = files.put(db, entry(name, folder, state), now=1.0)
        stored = paragraphs.replace(db, file, pieces)
        vectors.wait(db, 0, [one for one, _ in stored])
    return file


def check(db: Database) -> None:
    assert paragraphs.count(db) == db.execute("SELECT count(*) FROM paragraphs").fetchone()[0]
    assert vectors.count_waiting(db) == db.execute("SELECT count(*) FROM waiting").fetchone()[0]
    rows = [(files.from_column(row[0]), row[1]) for row in db.execute("SELECT folder, state FROM files")]
    assert files.totals(db) == dict(Counter(state for _, state in rows))
    assert files.by_folder(db) == dict(Counter(folder for folder, state in rows if state != "failed"))
    assert sorted(files.folders(db)) == sorted({folder for folder, _ in rows})


def test_counts_follow_every_change(db: Database) -> None:
    check(db)
    one = put(db, "one.md", 3)
    two = put(db, "two.md", 2, folder=b"/odd\xff".decode("utf-8", "surrogateescape"))
    put(db, "three.md", 0, state="failed")
    check(db)
    put(db, "one.md", 1)
    put(db, "three.md", 4)
    check(db)
    put(db, "three.md", 0, state="failed")
    check(db)
    with db.atomic():
        files.move(db, one, "/other/one.md", "/other")
    check(db)
    with db.atomic():
        files.rehome(db, "/other", "/notes")
        use_at_once(db, ModelInfo("small", "model-1", 4))
    check(db)
    with db.atomic():
        files.remove(db, [one, two])
    check(db)
    assert (paragraphs.count(db), vectors.count_waiting(db), files.totals(db)) == (0, 0, {"failed": 1})


def test_an_index_from_before_is_counted_once(tmp_path: Path) -> None:
    old = Database(tmp_path / "index.sqlite3")
    migrations.apply(old, stop_before="0004_counts")
    put(old, "one.md", 3)
    put(old, "two.md", 0, state="failed")
    old.close()
    db = database.open_writer(tmp_path / "index.sqlite3")
    check(db)
    assert paragraphs.count(db) == 3
    database.close_writer(db)


def test_what_was_just_written_is_what_would_be_read_back(db: Database) -> None:
    pieces = [
        Paragraph(f"text {one}", one, one + 6, None, ("Head", "é"), f"passage {one}", 7, "slide") for one in (1, 2)
    ]
    put(db, "first.md", 2)
    with db.atomic():
        file = files.put(db, entry("two.md", "/notes", "indexed"), now=1.0)
        stored = paragraphs.replace(db, file, pieces, is_new=True)
    assert paragraphs.as_stored(file, entry("two.md", "/notes", "indexed"), pieces, stored) == paragraphs.of_file(
        db, file
    )
