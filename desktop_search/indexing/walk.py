"""What is in a watched folder right now: files taken, entries skipped with their rule, places that cannot be read.

Links are not followed, so there are no loops. Names that are no valid UTF-8, or have line breaks, pass as they are.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass

from desktop_search.errors import FolderError
from desktop_search.indexing.names import FOLDERS_NEED_STATUS
from desktop_search.indexing.rules import FolderRules, Rules, Skip
from desktop_search.store.files import storable_time


@dataclass(frozen=True, slots=True)
class Found:
    """A file that is taken, as its folder's listing and one `lstat` saw it."""

    path: str
    size: int
    mtime_ns: int
    inode: int
    device: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """An entry that is not taken; for a folder this stands for all that is in it."""

    path: str
    skip: Skip
    folder: bool


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What is at and below `path` cannot be seen now: unknown, not deleted. It counts as skipped by "unreadable"."""

    path: str
    reason: str


Entry = Found | Skipped | Unreadable
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR})


def walk(root: str, rules: Rules, below: str | None = None) -> Iterator[Entry]:
    """All entries of the watched folder `root`, or of the folder or file `below` in it, under the rules of both.

    Where a folder above `below` is skipped, that skip is all there is; where `below` does not exist, nothing.
    Raises FolderError, at once, where `root` itself is missing, no folder, or cannot be read.
    """
    entries = _list_root(root)
    if below is None or below == root:
        return _walk([(rules.folder_rules(root), entries)])
    return _walk_below(root, rules, below)


def look(root: str, rules: Rules, path: str) -> Entry | None:
    """One file in the watched folder `root`: taken or skipped, or None where no file is there (any more).

    A folder is None too, unless it is skipped: `walk` tells what is in it.
    """
    parent = os.path.dirname(path)
    folder = rules.descend(root, parent)
    try:
        status = os.lstat(path)
    except OSError as error:
        return None if error.errno in _GONE else Unreadable(path, _reason(error))
    is_folder = stat.S_ISDIR(status.st_mode)
    if isinstance(folder, Skip):
        return Skipped(path, folder, is_folder)
    name = os.path.basename(path)
    if is_folder:
        inner = folder.folder(name, status)
        return Skipped(path, inner, True) if isinstance(inner, Skip) else None
    skip = folder.other(name, status) or folder.file(name, path) or folder.status(name, path, status)
    return _found(path, status, 0) if skip is None else Skipped(path, skip, False)


def _walk_below(root: str, rules: Rules, below: str) -> Iterator[Entry]:
    parent = rules.descend(root, os.path.dirname(below))
    try:
        status = os.lstat(below)
    except OSError as error:
        if error.errno not in _GONE:
            yield Unreadable(below, _reason(error))
        return
    if isinstance(parent, Skip):
        yield Skipped(below, parent, stat.S_ISDIR(status.st_mode))
    elif not stat.S_ISDIR(status.st_mode):
        entry = look(root, rules, below)
        if entry is not None:
            yield entry
    else:
        inner = parent.folder(os.path.basename(below), status)
        if isinstance(inner, Skip):
            yield Skipped(below, inner, True)
        else:
            yield from _walk([(inner, None)])


def _walk(pending: list[tuple[FolderRules, list[os.DirEntry[str]] | None]]) -> Iterator[Entry]:
    while pending:
        folder, entries = pending.pop()
        if entries is None:
            try:
                entries = _list(folder.path)
            except OSError as error:
                if error.errno not in _GONE:
                    yield Unreadable(folder.path, _reason(error))
                continue
        skip = folder.open({entry.name for entry in entries})
        if skip is not None:
            yield Skipped(folder.path, skip, True)
            continue
        for entry in entries:
            try:
                if entry.is_dir(follow_symlinks=False):
                    status = entry.stat(follow_symlinks=False) if FOLDERS_NEED_STATUS else None
                    inner = folder.folder(entry.name, status)
                    if isinstance(inner, Skip):
                        yield Skipped(entry.path, inner, True)
                    else:
                        pending.append((inner, None))
                    continue
                yield _file(folder, entry)
            except OSError as error:
                if error.errno not in _GONE:
                    yield Unreadable(entry.path, _reason(error))


def _file(folder: FolderRules, entry: os.DirEntry[str]) -> Entry:
    name = entry.name
    path = entry.path
    if not entry.is_file(follow_symlinks=False):
        skip = folder.other(name, entry.stat(follow_symlinks=False)) or folder.file(name, path)
        return Skipped(path, skip or Skip("not a file", name), False)
    skip = folder.file(name, path)
    if skip is None:
        status = entry.stat(follow_symlinks=False)
        skip = folder.status(name, path, status)
        if skip is None:
            return _found(path, status, entry.inode())
    return Skipped(path, skip, False)


def _found(path: str, status: os.stat_result, inode: int) -> Found:
    return Found(path, status.st_size, storable_time(status.st_mtime_ns), status.st_ino or inode, status.st_dev)


def _list(path: str) -> list[os.DirEntry[str]]:
    with os.scandir(path) as entries:
        return list(entries)


def _list_root(root: str) -> list[os.DirEntry[str]]:
    try:
        return _list(root)
    except FileNotFoundError as error:
        raise FolderError(f"The folder {root} does not exist.") from error
    except NotADirectoryError as error:
        raise FolderError(f"{root} is a file, not a folder.") from error
    except PermissionError as error:
        raise FolderError(f"The folder {root} may not be read.") from error
    except (OSError, ValueError) as error:
        raise FolderError(f"The folder {root} cannot be read: {_reason(error)}.") from error


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)
