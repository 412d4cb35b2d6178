"""Each kind of fault, done so many times, and what became of the index."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

from desktop_search.paths import find_paths
from tests import mounts
from tests.reliability import power
from tests.reliability.outcome import Outcome
from tests.reliability.runs import Stage, begun_and_killed, index, problems_after

Fault = Callable[[Stage, random.Random, int], Outcome]
_BLOCK = 4096


def killed(stage: Stage, choose: random.Random, times: int) -> Outcome:
    """SIGKILL at a random moment, up to three times over, then a run to the end."""
    outcome = Outcome("killed while indexing (SIGKILL, 1 to 3 times)")
    for number in range(times):
        home = stage.home(f"killed {number}")
        for _ in range(choose.randint(1, 3)):
            if not begun_and_killed(home, stage.notes, choose, stage.seconds):
                break
        outcome.count(problems_after(home, stage))
        shutil.rmtree(home)
    return outcome


def power_lost(stage: Stage, choose: random.Random, times: int) -> Outcome:
    """The power cut at a random moment: writes that were not synced are lost at random (see power.py)."""
    outcome = Outcome("power lost while indexing (simulated)", note=power_note())
    made = power.library(stage.work)
    if made is None:
        outcome.note = "not tried: no compiler"
        return outcome
    for number in range(times):
        home, synced = stage.home(f"power {number}"), stage.work / "synced"
        for turn in range(choose.randint(1, 2)):
            environment = power.environment(made, home, synced)
            for path in home.rglob("*") if home.exists() else ():
                # What the last cut left is on the disk.
                if path.is_file():
                    target = synced / path.relative_to(home)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(path, target)
            begun_and_killed(home, stage.notes, choose, stage.seconds, environment, "--boot", f"{number} {turn}")
            power.cut(home, synced, choose)
        outcome.count(problems_after(home, stage, "--boot", f"{number} after"))
        shutil.rmtree(home)
    return outcome


def power_note() -> str:
    return "whole files fall back to their last sync"


def disk_full(stage: Stage, choose: random.Random, times: int) -> Outcome:
    """No file may grow beyond a random size, then there is room again: once as a limit, as root as a small disk."""
    outcome = Outcome("disk full")
    size = max(path.stat().st_size for path in (stage.work / "calm").rglob("*") if path.is_file())
    whole = sum(path.stat().st_size for path in (stage.work / "calm").rglob("*") if path.is_file())
    for number in range(times):
        home = stage.home(f"full {number}")
        mounted = number % 2 == 0 and mounts.disk(home, choose.randint(whole // 10, whole))
        limit = () if mounted else ("--file-size", str(choose.randint(size // 20, size)))
        done = index(home, stage.notes, *limit)
        told = done.stderr.strip().splitlines()
        problems = []
        if done.returncode not in (0, 1) or "Traceback" in done.stderr or len(told) > 1:
            problems.append(f"it was not told in one sentence: {done.stderr[-300:]!r}")
        if mounted:
            mounts.remount(home, "size=500m")
        outcome.count([*problems, *problems_after(home, stage)])
        if mounted:
            mounts.release(home)
        shutil.rmtree(home)
    return outcome


def read_only(stage: Stage, choose: random.Random, times: int) -> Outcome:
    """A data folder that cannot be written: said in one sentence, nothing changed; then it can be again."""
    outcome = Outcome("read-only data folder")
    for number in range(times):
        home = stage.home(f"locked {number}")
        if not mounts.disk(home, 200_000_000):
            outcome.note = "not tried: nothing can be mounted here"
            return outcome
        shutil.copytree(stage.work / "calm", home, dirs_exist_ok=True)
        if choose.random() < 0.5:
            for path in stage.notes.glob("part 1/*"):
                path.touch()
        before = _bytes_of(home)
        mounts.remount(home, "ro")
        done = index(home, stage.notes)
        problems = []
        if done.returncode != 1 or "Traceback" in done.stderr or len(done.stderr.strip().splitlines()) != 1:
            problems.append(f"it was not told in one sentence: {done.stderr[-300:]!r}")
        mounts.remount(home, "rw")
        if _bytes_of(home) != before:
            problems.append("something was changed")
        outcome.count([*problems, *problems_after(home, stage)])
        mounts.release(home)
        shutil.rmtree(home)
    return outcome


def damaged(name: str, pattern: str) -> Fault:
    """A random file of one kind is cut off, emptied, deleted, or has blocks of it overwritten."""

    def fault(stage: Stage, choose: random.Random, times: int) -> Outcome:
        outcome = Outcome(f"damaged {name}")
        for number in range(times):
            home = stage.whole(f"damaged {number}")
            data = find_paths(home).data
            chosen = choose.choice(sorted(path for path in data.parent.glob(pattern) if path.is_file()))
            told = damage(chosen, choose)
            outcome.count(f"{told}: {problem}" for problem in problems_after(home, stage))
            shutil.rmtree(home)
        return outcome

    return fault


def clock_jumps(stage: Stage, choose: random.Random, times: int) -> Outcome:
    """The clock stands years ahead or behind while one part is read, and another way while the rest is."""
    outcome = Outcome("clock jumps")
    year = 365 * 86400.0
    for number in range(times):
        home = stage.home(f"clock {number}")
        first, second = (choose.uniform(-30, 30) * year for _ in range(2))
        begun_and_killed(home, stage.notes, choose, stage.seconds, None, "--clock", str(first))
        outcome.count(problems_after(home, stage, "--clock", str(second)))
        shutil.rmtree(home)
    return outcome


def damage(path: Path, choose: random.Random) -> str:
    """Does one kind of harm to a file, and says which."""
    content = bytearray(path.read_bytes())
    kind = choose.choice(("cut", "emptied", "deleted", "zeroed", "scrambled", "scrambled"))
    if kind == "deleted":
        path.unlink()
    elif kind == "emptied" or not content:
        path.write_bytes(b"")
    elif kind == "cut":
        path.write_bytes(content[: choose.randrange(len(content))])
    else:
        for _ in range(choose.randint(1, 3)):
            at = choose.randrange(len(content)) // _BLOCK * _BLOCK
            length = min(_BLOCK, len(content) - at)
            content[at : at + length] = bytes(length) if kind == "zeroed" else choose.randbytes(length)
        path.write_bytes(content)
    return f"{path.name} {kind}"


def _bytes_of(home: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in home.rglob("*") if path.is_file()}
