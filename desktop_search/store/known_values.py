"""What stands in the files table that a query may be limited to: suffixes, kinds, folders, tags, with their files."""

from __future__ import annotations

import os

from sqlite_utils import Database

from desktop_search.store.files import from_column

Counts = list[tuple[str, int]]
_TEXT_PATH = "state <> 'failed' AND typeof(path) = 'text'"


def suffixes(db: Database, limit: int) -> Counts:
    """Suffixes without their dot, in lower case, those of most files first."""
    # What is left of a name when all that stands behind its last dot is taken away, and then all before it.
    suffix = "replace(path, rtrim(path, replace(path, '.', '')), '')"
    rows = db.execute(
        f"SELECT lower({suffix}) AS suffix, count(*) AS files FROM files WHERE {_TEXT_PATH} AND path LIKE '%.%'"
        " GROUP BY suffix ORDER BY files DESC, suffix LIMIT ?",
        [limit * 4],
    )
    # The dot of a folder's name leaves a slash in it.
    return [(suffix, count) for suffix, count in rows if suffix.isalnum() and len(suffix) <= 12][:limit]


def readers(db: Database) -> list[tuple[str, str, int]]:
    """(suffix, reader, files): what tells the kind of a file."""
    suffix = "'.' || lower(replace(path, rtrim(path, replace(path, '.', '')), ''))"
    rows = db.execute(
        f"SELECT {suffix} AS suffix, reader, count(*) FROM files WHERE {_TEXT_PATH} AND state = 'indexed'"
        " GROUP BY suffix, reader"
    )
    return [(suffix if "/" not in suffix else "", reader, count) for suffix, reader, count in rows]


def folders(db: Database, limit: int) -> Counts:
    """Names of folders that hold files, told from the watched folder above them, those of most files first."""
    folder = f"rtrim(path, replace(path, '{os.sep}', ''))"
    rows = db.execute(
        f"SELECT {folder} AS place, folder, count(*) AS files FROM files WHERE {_TEXT_PATH}"
        " GROUP BY place, folder ORDER BY files DESC, place LIMIT ?",
        [limit],
    )
    counted: dict[str, int] = {}
    for place, root, count in rows:
        watched = from_column(root)
        parts = [os.path.basename(watched) or watched]
        inner = os.path.relpath(place.rstrip(os.sep) or os.sep, watched)
        parts += [part for part in inner.split(os.sep) if part not in (os.curdir, os.pardir)]
        # A folder holds what is in the folders below it, too.
        for depth in range(1, len(parts) + 1):
            name = "/".join(parts[:depth])
            counted[name] = counted.get(name, 0) + count
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:limit]


def tags(db: Database, limit: int) -> Counts:
    """Tags, those of most files first."""
    rows = db.execute(
        "SELECT value, count(*) AS files FROM files, json_each(files.tags) WHERE tags <> '[]' AND value <> ''"
        " GROUP BY value ORDER BY files DESC, value LIMIT ?",
        [limit],
    )
    return [(str(value), count) for value, count in rows]
