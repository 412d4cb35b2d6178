"""The settings on a disk that fills up, and in a program that is killed while it saves them."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from desktop_search import settings as settings_file
from desktop_search.errors import SettingsError
from desktop_search.settings import Settings
from tests import mounts
from tests.reliability.outcome import Outcome
from tests.reliability.runs import ROOT, Stage

# As large as the settings become here, twice: they may need much more room than before.
_LARGEST = 60_000
_SAVING = """
import sys
from pathlib import Path
from desktop_search import settings
number = 0
while True:
    number += 1
    settings.save(Path(sys.argv[1]), settings.Settings(folders=(f"/{number}",), skip_patterns=(str(number),) * 200))
    print(number, flush=True)
"""


def settings_full(stage: Stage, choose: random.Random, times: int) -> Outcome:
    """There is room for a part of them, or for none: then everything is as it was, and it is said."""
    outcome = Outcome("disk full while settings are saved")
    place = stage.home("choices")
    if not mounts.disk(place, 1_000_000):
        outcome.note = "not tried: nothing can be mounted here"
        return outcome
    path, ballast = place / "settings.toml", place / "ballast"
    try:
        for number in range(times):
            before = Settings(folders=(f"/before {number}",))
            after = replace(before, skip_patterns=tuple(f"*.{one}" for one in range(choose.randint(0, 3_000))))
            settings_file.save(path, before)
            _fill(place, ballast, choose.randrange(_LARGEST))
            told = True
            try:
                settings_file.save(path, after)
            except SettingsError:
                told = False
            outcome.count(_problems(path, (after,) if told else (before,)))
            ballast.unlink()
    finally:
        mounts.release(place)
    return outcome


def settings_killed(stage: Stage, choose: random.Random, times: int) -> Outcome:
    """SIGKILL at any moment of saving: the settings are those of before or those of after."""
    outcome = Outcome("killed while settings are saved (SIGKILL)")
    place = stage.home("choices")
    path = place / "settings.toml"
    for _ in range(times):
        shutil.rmtree(place, ignore_errors=True)
        command = [sys.executable, "-c", _SAVING, str(path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(choose.uniform(0.0, 0.05))
            os.kill(process.pid, signal.SIGKILL)
            last = int(["1", *process.stdout.read().split()][-1])
        outcome.count(_problems(path, tuple(_numbered(number) for number in (last, last + 1))))
    return outcome


def _numbered(number: int) -> Settings:
    return Settings(folders=(f"/{number}",), skip_patterns=(str(number),) * 200)


def _problems(path: Path, allowed: tuple[Settings, ...]) -> list[str]:
    """What is wrong with the settings as the next start finds them, and with their spare copy."""
    loaded = settings_file.load(path)
    problems = [] if loaded.settings in allowed and not loaded.notice else [f"loaded {loaded.notice!r}"]
    # Elsewhere: there may be no room here, and nothing is to be mended.
    copy = path.parent.with_name("spare.toml")
    shutil.copy(path.with_name(path.name + ".spare"), copy)
    spare = settings_file.load(copy)
    copy.unlink(missing_ok=True)
    return problems if spare.trusted and not spare.notice else [*problems, f"the spare copy: {spare.notice!r}"]


def _fill(place: Path, ballast: Path, left: int) -> None:
    """Leaves so many bytes on the disk, in whole pages as its system counts them."""
    status = os.statvfs(place)
    ballast.write_bytes(bytes(max(0, status.f_bavail * status.f_frsize - left)))
