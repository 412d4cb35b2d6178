"""The files table: one row for each file that was looked at, with its state and, where it failed, the reason."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from desktop_search.store.database import meta, next_generation, set_meta

# How far the files of the vector index are; the word index keeps its own account.
_VECTORS_SEEN = "vectors_seen"


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What a survey compares without reading: size in bytes, time in nanoseconds, and the file's identity."""

    size: int
    mtime_ns: int
    inode: int
    device: int


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file as the index last saw it. `state` is "indexed", "empty" (no text in it) or "failed"."""

    id: int
    path: str
    stamp: FileStamp
    state: str
    reason: str
    reader: str
    digest: bytes | None
    title: str
    indexed_at: float


@dataclass(frozen=True, slots=True)
class FileEntry:
    """What is written for one file. `reader` names the reader and splitter with their versions."""

    path: str
    folder: str
    stamp: FileStamp
    state: str
    reader: str
    digest: bytes | None = None
    reason: str = ""
    title: str = ""
    author: str = ""
    date: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()


_LAST_TIME = (1 << 63) - 1
_COLUMNS = "id, path, size, mtime_ns, inode, device, state, reason, reader, digest, title, indexed_at"


def storable_time(nanoseconds: int) -> int:
    """A time as SQLite can hold it: a damaged date may lie thousands of years ahead."""
    return max(-_LAST_TIME, min(nanoseconds, _LAST_TIME))


def to_column(path: str) -> str | bytes:
    """A path as SQLite can hold it: text, or bytes for a name that is not valid UTF-8."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return os.fsencode(path)
    return path


def from_column(value: str | bytes) -> str:
    """The path again."""
    return os.fsdecode(value) if isinstance(value, bytes) else value


def put(db: Database, entry: FileEntry, now: float) -> int:
    """Inserts or replaces a file's row; returns its id. Belongs in a transaction together with its paragraphs."""
    row = db.execute(
        "INSERT INTO files (path, folder, size, mtime_ns, inode, device, digest, state, reason, title, author, date,"
        " language, tags, reader, indexed_at, generation) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (path) DO UPDATE SET folder = excluded.folder, size = excluded.size,"
        " mtime_ns = excluded.mtime_ns, inode = excluded.inode, device = excluded.device, digest = excluded.digest,"
        " state = excluded.state, reason = excluded.reason, title = excluded.title, author = excluded.author,"
        " date = excluded.date, language = excluded.language, tags = excluded.tags, reader = excluded.reader,"
        " indexed_at = excluded.indexed_at, generation = excluded.generation RETURNING id",
        [
            to_column(entry.path),
            to_column(entry.folder),
            *_stamp_values(entry.stamp),
            entry.digest,
            entry.state,
            entry.reason,
            entry.title,
            entry.author,
            entry.date,
            entry.language,
            json.dumps(entry.tags),
            entry.reader,
            now,
            next_generation(db),
        ],
    ).fetchone()
    return int(row[0])


def touch(db: Database, file: int, folder: str, stamp: FileStamp, reader: str) -> None:
    """Notes a new stamp for a file whose content did not change; the derived indexes need not hear of it."""
    db.execute(
        "UPDATE files SET folder = ?, size = ?, mtime_ns = ?, inode = ?, device = ?, reader = ? WHERE id = ?",
        [to_column(folder), *_stamp_values(stamp), reader, file],
    )


def move(db: Database, file: int, path: str, folder: str) -> None:
    """Gives a file its new place; paragraphs and embeddings stay as they are."""
    db.execute(
        "UPDATE files SET path = ?, folder = ?, generation = ? WHERE id = ?",
        [to_column(path), to_column(folder), next_generation(db), file],
    )


def rehome(db: Database, folder: str, parent: str) -> None:
    """A watched folder became part of a larger one: its rows belong to that now."""
    db.execute("UPDATE files SET folder = ? WHERE folder = ?", [to_column(parent), to_column(folder)])


def remove(db: Database, files: Iterable[int]) -> None:
    """Forgets files with their paragraphs. Their embeddings stay until `vectors.purge`: a move may need them."""
    for file in files:
        db.execute("DELETE FROM waiting WHERE paragraph IN (SELECT id FROM paragraphs WHERE file = ?)", [file])
        db.execute("DELETE FROM paragraphs WHERE file = ?", [file])
        db.execute("DELETE FROM files WHERE id = ?", [file])
        db.execute("INSERT OR REPLACE INTO removed VALUES (?, ?)", [file, next_generation(db)])


def find(db: Database, path: str) -> KnownFile | None:
    """The row of one path."""
    row = db.execute(f"SELECT {_COLUMNS} FROM files WHERE path = ?", [to_column(path)]).fetchone()
    return _known(row) if row else None


def with_stamp(db: Database, stamp: FileStamp) -> list[KnownFile]:
    """Rows that have exactly this stamp: what a file that is new at its place may have been called before."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM files WHERE inode = ? AND size = ? AND mtime_ns = ? AND device = ?",
        [to_signed(stamp.inode), stamp.size, stamp.mtime_ns, to_signed(stamp.device)],
    )
    return [_known(row) for row in rows]


def with_identity(db: Database, inode: int, device: int) -> list[KnownFile]:
    """Rows of one and the same file, under each of the names that it has (hard links)."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM files WHERE inode = ? AND device = ?", [to_signed(inode), to_signed(device)]
    )
    return [_known(row) for row in rows]


def in_folder(db: Database, folder: str) -> Iterator[KnownFile]:
    """All rows of one watched folder."""
    for row in db.execute(f"SELECT {_COLUMNS} FROM files WHERE folder = ?", [to_column(folder)]):
        yield _known(row)


def below(db: Database, place: str) -> list[KnownFile]:
    """The rows at or below any path, watched or not, found by a range of the path's index."""
    start = place.rstrip(os.sep) + os.sep
    after = start[:-1] + chr(ord(os.sep) + 1)
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM files WHERE path = ? OR (path > ? AND path < ?) OR typeof(path) = 'blob'",
        [to_column(place), to_column(start), to_column(after)],
    )
    found = (_known(row) for row in rows)
    return [one for one in found if one.path == place or one.path.startswith(start)]


def folders(db: Database) -> list[str]:
    """Every watched folder that still has rows."""
    return [from_column(row[0]) for row in db.execute("SELECT DISTINCT folder FROM file_counts WHERE value > 0")]


def changed_since(db: Database, generation: int) -> list[int]:
    """Ids of the files written or moved after `generation`, oldest change first."""
    rows = db.execute("SELECT id FROM files WHERE generation > ? ORDER BY generation", [generation])
    return [row[0] for row in rows]


def removed_since(db: Database, generation: int) -> list[int]:
    """Ids of the files forgotten after `generation`."""
    return [row[0] for row in db.execute("SELECT file FROM removed WHERE generation > ?", [generation])]


def forget_removed(db: Database, generation: int) -> None:
    """Drops the notes on removed files that every derived index has seen; the word index has those to `generation`."""
    seen = meta(db, _VECTORS_SEEN)
    both = generation if seen is None else min(generation, int(str(seen)))
    db.execute("DELETE FROM removed WHERE generation <= ?", [both])


def note_vectors_seen(db: Database, generation: int) -> None:
    """The files of the vector index are as far as this now."""
    set_meta(db, _VECTORS_SEEN, generation)


def totals(db: Database) -> dict[str, int]:
    """Number of files by state."""
    return dict(db.execute("SELECT state, sum(value) FROM file_counts WHERE value > 0 GROUP BY state").fetchall())


def count_indexed(db: Database, most: int) -> int:
    """How many files are in the index; more than `most` are not counted."""
    row = db.execute("SELECT count(*) FROM (SELECT 1 FROM files WHERE state = 'indexed' LIMIT ?)", [most]).fetchone()
    return int(row[0])


def by_folder(db: Database) -> dict[str, int]:
    """Number of readable files by watched folder."""
    rows = db.execute(
        "SELECT folder, sum(value) FROM file_counts WHERE state <> 'failed' AND value > 0 GROUP BY folder"
    )
    return {from_column(folder): count for folder, count in rows}


def failures(db: Database) -> list[tuple[str, str]]:
    """(path, reason) of every file that could not be read."""
    rows = db.execute("SELECT path, reason FROM files WHERE state = 'failed' ORDER BY path")
    return [(from_column(path), reason) for path, reason in rows]


def _stamp_values(stamp: FileStamp) -> list[int]:
    # SQLite's integers are signed; inode and device numbers of some file systems are not.
    return [stamp.size, stamp.mtime_ns, to_signed(stamp.inode), to_signed(stamp.device)]


def to_signed(value: int) -> int:
    value &= (1 << 64) - 1
    return value - (1 << 64) if value >> 63 else value


def from_signed(value: int) -> int:
    return value & ((1 << 64) - 1)


def _known(row: tuple[int, str | bytes, int, int, int, int, str, str, str, bytes | None, str, float]) -> KnownFile:
    stamp = FileStamp(row[2], row[3], from_signed(row[4]), from_signed(row[5]))
    return KnownFile(row[0], from_column(row[1]), stamp, row[6], row[7], row[8], row[9], row[10], row[11])
