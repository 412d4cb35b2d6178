"""Disk against store: what is new, changed, moved or gone in one watched folder, found without reading a file.

A folder that cannot be reached, or is suddenly empty and no longer the folder it was, is offline: its rows
stay. What stands below a folder that may not be read, or on a disk that was mounted there and is not now, is unknown,
not deleted.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from sqlite_utils import Database

from desktop_search.errors import FolderError
from desktop_search.indexing.disks import MountsSeen
from desktop_search.indexing.rules import Rules
from desktop_search.indexing.walk import Found, Skipped, Unreadable, walk
from desktop_search.paths import is_at_or_below
from desktop_search.records import FolderState
from desktop_search.store import files, folders
from desktop_search.store.files import FileStamp, KnownFile

# The version of the reader and splitter that a path is read with today.
ReaderOf = Callable[[str], str]


@dataclass(slots=True)
class Survey:
    """What one look at a folder (or at the part of it `below`) found. `skipped` counts skips by rule.

    `mounts` are the places of other disks in it, as folders.keep_mounts takes them.
    """

    folder: str
    below: str | None = None
    state: FolderState = "ready"
    to_read: list[Found] = field(default_factory=list)
    moved: list[tuple[KnownFile, Found]] = field(default_factory=list)
    gone: list[KnownFile] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    moved_ids: set[int] = field(default_factory=set)
    device: int = 0
    inode: int = 0
    mounts: frozenset[str] = frozenset()


def survey(db: Database, rules: Rules, folder: str, reader_of: ReaderOf, below: str | None = None) -> Survey:
    """Compares the disk with the store. Never raises for what it finds on the disk; `state` says what was wrong."""
    result = Survey(folder, below)
    rows = files.in_folder(db, folder) if below is None else files.below(db, below)
    known = {one.path: one for one in rows}
    before = len(known)
    unknown: list[str] = []
    taken = 0
    try:
        root = os.stat(folder)
        result.device, result.inode = root.st_dev, root.st_ino
        mounts = MountsSeen(db, folder, root.st_dev)
        for entry in walk(folder, rules, below):
            if isinstance(entry, Found):
                taken += 1
                mounts.see(entry.path, entry.device)
                _compare(db, result, entry, known.pop(entry.path, None), reader_of)
            elif isinstance(entry, Skipped):
                result.skipped[entry.skip.rule] += 1
            elif isinstance(entry, Unreadable):
                result.skipped["unreadable"] += 1
                unknown.append(entry.path)
    except (FolderError, OSError, ValueError):
        result.state = "unreadable" if os.path.isdir(folder) else "missing"
        return result
    if before and not taken and _is_another_folder(db, result):
        result.state = "offline"
        return result
    result.mounts = mounts.to_keep
    unknown += mounts.away
    result.gone = [
        one
        for one in known.values()
        if one.id not in result.moved_ids and not any(is_at_or_below(one.path, place) for place in unknown)
    ]
    return result


def is_current(known: KnownFile, found: Found, reader_of: ReaderOf) -> bool:
    """Does the row speak of this file as it stands, read by the present reader?"""
    return known.stamp == stamp_of(found) and known.reader == reader_of(found.path)


def stamp_of(found: Found) -> FileStamp:
    return FileStamp(found.size, found.mtime_ns, found.inode, found.device)


def watched_folder(path: str, folders: Iterable[str]) -> str | None:
    """The watched folder that a path belongs to, None where it is in none of them."""
    return next((folder for folder in folders if is_at_or_below(path, folder)), None)


def moved_from(db: Database, found: Found, reader_of: ReaderOf, taken: Collection[int]) -> KnownFile | None:
    """The row of the same file under another name: a rename, unless the old name is still there (a hard link).

    Rows in `taken` have moved already: two hard links may stand in one folder that was renamed.
    """
    for row in files.with_stamp(db, stamp_of(found)):
        if row.id not in taken and row.reader == reader_of(found.path) and not os.path.lexists(row.path):
            return row
    return None


def _compare(db: Database, result: Survey, found: Found, known: KnownFile | None, reader_of: ReaderOf) -> None:
    if known is not None:
        if not is_current(known, found, reader_of):
            result.to_read.append(found)
        return
    row = moved_from(db, found, reader_of, result.moved_ids)
    if row is None:
        result.to_read.append(found)
    else:
        result.moved.append((row, found))
        result.moved_ids.add(row.id)


def _is_another_folder(db: Database, now: Survey) -> bool:
    """An empty mount point in place of the disk that was surveyed before; not a folder made anew on the same disk."""
    last = folders.find(db, now.folder)
    return last is not None and last.device != now.device
