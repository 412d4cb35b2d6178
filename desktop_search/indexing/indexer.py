"""Keeps the index up to date, one short piece of work at a time.

    hints and surveys  ->  files to read (the newest first)  ->  paragraphs to encode (the newest files first)

`step` does one piece and returns, so that whoever runs it can stop, pause, or let a query pass between two
pieces. Reading comes before encoding: everything is findable by words first.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Sequence

from sqlite_utils import Database

from desktop_search.documents.reading.readers import Readers
from desktop_search.documents.registry import has_reader
from desktop_search.documents.source import Limits
from desktop_search.embedding.encoder import Encoder
from desktop_search.indexing.changes import ChangeQueue, Hint
from desktop_search.indexing.disks import MissingDisks
from desktop_search.indexing.encoding import Encoding
from desktop_search.indexing.file_reading import FileReading
from desktop_search.indexing.pipeline import Pipeline, WordSink, version_of
from desktop_search.indexing.rule_files import RULE_FILES
from desktop_search.indexing.rules import Rules
from desktop_search.indexing.survey import is_current, moved_from, survey, watched_folder
from desktop_search.indexing.vector_work import VectorWork
from desktop_search.indexing.walk import Found, Unreadable, look
from desktop_search.indexing.word_commits import WordCommits
from desktop_search.paths import is_at_or_below
from desktop_search.records import FolderState, FolderStatus, Phase, Progress
from desktop_search.settings import Settings
from desktop_search.store import database, files, folders, paragraphs, vectors
from desktop_search.store.files import KnownFile

# One piece of work lasts about this long: a query that comes meanwhile waits no longer. Seconds.
_READING_PIECE = 0.05
_TOGETHER = 500


class Indexer:
    """Owns what is still to be done. Stays on one thread, the one that opened `db` for writing."""

    def __init__(
        self, db: Database, words: WordSink, readers: Readers, settings: Settings, changes: ChangeQueue
    ) -> None:
        self._db = db
        self._words = words
        self._changes = changes
        self._pipeline = Pipeline(db, words)
        self._encoding = Encoding(db, self._pipeline)
        self._surveys: deque[Hint] = deque()
        self._to_read = FileReading(self._pipeline, readers, changes)
        self._states: dict[str, FolderState] = {}
        self._gone: dict[int, str] = {}
        self._commits = WordCommits(db, words)
        self._purge_due = False
        self._catch_up()
        self.apply(settings)

    @property
    def folders(self) -> tuple[str, ...]:
        return self._settings.folders

    def apply(self, settings: Settings) -> None:
        """Takes new settings over: forgets folders that were taken out, surveys the others."""
        self._settings = settings
        self._rules = Rules(settings, has_reader)
        self._to_read.limit(Limits(max_bytes=settings.max_file_mb * 1_000_000))
        known = {*files.folders(self._db), *(one.path for one in folders.every(self._db))}
        for folder in known - set(settings.folders):
            self._forget_folder(folder)
        self.survey_all()

    def is_ignored(self, path: str) -> bool:
        """Is a change to this path, by its name alone, not worth a look?"""
        return self._rules.ignored(path)

    def survey_all(self) -> None:
        """Looks at every watched folder anew."""
        for folder in self.folders:
            self.survey_one(folder)

    def survey_one(self, folder: str) -> None:
        """Looks at one watched folder anew."""
        hint = Hint(folder, tree=True)
        if hint not in self._surveys:
            self._surveys.append(hint)

    def try_again(self, paths: tuple[str, ...] = ()) -> None:
        """Reads files once more that could not be read: those named, or all of them."""
        for path in paths or [path for path, _ in files.failures(self._db)]:
            folder = self._folder_of(path)
            if folder is not None and isinstance(entry := look(folder, self._rules, path), Found):
                self._to_read.add(entry, folder)

    @property
    def vectors(self) -> VectorWork:
        """Who encodes; see VectorWork."""
        return self._pipeline.vectors

    def use_encoder(self, encoder: Encoder, named: str = "", *, at_once: bool = False) -> bool:
        """Starts to encode with this model; see VectorWork.use_encoder."""
        self._encoding.clear()
        return self.vectors.use_encoder(encoder, named, at_once=at_once)

    def step(self) -> bool:
        """Does one short piece of work; False where there is none to do now.

        Raises StoreError where the world fails (disk full): what was not committed is done again later.
        """
        if self._commits.are_due:
            self._commits.commit()
        hints = self._changes.take(_TOGETHER)
        if hints:
            self._look(hints)
        if self._surveys:
            self._survey(self._surveys.popleft())
        elif self._gone and len(hints) < _TOGETHER:
            self._remove_gone()
        elif self._to_read:
            self._read_some()
        elif self._commits.are_waiting:
            self._commits.commit()
        else:
            self._to_read.rest()
            return self.vectors.ready and self._encoding.some()
        return True

    def progress(self, phase: Phase | None = None) -> Progress:
        """Where the index stands. Counts come from the store."""
        by_state = files.totals(self._db)
        count = paragraphs.count(self._db)
        waiting = vectors.count_waiting(self._db)
        pending = waiting if vectors.current_model(self._db)[0] else count
        return Progress(
            phase=phase or self._phase(waiting),
            files=by_state.get("indexed", 0) + by_state.get("empty", 0),
            waiting=len(self._to_read),
            paragraphs=count,
            embedded=count - pending,
            pending=pending,
            failed=by_state.get("failed", 0),
            encoded=self.vectors.passages_encoded,
            generation=self._words.generation,
            seconds_left=self._encoding.seconds_left(waiting) if waiting and self.vectors.ready else None,
        )

    def folder_statuses(self) -> tuple[FolderStatus, ...]:
        """Each watched folder with its state, files and skips by rule."""
        return folders.statuses(self._db, self.folders, self._states)

    def close(self) -> None:
        """Commits what is done. What is left is found again by the next survey."""
        if self._commits.are_waiting:
            self._commits.commit()
        if self._purge_due:
            with self._db.atomic():
                vectors.purge(self._db)

    def _phase(self, pending: int) -> Phase:
        if self._surveys or self._to_read:
            return "reading"
        return "embedding" if pending else "idle"

    def _catch_up(self) -> None:
        """Tells the word index what it has missed: a crash between the store's commit and its own."""
        behind = self._words.generation
        if behind >= database.generation(self._db):
            return
        changed = files.changed_since(self._db, behind)
        self._words.remove([*files.removed_since(self._db, behind), *changed])
        for file in changed:
            stored = paragraphs.of_file(self._db, file)
            if stored:
                self._words.add(file, stored[0].path, stored[0].title, stored)
        self._commits.changed()

    def _forget_folder(self, folder: str) -> None:
        parent = watched_folder(folder, self.folders)
        if parent is not None:
            with self._db.atomic():
                files.rehome(self._db, folder, parent)
                folders.remove(self._db, folder)
            return
        self._to_read.forget(folder)
        self._surveys = deque(hint for hint in self._surveys if not is_at_or_below(hint.path, folder))
        self._remove([known.id for known in files.in_folder(self._db, folder)])
        with self._db.atomic():
            folders.remove(self._db, folder)
            # Asked to forget: nothing of the folder stays, its vectors included.
            vectors.purge(self._db)
            database.ask_for_scrub(self._db)
        self._commits.commit()

    def _look(self, hints: Sequence[Hint]) -> None:
        """Paths that may have changed: what the disk says now decides, never the kind of the event."""
        moved: list[tuple[KnownFile, Found]] = []
        for hint in hints:
            folder = self._folder_of(hint.path)
            if folder is None:
                continue
            if os.path.basename(hint.path) in RULE_FILES:
                self._surveys.append(Hint(os.path.dirname(hint.path), tree=True))
            elif hint.tree:
                self._surveys.append(hint)
            else:
                self._look_at(hint.path, folder, moved)
        self._move(moved)

    def _look_at(self, path: str, folder: str, moved: list[tuple[KnownFile, Found]]) -> None:
        entry = look(folder, self._rules, path)
        known = files.find(self._db, path)
        if isinstance(entry, Found):
            if known is None and (before := moved_from(self._db, entry, version_of, {row.id for row, _ in moved})):
                moved.append((before, entry))
            elif known is None or not is_current(known, entry, version_of):
                self._to_read.add(entry, folder)
                self._look_at_other_names(entry)
        elif isinstance(entry, Unreadable) or not os.path.isdir(folder):
            # What cannot be seen is unknown, not deleted; the survey tells a folder that is offline.
            self.survey_one(folder)
        elif known is not None:
            self._gone[known.id] = path
        elif entry is None:
            # Perhaps a folder, there or gone.
            self._surveys.append(Hint(path, tree=True))

    def _look_at_other_names(self, changed: Found) -> None:
        """Hard links: the system tells of a change under one name, and it holds for all of them."""
        for row in files.with_identity(self._db, changed.inode, changed.device):
            folder = self._folder_of(row.path)
            if row.path != changed.path and folder is not None:
                other = look(folder, self._rules, row.path)
                if isinstance(other, Found) and not is_current(row, other, version_of):
                    self._to_read.add(other, folder)

    def _survey(self, hint: Hint) -> None:
        folder = self._folder_of(hint.path)
        if folder is None:
            return
        below = None if hint.path == folder else hint.path
        if folder not in files.by_folder(self._db):
            self._to_read.get_ready()
        seen = survey(self._db, self._rules, folder, version_of, below)
        if seen.state != "ready":
            known = files.by_folder(self._db).get(folder, 0)
            self._states[folder] = "offline" if known and seen.state == "missing" else seen.state
            return
        self._move(seen.moved)
        self._gone.update((one.id, one.path) for one in seen.gone)
        for found in seen.to_read:
            self._to_read.add(found, folder)
        with self._db.atomic():
            folders.keep_mounts(self._db, folder, seen.mounts)
            if below is None:
                self._states[folder] = "ready"
                surveyed = folders.SurveyedFolder(folder, "ready", seen.device, seen.inode, dict(seen.skipped))
                folders.put(self._db, surveyed, time.time())

    def _move(self, moved: Sequence[tuple[KnownFile, Found]]) -> None:
        for start in range(0, len(moved), _TOGETHER):
            with self._pipeline.together():
                for known, found in moved[start : start + _TOGETHER]:
                    self._pipeline.move(known, found.path, self._folder_of(found.path) or "")
            self._commits.changed()

    def _remove_gone(self) -> None:
        """Forgets what is not at its place any more, unless it has shown itself at another one meanwhile.

        What vanished with its disk stays; a survey of its folder tells that it is offline.
        """
        gone, self._gone = self._gone, {}
        still = {row.id: path for path in gone.values() if (row := files.find(self._db, path)) is not None}
        for folder in self.folders:
            missing = MissingDisks(self._db, folder)
            held = [one for one, path in still.items() if missing.held(path)]
            if held:
                still = {one: path for one, path in still.items() if one not in held}
                self.survey_one(folder)
        self._remove([one for one in gone if one in still])

    def _remove(self, ids: list[int]) -> None:
        for start in range(0, len(ids), _TOGETHER):
            self._pipeline.remove(ids[start : start + _TOGETHER])
            self._purge_due = True
            self._commits.changed()

    def _read_some(self) -> None:
        if self._to_read.some(self._folder_of, _READING_PIECE):
            # What was replaced may have left vectors that nothing uses.
            self._purge_due = True
            self._commits.changed()

    def _folder_of(self, path: str) -> str | None:
        return watched_folder(path, self.folders)
