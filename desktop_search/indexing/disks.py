"""Tells what vanished with its disk (unplugged, a share that is away) from what was deleted.

A watched folder may be such a disk itself, or have one mounted somewhere in it. Each survey notes on which disk the
folder lies and where other ones are mounted; what is missing while one of them is not there is away, not gone.
"""

from __future__ import annotations

import os

from sqlite_utils import Database

from desktop_search.paths import is_at_or_below
from desktop_search.store import folders


class MountsSeen:
    """Where other disks are mounted in one folder, gathered from the files that a survey finds there."""

    def __init__(self, db: Database, folder: str, device: int) -> None:
        """`device` is that of the folder itself."""
        self._before = folders.mounts(db, folder)
        self._device = device
        self._places: dict[str, str] = {}
        self._taken_over: set[str] = set()

    def see(self, path: str, device: int) -> None:
        """A file that is there."""
        if device == self._device:
            # A folder like any other has come in the place of the disk.
            self._taken_over.update(one for one in self._before if is_at_or_below(path, one))
            return
        parent = os.path.dirname(path)
        if parent not in self._places:
            self._places[parent] = _mount_point(parent, device)

    @property
    def away(self) -> frozenset[str]:
        """The places of disks that were mounted and are not now."""
        return frozenset(one for one in self._before - self.now - self._taken_over if not os.path.ismount(one))

    @property
    def now(self) -> frozenset[str]:
        return frozenset(self._places.values())

    @property
    def to_keep(self) -> frozenset[str]:
        """What the next look has to know of: a disk that was emptied is mounted all the same."""
        return self.now | (self._before - self._taken_over)


class MissingDisks:
    """Which part of a watched folder stood on disks that are not there now."""

    def __init__(self, db: Database, folder: str) -> None:
        self._places: tuple[str, ...] = (folder,)
        last = folders.find(db, folder)
        try:
            is_there = last is None or os.stat(folder).st_dev == last.device
        except OSError:
            is_there = False
        if is_there:
            self._places = tuple(one for one in folders.mounts(db, folder) if not os.path.ismount(one))

    def held(self, path: str) -> bool:
        """Did this path stand on one of them?"""
        return any(is_at_or_below(path, one) for one in self._places)


def _mount_point(place: str, device: int) -> str:
    """The highest folder at or above `place` on this disk."""
    try:
        while (parent := os.path.dirname(place)) != place and os.stat(parent).st_dev == device:
            place = parent
    except OSError:
        # It goes away just now.
        pass
    return place
