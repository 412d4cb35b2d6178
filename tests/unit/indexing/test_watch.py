"""Real folders, the real watchdog: whatever changes is covered by a hint for it or for a folder above it."""

from __future__ import annotations

import errno
import logging
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watchdog import events

from desktop_search.indexing.changes import ChangeQueue, Hint
from desktop_search.indexing.rules import Rules
from desktop_search.indexing.watch import Watcher, watches_exhausted
from desktop_search.settings import Settings
from tests.marks import NAMES_ARE_BYTES

DEADLINE = 20.0
# watchdog reports a folder that comes back after it was moved away as a watch that it has already.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Callback with id:RuntimeWarning"),
    # A thread of watchdog that dies is what `check` is for.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning"),
]


class Watching:
    """A watched folder, and every hint that came for it."""

    def __init__(self, root: Path, ignored: Callable[[str], bool] = lambda path: False) -> None:
        self.root = root
        self.queue = ChangeQueue(quiet=0.02, longest=0.1)
        self.watcher = Watcher(self.queue, ignored)
        self.watcher.watch(str(root))
        self.hints: set[Hint] = set()

    def collect(self) -> set[Hint]:
        self.hints.update(self.queue.take(100_000))
        return self.hints

    def covers(self, path: Path) -> bool:
        above = (Hint(str(folder), True) for folder in (path, *path.parents))
        return Hint(str(path), False) in self.hints or any(hint in self.hints for hint in above)

    def missing(self, paths: list[Path]) -> list[Path]:
        """What no hint covers, when the deadline is over or all is covered."""
        deadline = time.monotonic() + DEADLINE
        while True:
            self.collect()
            missing = [path for path in paths if not self.covers(path)]
            if not missing or time.monotonic() > deadline:
                return missing
            # As its owner does now and then.
            self.watcher.check()
            self.queue.wait(0.05)

    def expect(self, *paths: Path) -> None:
        assert self.missing(list(paths)) == []

    def settle(self) -> None:
        """Forgets what came up to now: a last change of its own tells when all before it has arrived."""
        beacon = self.root / "beacon.txt"
        beacon.write_text("lit")
        self.expect(beacon)
        time.sleep(0.7)  # moves are held back for half a second, to be paired
        self.collect()
        self.hints.clear()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "watched"
    (folder / "sub" / "deep").mkdir(parents=True)
    for path in ("a.txt", "sub/b.txt", "sub/deep/c.txt"):
        (folder / path).write_text("old")
    return folder


@pytest.fixture
def watching(root: Path) -> Iterator[Watching]:
    one = Watching(root)
    yield one
    one.watcher.stop()


def eventually(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + DEADLINE
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_a_file_created_changed_and_deleted(watching: Watching, root: Path) -> None:
    (root / "sub" / "new.txt").write_text("new")
    watching.expect(root / "sub" / "new.txt")
    watching.settle()
    with (root / "sub" / "deep" / "c.txt").open("a") as file:
        file.write("more")
    watching.expect(root / "sub" / "deep" / "c.txt")
    watching.settle()
    (root / "a.txt").unlink()
    watching.expect(root / "a.txt")
    assert all(not hint.tree for hint in watching.hints)


def test_a_save_by_rename(watching: Watching, root: Path) -> None:
    (root / "a.txt.new").write_text("new")
    (root / "a.txt.new").replace(root / "a.txt")
    watching.expect(root / "a.txt", root / "a.txt.new")


def test_a_change_of_rights_is_worth_a_look(watching: Watching, root: Path) -> None:
    (root / "a.txt").chmod(0o600)
    watching.expect(root / "a.txt")
    (root / "sub").chmod(0o700)
    watching.expect(root / "sub" / "deep" / "c.txt")


def test_reading_wakes_nobody(watching: Watching, root: Path) -> None:
    watching.settle()
    for _ in range(20):
        (root / "a.txt").read_text()
        list(root.rglob("*"))
    time.sleep(0.5)
    assert watching.collect() == set()


def test_a_folder_moved_in_is_hinted_whole_and_watched(watching: Watching, root: Path, tmp_path: Path) -> None:
    (tmp_path / "outside" / "deep").mkdir(parents=True)
    (tmp_path / "outside" / "deep" / "x.txt").write_text("x")
    (tmp_path / "outside").rename(root / "inside")
    watching.expect(root / "inside" / "deep" / "x.txt")
    watching.settle()
    (root / "inside" / "deep" / "y.txt").write_text("y")
    watching.expect(root / "inside" / "deep" / "y.txt")


def test_a_folder_moved_out_is_hinted_whole(watching: Watching, root: Path, tmp_path: Path) -> None:
    (root / "sub").rename(tmp_path / "away")
    watching.expect(root / "sub" / "deep" / "c.txt")
    assert Hint(str(root / "sub"), True) in watching.hints


def test_a_folder_that_comes_back_is_watched_again(watching: Watching, root: Path, tmp_path: Path) -> None:
    (root / "sub").rename(tmp_path / "away")
    watching.settle()
    (tmp_path / "away").rename(root / "back")
    watching.expect(root / "back" / "deep" / "c.txt")
    watching.settle()
    (root / "back" / "deep" / "c.txt").write_text("new")
    watching.expect(root / "back" / "deep" / "c.txt")
    assert watching.watcher.alive(str(root))


def test_a_folder_renamed_is_hinted_at_both_places_and_watched(watching: Watching, root: Path) -> None:
    (root / "sub").rename(root / "other")
    watching.expect(root / "sub" / "deep" / "c.txt", root / "other" / "deep" / "c.txt")
    watching.settle()
    (root / "other" / "deep" / "c.txt").write_text("new")
    watching.expect(root / "other" / "deep" / "c.txt")


def test_folders_made_and_filled_at_once(watching: Watching, root: Path) -> None:
    files = []
    for number in range(40):
        place = root / f"one{number}" / "two" / "three"
        place.mkdir(parents=True)
        (place / "file.txt").write_text("text")
        files.append(place / "file.txt")
    watching.expect(*files)
    watching.settle()
    for file in files:
        file.write_text("new")
    watching.expect(*files)


def test_a_tree_deleted(watching: Watching, root: Path) -> None:
    shutil.rmtree(root / "sub")
    watching.expect(root / "sub", root / "sub" / "b.txt", root / "sub" / "deep" / "c.txt")
    assert Hint(str(root / "sub"), True) in watching.hints


def test_a_storm_of_files(watching: Watching, root: Path) -> None:
    files = []
    for number in range(2_000):
        place = root / f"folder{number % 20}"
        place.mkdir(exist_ok=True)
        file = place / f"{number}.txt"
        file.write_text("text")
        files.append(file)
    watching.expect(*files)
    watching.settle()
    for file in files[::2]:
        file.unlink()
    for file in files[1::2]:
        file.write_text("new")
    watching.expect(*files)
    assert watching.watcher.alive(str(root))


def test_folders_made_and_deleted_in_quick_turns(watching: Watching, root: Path) -> None:
    for _ in range(150):
        (root / "x" / "y" / "z").mkdir(parents=True)
        (root / "x" / "y" / "z" / "file.txt").write_text("text")
        (root / "x" / "y").rename(root / "x" / "w")
        shutil.rmtree(root / "x")
    (root / "last").mkdir()
    (root / "last" / "file.txt").write_text("text")
    watching.expect(root / "last" / "file.txt", root / "x")
    assert watching.watcher.alive(str(root))
    watching.settle()
    (root / "last" / "file.txt").write_text("new")
    watching.expect(root / "last" / "file.txt")


@NAMES_ARE_BYTES
def test_names_that_are_no_text(watching: Watching, root: Path) -> None:
    path = root / os.fsdecode(b"broken\xff\n.txt")
    path.write_text("text")
    watching.expect(path)


def test_what_is_ignored_gives_no_hint_but_other_rules_do(root: Path) -> None:
    rules = Rules(Settings(folders=(str(root),)), lambda path: True)
    (root / ".git").mkdir()
    watching = Watching(root, rules.ignored)
    try:
        for path in (".git/index", "sub/.hidden", "sub/.gitignore", ".git/.gitignore"):
            (root / path).write_text("text")
        watching.expect(root / "sub")
        watching.settle()
        (root / "sub" / ".nosearch").write_text("")
        watching.expect(root / "sub" / "b.txt")
        (root / ".git" / "other").write_text("text")
        (root / "end.txt").write_text("text")
        watching.expect(root / "end.txt")
        assert not any(".git" in Path(hint.path).parts or ".hidden" in hint.path for hint in watching.hints)
    finally:
        watching.watcher.stop()


def test_a_root_deleted_and_made_again_is_watched_again(watching: Watching, root: Path) -> None:
    shutil.rmtree(root)
    watching.expect(root / "a.txt")
    assert eventually(lambda: not watching.watcher.alive(str(root)))
    watching.watcher.check()
    assert "cannot be reached" in watching.watcher.problems()[str(root)]
    watching.watcher.check()
    root.mkdir()
    watching.watcher.check()
    assert watching.watcher.problems() == {}
    assert watching.watcher.alive(str(root))
    assert watching.queue.take(10) == [Hint(str(root), True)]
    (root / "new.txt").write_text("new")
    watching.expect(root / "new.txt")


def test_a_root_that_another_folder_took_the_place_of(watching: Watching, root: Path, tmp_path: Path) -> None:
    root.rename(tmp_path / "moved")
    root.mkdir()
    assert not watching.watcher.alive(str(root))
    watching.watcher.check()
    watching.settle()
    (root / "new.txt").write_text("new")
    watching.expect(root / "new.txt")


def test_a_root_that_is_missing_at_first(tmp_path: Path) -> None:
    queue = ChangeQueue()
    watcher = Watcher(queue)
    try:
        watcher.watch(str(tmp_path / "later"))
        assert not watcher.alive(str(tmp_path / "later"))
        assert list(watcher.problems()) == [str(tmp_path / "later")]
        watcher.check()
        assert len(queue) == 0
        (tmp_path / "later").mkdir()
        watcher.check()
        assert watcher.alive(str(tmp_path / "later"))
        assert queue.take(10) == [Hint(str(tmp_path / "later"), True)]
    finally:
        watcher.stop()


def test_two_roots_and_one_that_is_no_longer_watched(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    watching = Watching(tmp_path / "one")
    watching.watcher.watch(str(tmp_path / "two"))
    try:
        (tmp_path / "one" / "a.txt").write_text("a")
        (tmp_path / "two" / "b.txt").write_text("b")
        watching.expect(tmp_path / "one" / "a.txt", tmp_path / "two" / "b.txt")
        watching.watcher.unwatch(str(tmp_path / "two"))
        watching.settle()
        (tmp_path / "two" / "c.txt").write_text("c")
        watching.settle()
        assert not watching.watcher.alive(str(tmp_path / "two"))
        assert not watching.covers(tmp_path / "two" / "c.txt")
    finally:
        watching.watcher.stop()


def test_no_thread_is_left(root: Path) -> None:
    before = set(threading.enumerate())
    watcher = Watcher(ChangeQueue())
    watcher.watch(str(root))
    assert set(threading.enumerate()) != before
    watcher.stop()
    watcher.stop()
    assert eventually(lambda: set(threading.enumerate()) <= before)


def test_the_limit_of_watched_folders_is_told_and_forgotten_when_there_is_room(root: Path) -> None:
    full = False
    queue = ChangeQueue()
    watcher = Watcher(queue, at_limit=lambda path: full)
    try:
        watcher.watch(str(root))
        assert watcher.problems() == {}
        full = True
        watcher.check()
        assert "limit for watched folders" in watcher.problems()[str(root)]
        assert len(queue) == 0
        full = False
        watcher.check()
        assert watcher.problems() == {}
        assert queue.take(10) == [Hint(str(root), True)]
        assert watcher.alive(str(root))
    finally:
        watcher.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux' own")
def test_the_limit_is_seen_by_trying(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not watches_exhausted(str(root))
    assert not watches_exhausted(str(root / "gone"))


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "limit for watched"), (errno.EIO, "cannot be watched")])
def test_a_folder_that_cannot_be_watched_is_told(
    root: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    watcher = Watcher(ChangeQueue())
    try:
        with monkeypatch.context() as patch:
            patch.setattr("watchdog.observers.api.BaseObserver.schedule", refuse)
            watcher.watch(str(root))
        assert words in watcher.problems()[str(root)]
        watcher.check()
        assert watcher.problems() == {}
    finally:
        watcher.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="only inotify tells it in this way")
def test_after_lost_events_every_folder_is_surveyed_twice(watching: Watching, root: Path) -> None:
    watching.settle()
    logger = logging.getLogger("watchdog.observers.inotify_c")
    logger.warning("Inotify queue overflowed; filesystem events were lost")
    assert watching.queue.take(10) == [Hint(str(root), True)]
    assert len(watching.queue) == 1
    watching.watcher.stop()
    logger.warning("Inotify queue overflowed; filesystem events were lost")
    assert len(watching.queue) == 1


def test_an_event_that_cannot_be_handled_ends_nothing(root: Path, caplog: pytest.LogCaptureFixture) -> None:
    fails = True

    def ignored(path: str) -> bool:
        if fails:
            raise ValueError(path)
        return False

    watching = Watching(root, ignored)
    try:
        (root / "a.txt").write_text("new")
        watching.expect(root / "a.txt")
        assert Hint(str(root), True) in watching.hints
        fails = False
        watching.settle()
        (root / "a.txt").write_text("newer")
        watching.expect(root / "a.txt")
        assert Hint(str(root / "a.txt"), False) in watching.hints
        assert "could not be handled" in caplog.text
    finally:
        watching.watcher.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="the thread is that of inotify")
def test_a_dead_thread_is_noticed_and_all_is_started_again(watching: Watching, root: Path) -> None:
    (reader,) = [thread for thread in threading.enumerate() if type(thread).__name__ == "InotifyFD"]
    reader.stop()  # type: ignore[attr-defined] # a class of watchdog, which does not show it
    reader.join(DEADLINE)
    assert not watching.watcher.alive(str(root))
    watching.watcher.check()
    assert watching.watcher.alive(str(root))
    assert watching.queue.take(10) == [Hint(str(root), True)]
    (root / "sub" / "b.txt").write_text("new")
    watching.expect(root / "sub" / "b.txt")


def test_events_know_the_kinds_that_are_left_out() -> None:
    assert events.EVENT_TYPE_OPENED == "opened"
    assert events.EVENT_TYPE_CLOSED_NO_WRITE == "closed_no_write"
    assert events.EVENT_TYPE_MODIFIED == "modified"
    assert events.EVENT_TYPE_DELETED == "deleted"
