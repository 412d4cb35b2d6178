"""What the index says of itself: its totals, and the state of any one path. Reads beside whatever writes."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from desktop_search.documents import reader
from desktop_search.indexing.rules import Rules
from desktop_search.indexing.survey import watched_folder
from desktop_search.paths import Paths
from desktop_search.records import FolderState, FolderStatus, IndexStatus
from desktop_search.settings import Settings
from desktop_search.store import database, files, folders, paragraphs, vectors

ENCODER = "sentence-transformers"


@dataclass(frozen=True, slots=True)
class PathStatus:
    """One path. `state`: indexed, empty, failed, skipped, waiting, folder, missing or outside; `reason` in words."""

    path: str
    state: str
    reason: str = ""
    rule: str = ""
    files: int = 0
    paragraphs: int = 0
    reader: str = ""
    indexed_at: float | None = None


def index_status(paths: Paths, settings: Settings) -> IndexStatus:
    """The totals. An index that does not exist yet is all zeros. Raises StoreError where it cannot be read."""
    if not paths.database.exists():
        places = tuple(FolderStatus(folder, _state(folder, 0)) for folder in settings.folders)
        return IndexStatus(places, 0, 0, 0, 0, (), encoder=ENCODER, device=settings.device)
    with database.store_errors(), database.reading(paths.database) as db:
        by_state = files.totals(db)
        by_folder = files.by_folder(db)
        states = {folder: _state(folder, by_folder.get(folder, 0)) for folder in settings.folders}
        skipped: Counter[str] = Counter()
        for folder in folders.every(db):
            skipped.update(folder.skipped)
        row, current = vectors.current_model(db)
        count = paragraphs.count(db)
        pending = vectors.count_waiting(db) if row else count
        return IndexStatus(
            folders=folders.statuses(db, settings.folders, states),
            files=by_state.get("indexed", 0) + by_state.get("empty", 0),
            paragraphs=count,
            embedded=count - pending,
            pending=pending,
            failed=tuple(files.failures(db)),
            skipped=dict(skipped),
            model=current,
            encoder=ENCODER,
            device=str(database.meta(db, "device") or settings.device),
            index_bytes=_bytes_on_disk(paths),
        )


def path_status(paths: Paths, settings: Settings, path: str) -> PathStatus:
    """What of one path is in the index, or why it is not. Raises StoreError where the index cannot be read."""
    place = os.path.realpath(os.path.expanduser(path)) if not os.path.islink(path) else os.path.abspath(path)
    folder = watched_folder(place, settings.folders)
    if folder is None:
        return PathStatus(place, "outside", "It is in none of the watched folders.")
    if paths.database.exists():
        with database.store_errors(), database.reading(paths.database) as db:
            known = _known(db, place)
        if known is not None:
            return known
    if not os.path.lexists(place):
        return PathStatus(place, "missing", "There is no such file or folder.")
    skip = Rules(settings, reader.has_reader).explain(place, folder, os.path.isdir(place))
    if skip is not None:
        return PathStatus(place, "skipped", skip.detail or f"It is left out by the rule “{skip.rule}”.", skip.rule)
    if os.path.isdir(place):
        return PathStatus(place, "folder", "Nothing of it is in the index yet.")
    return PathStatus(place, "waiting", "It has not been read yet.")


def _known(db: Database, place: str) -> PathStatus | None:
    known = files.find(db, place)
    if known is not None:
        count = paragraphs.count_of_file(db, known.id)
        return PathStatus(place, known.state, known.reason, "", 1, count, known.reader, known.indexed_at)
    below = files.below(db, place)
    if below:
        count = sum(paragraphs.count_of_file(db, one.id) for one in below)
        return PathStatus(place, "folder", "", "", len(below), count)
    return None


def _state(folder: str, known: int) -> FolderState:
    if os.path.isdir(folder):
        return "ready" if os.access(folder, os.R_OK | os.X_OK) else "unreadable"
    return "offline" if known else "missing"


def _bytes_on_disk(paths: Paths) -> int:
    return database.index_bytes(paths.database) + sum(map(_size, paths.word_index.glob("*")))


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:  # merged away between the listing and this look
        return 0
