"""Watches the folders of an indexer for as long as it is open, and looks now and then what the watch cannot tell."""

from __future__ import annotations

from desktop_search.indexing.changes import ChangeQueue
from desktop_search.indexing.indexer import Indexer
from desktop_search.indexing.survey import is_at_or_below
from desktop_search.indexing.watch import Watcher
from desktop_search.paths import Paths


class FolderWatch:
    """One watcher over the folders that the indexer has now; `follow` after they have changed."""

    def __init__(self, paths: Paths, indexer: Indexer, changes: ChangeQueue) -> None:
        self._own = tuple(str(folder) for folder in (paths.data, paths.logs, paths.cache))
        self._indexer = indexer
        self._watched: set[str] = set()
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

    def check(self) -> None:
        """Starts a watch that has died again, with a survey of what it may have missed."""
        self._watcher.check()

    def look_around(self) -> None:
        """Asks for a survey of folders that went away or came back, and of those that cannot be watched."""
        for folder in self._indexer.folder_statuses():
            if folder.state != "ready" or folder.path in self._watcher.problems():
                self._indexer.survey_one(folder.path)

    def stop(self) -> None:
        self._watcher.stop()

    def _is_ignored(self, path: str) -> bool:
        """What this program writes must not wake it, nor what no rule would take. Called by the watch's threads."""
        return any(is_at_or_below(path, own) for own in self._own) or self._indexer.is_ignored(path)
