"""A fault of watchdog (7.1.0) on Linux, mended: it records two watches under one path and ends over it.

Where folders are renamed and made anew in quick turns, it walks what is there now before it has heard of all that came
before. The watch of a folder that is gone and that of the new one then have the same path; the new one is renamed, and
as the other is forgotten its path is not known any more. The KeyError ends the thread that reads the events of all
folders, and once more whoever then stops the observer.
"""

from __future__ import annotations

from watchdog.observers import inotify
from watchdog.observers.inotify_c import WatchDescriptor


class WatchGroup(inotify.InotifyWatchGroup):
    """The watches of one folder and of all below it."""

    def _remove_watch_internally(self, wd: WatchDescriptor) -> None:
        """Forgets a watch, and its path unless that belongs to another one by now."""
        path = self._active_callbacks_by_watch.pop(wd, None)
        if path is not None and self._active_callbacks_by_path.get(path) == wd:
            del self._active_callbacks_by_path[path]


def mend() -> None:
    """From now on observers use the group above."""
    inotify.InotifyWatchGroup = WatchGroup  # type: ignore[misc]
