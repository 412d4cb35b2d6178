"""Watched folders, or folders in them, that vanish and come back: a disk that is unplugged, a share that is away.

While they are away everything stays in the index; what changed there meanwhile is made up for when they are back.
"""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from desktop_search.store import database
from tests import mounts
from tests.reliability.churn import Churn
from tests.reliability.outcome import Outcome
from tests.reliability.runs import Stage
from tests.reliability.watching import Watched

_CHANGES = 25
_NOT_ALLOWED = "not tried: nothing can be mounted here"


def unplugged(stage: Stage, choose: random.Random, times: int) -> Outcome:
    """A watched folder is a disk: it is unplugged, with its mount point or not, and plugged in again."""

    def away(watched: Path) -> None:
        mounts.release(watched)
        if choose.random() < 0.5:
            watched.rmdir()

    return _tried("a watched disk unplugged", stage, choose, times, "", away)


def unplugged_within(stage: Stage, choose: random.Random, times: int) -> Outcome:
    """A disk is mounted in a watched folder of another one."""

    def away(watched: Path) -> None:
        mounts.release(watched)
        if choose.random() < 0.3:
            watched.rmdir()

    return _tried("a disk within a watched folder unplugged", stage, choose, times, "usb", away)


def _tried(
    fault: str, stage: Stage, choose: random.Random, times: int, below: str, away: Callable[[Path], None]
) -> Outcome:
    outcome = Outcome(fault)
    for number in range(times):
        work = stage.home(f"unplugged {number}")
        drive = work / "drive"
        if not mounts.disk(drive):
            outcome.note = _NOT_ALLOWED
            return outcome
        (drive / "notes").mkdir()
        outside = work / "drive outside"
        outside.mkdir()
        place = work / "watched" / below if below else work / "watched"
        mounts.bind(drive / "notes", place)
        if below:
            (work / "watched" / "stays.md").write_text("# It stays\n\nA lantern.\n")
        watched = Watched(work)
        try:
            outcome.count(
                _cycle(watched, Churn(drive / "notes", outside, choose), place, drive / "notes", choose, away)
            )
        finally:
            watched.close()
            if place.is_mount():
                mounts.release(place)
            mounts.release(drive)
            shutil.rmtree(work)
    return outcome


def _cycle(
    watched: Watched, churn: Churn, place: Path, notes: Path, choose: random.Random, away: Callable[[Path], None]
) -> list[str]:
    """Changes, gone within a moment of the last of them; changes elsewhere; back."""
    # What is done to the disk at its own place is seen through the watched one.
    churn.some(_CHANGES * 2)
    watched.service.indexer.survey_all()
    problems = watched.settle()
    churn.some(_CHANGES)
    moment = time.monotonic() + choose.choice((0.0, 0.3, 1.0))
    watched.work_while(lambda: time.monotonic() < moment)
    before = _known(watched) & {str(place / path.relative_to(notes)) for path in notes.rglob("*") if path.is_file()}
    away(place)
    if choose.random() < 0.5:
        watched.service.indexer.survey_all()
    moment = time.monotonic() + 3.0
    watched.work_while(lambda: time.monotonic() < moment)
    problems += [f"forgotten while its disk was away: {path}" for path in sorted(before - _known(watched))]
    churn.some(_CHANGES)
    mounts.bind(notes, place)
    # As the hourly survey, or the look after a folder that is amiss, does.
    watched.service.indexer.survey_all()
    return problems + watched.settle()


def _known(watched: Watched) -> set[str]:
    with database.reading(watched.paths.database) as db:
        return {path for (path,) in db.execute("SELECT path FROM files")}
