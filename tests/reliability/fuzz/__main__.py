"""Tries inputs that nobody thought of for as long as there is time, and prints rows for the table of faults.

    python -m tests.reliability.fuzz --hours H [--target NAME ...] [--samples FOLDER] [--kept FOLDER] [--seed N]

The hours are shared between the targets. Inputs are made from sound ones by changing bytes, words, numbers and
structure (mutation.py), of documents also from those in --samples. Each target runs in a process that may die or hang;
what failed is kept with a word on how, and belongs into tests/reliability/fuzz/seeds/TARGET once it is understood:
the tests try everything that lies there again. The last line is JSON, as that of `python -m tests.reliability`.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from tests.reliability.fuzz.supervise import KEPT, by_time
from tests.reliability.fuzz.targets import GROUPS, TARGETS
from tests.reliability.fuzz.targets.reading import SAMPLES
from tests.reliability.outcome import as_json, table


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.fuzz")
    parser.add_argument("--hours", type=float, required=True, help="for all targets together")
    parser.add_argument("--target", nargs="+", choices=[*TARGETS, *GROUPS], default=["all"], metavar="NAME")
    parser.add_argument("--samples", type=Path, help="a folder of documents to begin with, beside those that are made")
    parser.add_argument("--kept", type=Path, default=KEPT, help="where inputs that failed are kept")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the random numbers (default: the time)")
    parser.epilog = f"names: {' '.join([*TARGETS, *GROUPS])}"
    asked = parser.parse_args()
    if asked.samples:
        os.environ[SAMPLES] = str(asked.samples.resolve())
    names = list(dict.fromkeys(name for one in asked.target for name in GROUPS.get(one, (one,))))
    outcomes = []
    for name in names:
        seconds = asked.hours * 3600 / len(names)
        outcomes.append(by_time(name, seconds, asked.kept.resolve() / name, asked.seed))
        sys.stderr.write(f"{table([outcomes[-1]]).splitlines()[-1]}\n")
        for told in outcomes[-1].wrong[:20]:
            sys.stderr.write(f"    {told}\n")
    sys.stdout.write(f"{table(outcomes)}\n{as_json(outcomes)}\n")
    return 1 if any(one.lost for one in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
