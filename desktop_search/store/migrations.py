"""The schema, grown by numbered steps. A released step is never edited; a change is a new step.

files --< paragraphs                 one row a file looked at; one row a paragraph of it
models --< embeddings                keyed by (model, hash of exactly the text that was encoded)
paragraphs ..passage_hash.. embeddings   copies and renames share one vector
waiting                              paragraphs without a vector of the current model, the newest files first
removed                              ids of files that are gone, for derived indexes that have not heard of it
counts, file_counts                  kept by triggers: counting a million rows takes a tenth of a second
folders, meta                        what the last survey saw; the generation counter and the store's identity
"""

from __future__ import annotations

import uuid

import numpy as np
from sqlite_utils import Database, Migrations

migrations = Migrations("desktop_search")


@migrations(name="0001_first_schema")
def first_schema(db: Database) -> None:
    db.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID")
    db.execute("INSERT INTO meta VALUES ('store_id', ?), ('generation', 0), ('model', 0)", [uuid.uuid4().hex])
    db.execute(
        "CREATE TABLE folders (path PRIMARY KEY, state TEXT NOT NULL, device INTEGER, inode INTEGER,"
        " surveyed_at REAL, skipped TEXT NOT NULL DEFAULT '{}') WITHOUT ROWID"
    )
    # AUTOINCREMENT: an id is never used twice, so a derived index cannot mistake a new file for an old one.
    db.execute(
        "CREATE TABLE files (id INTEGER PRIMARY KEY AUTOINCREMENT, path NOT NULL UNIQUE, folder NOT NULL,"
        " size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, inode INTEGER NOT NULL, device INTEGER NOT NULL,"
        " digest BLOB, state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', title TEXT NOT NULL DEFAULT '',"
        " author TEXT NOT NULL DEFAULT '', date TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT '',"
        " tags TEXT NOT NULL DEFAULT '[]', reader TEXT NOT NULL DEFAULT '', indexed_at REAL NOT NULL,"
        " generation INTEGER NOT NULL)"
    )
    db.execute("CREATE INDEX files_by_folder ON files (folder)")
    # Names that are not valid UTF-8 are kept as bytes, and are found apart from the range of a folder's paths.
    db.execute("CREATE INDEX files_named_in_bytes ON files (path) WHERE typeof(path) = 'blob'")
    db.execute("CREATE INDEX files_by_inode ON files (inode)")
    db.execute("CREATE INDEX files_by_generation ON files (generation)")
    db.execute(
        "CREATE TABLE paragraphs (id INTEGER PRIMARY KEY AUTOINCREMENT, file INTEGER NOT NULL,"
        " start INTEGER NOT NULL, end INTEGER NOT NULL, line INTEGER NOT NULL, page INTEGER,"
        " heading TEXT NOT NULL, text TEXT NOT NULL, passage_hash BLOB NOT NULL)"
    )
    db.execute("CREATE INDEX paragraphs_by_file ON paragraphs (file)")
    db.execute("CREATE INDEX paragraphs_by_passage ON paragraphs (passage_hash)")
    db.execute("CREATE TABLE removed (file INTEGER PRIMARY KEY, generation INTEGER NOT NULL)")
    db.execute(
        "CREATE TABLE models (id INTEGER PRIMARY KEY AUTOINCREMENT, model_id TEXT NOT NULL UNIQUE,"
        " name TEXT NOT NULL, dimension INTEGER NOT NULL)"
    )
    db.execute(
        "CREATE TABLE embeddings (id INTEGER PRIMARY KEY, model INTEGER NOT NULL, passage_hash BLOB NOT NULL,"
        " vector BLOB NOT NULL)"
    )
    db.execute("CREATE UNIQUE INDEX embeddings_by_passage ON embeddings (passage_hash, model)")
    db.execute(
        "CREATE TABLE waiting (priority INTEGER NOT NULL, paragraph INTEGER NOT NULL,"
        " PRIMARY KEY (priority, paragraph)) WITHOUT ROWID"
    )
    db.execute("CREATE UNIQUE INDEX waiting_by_paragraph ON waiting (paragraph)")


@migrations(name="0002_places")
def places(db: Database) -> None:
    """A paragraph of a PDF has a page and no line; of a presentation, a slide."""
    db.execute("ALTER TABLE paragraphs RENAME TO paragraphs_before")
    db.execute("DROP INDEX paragraphs_by_file")
    db.execute("DROP INDEX paragraphs_by_passage")
    db.execute(
        "CREATE TABLE paragraphs (id INTEGER PRIMARY KEY AUTOINCREMENT, file INTEGER NOT NULL,"
        " start INTEGER NOT NULL, end INTEGER NOT NULL, line INTEGER, page INTEGER,"
        " unit TEXT NOT NULL DEFAULT 'page', heading TEXT NOT NULL, text TEXT NOT NULL, passage_hash BLOB NOT NULL)"
    )
    db.execute(
        "INSERT INTO paragraphs (id, file, start, end, line, page, heading, text, passage_hash)"
        " SELECT id, file, start, end, line, page, heading, text, passage_hash FROM paragraphs_before"
    )
    db.execute("DELETE FROM sqlite_sequence WHERE name = 'paragraphs'")
    db.execute("UPDATE sqlite_sequence SET name = 'paragraphs' WHERE name = 'paragraphs_before'")
    db.execute("DROP TABLE paragraphs_before")
    db.execute("CREATE INDEX paragraphs_by_file ON paragraphs (file)")
    db.execute("CREATE INDEX paragraphs_by_passage ON paragraphs (passage_hash)")


@migrations(name="0003_vectors_to_8_bits")
def vectors_to_8_bits(db: Database) -> None:
    """Vectors were kept as float16 before."""
    last = 0
    while rows := db.execute(
        "SELECT id, vector FROM embeddings WHERE id > ? ORDER BY id LIMIT 10000", [last]
    ).fetchall():
        last = rows[-1][0]
        for number, blob in rows:
            vector = np.frombuffer(blob, np.float16).astype(np.float32)
            largest = float(np.abs(vector).max(initial=0.0)) or 1.0
            packed = np.rint(vector * (127 / largest)).astype(np.int8)
            db.execute("UPDATE embeddings SET vector = ? WHERE id = ?", [packed.tobytes(), number])


@migrations(name="0004_counts")
def counts(db: Database) -> None:
    """How things stand is told several times a second, and with every answer."""
    db.execute("CREATE TABLE counts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID")
    for table in ("paragraphs", "waiting"):
        change = f"UPDATE counts SET value = value {{}} 1 WHERE name = '{table}'; END"
        db.execute(f"INSERT INTO counts SELECT '{table}', count(*) FROM {table}")
        db.execute(f"CREATE TRIGGER {table}_added AFTER INSERT ON {table} BEGIN {change.format('+')}")
        db.execute(f"CREATE TRIGGER {table}_removed AFTER DELETE ON {table} BEGIN {change.format('-')}")
    db.execute(
        "CREATE TABLE file_counts (folder NOT NULL, state TEXT NOT NULL, value INTEGER NOT NULL,"
        " PRIMARY KEY (folder, state)) WITHOUT ROWID"
    )
    db.execute("INSERT INTO file_counts SELECT folder, state, count(*) FROM files GROUP BY folder, state")
    more = (
        "INSERT INTO file_counts VALUES (NEW.folder, NEW.state, 1) ON CONFLICT (folder, state)"
        " DO UPDATE SET value = value + 1;"
    )
    less = "UPDATE file_counts SET value = value - 1 WHERE folder = OLD.folder AND state = OLD.state;"
    db.execute(f"CREATE TRIGGER files_added AFTER INSERT ON files BEGIN {more} END")
    db.execute(f"CREATE TRIGGER files_removed AFTER DELETE ON files BEGIN {less} END")
    db.execute(
        "CREATE TRIGGER files_changed AFTER UPDATE OF folder, state ON files"
        f" WHEN OLD.folder IS NOT NEW.folder OR OLD.state <> NEW.state BEGIN {less} {more} END"
    )


@migrations(name="0004_model_switch")
def model_switch(db: Database) -> None:
    """Where a model was found and on which device it ran: it may have to answer until another has learnt."""
    db.execute("ALTER TABLE models ADD COLUMN named TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE models ADD COLUMN device TEXT NOT NULL DEFAULT ''")
