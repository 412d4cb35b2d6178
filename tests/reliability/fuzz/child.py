"""The process that tries inputs on one target; it may die or hang, and the one that watches it knows over what.

    python -m tests.reliability.fuzz.child TARGET FOLDER WORK SEED

Before an input is tried it stands in FOLDER/current; what became of all of them is counted in FOLDER/counts.json.
WORK is for the target alone.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

from tests.reliability.fuzz.mutation import mutated
from tests.reliability.fuzz.targets import TARGETS, Problem

_KEPT_OF_A_KIND = 3
_TOLD_EVERY = 1.0


class Trial:
    """One target, what was tried on it, and what came of it."""

    def __init__(self, name: str, folder: Path, work: Path) -> None:
        self._folder = folder
        (folder / "kept").mkdir(exist_ok=True)
        self.target = TARGETS[name](work)
        self._kinds: Counter[str] = Counter()
        self._tried = 0
        self._told = 0.0
        self._current = (folder / "current").open("wb", buffering=0)

    def attempt(self, content: bytes) -> None:
        """Tries one input."""
        self._current.seek(0)
        self._current.truncate()
        self._current.write(self._tried.to_bytes(8, "big") + content)
        try:
            self.target.attempt(content)
        except Problem as problem:
            self._keep(content, problem.kind, str(problem))
        # Whatever comes out of a target is what is looked for.
        except Exception as error:  # noqa: BLE001
            frames = [one for one in traceback.extract_tb(error.__traceback__) if "desktop_search" in one.filename]
            place = f"{Path(frames[-1].filename).name} {frames[-1].name}" if frames else "elsewhere"
            self._keep(content, "crash", f"{type(error).__name__} in {place}", traceback.format_exc())
        self._tried += 1
        if time.monotonic() - self._told > _TOLD_EVERY:
            self.tell()

    def tell(self) -> None:
        """Writes down what was counted."""
        self._told = time.monotonic()
        counts = {"tried": self._tried, "kinds": self._kinds, "contained": self.target.contained}
        new = self._folder / "counts.new"
        new.write_text(json.dumps(counts))
        new.replace(self._folder / "counts.json")

    def close(self) -> None:
        """Ends what the target has started."""
        self.target.close()
        self._current.close()

    def _keep(self, content: bytes, kind: str, told: str, more: str = "") -> None:
        key = f"{kind}: {told}"
        self._kinds[key] += 1
        if self._kinds[key] <= _KEPT_OF_A_KIND:
            name = hashlib.sha256(content).hexdigest()[:16]
            (self._folder / "kept" / name).write_bytes(content)
            (self._folder / "kept" / f"{name}.txt").write_text(f"{key}\n{more}", errors="backslashreplace")
            self.tell()


def main() -> None:
    name, folder, work, seed = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]
    trial = Trial(name, folder, work)
    chance = random.Random(f"{name} {seed}")
    seeds, words = trial.target.seeds(), trial.target.words
    trial.tell()
    for content in seeds:
        trial.attempt(content)
    while True:
        trial.attempt(mutated(seeds, words, chance))


if __name__ == "__main__":
    main()
