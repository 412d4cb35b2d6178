"""The schema, grown by numbered steps. A released step is never edited; a change is a new step.

files --< paragraphs                 one row a file looked at; one row a paragraph of it
models --< embeddings                keyed by (model, hash of exactly the text that was encoded)
paragraphs ..passage_hash.. embeddings   copies and renames share one vector
waiting                              paragraphs without a vector of the current model, the newest files first
removed                              ids of files that are gone, for derived indexes that have not heard of it
folders, meta                        what the last survey saw; the generation counter and the store's identity
"""

from __future__ import annotations

import uuid

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
