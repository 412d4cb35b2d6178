"""One look through the watched folders: what is left out of the index, and what waits to be read (again).

The index keeps no rows of what it leaves out, so that is found on the disk, on demand, a short slice at a time and
bounded in number and time.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from sqlite_utils import Database

from desktop_search.documents.registry import has_reader
from desktop_search.engine import rule_words
from desktop_search.engine.messages import ListedFile
from desktop_search.errors import FolderError
from desktop_search.indexing.pipeline import RACY, version_of
from desktop_search.indexing.rules import Rules
from desktop_search.indexing.survey import stamp_of
from desktop_search.indexing.walk import Entry, Found, Skipped, Unreadable, walk
from desktop_search.settings import Settings
from desktop_search.store import files
from desktop_search.store.files import KnownFile

ROWS_AT_MOST = 50_000
SECONDS_AT_MOST = 20.0
NOT_READ = "It has not been read yet."
CHANGED = "It has changed since it was read and is waiting to be read again."
OLDER = "It was read by an older version of the program and is waiting to be read again."


class DiskLook:
    """`left_out` and `waiting` (with the rows of those that are known) grow with each `go_on`.

    `cut` tells that a bound was met before the end.
    """

    def __init__(
        self, settings: Settings, rows_at_most: int = ROWS_AT_MOST, seconds_at_most: float = SECONDS_AT_MOST
    ) -> None:
        self.left_out: list[ListedFile] = []
        self.waiting: list[tuple[Found, KnownFile | None]] = []
        self.cut = False
        self.seconds = 0.0
        self._rows_at_most = rows_at_most
        self._seconds_at_most = seconds_at_most
        self._entries = _entries(settings)

    def go_on(self, db: Database, seconds: float) -> bool:
        """Looks on for about so many seconds; True when it is done."""
        started = time.monotonic()
        try:
            for entry in self._entries:
                self._take(db, entry)
                if max(len(self.left_out), len(self.waiting)) >= self._rows_at_most:
                    self.cut = True
                    return True
                if time.monotonic() - started >= seconds:
                    self.cut = self.seconds + seconds >= self._seconds_at_most
                    return self.cut
            return True
        finally:
            self.seconds += time.monotonic() - started

    def _take(self, db: Database, entry: Entry) -> None:
        if isinstance(entry, Found):
            known = files.find(db, entry.path)
            if why_waiting(known, entry):
                self.waiting.append((entry, known))
        elif isinstance(entry, Skipped):
            reason = rule_words.told(entry.skip)
            self.left_out.append(ListedFile(entry.path, "skipped", reason, entry.skip.rule, is_folder=entry.folder))
        else:
            self.left_out.append(ListedFile(entry.path, "skipped", unreadable(entry), "unreadable"))


def why_waiting(known: KnownFile | None, found: Found) -> str:
    """Why a file that stands on the disk is still to be read; empty where its row speaks of it as it is."""
    if known is None:
        return NOT_READ
    if known.stamp != stamp_of(found):
        return CHANGED
    # A row without a reader is of a file that the system refused: it has failed, and is tried again at each survey.
    read_by = known.reader.removesuffix(RACY)
    return OLDER if read_by and read_by != version_of(found.path) else ""


def unreadable(entry: Unreadable) -> str:
    """The sentence for a place that the system does not let be seen."""
    return f"The system does not let it be read ({entry.reason})."


def _entries(settings: Settings) -> Iterator[Entry]:
    rules = Rules(settings, has_reader)
    for folder in settings.folders:
        try:
            yield from walk(folder, rules)
        except FolderError:
            # Its state is told with the folders.
            continue
