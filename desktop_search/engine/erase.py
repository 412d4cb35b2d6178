"""What the program keeps on this disk, how much that is, and how it is deleted. Only the program's own files are.

The folders may have been chosen by the person (`--data-dir`) and hold something of theirs: everything is deleted by its
name, and a folder only where nothing is left in it. To be called while no engine of this process runs.
"""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import filelock

from desktop_search.errors import EngineError, StoreError
from desktop_search.paths import Paths

Kind = Literal["index", "models", "history", "settings", "cache", "logs"]
# By kind: which of the four folders, and the names in it.
_NAMES: dict[Kind, tuple[str, tuple[str, ...]]] = {
    "index": ("data", ("index.*", "words", "words.*", "vectors", "vectors.*")),
    "models": ("data", ("models",)),
    "history": ("data", ("history*", "searches*")),
    "settings": ("config", ("settings.toml*", "window.ini*")),
    "cache": ("cache", ("compiled", "model-digests.json*")),
    "logs": ("logs", ("engine.log*", "index.log*", "engine-crash*")),
}
KINDS: tuple[Kind, ...] = tuple(_NAMES)
_LEFT_BEHIND = ("engine.json*", "writer.lock", ".nosearch")


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of what is stored: its folder, and its bytes."""

    kind: Kind
    folder: str
    size: int


def kept(paths: Paths) -> tuple[Kept, ...]:
    """What is stored now. Takes as long as it takes to look at every file."""
    return tuple(Kept(kind, str(_folder(paths, kind)), sum(map(_size, _files(paths, kind)))) for kind in KINDS)


def erase_index(paths: Paths) -> None:
    """Deletes the index and nothing else. Raises EngineError where another program uses it, StoreError otherwise."""
    _erase(paths, ("index",))


def erase_everything(paths: Paths) -> None:
    """Deletes all that the program has stored: index, models, history, settings, cache and logs. Raises as above."""
    _erase(paths, KINDS)
    for folder in (paths.data, paths.config, paths.cache, paths.logs):
        for pattern in _LEFT_BEHIND:
            for file in folder.glob(pattern):
                _delete(file)
        try:
            folder.rmdir()
        except OSError:
            # Something that is not ours lies in it.
            continue


def _erase(paths: Paths, kinds: tuple[Kind, ...]) -> None:
    try:
        paths.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with filelock.FileLock(paths.writer_lock, thread_local=False).acquire(timeout=0):
            for kind in kinds:
                for file in _files(paths, kind):
                    _delete(file)
    except filelock.Timeout as error:
        raise EngineError("Another Desktop Search is working on this index; nothing was deleted.") from error
    except OSError as error:
        raise StoreError(f"Not everything could be deleted: {error.filename}: {error.strerror}.") from error


def _files(paths: Paths, kind: Kind) -> Iterator[Path]:
    for pattern in _NAMES[kind][1]:
        yield from _folder(paths, kind).glob(pattern)


def _folder(paths: Paths, kind: Kind) -> Path:
    return Path(getattr(paths, _NAMES[kind][0]))


def _delete(path: Path) -> None:
    """Links are taken away, never followed."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _size(path: Path) -> int:
    total = 0
    for file in (path, *(path.rglob("*") if path.is_dir() and not path.is_symlink() else ())):
        try:
            status = file.lstat()
        except OSError:
            continue
        total += status.st_size if stat.S_ISREG(status.st_mode) else 0
    return total
