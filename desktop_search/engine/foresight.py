"""What a folder or a rule would mean before the person agrees to it: counted on the disk, a slice at a time, bounded.

Nothing is read but names and sizes, and nothing is kept.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterator
from dataclasses import replace

from desktop_search.documents.registry import has_reader
from desktop_search.engine.settings_messages import CountFolder, FolderCounted, RulePreview, TryRule
from desktop_search.errors import FolderError
from desktop_search.indexing.rules import Rules
from desktop_search.indexing.walk import Found, walk
from desktop_search.settings import Settings

FILES_AT_MOST = 200_000
SECONDS_AT_MOST = 20.0
EXAMPLES = 3


class FolderCount:
    """Counts the files of one folder that would be read."""

    def __init__(self, request: CountFolder, settings: Settings) -> None:
        self._request = request
        self._entries = _files(replace(settings, folders=(request.path,)))
        self._bounds = _Bounds()
        self._files = 0
        self._bytes = 0

    def go_on(self, seconds: float) -> FolderCounted:
        """Counts on for about so many seconds; the answer is `final` when it is done."""
        self._bounds.begin(seconds)
        for entry in self._entries:
            self._files += 1
            self._bytes += entry.size
            if self._bounds.met(self._files):
                return self._told(final=self._bounds.cut)
        return self._told(final=True)

    def gave_up(self) -> FolderCounted:
        """The answer after a failure: there may be more."""
        return FolderCounted(self._request.path, self._files, self._bytes, final=True, cut=True)

    def _told(self, final: bool) -> FolderCounted:
        cut = self._bounds.cut
        return FolderCounted(self._request.path, self._files, self._bytes, final=final, cut=cut)


class RuleTrial:
    """Compares what two choices of rules take: first all files of one, then those of the other."""

    def __init__(self, request: TryRule) -> None:
        self._request = request
        self._before = _files(request.before)
        self._after = _files(request.after)
        self._bounds = _Bounds()
        self._lost: set[str] = set()
        self._won: list[str] = []
        self._looked_at = 0

    def go_on(self, seconds: float) -> RulePreview:
        """Compares on for about so many seconds; the answer is `final` when it is done."""
        self._bounds.begin(seconds)
        for entry in self._before:
            self._lost.add(entry.path)
            if self._stops():
                return self._told(final=self._bounds.cut)
        for entry in self._after:
            if entry.path in self._lost:
                self._lost.remove(entry.path)
            else:
                self._won.append(entry.path)
            if self._stops():
                return self._told(final=self._bounds.cut)
        return self._told(final=True)

    def gave_up(self) -> RulePreview:
        """The answer after a failure: it is not known."""
        return RulePreview(self._request.number, self._request.name, final=True, cut=True)

    def _stops(self) -> bool:
        self._looked_at += 1
        return self._bounds.met(self._looked_at)

    def _told(self, final: bool) -> RulePreview:
        cut = self._bounds.cut
        # Before both have been looked through, nothing is known: every file would count as lost.
        if not final or cut:
            return RulePreview(self._request.number, self._request.name, final=final, cut=cut)
        examples = tuple(heapq.nsmallest(EXAMPLES, self._lost or self._won))
        return RulePreview(self._request.number, self._request.name, len(self._lost), len(self._won), examples, True)


class _Bounds:
    """When a look pauses, and when it ends early."""

    def __init__(self) -> None:
        self.cut = False
        self._spent = 0.0
        self._began = 0.0
        self._seconds = 0.0

    def begin(self, seconds: float) -> None:
        self._began, self._seconds = time.monotonic(), seconds

    def met(self, count: int) -> bool:
        """Is it time to pause? `cut` tells whether that is the end."""
        if count >= FILES_AT_MOST:
            self.cut = True
            return True
        # The clock costs more than a name does.
        if count % 64:
            return False
        now = time.monotonic()
        if now - self._began < self._seconds:
            return False
        self._spent += now - self._began
        self.cut = self._spent >= SECONDS_AT_MOST
        return True


def _files(settings: Settings) -> Iterator[Found]:
    rules = Rules(settings, has_reader)
    for folder in settings.folders:
        try:
            for entry in walk(folder, rules):
                if isinstance(entry, Found):
                    yield entry
        except FolderError:
            # Its state is told with the folders.
            continue
