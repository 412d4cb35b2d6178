"""What watchdog cannot do by itself, with the real kernel: its records when folders are renamed and made anew."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("watchdog has this fault with inotify", allow_module_level=True)

from watchdog.observers import inotify
from watchdog.observers.inotify_c import (
    WATCHDOG_ALL_EVENTS,
    InotifyConstants,
    InotifyEvent,
    InotifyFD,
    Mask,
    WatchDescriptor,
)

from desktop_search.indexing import watch
from desktop_search.indexing.changes import ChangeQueue
from desktop_search.indexing.inotify_fault import WatchGroup


class Kernel(InotifyFD):
    """Watches are real; events are told by the test, in an order in which the kernel may tell them."""

    def __init__(self) -> None:
        super().__init__()
        self._is_reading = False


class Group(WatchGroup):
    def watches(self) -> dict[str, WatchDescriptor]:
        """By path. Both records agree."""
        assert {wd: path for path, wd in self._active_callbacks_by_path.items()} == self._active_callbacks_by_watch
        return {os.fsdecode(path): wd for path, wd in self._active_callbacks_by_path.items()}

    def watch_of(self, path: Path) -> WatchDescriptor:
        return self._active_callbacks_by_path[os.fsencode(path)]


@pytest.fixture
def kernel() -> Iterator[Kernel]:
    kernel = Kernel()
    yield kernel
    kernel.close()


def test_a_folder_made_anew_in_place_of_one_that_is_gone_may_be_renamed(kernel: Kernel, tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    folder = root / "x"
    folder.mkdir()
    group = Group(kernel, os.fsencode(root), Mask(WATCHDOG_ALL_EVENTS), is_recursive=True)
    above, first = group.watch_of(root), group.watch_of(folder)

    def tell(kind: int, name: bytes) -> None:
        group.on_event(InotifyEvent(above, Mask(kind | InotifyConstants.IN_ISDIR), 7, name))

    # Before watchdog has heard that the folder is gone, it meets the new one.
    folder.rename(tmp_path / "gone")
    folder.mkdir()
    tell(InotifyConstants.IN_CREATE, b"x")
    second = group.watch_of(folder)
    assert second != first
    tell(InotifyConstants.IN_MOVED_FROM, b"x")
    tell(InotifyConstants.IN_MOVED_TO, b"y")
    for _ in range(2):
        group.on_watch_deleted(first)
        assert group.watches() == {str(root): above, str(root / "y"): second}
    group.on_watch_deleted(second)
    assert group.watches() == {str(root): above}
    group.deactivate()


def test_every_observer_uses_the_mended_records() -> None:
    assert inotify.InotifyWatchGroup is WatchGroup


def test_watching_begins_again_where_what_has_died_cannot_even_be_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(inotify.InotifyObserver):
        def stop(self) -> None:
            super().stop()
            raise KeyError(b"a path that is not known")

    before = set(threading.enumerate())
    watcher = watch.Watcher(ChangeQueue(quiet=0.02, longest=0.1))
    with monkeypatch.context() as patched:
        patched.setattr(watch, "Observer", Broken)
        watcher.watch(str(tmp_path))
    (reader,) = (one for one in threading.enumerate() if one not in before and isinstance(one, InotifyFD))
    reader.stop()
    reader.join()
    assert not watcher.alive(str(tmp_path))
    watcher.check()
    assert watcher.alive(str(tmp_path))
    assert watcher.problems() == {}
    watcher.stop()
    assert not [one for one in threading.enumerate() if one not in before and one.is_alive()]
