"""Watches the process that tries inputs: counts what it counts, notices that it died or hangs, and begins it anew."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from desktop_search.embedding.compiled_files import SHIPPED_VARIABLE
from tests.reliability.outcome import Outcome
from tests.reliability.runs import ROOT

# Longer than any single input, and than the start of a target, may take on a busy machine. Seconds.
_HANGS_AFTER = 180.0
_STARTS_WITHIN = 900.0
_LOOK_EVERY = 1.0
# Where inputs that failed are kept, unless another place is named.
KEPT = ROOT / "build" / "fuzz"


@dataclass(slots=True)
class Row:
    """What became of one target."""

    target: str
    seconds: float = 0.0
    tried: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    contained: Counter[str] = field(default_factory=Counter)

    def count(self, kind: str) -> int:
        """How many inputs had this kind of end: "crash", "hang" or "lost"."""
        return sum(count for key, count in self.kinds.items() if key.startswith(kind))

    def outcome(self) -> Outcome:
        """As a row of the table: what crashed, hung or was lost did not survive."""
        bad = sum(self.kinds.values())
        note = f"{self.seconds / 3600:.2f} h, {self.count('crash')} crashes, {self.count('hang')} hangs"
        if self.contained:
            note += "; " + ", ".join(f"{count} x {told!r}" for told, count in self.contained.items())
        wrong = [f"{count} x {key}" for key, count in self.kinds.most_common()]
        return Outcome(f"fuzzing by time: {self.target}", self.tried, self.tried - bad, bad, note, wrong)


def watched(target: str, seconds: float, folder: Path, seed: int) -> Row:
    """Tries inputs on a target for so long, in a folder of its own; what failed lies in its folder `kept`."""
    folder.mkdir(parents=True, exist_ok=True)
    row = Row(target)
    started = time.monotonic()
    turn = 0
    with tempfile.TemporaryDirectory(prefix="fuzz-", dir=_in_memory()) as work:
        while (left := started + seconds - time.monotonic()) > 0:
            ended = _one([target, str(folder), work, f"{seed} {turn}"], folder, left)
            add_counts(row, folder)
            if ended:
                _keep(folder, ended)
                row.kinds[ended] += 1
            turn += 1
            if turn > 3 and row.tried < turn:
                break  # it does not even start
    row.seconds = time.monotonic() - started
    return row


def by_time(target: str, seconds: float, folder: Path, seed: int) -> Outcome:
    """The same as a row of the table."""
    return watched(target, seconds, folder, seed).outcome()


def _in_memory() -> str | None:
    """Where writing costs nothing, for files that are written thousands of times."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def _one(arguments: list[str], folder: Path, seconds: float) -> str:
    """Runs one process until the time is up; tells how it ended where that was not asked for."""
    command = [sys.executable, "-m", "tests.reliability.fuzz.child", *arguments]
    (folder / "counts.json").unlink(missing_ok=True)
    (folder / "current").write_bytes(b"")
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            # The model that the tests have compiled once: each home would do it anew.
            env={**os.environ, SHIPPED_VARIABLE: str(ROOT / ".pytest_cache" / "compiled-models")},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    until = time.monotonic() + seconds
    seen, moved_at = b"", time.monotonic()
    try:
        while time.monotonic() < until:
            time.sleep(min(_LOOK_EVERY, max(0.0, until - time.monotonic())))
            if process.poll() is not None:
                return f"crash: the process ended with {process.returncode}"
            now = (folder / "current").read_bytes()[:8]
            if now != seen:
                seen, moved_at = now, time.monotonic()
            elif time.monotonic() - moved_at > (_HANGS_AFTER if seen else _STARTS_WITHIN):
                return f"hang: nothing for {_HANGS_AFTER:.0f} s" if seen else "hang: it did not start"
        return ""
    finally:
        # With all that it has started.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 9)
        process.wait()


def add_counts(row: Row, folder: Path) -> None:
    """Adds what a process has counted, as far as it came to tell."""
    try:
        counts = json.loads((folder / "counts.json").read_text())
    except (OSError, ValueError):
        return
    row.tried += counts["tried"]
    row.kinds.update(counts["kinds"])
    row.contained.update(counts["contained"])


def _keep(folder: Path, told: str) -> None:
    """The input over which the process ended."""
    content = (folder / "current").read_bytes()[8:]
    name = hashlib.sha256(content).hexdigest()[:16]
    (folder / "kept").mkdir(exist_ok=True)
    (folder / "kept" / name).write_bytes(content)
    (folder / "kept" / f"{name}.txt").write_text(told)
