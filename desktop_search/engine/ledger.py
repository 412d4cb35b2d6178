"""What the index says of itself: its totals, and the state of any one path. Reads beside whatever writes."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from sqlite_utils import Database

from desktop_search.documents.registry import has_reader
from desktop_search.engine import rule_words
from desktop_search.engine.disk_look import NOT_READ, unreadable, why_waiting
from desktop_search.engine.messages import PathStatus
from desktop_search.indexing.pipeline import RACY
from desktop_search.indexing.rules import Rules
from desktop_search.indexing.survey import watched_folder
from desktop_search.indexing.walk import Found, Skipped, Unreadable, look
from desktop_search.paths import Paths
from desktop_search.records import FolderState, FolderStatus, IndexStatus
from desktop_search.settings import Settings
from desktop_search.store import database, files, folders, listing, model_switch, paragraphs, vectors
from desktop_search.store.files import KnownFile

NOT_THERE = "There is no such file or folder."


def index_status(paths: Paths, settings: Settings) -> IndexStatus:
    """The totals. An index that does not exist yet is all zeros. Raises StoreError where it cannot be read."""
    if not paths.database.exists():
        places = tuple(FolderStatus(folder, _state(folder, 0)) for folder in settings.folders)
        return IndexStatus(places, 0, 0, 0, 0, (), encoder="", device=settings.device)
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
            encoder=str(database.meta(db, "encoder") or ""),
            device=str(database.meta(db, "device") or settings.device),
            index_bytes=_bytes_on_disk(paths),
            coming=coming.info if (coming := model_switch.coming(db)) is not None else None,
        )


def path_status(paths: Paths, settings: Settings, path: str) -> PathStatus:
    """What of one path is in the index, or why it is not. Raises StoreError where the index cannot be read."""
    given = os.path.expanduser(path)
    if "\0" in given:
        return PathStatus(given, "missing", NOT_THERE)
    place = os.path.realpath(given) if not os.path.islink(given) else os.path.abspath(given)
    folder = watched_folder(place, settings.folders)
    if folder is None:
        return PathStatus(place, "outside", "It is in none of the watched folders.")
    if paths.database.exists():
        with database.store_errors(), database.reading(paths.database) as db:
            known = files.find(db, place)
            if known is not None:
                return _known_file(known, paragraphs.count_of_file(db, known.id), folder, settings)
            below = _known_folder(db, place)
        if below is not None:
            return below
    if _is_gone(place):
        told = NOT_THERE if os.path.isdir(folder) else f"The folder {folder} is not there now."
        return PathStatus(place, "missing", told)
    skip = Rules(settings, has_reader).explain(place, folder, os.path.isdir(place))
    if skip is not None:
        return PathStatus(place, "skipped", rule_words.told(skip), skip.rule)
    if os.path.isdir(place):
        return PathStatus(place, "folder", "Nothing of it is in the index yet.")
    return PathStatus(place, "waiting", NOT_READ)


def _known_file(known: KnownFile, count: int, folder: str, settings: Settings) -> PathStatus:
    """A file that the index has a row of, which may speak of the file as it was."""
    state, reason, rule = known.state, known.reason, ""
    entry = look(folder, Rules(settings, has_reader), known.path)
    if isinstance(entry, Found):
        waiting = why_waiting(known, entry)
        state, reason = ("waiting", waiting) if waiting else (state, reason)
    elif isinstance(entry, Skipped):
        rule = entry.skip.rule
        reason = f"It will be taken out of the index. {rule_words.told(entry.skip)}"
    elif isinstance(entry, Unreadable):
        reason = unreadable(entry)
    else:
        reason = "It is not there any more." if os.path.isdir(folder) else f"The folder {folder} is not there now."
    reader = known.reader.removesuffix(RACY)
    return PathStatus(known.path, state, reason, rule, 1, count, reader, known.indexed_at)


def _known_folder(db: Database, place: str) -> PathStatus | None:
    by_state, count = listing.totals_below(db, place)
    if not by_state:
        return None
    parts = []
    if empty := by_state.get("empty", 0):
        parts.append(f"{empty:,} without text")
    if failed := by_state.get("failed", 0):
        parts.append(f"{failed:,} that could not be read")
    reason = f"Among them {' and '.join(parts)}." if parts else ""
    return PathStatus(place, "folder", reason, "", sum(by_state.values()), count)


def _is_gone(place: str) -> bool:
    """What the system does not let be seen may be there."""
    try:
        os.lstat(place)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _state(folder: str, known: int) -> FolderState:
    if os.path.isdir(folder):
        return "ready" if os.access(folder, os.R_OK | os.X_OK) else "unreadable"
    return "offline" if known else "missing"


def _bytes_on_disk(paths: Paths) -> int:
    return database.index_bytes(paths.database) + sum(
        _size(file) for folder in (paths.word_index, paths.vector_index) for file in folder.rglob("*")
    )


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:  # merged away between the listing and this look
        return 0
