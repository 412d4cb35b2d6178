"""The compiled model is damaged or locked, or the disk fills up while it is made: meaning answers the same."""

from __future__ import annotations

import functools
import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

from desktop_search.embedding import compiled_files
from desktop_search.paths import find_paths
from tests import mounts
from tests.conversation import save_folders
from tests.reliability import corpus, real_model
from tests.reliability.faults import damage
from tests.reliability.outcome import Outcome
from tests.reliability.runs import ROOT, Stage

_NOTES = 8
_QUESTION = "a lantern by the harbour"
_LONGEST = 600.0
_ROOM = 400_000_000


def cache_damaged(stage: Stage, choose: random.Random, times: int) -> Outcome:
    """A random file of it is cut off, emptied, deleted or overwritten; twice the same question is asked then."""
    outcome = Outcome("damaged compiled model")
    if times:
        _prepared(stage.work)
    for number in range(times):
        home = stage.home(f"model {number}")
        shutil.copytree(stage.work / "calm model", home)
        files = sorted(path for path in find_paths(home).compiled_models.rglob("*") if path.is_file())
        told = damage(choose.choice(files), choose)
        problems = [*_asked(home, stage.work), *_asked(home, stage.work)]
        outcome.count(f"{told}: {problem}" for problem in problems)
        shutil.rmtree(home)
    return outcome


def cache_locked(stage: Stage, choose: random.Random, times: int) -> Outcome:
    """Nothing may be written where compiled models are kept: there is one, or none."""
    outcome = Outcome("read-only or empty folder of compiled models")
    if times:
        _prepared(stage.work)
    for number in range(times):
        home = stage.home(f"locked model {number}")
        shutil.copytree(stage.work / "calm model", home)
        place = find_paths(home).compiled_models
        kept = stage.home("kept model")
        shutil.move(place, kept)
        if not mounts.disk(place, _ROOM):
            outcome.note = "not tried: nothing can be mounted here"
            return outcome
        if number % 2 == 0:
            shutil.copytree(kept, place, dirs_exist_ok=True)
        mounts.remount(place, "ro")
        outcome.count(_asked(home, stage.work))
        mounts.release(place)
        shutil.rmtree(home)
    return outcome


def disk_full(stage: Stage, choose: random.Random, times: int) -> Outcome:
    """There is room for a part of it; once there is room again it is made, without a day's wait."""
    outcome = Outcome("disk full while the model is compiled")
    if times:
        _prepared(stage.work)
    size = sum(path.stat().st_size for path in (stage.work / "calm model" / "cache").rglob("*") if path.is_file())
    for number in range(times):
        home = stage.home(f"full model {number}")
        shutil.copytree(stage.work / "calm model", home, ignore=shutil.ignore_patterns("compiled"))
        place = find_paths(home).compiled_models
        if not mounts.disk(place, choose.randrange(100_000, size // 3)):
            outcome.note = "not tried: nothing can be mounted here"
            return outcome
        problems = _asked(home, stage.work)
        mounts.remount(place, f"size={_ROOM}")
        problems += _asked(home, stage.work)
        made = [path.parent for path in place.rglob("manifest.json")]
        if not made:
            problems.append("it is not made although there is room again")
        problems += [f"left behind: {path.name}" for path in place.iterdir() if path not in made]
        outcome.count(problems)
        mounts.release(place)
        shutil.rmtree(home)
    return outcome


@functools.cache
def _prepared(work: Path) -> list[str]:
    """An index with its own compiled model, and what the question finds in it."""
    home = work / "calm model"
    notes = work / "model notes"
    corpus.write(notes, _NOTES)
    paths = find_paths(home)
    paths.create()
    save_folders(paths, str(notes))
    shutil.copytree(real_model.compiled(), paths.compiled_models, dirs_exist_ok=True)
    done = _run(home, "index")
    assert done.returncode == 0, done.stderr
    return _found(_run(home, "search", "--mode", "meaning", "--json", _QUESTION))


def _asked(home: Path, work: Path) -> list[str]:
    """What is wrong with the answer to the question."""
    done = _run(home, "search", "--mode", "meaning", "--json", _QUESTION)
    if done.returncode != 0 or "Traceback" in done.stderr:
        return [f"the question ended with {done.returncode}: {done.stderr[-300:]!r}"]
    return [] if _found(done) == _prepared(work) else ["other hits than in peace"]


def _found(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The three best: further down rounding may turn two round."""
    return [hit["path"] for hit in json.loads(done.stdout.splitlines()[-1])["hits"]][:3]


def _run(home: Path, command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != compiled_files.SHIPPED_VARIABLE}
    return subprocess.run(
        [sys.executable, "-m", "desktop_search", command, "--data-dir", str(home), *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=_LONGEST,
    )  # fmt: skip
