"""The paragraphs table: the text that is searched, where it stands, and the hash of what is encoded for it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlite_utils import Database

from desktop_search.records import PageUnit, Paragraph
from desktop_search.store.files import FileEntry, from_column

HASH_BYTES = 16
# SQLite's limit on parameters of one statement was 999 in old builds.
_PARAMETERS = 900


@dataclass(frozen=True, slots=True)
class StoredParagraph:
    """A paragraph with the file that it stands in; `path` and `title` are the file's, `about` its author and tags."""

    id: int
    file: int
    path: str
    title: str
    mtime_ns: int
    text: str
    start: int
    end: int
    line: int | None
    page: int | None
    unit: PageUnit
    heading: tuple[str, ...]
    passage_hash: bytes
    about: str = ""


def passage_hash(passage: str) -> bytes:
    """The key of an embedding: 16 bytes of BLAKE2b over exactly the text that is encoded."""
    return hashlib.blake2b(passage.encode("utf-8", "surrogatepass"), digest_size=HASH_BYTES).digest()


def replace(
    db: Database, file: int, paragraphs: Sequence[Paragraph], *, is_new: bool = False
) -> list[tuple[int, bytes]]:
    """Puts a file's paragraphs in place of those it had; returns (id, passage hash) of each, in order.

    `is_new` tells that it had none. Belongs in a transaction.
    """
    if not is_new:
        db.execute("DELETE FROM waiting WHERE paragraph IN (SELECT id FROM paragraphs WHERE file = ?)", [file])
        db.execute("DELETE FROM paragraphs WHERE file = ?", [file])
    # Ids are given here, as SQLite would give them: many rows then take one statement.
    used = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'paragraphs'").fetchone()
    first = (used[0] if used else 0) + 1
    stored = [(first + place, passage_hash(one.passage)) for place, one in enumerate(paragraphs)]
    headings = {heading: json.dumps(heading, ensure_ascii=False) for heading in {one.heading for one in paragraphs}}
    db.conn.executemany(
        "INSERT INTO paragraphs (id, file, start, end, line, page, unit, heading, text, passage_hash)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (id, file, one.start, one.end, one.line, one.page, one.unit, headings[one.heading], one.text, key)
            for (id, key), one in zip(stored, paragraphs, strict=True)
        ],
    )
    return stored


def as_stored(
    file: int, entry: FileEntry, paragraphs: Sequence[Paragraph], stored: Sequence[tuple[int, bytes]]
) -> list[StoredParagraph]:
    """What `of_file` would find of paragraphs that were just written, without asking the database."""
    return [
        StoredParagraph(
            id=id,
            file=file,
            path=entry.path,
            title=entry.title,
            mtime_ns=entry.stamp.mtime_ns,
            text=one.text,
            start=one.start,
            end=one.end,
            line=one.line,
            page=one.page,
            unit=one.unit,
            heading=one.heading,
            passage_hash=key,
            about=_about(entry.author, entry.tags),
        )
        for (id, key), one in zip(stored, paragraphs, strict=True)
    ]


def by_ids(db: Database, ids: Sequence[int]) -> dict[int, StoredParagraph]:
    """The paragraphs with these ids; an id that is gone is left out."""
    found: dict[int, StoredParagraph] = {}
    for start in range(0, len(ids), _PARAMETERS):
        part = ids[start : start + _PARAMETERS]
        found.update((row.id, row) for row in _select(db, f"p.id IN ({_marks(part)})", part))
    return found


def files_of(db: Database, ids: Sequence[int]) -> dict[int, int]:
    """The file of each of these paragraphs; an id that is gone is left out."""
    found: dict[int, int] = {}
    for start in range(0, len(ids), _PARAMETERS):
        part = ids[start : start + _PARAMETERS]
        found.update(db.execute(f"SELECT id, file FROM paragraphs WHERE id IN ({_marks(part)})", part).fetchall())
    return found


def first_of_newest(db: Database, files: Sequence[int], limit: int) -> list[tuple[int, int]]:
    """(paragraph, file): the first paragraph of each of the `limit` files that were changed last."""
    known = "SELECT value FROM json_each(?)"
    rows = db.execute(
        "SELECT (SELECT p.id FROM paragraphs p WHERE p.file = f.id ORDER BY p.start LIMIT 1) AS paragraph, f.id"
        f" FROM files f WHERE f.id IN ({known}) AND f.state = 'indexed' ORDER BY f.mtime_ns DESC, f.id LIMIT ?",
        [json.dumps(list(files)), limit],
    )
    return [(row[0], row[1]) for row in rows if row[0] is not None]


def of_file(db: Database, file: int) -> list[StoredParagraph]:
    """A file's paragraphs in reading order."""
    return _select(db, "p.file = ? ORDER BY p.start", [file])


def ids_with_hashes(db: Database, hashes: Iterable[bytes]) -> set[int]:
    """Ids of all paragraphs whose passage is one of these, copies in other files included."""
    found: set[int] = set()
    for key in set(hashes):
        found.update(row[0] for row in db.execute("SELECT id FROM paragraphs WHERE passage_hash = ?", [key]))
    return found


def count(db: Database) -> int:
    return int(db.execute("SELECT value FROM counts WHERE name = 'paragraphs'").fetchone()[0])


def version(db: Database) -> int:
    """A number that changes with whatever another connection commits."""
    return int(db.execute("PRAGMA data_version").fetchone()[0])


def count_of_file(db: Database, file: int) -> int:
    return int(db.execute("SELECT count(*) FROM paragraphs WHERE file = ?", [file]).fetchone()[0])


def _select(db: Database, where: str, parameters: Iterable[object]) -> list[StoredParagraph]:
    rows = db.execute(
        "SELECT p.id, p.file, f.path, f.title, f.mtime_ns, p.text, p.start, p.end, p.line, p.page, p.unit,"
        f" p.heading, p.passage_hash, f.author, f.tags FROM paragraphs p JOIN files f ON f.id = p.file WHERE {where}",
        list(parameters),
    )
    return [
        StoredParagraph(
            id=row[0],
            file=row[1],
            path=from_column(row[2]),
            title=row[3],
            mtime_ns=row[4],
            text=row[5],
            start=row[6],
            end=row[7],
            line=row[8],
            page=row[9],
            unit=row[10],
            heading=_listed(row[11]),
            passage_hash=row[12],
            about=_about(row[13], _listed(row[14])),
        )
        for row in rows
    ]


@lru_cache(maxsize=10_000)
def _listed(text: str) -> tuple[str, ...]:
    """A list of texts as it is stored; most are empty or that of the paragraph before."""
    return tuple(json.loads(text))


def _about(author: str, tags: Sequence[str]) -> str:
    return "\n".join((author, *tags)).strip()


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
