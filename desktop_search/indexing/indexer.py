"""Keeps the index up to date, one short piece of work at a time.

    hints and surveys  ->  files to read (the newest first)  ->  paragraphs to encode (the newest files first)

`step` does one piece and returns, so that whoever runs it can stop, pause, or let a query pass between two
pieces. Reading comes before encoding: everything is findable by words first.
"""

from __future__ import annotations

import os
import time
from collections import deque

from sqlite_utils import Database

from desktop_search.documents.reading import Readers
from desktop_search.documents.registry import has_reader
from desktop_search.documents.source import Limits
from desktop_search.embedding.encoder import Encoder
from desktop_search.indexing.changes import ChangeQueue, Hint
from desktop_search.indexing.file_reading import FileReading
from desktop_search.indexing.pace import Pace
from desktop_search.indexing.pipeline import Pipeline, VectorSink, WordSink, version_of
from desktop_search.indexing.rule_files import RULE_FILES
from desktop_search.indexing.rules import Rules
from desktop_search.indexing.survey import is_at_or_below, is_current, survey, watched_folder
from desktop_search.indexing.walk import Found, Unreadable, look
from desktop_search.records import FolderState, FolderStatus, Phase, Progress
from desktop_search.settings import Settings
from desktop_search.store import database, files, folders, paragraphs, vectors

# One piece of work lasts about this long: a query that comes meanwhile waits no longer. Seconds.
_READING_PIECE = 0.05
_ENCODING_PIECE = 0.12
_ENCODE_AHEAD = 256
_REMOVE_AT_ONCE = 500
# New words are committed together: soon, but never so often that committing is all that is done. Seconds.
_COMMIT_AFTER = 0.4
_COMMIT_SHARE = 8
_COMMIT_AT_LAST = 2.0


class Indexer:
    """Owns what is still to be done. Stays on one thread, the one that opened `db` for writing."""

    def __init__(
        self, db: Database, words: WordSink, readers: Readers, settings: Settings, changes: ChangeQueue
    ) -> None:
        self._db = db
        self._words = words
        self._changes = changes
        self._pipeline = Pipeline(db, words)
        self._pace = Pace(_ENCODING_PIECE)
        self._surveys: deque[Hint] = deque()
        self._to_read = FileReading(self._pipeline, readers, changes)
        self._to_encode: list[vectors.WaitingParagraph] = []
        self._states: dict[str, FolderState] = {}
        self._applied = words.generation
        self._uncommitted_since: float | None = None
        self._commit_after = _COMMIT_AFTER
        self._encoding = False
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

    def use_encoder(self, encoder: Encoder) -> int:
        """Starts to encode with this model; returns the row id of the model in the store."""
        self._to_encode.clear()
        self._encoding = False
        return self._pipeline.use_encoder(encoder)

    def use_vectors(self, index: VectorSink) -> None:
        """Every vector from now on goes to `index`, which holds those stored so far."""
        self._pipeline.use_vectors(index)
        self._encoding = True

    def step(self) -> bool:
        """Does one short piece of work; False where there is none to do now.

        Raises StoreError where the world fails (disk full): what was not committed is done again later.
        """
        self._commit_words_when_due()
        for hint in self._changes.take(_REMOVE_AT_ONCE):
            self._look(hint)
        if self._surveys:
            self._survey(self._surveys.popleft())
        elif self._to_read:
            self._read_some()
        elif self._uncommitted_since is not None:
            self._commit_words()
        else:
            self._to_read.rest()
            return self._encoding and self._encode_some()
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
            encoded=self._pipeline.passages_encoded,
            generation=self._words.generation,
            seconds_left=self._pace.seconds_for(waiting) if waiting and self._encoding else None,
        )

    def folder_statuses(self) -> tuple[FolderStatus, ...]:
        """Each watched folder with its state, files and skips by rule."""
        return folders.statuses(self._db, self.folders, self._states)

    def close(self) -> None:
        """Commits what is done. What is left is found again by the next survey."""
        if self._uncommitted_since is not None:
            self._commit_words()
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
        self._words_changed()

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
        self._commit_words()

    def _look(self, hint: Hint) -> None:
        """A path that may have changed: what the disk says now decides, never the kind of the event."""
        folder = self._folder_of(hint.path)
        if folder is None:
            return
        if os.path.basename(hint.path) in RULE_FILES:
            hint = Hint(os.path.dirname(hint.path), tree=True)
        if hint.tree:
            self._surveys.append(hint)
            return
        entry = look(folder, self._rules, hint.path)
        known = files.find(self._db, hint.path)
        if isinstance(entry, Found):
            if known is None or not is_current(known, entry, version_of):
                self._to_read.add(entry, folder)
        elif isinstance(entry, Unreadable) or not os.path.isdir(folder):
            # What cannot be seen is unknown, not deleted; the survey tells a folder that is offline.
            self.survey_one(folder)
        elif known is not None:
            self._remove([known.id])
        elif entry is None:
            # Perhaps a folder, there or gone.
            self._surveys.append(Hint(hint.path, tree=True))

    def _survey(self, hint: Hint) -> None:
        folder = self._folder_of(hint.path)
        if folder is None:
            return
        below = None if hint.path == folder else hint.path
        seen = survey(self._db, self._rules, folder, version_of, below)
        if seen.state != "ready":
            known = files.by_folder(self._db).get(folder, 0)
            self._states[folder] = "offline" if known and seen.state == "missing" else seen.state
            return
        for known_file, found in seen.moved:
            self._pipeline.move(known_file, found.path, folder)
            self._words_changed()
        self._remove([known_file.id for known_file in seen.gone])
        for found in seen.to_read:
            self._to_read.add(found, folder)
        if below is None:
            self._states[folder] = "ready"
            with self._db.atomic():
                surveyed = folders.SurveyedFolder(folder, "ready", seen.device, seen.inode, dict(seen.skipped))
                folders.put(self._db, surveyed, time.time())

    def _remove(self, ids: list[int]) -> None:
        for start in range(0, len(ids), _REMOVE_AT_ONCE):
            self._pipeline.remove(ids[start : start + _REMOVE_AT_ONCE])
            self._purge_due = True
            self._words_changed()

    def _read_some(self) -> None:
        until = time.monotonic() + _READING_PIECE
        while self._to_read and (left := until - time.monotonic()) > 0:
            if self._to_read.some(self._folder_of, left):
                # What was replaced may have left vectors that nothing uses.
                self._purge_due = True
                self._words_changed()

    def _folder_of(self, path: str) -> str | None:
        return watched_folder(path, self.folders)

    def _encode_some(self) -> bool:
        if not self._to_encode:
            # Batches of like length waste no padding; the newest files still come first, a read-ahead at a time.
            ahead = self._pipeline.waiting(_ENCODE_AHEAD)
            self._to_encode = sorted(ahead, key=lambda one: len(one.text))
        if not self._to_encode:
            return False
        batch = [self._to_encode.pop()]
        characters = len(batch[0].text)
        while self._to_encode and characters + len(self._to_encode[-1].text) <= self._pace.batch_characters():
            batch.append(self._to_encode.pop())
            characters += len(batch[-1].text)
        started = time.perf_counter()
        self._pipeline.encode(batch)
        # Copies of what was just encoded have their vectors now.
        done = {one.passage_hash for one in batch}
        self._to_encode = [one for one in self._to_encode if one.passage_hash not in done]
        self._pace.record(len(batch), characters, time.perf_counter() - started)
        return True

    def _words_changed(self) -> None:
        """Called when a change is whole in both store and word index: only such a state may be committed as seen."""
        self._applied = database.generation(self._db)
        if self._uncommitted_since is None:
            self._uncommitted_since = time.monotonic()

    def _commit_words_when_due(self) -> None:
        if self._uncommitted_since is not None and time.monotonic() - self._uncommitted_since > self._commit_after:
            self._commit_words()

    def _commit_words(self) -> None:
        generation = self._applied
        started = time.monotonic()
        self._words.commit(generation)
        lasted = time.monotonic() - started
        self._commit_after = min(_COMMIT_AT_LAST, max(_COMMIT_AFTER, lasted * _COMMIT_SHARE))
        self._uncommitted_since = None
        with self._db.atomic():
            files.forget_removed(self._db, generation)
