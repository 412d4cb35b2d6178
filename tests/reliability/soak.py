"""A day's use within half an hour: edits, renames, questions, documents read. Is it flat, what the program holds?

The window runs in a process of its own with its real engine; it types and reads (soak_window.py) while files change
here. Both are looked at from outside, and afterwards the index has to be what the disk is.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import psutil

from desktop_search import settings as settings_file
from desktop_search.errors import StoreError
from desktop_search.indexing.watch import watches_exhausted
from desktop_search.paths import Paths, find_paths
from desktop_search.settings import Settings
from desktop_search.store import database
from tests.reliability import real_model
from tests.reliability.churn import Churn
from tests.reliability.contents import against_disk
from tests.reliability.flatness import Rise, rise_of
from tests.reliability.memory import own_mb
from tests.reliability.outcome import Outcome
from tests.reliability.runs import ROOT

_NOTES = 200
_END = "enough"
_CHANGES_A_SECOND = 4.0
# The time after which the word index is let go of and the readers end is in the pause. Seconds.
_BUSY, _PAUSE = 200.0, 80.0
# After the last change the index may stand still for so long before all of it is known, and take so long at most; the
# window may take so long to close. Seconds.
_SETTLED = 90.0
_LONGEST = 600.0
_CLOSED = 120.0
# A shorter run says nothing of slopes.
JUDGED_FROM = 300.0
# Of each figure: which share of its level, and how much at least, is not yet a rise over the time judged.
_ALLOWED: dict[str, tuple[float, float]] = {
    "window_mb": (0.04, 6.0),
    "engine_mb": (0.04, 8.0),
    "window_handles": (0.0, 3.0),
    "engine_handles": (0.0, 4.0),
    "window_threads": (0.0, 1.0),
    "engine_threads": (0.0, 2.0),
    "unused_watches": (0.0, 3.0),
    "index_mb": (0.08, 1.0),
}


@dataclass(frozen=True, slots=True)
class Sample:
    """Memory is what belongs to no file and to nobody else; `unused_watches` are beyond one for each folder.

    `limit` tells that the system refuses further watches, to whomever they belong.
    """

    seconds: float
    window_mb: float
    engine_mb: float
    readers_mb: float
    window_handles: int
    engine_handles: int
    window_threads: int
    engine_threads: int
    unused_watches: int
    limit: int
    index_mb: float
    notes: int


def soaked(work: Path, choose: random.Random, seconds: float, every: float = 10.0) -> Outcome:
    """Runs for so long, and judges each figure where that is long enough."""
    outcome = Outcome(f"soak of {seconds / 60:.0f} minutes: edits, renames, questions, reading")
    root, outside = (work / "watched").resolve(), (work / "outside").resolve()
    for folder in (root, outside):
        folder.mkdir(parents=True)
    paths = find_paths(work / "home")
    settings = Settings(folders=(str(root),), language="en", appearance="light")
    settings_file.save(paths.settings, settings)
    churn = Churn(root, outside, choose)
    for _ in range(_NOTES):
        churn.create()
    window = _start(work, choose)
    try:
        samples, changes = _watch(window, paths, root, churn, seconds, every)
        wrong, after = _settled(paths, root, settings)
        (work / _END).touch()
        told = json.loads(window.communicate(timeout=_CLOSED)[0].splitlines()[-1])
    finally:
        window.kill()
        window.wait()
    rises = rises_of(samples)
    if seconds >= JUDGED_FROM:
        for rise in rises:
            outcome.count([] if rise.is_flat else [f"{rise.name} rises by {rise.rise:.1f} from {rise.level:.1f}"])
    outcome.count([told["trouble"]] if told["trouble"] or told["code"] else [])
    outcome.count(wrong)
    outcome.note = (
        f"{changes:,} changes, {told['asked']:,} questions of {told['letters']:,} letters; index = disk"
        f" {after:.1f} s after the last; over the last two thirds "
        + ", ".join(f"{rise.name} {rise.level:.0f} {rise.rise:+.1f}" for rise in rises)
    )
    return outcome


def rises_of(samples: list[Sample]) -> list[Rise]:
    """How each figure grows over the samples."""
    moments = [one.seconds for one in samples]
    return [
        rise_of(name, moments, [float(getattr(one, name)) for one in samples], *allowed)
        for name, allowed in _ALLOWED.items()
    ]


def _start(work: Path, choose: random.Random) -> subprocess.Popen[str]:
    environment = {
        **real_model.environment(), "HOME": str(work), "QT_QPA_PLATFORM": "offscreen",
        "DBUS_SESSION_BUS_ADDRESS": "disabled:", "LANG": "C.UTF-8",
    }  # fmt: skip
    arguments = [str(work / "home"), str(work / _END), str(choose.random()), str(_BUSY), str(_PAUSE)]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.reliability.soak_window", *arguments],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def _watch(
    window: subprocess.Popen[str], paths: Paths, root: Path, churn: Churn, seconds: float, every: float
) -> tuple[list[Sample], int]:
    """Changes files and takes samples."""
    samples: list[Sample] = []
    changes = 0
    began = time.monotonic()
    next_sample = 0.0
    _print_row([one.name for one in fields(Sample)])
    while (now := time.monotonic() - began) < seconds and window.poll() is None:
        # In waves: the window rests after as long.
        if now % (_BUSY + _PAUSE) < _BUSY:
            churn.some(1)
            changes += 1
        if now >= next_sample:
            next_sample += every
            sample = _sample(now, psutil.Process(window.pid), paths, root)
            if sample is not None:
                samples.append(sample)
                if len(samples) % 3 == 1:
                    _print_row(
                        [f"{value:.1f}" if isinstance(value, float) else str(value) for value in astuple(sample)]
                    )
        time.sleep(1 / _CHANGES_A_SECOND)
    return samples, changes


def _settled(paths: Paths, root: Path, settings: Settings) -> tuple[list[str], float]:
    """Waits until the index is what the disk is; what is not in the end, and how many seconds it took.

    On a busy machine readers give way for long: it is the end where nothing has moved for a while.
    """
    began = moved = time.monotonic()
    stood = ""
    while True:
        try:
            wrong = against_disk(paths, root, settings)
        except StoreError as error:
            wrong = [str(error)]
        now = time.monotonic()
        stands = _stand(paths)
        if stands != stood:
            stood, moved = stands, now
        if not wrong or now - moved > _SETTLED or now - began > _LONGEST:
            return wrong, now - began
        time.sleep(0.2)


def _stand(paths: Paths) -> str:
    """How far the index has come."""
    try:
        with database.reading(paths.database) as db:
            return str(db.execute("SELECT max(indexed_at), count(*), max(generation) FROM files").fetchone())
    except StoreError:
        return ""


def _sample(now: float, window: psutil.Process, paths: Paths, root: Path) -> Sample | None:
    """What all of them hold now; None while the engine starts."""
    try:
        engine = next((one for one in window.children() if "spawn_main" in " ".join(one.cmdline())), None)
        if engine is None:
            return None
        folders = sum(1 for _ in os.walk(root))
        return Sample(
            now,
            own_mb(window.pid),
            own_mb(engine.pid),
            sum(own_mb(one.pid) for one in engine.children(recursive=True)),
            window.num_fds(),
            engine.num_fds(),
            window.num_threads(),
            engine.num_threads(),
            _watches(engine.pid) - folders,
            int(watches_exhausted(str(root))),
            sum(_sizes(paths.data)) / 1e6,
            sum(len(names) for _, _, names in os.walk(root)),
        )
    except (psutil.NoSuchProcess, OSError):
        # A reader has ended meanwhile.
        return None


def _sizes(folder: Path) -> list[int]:
    found = []
    for path in folder.rglob("*"):
        # The index replaces its files while they are counted.
        try:
            found.append(path.stat().st_size)
        except OSError:
            continue
    return found


def _watches(process: int) -> int:
    """How many folders the kernel watches for a process."""
    count = 0
    for path in Path(f"/proc/{process}/fdinfo").iterdir():
        try:
            count += path.read_text().count("inotify wd:")
        except OSError:
            continue
    return count


def _print_row(cells: list[str]) -> None:
    sys.stderr.write("  ".join(cell.rjust(14) for cell in cells) + "\n")
    sys.stderr.flush()
