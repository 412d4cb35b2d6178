"""Presses through every control of the window at random: no error, no warning, nothing that gathers.

    python -m tests.monkey [--seconds 300] [--seed 1]

The same seed does the same things, as far as the engine answers at the same moments. Ends with 1 where something
went wrong.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.monkey.run import press_at_random


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with TemporaryDirectory(prefix="desktop-search-") as temporary:
        found = press_at_random(Path(temporary), chosen.seconds, chosen.seed)
    print(f"{found.actions} actions in {found.rounds} rounds, seed {chosen.seed}")
    for wrong in found.wrong:
        print(wrong)
    print(f"counts of the first round {found.first}\n  and of the last {found.last}")
    return min(1, len(found.wrong))


if __name__ == "__main__":
    sys.exit(main())
