"""Turns what watchdog reports into hints. An event says where to look, never what has happened.

Events get lost: survey at start, after every hint for a tree, and now and then. `check` is to be called every few
seconds: it starts again what has died, what came back after it was gone, and where folders were moved: watchdog goes on
to call what is in them by their old names.
"""

from __future__ import annotations

import ctypes
import errno
import logging
import os
import sys
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass

from watchdog import events
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from desktop_search.indexing.changes import ChangeQueue
from desktop_search.indexing.rule_files import RULE_FILES

if sys.platform == "linux":
    from desktop_search.indexing import inotify_fault

    inotify_fault.mend()

logger = logging.getLogger(__name__)
_UNSEEN = frozenset({"opened", "closed_no_write"})
# The kernel is asked for these alone: reading a file raises no event, and an indexer cannot wake itself.
_WANTED: list[type[events.FileSystemEvent]] = [
    *(events.FileCreatedEvent, events.FileModifiedEvent, events.FileMovedEvent, events.FileDeletedEvent),
    *(events.FileClosedEvent, events.FileAttribEvent, events.DirAttribEvent),
    *(events.DirCreatedEvent, events.DirMovedEvent, events.DirDeletedEvent),
]
_OVERFLOW_LOGGER = "watchdog.observers.inotify_c"
# Each new start after a move of folders makes the old one complain there that it was ended.
_ENDED_LOGGER, _ENDED = "watchdog.observers.inotify", "called when the thread is inactive"
_AFTER_OVERFLOW = 2.0
_LIMITS = frozenset({errno.ENOSPC, errno.EMFILE})
_AT_THE_LIMIT = (
    "Not every folder in {root} can be watched, because the system's limit for watched folders is reached"
    " (fs.inotify.max_user_watches): changes are found a little later, by regular checks."
)
_NOT_WATCHED = "The folder {root} cannot be watched ({reason}): changes are found a little later, by regular checks."


@dataclass(slots=True)
class _Root:
    handler: _Handler
    watch: ObservedWatch | None = None
    identity: tuple[int, int] | None = None
    problem: str = ""
    folders_moved: bool = False


class Watcher:
    """Watches folders and all that is in them. One owner calls it; the hints arrive from other threads."""

    def __init__(
        self,
        queue: ChangeQueue,
        ignored: Callable[[str], bool] = lambda path: False,
        at_limit: Callable[[str], bool] | None = None,
    ) -> None:
        """`ignored` says for a path, by its names alone, that it is certainly not wanted; it may be replaced later.

        `at_limit` says for an existing folder that the system refuses to watch one more.
        """
        self.ignored = ignored
        self._queue = queue
        self._at_limit = at_limit or watches_exhausted
        self._roots: dict[str, _Root] = {}
        self._lock = threading.RLock()
        self._observer: BaseObserver | None = None
        self._threads: list[threading.Thread] = []

    def watch(self, root: str) -> None:
        """Starts to watch a folder; walks its tree once, so survey it afterwards. Never raises: see `problems`."""
        with self._lock:
            if root not in self._roots:
                self._roots[root] = _Root(_Handler(self._queue, root, self._is_ignored, self._note_moved))
                self._schedule(root)

    def unwatch(self, root: str) -> None:
        """Stops watching a folder and drops the hints for it."""
        with self._lock:
            known = self._roots.pop(root, None)
            if known is not None:
                self._unschedule(known)
                self._queue.forget(root)

    def stop(self) -> None:
        """Stops watching everything; no thread is left."""
        with self._lock:
            self._roots.clear()
            self._stop_observer()

    def problems(self) -> dict[str, str]:
        """The folders that are not watched, or not wholly, each with one sentence. They have to be surveyed instead."""
        with self._lock:
            return {root: known.problem for root, known in self._roots.items() if known.problem}

    @property
    def is_unsure(self) -> bool:
        """Were folders moved, so that `check` should be called soon?"""
        return any(known.folders_moved for known in list(self._roots.values()))

    def alive(self, root: str) -> bool:
        """Whether events for a watched folder can arrive at all: its threads run and the folder is the one watched."""
        with self._lock:
            known = self._roots.get(root)
            if known is None or known.watch is None or self._observer is None:
                return False
            emitters = [emitter for emitter in self._observer.emitters if emitter.watch is known.watch]
            return (
                self._threads_run()
                and any(emitter.is_alive() for emitter in emitters)
                and known.identity == _identity(root)
            )

    def check(self) -> None:
        """Starts again what is not alive but could be, with a survey of it, and looks whether the limit is reached."""
        with self._lock:
            if self._observer is not None and not self._threads_run():
                logger.warning("Watching has stopped unexpectedly and is started again")
                self._stop_observer()
                for known in self._roots.values():
                    known.watch = None
            for root, known in self._roots.items():
                if not self.alive(root):
                    was_there = known.watch is not None
                    self._unschedule(known)
                    self._schedule(root)
                    if known.watch is not None or was_there:
                        self._queue.request_survey(root)
                elif not known.problem and self._at_limit(root):
                    known.problem = _AT_THE_LIMIT.format(root=root)
                elif known.folders_moved or (known.problem and not self._at_limit(root)):
                    # Only a new start knows the names of moved folders; where there is room again, also those left out.
                    self._unschedule(known)
                    self._schedule(root)
                    self._queue.request_survey(root)

    def _is_ignored(self, path: str) -> bool:
        return self.ignored(path)

    def _note_moved(self, root: str) -> None:
        known = self._roots.get(root)
        if known is not None:
            known.folders_moved = True

    def _schedule(self, root: str) -> None:
        known = self._roots[root]
        known.folders_moved = False
        identity = _identity(root)
        if identity is None:
            known.problem = _NOT_WATCHED.format(root=root, reason="it cannot be reached")
            return
        try:
            observer = self._started_observer()
            known.watch = observer.schedule(known.handler, root, recursive=True, event_filter=_WANTED)
            known.identity = identity
            known.problem = _AT_THE_LIMIT.format(root=root) if self._at_limit(root) else ""
        except (OSError, RuntimeError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            text = _AT_THE_LIMIT if getattr(error, "errno", None) in _LIMITS else _NOT_WATCHED
            known.problem = text.format(root=root, reason=reason)

    def _unschedule(self, known: _Root) -> None:
        if known.watch is not None and self._observer is not None:
            try:
                self._observer.unschedule(known.watch)
            except (KeyError, OSError) as error:
                logger.warning("A folder could not be released from watching: %s", error)
        known.watch = None
        known.identity = None

    def _started_observer(self) -> BaseObserver:
        if self._observer is None:
            # It warns of what it does with moved folders, in lines of a megabyte.
            warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.")
            before = set(threading.enumerate())
            observer = Observer()
            observer.start()
            # The reader of the kernel's queue is not to be had otherwise; when it dies, all is silent.
            self._threads = [
                thread
                for thread in threading.enumerate()
                if thread not in before and type(thread).__module__.startswith("watchdog.")
            ]
            logging.getLogger(_OVERFLOW_LOGGER).addFilter(self._read_log)
            logging.getLogger(_ENDED_LOGGER).addFilter(_is_news)
            self._observer = observer
        return self._observer

    def _stop_observer(self) -> None:
        observer, self._observer = self._observer, None
        if observer is not None:
            logging.getLogger(_OVERFLOW_LOGGER).removeFilter(self._read_log)
            self._threads = []
            try:
                observer.stop()
            # Control enters from outside here: where its threads have died, what it has recorded may be wrong as well.
            except Exception:
                logger.exception("Watching could not be ended in an orderly way")
            else:
                observer.join()

    def _threads_run(self) -> bool:
        return all(thread.is_alive() for thread in self._threads)

    def _read_log(self, record: logging.LogRecord) -> bool:
        """The kernel's queue has overflowed: watchdog tells only its log. Its watches are rebuilt a moment later."""
        if "overflow" in record.getMessage():
            for root in list(self._roots):
                self._queue.request_survey(root)
                self._queue.add_later(root, _AFTER_OVERFLOW, tree=True)
        return True


class _Handler(events.FileSystemEventHandler):
    """Receives the events of one watched folder. It never raises: that would end all watching."""

    def __init__(
        self, queue: ChangeQueue, root: str, ignored: Callable[[str], bool], moved: Callable[[str], None]
    ) -> None:
        self._queue = queue
        self._root = root
        self._ignored = ignored
        self._moved = moved

    def dispatch(self, event: events.FileSystemEvent) -> None:
        try:
            if event.event_type not in _UNSEEN:
                for path in (event.src_path, event.dest_path):
                    if path:
                        self._note(os.fsdecode(path), event.event_type, event.is_directory)
        except Exception:
            logger.exception("An event in %s could not be handled", self._root)
            self._queue.request_survey(self._root)

    def _note(self, path: str, kind: str, is_directory: bool) -> None:
        if is_directory and kind == "modified":
            return  # what was modified in it raises an event of its own
        folder, name = os.path.split(path)
        if name in RULE_FILES and path != self._root:
            if not self._ignored(folder):
                self._queue.add(folder, tree=True)  # other rules: everything there may be taken or skipped now
        elif not self._ignored(path):
            if is_directory and kind == "moved":
                self._moved(self._root)
            # Windows does not say whether it was a folder that was deleted.
            self._queue.add(path, tree=is_directory or (kind == "deleted" and sys.platform == "win32"))


def _is_news(record: logging.LogRecord) -> bool:
    return _ENDED not in record.getMessage()


def watches_exhausted(path: str) -> bool:
    """Whether the system refuses one more watched folder: only a try can tell, and watchdog passes over it in silence.

    False where there is no such limit (anything but Linux). `path` is an existing folder.
    """
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    instance = libc.inotify_init()
    if instance < 0:
        return ctypes.get_errno() in _LIMITS
    try:
        watch = libc.inotify_add_watch(instance, os.fsencode(path), ctypes.c_uint32(0x400))  # IN_DELETE_SELF
        return watch < 0 and ctypes.get_errno() in _LIMITS
    finally:
        os.close(instance)


def _identity(root: str) -> tuple[int, int] | None:
    """Which folder it is that stands at a path now; None where there is none, or where it may not be read."""
    try:
        status = os.stat(root)
        with os.scandir(root):
            return status.st_dev, status.st_ino
    except OSError:
        return None
