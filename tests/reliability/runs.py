"""Runs of the child program: undisturbed, killed, with limits; and the index that an undisturbed run leaves."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from desktop_search.errors import StoreDamaged, StoreError
from desktop_search.paths import Paths, find_paths
from desktop_search.store import database
from tests.reliability import corpus
from tests.reliability.contents import Contents, contents, differences

ROOT = Path(__file__).resolve().parent.parent.parent
# A run takes some seconds; one that takes so long hangs, and says where (child.py), however busy the machine is.
_LONGEST = 600.0


@dataclass(frozen=True, slots=True)
class Stage:
    """A folder of notes, what an undisturbed index of it holds, how long that took, and room for other indexes."""

    work: Path
    notes: Path
    calm: Contents
    seconds: float

    def home(self, name: str) -> Path:
        """A place for an index that does not exist yet."""
        home = self.work / name
        shutil.rmtree(home, ignore_errors=True)
        return home

    def whole(self, name: str) -> Path:
        """A copy of the undisturbed index."""
        home = self.home(name)
        shutil.copytree(self.work / "calm", home)
        return home


def stage(work: Path, count: int = 120) -> Stage:
    """Writes the notes and indexes them once in peace."""
    work = work.resolve()
    notes = work / "notes"
    corpus.write(notes, count)
    calm = work / "calm"
    index(calm, notes)  # the first run fills the caches: its time says nothing
    shutil.rmtree(calm)
    started = time.monotonic()
    done = index(calm, notes)
    assert done.returncode == 0, done.stderr
    return Stage(work, notes, contents(find_paths(calm)), time.monotonic() - started)


def command(home: Path, notes: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "tests.reliability.child", str(home), str(notes), *options]


def index(home: Path, notes: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Runs to the end, or as long as no run may take."""
    return subprocess.run(
        command(home, notes, *options, "--longest", str(_LONGEST)),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )


def begun_and_killed(
    home: Path,
    notes: Path,
    choose: random.Random,
    seconds: float,
    environment: dict[str, str] | None = None,
    *options: str,
) -> bool:
    """Starts a run and kills it at a random moment of its work; False where it was done before."""
    process = subprocess.Popen(
        command(home, notes, *options),
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    # Importing takes its time too: the moment is counted from the first file of the index on.
    database_file = find_paths(home).database
    until = time.monotonic() + _LONGEST
    while process.poll() is None and not database_file.exists() and time.monotonic() < until:
        time.sleep(0.002)
    try:
        process.wait(choose.uniform(0.0, seconds))
        return False
    except subprocess.TimeoutExpired:
        return True
    finally:
        # With its readers: they are of its session.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def problems_after(home: Path, stage: Stage, *options: str) -> list[str]:
    """Runs to the end after a fault, and says what is not as in the undisturbed index."""
    paths = find_paths(home)
    for _ in range(3):
        done = index(home, stage.notes, *options)
        if done.returncode != 0:
            return [f"it did not end well: {done.stderr.strip()[-300:]}"]
        try:
            return _checked(paths, stage)
        except (StoreDamaged, StoreError) as error:
            # As the engine does when a query meets damage.
            told = str(error)
            database.ask_for_check(paths.database)
    return [f"it stayed damaged: {told}"]


def _checked(paths: Paths, stage: Stage) -> list[str]:
    found = differences(contents(paths), stage.calm)
    with database.reading(paths.database) as db:
        checked = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    return found if checked == "ok" else [*found, f"integrity_check: {checked}"]
