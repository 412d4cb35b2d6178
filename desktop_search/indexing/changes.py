"""A debounced, ordered queue of paths worth a look. It knows nothing of who fills it or of the disk.

A hint is due when its path has been quiet for `quiet` seconds, and `longest` seconds after its first hint at the
latest. A hint for a whole tree swallows the hints below it; a crowd of hints in one folder becomes one for the folder.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

CROWD = 5_000


@dataclass(frozen=True, slots=True)
class Hint:
    """`path` is worth a look; with `tree` so is everything below it. Whether it exists is for the disk to say."""

    path: str
    tree: bool


@dataclass(slots=True)
class _Entry:
    tree: bool
    first: float
    due: float


class ChangeQueue:
    """Hints in order of arrival. Safe to use from any thread; one consumer waits and takes."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        quiet: float = 0.25,
        longest: float = 1.0,
        crowd: int = CROWD,
    ) -> None:
        self._clock = clock
        self._quiet = quiet
        self._longest = longest
        self._crowd = crowd
        self._most = max(crowd * 4, 4)
        self._entries: dict[str, _Entry] = {}
        self._trees: set[str] = set()
        self._below: dict[str, set[str]] = {}
        self._later: dict[str, _Entry] = {}
        self._changed = threading.Condition()
        self._waits_until = 0.0
        self._woken = False

    def __len__(self) -> int:
        """How many hints are queued, due or not."""
        with self._changed:
            return len(self._entries) + len(self._later)

    def add(self, path: str, *, tree: bool = False, now: float | None = None) -> None:
        """Queues a hint, or puts off the one that is there already, up to `longest` after its first."""
        with self._changed:
            moment = self._clock() if now is None else now
            self._insert(path, tree, moment, moment + self._quiet)
            self._bound(moment)
            self._notify(moment + self._quiet)

    def add_later(self, path: str, delay: float, *, tree: bool = False, now: float | None = None) -> None:
        """Queues a look in `delay` seconds, beside whatever else is queued; of two such looks the earlier counts."""
        with self._changed:
            moment = self._clock() if now is None else now
            known = self._later.get(path, _Entry(tree, moment, moment + delay))
            self._later[path] = _Entry(tree or known.tree, known.first, min(known.due, moment + delay))
            self._notify(moment + delay)

    def request_survey(self, folder: str, *, now: float | None = None) -> None:
        """Queues a look at a whole folder that is due at once: events were lost, or somebody asks for it."""
        with self._changed:
            moment = self._clock() if now is None else now
            self._insert(folder, True, moment, moment)
            self._entries[self._covering_tree(folder) or folder].due = moment
            self._notify(moment)

    def take(self, limit: int, *, now: float | None = None) -> list[Hint]:
        """Removes and returns at most `limit` due hints, in order of arrival."""
        with self._changed:
            moment = self._clock() if now is None else now
            self._promote(moment)
            due: list[Hint] = []
            for path, entry in self._entries.items():
                if len(due) >= limit:
                    break
                if entry.due <= moment:
                    due.append(Hint(path, entry.tree))
            for hint in due:
                self._remove(hint.path)
            return due

    def forget(self, folder: str) -> None:
        """Drops every hint for a folder and below: it is not watched any more."""
        with self._changed:
            self._drop_below(folder)
            self._remove(folder)
            prefix = folder.rstrip(os.sep) + os.sep
            for path in [known for known in self._later if known == folder or known.startswith(prefix)]:
                del self._later[path]

    def next_due(self) -> float | None:
        """When the next hint is due, on the queue's clock; None while it is empty."""
        with self._changed:
            return self._next_due()

    def wait(self, timeout: float | None = None, *, hints: bool = True) -> bool:
        """Blocks until a hint is due (true), somebody calls wake() (true) or `timeout` seconds are over (false).

        Without `hints` those that are due are no reason to wake: nobody is going to take them now.
        """
        with self._changed:
            end = None if timeout is None else self._clock() + timeout
            while True:
                if self._woken:
                    self._woken = False
                    return True
                now = self._clock()
                due = self._next_due() if hints else None
                if due is not None and due <= now:
                    return True
                if end is not None and end <= now:
                    return False
                moments = [moment for moment in (due, end) if moment is not None]
                self._waits_until = min(moments, default=float("inf"))
                self._changed.wait(self._waits_until - now if moments else None)
                self._waits_until = 0.0

    def wake(self) -> None:
        """Ends the current wait, or else the next one, for a reason other than a hint."""
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    # All below is called with the lock held.

    def _insert(self, path: str, tree: bool, now: float, due: float) -> None:
        cover = self._covering_tree(path)
        entry = self._entries.get(path if cover is None else cover)
        if entry is not None:
            entry.due = min(max(entry.due, due), max(entry.first + self._longest, entry.due))
            if cover is None and tree and not entry.tree:
                entry.tree = True
                self._trees.add(path)
                self._drop_below(path)
            return
        if tree:
            self._drop_below(path)
        self._place(path, tree, now, due)
        parent = os.path.dirname(path)
        if len(self._below[parent]) > self._crowd and parent != path:
            self._insert(parent, True, now, due)

    def _place(self, path: str, tree: bool, now: float, due: float) -> None:
        self._entries[path] = _Entry(tree, now, due)
        self._below.setdefault(os.path.dirname(path), set()).add(path)
        if tree:
            self._trees.add(path)

    def _covering_tree(self, path: str) -> str | None:
        if not self._trees:
            return None
        parent = os.path.dirname(path)
        while parent != path:
            if parent in self._trees:
                return parent
            path, parent = parent, os.path.dirname(parent)
        return None

    def _bound(self, now: float) -> None:
        """Where hints are too many, the deepest ones become hints for their folders: fewer, covering the same."""
        if len(self._entries) <= self._most:
            return
        while len(self._entries) > self._most // 2:
            deepest = max(folder.count(os.sep) for folder in self._below)
            for folder in [folder for folder in self._below if folder.count(os.sep) == deepest]:
                for path in list(self._below.get(folder, ())):
                    self._remove(path)
                self._remove(folder)
                self._place(folder, True, now, now + self._quiet)

    def _drop_below(self, folder: str) -> None:
        prefix = folder.rstrip(os.sep) + os.sep
        for parent in [known for known in self._below if known == folder or known.startswith(prefix)]:
            for path in list(self._below.get(parent, ())):
                if path != folder:
                    self._remove(path)

    def _remove(self, path: str) -> None:
        entry = self._entries.pop(path, None)
        if entry is None:
            return
        self._trees.discard(path)
        parent = os.path.dirname(path)
        siblings = self._below[parent]
        siblings.discard(path)
        if not siblings:
            del self._below[parent]

    def _promote(self, now: float) -> None:
        for path in [path for path, later in self._later.items() if later.due <= now]:
            self._insert(path, self._later.pop(path).tree, now, now)

    def _next_due(self) -> float | None:
        moments = [entry.due for entry in self._entries.values()]
        moments.extend(entry.due for entry in self._later.values())
        return min(moments, default=None)

    def _notify(self, due: float) -> None:
        """Wakes the consumer only where it would sleep too long: a storm must not wake it for each event."""
        if due < self._waits_until:
            self._changed.notify_all()
