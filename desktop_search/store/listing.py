"""Lists of the files table for a person to look through: by state, and by what a path holds."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from desktop_search.store.files import from_column, to_column


@dataclass(frozen=True, slots=True)
class ListedRow:
    """What a list shows of one file."""

    path: str
    state: str
    reason: str
    reader: str
    indexed_at: float
    paragraphs: int


def rows(db: Database, states: Collection[str], terms: Sequence[str], limit: int) -> list[ListedRow]:
    """At most `limit` files in one of these states whose path holds every term, ordered by path."""
    where, parameters = _holding(db, terms)
    marks = ", ".join("?" * len(states))
    found = db.execute(
        "SELECT path, state, reason, reader, indexed_at, (SELECT count(*) FROM paragraphs p WHERE p.file = found.id)"
        f" FROM (SELECT id, path, state, reason, reader, indexed_at FROM files WHERE state IN ({marks}) AND {where}"
        " ORDER BY path COLLATE NOCASE LIMIT ?) found",
        [*states, *parameters, limit],
    )
    return [ListedRow(from_column(row[0]), *row[1:]) for row in found]


def totals(db: Database, terms: Sequence[str]) -> dict[str, int]:
    """Number of files by state, of those whose path holds every term."""
    where, parameters = _holding(db, terms)
    return dict(db.execute(f"SELECT state, count(*) FROM files WHERE {where} GROUP BY state", parameters).fetchall())


def totals_below(db: Database, place: str) -> tuple[dict[str, int], int]:
    """Number of files by state below a folder, and of their paragraphs."""
    start = place.rstrip(os.sep) + os.sep
    after = start[:-1] + chr(ord(os.sep) + 1)
    # Names in bytes are no part of the range of text; the first characters of their bytes are compared instead.
    inside = "(path > ?1 AND path < ?2) OR (typeof(path) = 'blob' AND substr(path, 1, ?4) = CAST(?3 AS BLOB))"
    known = [to_column(start), to_column(after), os.fsencode(start), len(os.fsencode(start))]
    by_state = db.execute(f"SELECT state, count(*) FROM files WHERE {inside} GROUP BY state", known).fetchall()
    count = db.execute(
        f"SELECT count(*) FROM paragraphs WHERE file IN (SELECT id FROM files WHERE {inside})", known
    ).fetchone()
    return dict(by_state), int(count[0])


def holds(path: str, terms: Sequence[str]) -> bool:
    """Does a path hold every term, in whatever case and Unicode form either is written?"""
    folded = _folded(path)
    return all(_folded(term) in folded for term in terms)


def literal(text: str) -> str:
    """A text as a pattern of LIKE that stands for itself, escaped by a backslash."""
    return "".join(f"\\{one}" if one in "\\%_" else one for one in text)


def _holding(db: Database, terms: Sequence[str]) -> tuple[str, list[str]]:
    """The condition that a path holds every term, with its parameters."""
    parts = ["TRUE"]
    parameters: list[str] = []
    others = tuple(term for term in terms if not term.isascii())
    for term in terms:
        if term.isascii():
            parts.append(r"CAST(path AS TEXT) LIKE ? ESCAPE '\'")
            parameters.append(f"%{literal(term)}%")
    if others:
        # LIKE knows upper and lower case in ASCII only.
        db.conn.create_function("holds_others", 1, lambda path: holds(from_column(path), others), deterministic=True)
        parts.append("holds_others(path)")
    return " AND ".join(parts), parameters


def _folded(text: str) -> str:
    # The usual case, asked of every file, in fewer steps.
    return text.lower() if text.isascii() else unicodedata.normalize("NFC", text).casefold()
