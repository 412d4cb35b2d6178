"""Is the index what the disk is, when a real watcher was all that told of what happened? No survey is asked for."""

from __future__ import annotations

import os
import random
import shutil
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from desktop_search.engine.folder_watch import FolderWatch
from desktop_search.engine.service import IndexService
from desktop_search.indexing.changes import ChangeQueue
from desktop_search.paths import find_paths
from desktop_search.settings import Settings
from tests.fake_encoder import FakeEncoder
from tests.reliability.churn import Churn
from tests.reliability.contents import against_disk
from tests.reliability.outcome import Outcome

# After the last event it may take so long until all is read and known, on a busy machine too. Seconds.
_PATIENCE = 60.0
_LONGEST = 300.0
_QUIET = 0.5
_TOLD_EVERY = 5_000


class Watched:
    """An index of one folder, kept up to date as the engine's thread does it: hints, steps, looks after the watch."""

    def __init__(self, work: Path) -> None:
        self.root, self.outside = (work / "watched").resolve(), (work / "outside").resolve()
        for folder in (self.root, self.outside):
            folder.mkdir(parents=True, exist_ok=True)
        self.paths = find_paths(work / "home")
        self._changes = ChangeQueue()
        self.settings = Settings(folders=(str(self.root),))
        self.service = IndexService(self.paths, self.settings, self._changes)
        self.service.use_encoder(FakeEncoder())
        self._watch = FolderWatch(self.paths, self.service.indexer, self._changes)

    def work_while(self, going_on: Callable[[], bool]) -> None:
        """Keeps up with what happens."""
        while going_on():
            if not self.service.step():
                self._changes.wait(min(0.05, self._watch.look()))

    def settle(self) -> list[str]:
        """Works until index and disk are the same; what is not, after a time in which all should be known.

        Readers give way to whatever else the machine does: as long as files wait for them, so does this.
        """
        began = time.monotonic()
        while True:
            quiet_until = time.monotonic() + _QUIET
            self.work_while(lambda moment=quiet_until: time.monotonic() < moment)
            found = self.differences()
            waited = time.monotonic() - began
            if not found or waited > _LONGEST or (waited > _PATIENCE and not self.service.indexer.progress().waiting):
                return found

    def differences(self) -> list[str]:
        """What the index says otherwise than the disk."""
        return against_disk(self.paths, self.root, self.settings)

    def close(self) -> None:
        self._watch.stop()
        self.service.close()


def churned(work: Path, choose: random.Random, operations: int, each: int = 500) -> Outcome:
    """So many random operations, and a look after every `each` of them."""
    outcome = Outcome("random operations in a watched folder")
    watched = Watched(work)
    done = 0
    try:
        churn = Churn(watched.root, watched.outside, choose)
        while done < operations:
            some = min(each, operations - done)
            # Some come while others are read, as they do.
            thread = threading.Thread(target=churn.some, args=(some,))
            thread.start()
            watched.work_while(thread.is_alive)
            thread.join()
            done += some
            outcome.count(watched.settle())
            if done % _TOLD_EVERY == 0:
                sys.stderr.write(f"{done:,} operations, {outcome.lost} lost\n")
    finally:
        watched.close()
    outcome.note = f"{done:,} operations, a look after every {each}"
    return outcome


def storm(work: Path, files: int) -> Outcome:
    """So many files created and deleted, most of them at once, a few of which stay."""
    outcome = Outcome("storm of files created and deleted")
    watched = Watched(work)

    def blow() -> None:
        for number in range(files):
            path = watched.root / f"folder {number % 40}" / f"{number}.md"
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"# {number}\n\nA lantern.\n")
            if number % 500:
                os.unlink(path)
        for number in range(0, 40, 2):
            shutil.rmtree(watched.root / f"folder {number}", ignore_errors=True)

    try:
        thread = threading.Thread(target=blow)
        thread.start()
        watched.work_while(thread.is_alive)
        thread.join()
        outcome.count(watched.settle())
    finally:
        watched.close()
    outcome.note = f"{files:,} files"
    return outcome
