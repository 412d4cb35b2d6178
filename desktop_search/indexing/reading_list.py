"""The files that are still to be read: each once, the newest first."""

from __future__ import annotations

import heapq

from desktop_search.indexing.walk import Found


class ReadingList:
    """A heap of files with the watched folder that each belongs to."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, str, Found, str]] = []
        self._paths: set[str] = set()

    def __len__(self) -> int:
        return len(self._heap)

    def add(self, found: Found, folder: str) -> None:
        """Puts a file on the list; one that is there already stays where it is, it is read as it then stands."""
        if found.path not in self._paths:
            self._paths.add(found.path)
            heapq.heappush(self._heap, (-found.mtime_ns, found.path, found, folder))

    @property
    def next_size(self) -> int:
        """The bytes of the newest file. Raises IndexError where the list is empty."""
        return self._heap[0][2].size

    def take(self) -> tuple[Found, str]:
        """The newest file and its folder. Raises IndexError where the list is empty."""
        _, path, found, folder = heapq.heappop(self._heap)
        self._paths.discard(path)
        return found, folder

    def forget(self, folder: str) -> None:
        """Takes everything of a watched folder off the list."""
        self._heap = [entry for entry in self._heap if entry[3] != folder]
        heapq.heapify(self._heap)
        self._paths = {entry[1] for entry in self._heap}
