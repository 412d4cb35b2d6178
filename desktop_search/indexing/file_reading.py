"""The files to be read: handed to the readers, the newest first, and what comes back put into the index."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

from desktop_search.documents.reading.readers import Readers
from desktop_search.documents.source import Limits
from desktop_search.errors import ReaderError
from desktop_search.indexing.changes import ChangeQueue
from desktop_search.indexing.pipeline import RACY_SECONDS, Pipeline
from desktop_search.indexing.reading_list import ReadingList
from desktop_search.indexing.walk import Found

# So many paragraphs are enough for one transaction: a query that comes meanwhile should not wait for more.
_ENOUGH = 300


class FileReading:
    """Each file once at a time: one that changes while it is read is looked at again afterwards."""

    def __init__(self, pipeline: Pipeline, readers: Readers, changes: ChangeQueue) -> None:
        self._pipeline = pipeline
        self._readers = readers
        self._changes = changes
        self._waiting = ReadingList()
        self._being_read: dict[str, Found] = {}
        self._look_again: set[str] = set()

    def __len__(self) -> int:
        """How many files are still to be read, those that are being read included."""
        return len(self._waiting) + len(self._being_read)

    def limit(self, limits: Limits) -> None:
        """What each file may cost from now on."""
        self._readers.limits = limits

    def add(self, found: Found, folder: str) -> None:
        """Puts a file on the list."""
        if found.path in self._being_read:
            self._look_again.add(found.path)
        else:
            self._waiting.add(found, folder)

    def forget(self, folder: str) -> None:
        """Takes everything of a watched folder off the list; what is being read is dropped when it comes back."""
        self._waiting.forget(folder)

    def get_ready(self) -> None:
        """To be called where files are likely to come; that no reader can be started is told when one is needed."""
        with contextlib.suppress(ReaderError):
            self._readers.get_ready()

    def rest(self) -> None:
        """To be called while there is nothing to read."""
        self._readers.rest()

    def some(self, folder_of: Callable[[str], str | None], seconds: float) -> bool:
        """Keeps the readers busy, and takes in what they have read; True where the index has changed by it.

        `folder_of` says which watched folder a path belongs to now. All of it commits together, after `seconds` or
        when there is enough. Raises ReaderError where no reader can be started.
        """
        until = time.monotonic() + seconds
        changed = False
        with self._pipeline.together():
            while self and self._pipeline.untold < _ENOUGH and (left := until - time.monotonic()) > 0:
                changed |= self._take_in(folder_of, left)
        return changed

    def _take_in(self, folder_of: Callable[[str], str | None], timeout: float) -> bool:
        self._start(folder_of)
        readings = self._readers.collect(timeout)
        done = [self._being_read.pop(reading.path) for reading in readings]
        # The readers go on while this process puts into the index what they have read.
        self._start(folder_of)
        changed = False
        for found, reading in zip(done, readings, strict=True):
            # The folder of now: while the file waited, a parent may have taken over.
            folder = folder_of(found.path)
            if folder is None:
                continue
            taken = self._pipeline.take_in(found, folder, reading)
            changed = True
            if taken == "gone" or found.path in self._look_again:
                # It vanished (it may have been renamed) or has changed: look again.
                self._look_again.discard(found.path)
                self._changes.add(found.path)
            elif taken == "racy":
                self._changes.add_later(found.path, RACY_SECONDS)
        return changed

    def _start(self, folder_of: Callable[[str], str | None]) -> None:
        while self._waiting and self._readers.takes(self._waiting.next_size):
            found, _ = self._waiting.take()
            if found.path in self._being_read:
                self._look_again.add(found.path)
            elif folder_of(found.path) is not None:
                self._being_read[found.path] = found
                self._readers.start(found.path, self._pipeline.known_digest(found.path))
