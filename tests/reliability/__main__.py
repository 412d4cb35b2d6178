"""Everything that goes wrong, and one table of what became of it.

    python -m tests.reliability [--long] [--only NAME ...] [--seed N] [--operations N] [--examples N]

The last line is JSON: {"reliability": [{"fault", "tried", "survived", "lost", "note", "wrong"}]}. Exit 1 where
anything was lost.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.reliability import fuzzing
from tests.reliability.faults import FAULTS
from tests.reliability.outcome import Outcome, as_json, table
from tests.reliability.runs import stage
from tests.reliability.watching import churned, storm

_OPERATIONS = (2_000, 100_000)
_STORM = (2_000, 50_000)
_EXAMPLES = (50, 20_000)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability")
    parser.add_argument("--long", action="store_true", help="as often as before a release: some hours")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="of these alone: see the names below")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--operations", type=int, default=0, help="random operations in a watched folder")
    parser.add_argument("--examples", type=int, default=0, help="inputs for each target of the fuzzing")
    parser.epilog = f"names: {' '.join([*FAULTS, 'watch', 'storm', 'fuzz'])}"
    asked = parser.parse_args()
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="reliability-") as name:
        work = Path(name).resolve()
        for tried in _chosen(asked, work):
            outcome = tried()
            outcomes.append(outcome)
            sys.stderr.write(f"{table([outcome]).splitlines()[-1]}\n")
            for told in outcome.wrong[:10]:
                sys.stderr.write(f"    {told}\n")
    sys.stdout.write(f"{table(outcomes)}\n{as_json(outcomes)}\n")
    return 1 if any(one.lost for one in outcomes) else 0


def _chosen(asked: argparse.Namespace, work: Path) -> list[Callable[[], Outcome]]:
    """What is to be done, in order; each with its own random numbers, so that one alone is the same as among all."""
    which = int(asked.long)
    wanted = set(asked.only)

    def chance(name: str) -> random.Random:
        return random.Random(f"{asked.seed} {name}")

    chosen: list[Callable[[], Outcome]] = []
    faults = [name for name in FAULTS if not wanted or name in wanted]
    if faults:
        place = stage(work / "faults")
        chosen += [partial(FAULTS[name][0], place, chance(name), FAULTS[name][1 + which]) for name in faults]
    if not wanted or "watch" in wanted:
        chosen.append(partial(churned, work / "churn", chance("watch"), asked.operations or _OPERATIONS[which]))
    if not wanted or "storm" in wanted:
        chosen.append(partial(storm, work / "storm", _STORM[which]))
    if not wanted or "fuzz" in wanted:
        examples = asked.examples or _EXAMPLES[which]
        chosen += [partial(fuzzing.tried, target, examples) for target in fuzzing.TARGETS]
    return chosen


if __name__ == "__main__":
    sys.exit(main())
