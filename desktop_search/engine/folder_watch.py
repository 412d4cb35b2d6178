"""Watches the folders of an indexer for as long as it is open, and looks now and then what the watch cannot tell."""

from __future__ import annotations

import time
from collections.abc import Callable

from desktop_search.indexing.changes import ChangeQueue
from desktop_search.indexing.indexer import Indexer
from desktop_search.indexing.watch import Watcher
from desktop_search.paths import Paths, is_at_or_below

# Seconds. Whatever happens in a folder that is watched wakes the indexer anyway.
_EVERY = 30.0
_EVERY_WHILE_AMISS = 5.0
_LOOK_AROUND_EVERY = 30.0
_NOT_AGAIN_WITHIN = 1.0
# Folders are seldom moved alone: a little later all of them are watched under their new names at once.
_AFTER_MOVES = 3.0


class FolderWatch:
    """One watcher over the folders that the indexer has now; `follow` after they have changed."""

    def __init__(
        self, paths: Paths, indexer: Indexer, changes: ChangeQueue, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._own = tuple(str(folder) for folder in (paths.data, paths.logs, paths.cache))
        self._indexer = indexer
        self._watched: set[str] = set()
        self._clock = clock
        self._checked_at = self._looked_at = clock()
        self._watcher = Watcher(changes, self._is_ignored)
        self.follow()

    def follow(self) -> None:
        """Watches what the indexer keeps up to date, and nothing else."""
        wanted = set(self._indexer.folders)
        for folder in self._watched - wanted:
            self._watcher.unwatch(folder)
        for folder in wanted - self._watched:
            self._watcher.watch(folder)
        self._watched = wanted

    def look(self) -> float:
        """Looks after the watch, where that is due; returns in how many seconds to do so again.

        A watch that has died is started again, with a survey of what it may have missed. Folders that went away or
        came back, and those that cannot be watched, are surveyed now and then. To be called after each piece of work.
        """
        now = self._clock()
        wait = _AFTER_MOVES if self._watcher.is_unsure else _NOT_AGAIN_WITHIN
        if now - self._checked_at < wait:
            return _NOT_AGAIN_WITHIN
        self._checked_at = now
        self._watcher.check()
        problems = self._watcher.problems()
        amiss = [one for one in self._indexer.folder_statuses() if one.state != "ready" or one.path in problems]
        if not amiss:
            return _EVERY
        if now - self._looked_at >= _LOOK_AROUND_EVERY:
            self._looked_at = now
            for folder in amiss:
                self._indexer.survey_one(folder.path)
        return _EVERY_WHILE_AMISS

    def stop(self) -> None:
        self._watcher.stop()

    def _is_ignored(self, path: str) -> bool:
        """What this program writes must not wake it, nor what no rule would take. Called by the watch's threads."""
        return any(is_at_or_below(path, own) for own in self._own) or self._indexer.is_ignored(path)
