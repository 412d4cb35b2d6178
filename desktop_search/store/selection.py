"""Which files a search is limited to: conditions on what the files table knows, met before anything is ranked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from desktop_search.store.files import from_column
from desktop_search.store.listing import holds, literal

Field = Literal["suffix", "kind", "folder", "name", "title", "tag", "before", "from", "span"]

# The date that a document gives itself, filled up to a whole day, else the day on which the file was changed.
DAY = (
    "CASE WHEN date GLOB '[0-9][0-9][0-9][0-9]*' THEN substr(date || substr('0000-01-01', length(date) + 1), 1, 10)"
    " ELSE date(mtime_ns / 1000000000, 'unixepoch', 'localtime') END"
)


# SQLite refuses patterns of more than 50,000 bytes; no suffix is so long.
_LONGEST_PATTERN = 1000


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that a file must be, or must not be.

    `values` are alternatives. "suffix": ".pdf"; "kind": a suffix or the name of a reader; "folder": an absolute path,
    or a part of one ("Work/2024"); "name", "title": text that it holds; "tag": a tag or a part of a nested one
    ("project" finds "project/house"); "from" and "before": a day as YYYY-MM-DD, the first that is in, the first that
    is out; "span": two such days.
    """

    field: Field
    values: tuple[str, ...]
    negated: bool = False


def select(db: Database, conditions: Sequence[Condition]) -> list[int] | None:
    """Ids of the files that meet every condition, in order; None where there is no condition."""
    if not conditions:
        return None
    db.conn.create_function("holds_text", 2, lambda text, value: holds(_text(text), (value,)), deterministic=True)
    db.conn.create_function("is_named", 2, lambda path, name: _is_named(_text(path), name), deterministic=True)
    db.conn.create_function("lies_in", 2, lambda path, place: _lies_in(_text(path), place), deterministic=True)
    wheres: list[str] = []
    parameters: list[str] = []
    for condition in conditions:
        choices = [_clause(condition.field, _storable(value)) for value in condition.values]
        wheres.append(f"{'NOT ' if condition.negated else ''}({' OR '.join(clause for clause, _ in choices)})")
        parameters += [parameter for _, some in choices for parameter in some]
    rows = db.execute(f"SELECT id FROM files WHERE {' AND '.join(wheres)} ORDER BY id", parameters)
    return [row[0] for row in rows]


def _clause(field: Field, value: str) -> tuple[str, list[str]]:
    """A condition in SQL with its parameters; none of them is ever NULL, so that NOT is its opposite."""
    match field:
        case "suffix" | "kind" if len(value) > _LONGEST_PATTERN:
            return "FALSE", []
        case "suffix" | "kind" if value.startswith("."):
            return r"CAST(path AS TEXT) LIKE ? ESCAPE '\'", ["%" + literal(value)]
        case "suffix" | "kind":
            return r"reader LIKE ? ESCAPE '\'", [literal(value) + " %"]
        case "folder" if os.path.isabs(value):
            # A range of the index of paths; names that are bytes lie outside of it.
            place = value.rstrip(os.sep)
            inside = "path = ? OR (path > ? AND path < ?) OR (typeof(path) = 'blob' AND lies_in(path, ?))"
            return inside, [place, place + os.sep, place + chr(ord(os.sep) + 1), place]
        case "folder":
            return _asked_of_few("path", "lies_in(path, ?)", value.replace("\\", "/").strip("/"), value)
        case "name":
            return _asked_of_few("path", "is_named(path, ?)", value, value)
        case "title":
            return _asked_of_few("title", "holds_text(title, ?)", value, value)
        case "tag":
            nested = "holds_text('/' || value || '/', '/' || ? || '/')"
            return f"EXISTS (SELECT 1 FROM json_each(tags) WHERE {nested})", [value]
        case "before":
            return f"coalesce({DAY} < ?, FALSE)", [value]
        case "from":
            return f"coalesce({DAY} >= ?, FALSE)", [value]
        case "span":
            return f"coalesce({DAY} >= ? AND {DAY} < ?, FALSE)", value.split(" ")


def _asked_of_few(column: str, question: str, part: str, value: str) -> tuple[str, list[str]]:
    """A question that Python answers, which takes a microsecond and more a file, asked of those files alone that may
    meet it: where column and part are of ASCII, SQLite knows itself whether the one holds the other."""
    if not part.isascii() or len(part) > _LONGEST_PATTERN:
        return question, [value]
    # Any character stands for what sets folders apart, which is another one on Windows.
    wanted = "%" + literal(part).replace("/", "_") + "%"
    is_ascii = f"typeof({column}) = 'text' AND length({column}) = length(CAST({column} AS BLOB))"
    lacks = f"{is_ascii} AND {column} NOT LIKE ? ESCAPE '\\'"
    return f"CASE WHEN {lacks} THEN FALSE ELSE {question} END", [wanted, value]


def _is_named(path: str, name: str) -> bool:
    return holds(os.path.basename(path), (name,))


def _lies_in(path: str, place: str) -> bool:
    """Is a path at or below a folder, named in full or by the end of its path?"""
    if os.path.isabs(place):
        whole = place.rstrip(os.sep)
        return path == whole or path.startswith(whole + os.sep)
    inner = place.replace("\\", "/").strip("/")
    return bool(inner) and holds(os.path.dirname(path).replace(os.sep, "/") + "/", (f"/{inner}/",))


def _text(value: str | bytes) -> str:
    return from_column(value)


def _storable(value: str) -> str:
    """Half of a surrogate pair cannot pass to SQLite; no file has such a name, title or tag either."""
    return value.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")
