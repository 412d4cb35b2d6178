"""Everything that goes wrong, and one table of what became of it.

    python -m tests.reliability [--long] [--only NAME ...] [--seed N] [--times N] [--operations N] [--examples N]
                                [--minutes N] [--paragraphs N [--index DIR]] [--hours H]

The last line is JSON: {"reliability": [{"fault", "tried", "survived", "lost", "note", "wrong"}]}. Exit 1 where
anything was lost.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from desktop_search.embedding import compiled_files
from desktop_search.paths import find_paths
from tests.reliability import fuzzing, load, real_model
from tests.reliability.fuzz.supervise import KEPT, by_time
from tests.reliability.fuzz.targets import TARGETS
from tests.reliability.outcome import Outcome, as_json, table
from tests.reliability.registry import FAULTS
from tests.reliability.runs import stage
from tests.reliability.soak import soaked
from tests.reliability.watching import churned, storm

_OPERATIONS = (2_000, 100_000)
_STORM = (2_000, 50_000)
_EXAMPLES = (50, 20_000)
_MINUTES = (0.5, 30.0)
_PARAGRAPHS = (2_000, 100_000)
_LOAD_SECONDS = (3.0, 60.0)
_OTHERS = ("watch", "storm", "fuzz", "load", "soak")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability")
    parser.add_argument("--long", action="store_true", help="as often as before a release: some hours")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="of these alone: see the names below")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--operations", type=int, default=0, help="random operations in a watched folder")
    parser.add_argument("--examples", type=int, default=0, help="inputs for each target of the fuzzing")
    parser.add_argument("--times", type=int, default=0, help="how often each fault is tried")
    parser.add_argument("--minutes", type=float, default=0.0, help="how long the soak lasts")
    parser.add_argument("--paragraphs", type=int, default=0, help="of the index that is asked under load")
    parser.add_argument("--index", type=Path, help="make that index here, or use the one that is here")
    parser.add_argument("--hours", type=float, default=0.0, help="of fuzzing by time (tests.reliability.fuzz)")
    parser.epilog = f"names: {' '.join([*FAULTS, *_OTHERS])}"
    asked = parser.parse_args()
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="reliability-") as name:
        work = Path(name).resolve()
        os.environ[compiled_files.SHIPPED_VARIABLE] = str(real_model.compiled())
        for tried in _chosen(asked, work):
            for outcome in tried():
                outcomes.append(outcome)
                sys.stderr.write(f"{table([outcome]).splitlines()[-1]}\n")
                for told in outcome.wrong[:10]:
                    sys.stderr.write(f"    {told}\n")
    sys.stdout.write(f"{table(outcomes)}\n{as_json(outcomes)}\n")
    return 1 if any(one.lost for one in outcomes) else 0


def _chosen(asked: argparse.Namespace, work: Path) -> Iterator[Callable[[], list[Outcome]]]:
    """What is to be done, in order; each with its own random numbers, so that one alone is the same as among all."""
    which = int(asked.long)
    wanted = set(asked.only) or {*FAULTS, *_OTHERS}

    def chance(name: str) -> random.Random:
        return random.Random(f"{asked.seed} {name}")

    faults = [name for name in FAULTS if name in wanted]
    if faults:
        place = stage(work / "faults")
        for name in faults:
            fault, *times = FAULTS[name]
            yield partial(_one, fault, place, chance(name), asked.times or times[which])
    if "watch" in wanted:
        yield partial(_one, churned, work / "churn", chance("watch"), asked.operations or _OPERATIONS[which])
    if "storm" in wanted:
        yield partial(_one, storm, work / "storm", _STORM[which])
    if "load" in wanted:
        count = asked.paragraphs or _PARAGRAPHS[which]
        yield partial(_load, asked.index or work / "load", count, chance("load"), _LOAD_SECONDS[which])
    if "soak" in wanted:
        yield partial(_one, soaked, work / "soak", chance("soak"), (asked.minutes or _MINUTES[which]) * 60)
    if "fuzz" in wanted:
        examples = asked.examples or _EXAMPLES[which]
        for target in fuzzing.TARGETS:
            yield partial(_one, fuzzing.tried, target, examples)
    if "fuzz" in wanted and asked.hours:
        for name in TARGETS:
            yield partial(_one, by_time, name, asked.hours * 3600 / len(TARGETS), KEPT / name, asked.seed)


def _one(tried: Callable[..., Outcome], *arguments: Any) -> list[Outcome]:
    return [tried(*arguments)]


def _load(home: Path, paragraphs: int, choose: random.Random, seconds: float) -> list[Outcome]:
    load.prepared(home, paragraphs)
    return load.loaded(find_paths(home), paragraphs, choose, seconds)


if __name__ == "__main__":
    sys.exit(main())
