"""The folders table: what the last survey of each watched folder saw."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from desktop_search.records import FolderState, FolderStatus
from desktop_search.store import database
from desktop_search.store.files import by_folder, from_column, from_signed, to_column, to_signed

# In the meta table: a few names, for few people.
_MOUNTS = "mounts"


@dataclass(frozen=True, slots=True)
class SurveyedFolder:
    """`device` and `inode` tell a folder that was emptied from a disk that is not there."""

    path: str
    state: str
    device: int
    inode: int
    skipped: dict[str, int]


def put(db: Database, folder: SurveyedFolder, now: float) -> None:
    db.execute(
        "INSERT OR REPLACE INTO folders VALUES (?, ?, ?, ?, ?, ?)",
        [
            to_column(folder.path),
            folder.state,
            to_signed(folder.device),
            to_signed(folder.inode),
            now,
            json.dumps(folder.skipped),
        ],
    )


def find(db: Database, path: str) -> SurveyedFolder | None:
    return next((folder for folder in every(db) if folder.path == path), None)


def every(db: Database) -> list[SurveyedFolder]:
    rows = db.execute("SELECT path, state, device, inode, skipped FROM folders ORDER BY path")
    return [
        SurveyedFolder(from_column(row[0]), row[1], from_signed(row[2]), from_signed(row[3]), json.loads(row[4]))
        for row in rows
    ]


def remove(db: Database, path: str) -> None:
    db.execute("DELETE FROM folders WHERE path = ?", [to_column(path)])
    keep_mounts(db, path, ())


def mounts(db: Database, folder: str) -> frozenset[str]:
    """Where other disks were mounted in a watched folder, as far as something of them is in the index."""
    kept = json.loads(str(database.meta(db, _MOUNTS) or "{}"))
    return frozenset(kept.get(folder, ()))


def keep_mounts(db: Database, folder: str, places: Collection[str]) -> None:
    """Notes them; belongs in a transaction."""
    if mounts(db, folder) != frozenset(places):
        kept = json.loads(str(database.meta(db, _MOUNTS) or "{}"))
        kept[folder] = sorted(places)
        database.set_meta(db, _MOUNTS, json.dumps({one: some for one, some in kept.items() if some}))


def statuses(db: Database, watched: Iterable[str], states: Mapping[str, FolderState]) -> tuple[FolderStatus, ...]:
    """The watched folders as a person is told of them; `states` gives those that are not simply ready."""
    counts = by_folder(db)
    seen = {one.path: one.skipped for one in every(db)}
    return tuple(
        FolderStatus(path, states.get(path, "ready"), counts.get(path, 0), tuple(seen.get(path, {}).items()))
        for path in watched
    )
