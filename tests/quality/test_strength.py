"""The questions that tell how sure the program is are the same ones in each run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.quality.table import CORPUS

ASK = """
import sys
from pathlib import Path
from tests.quality.strength import headings
print(headings(Path(sys.argv[1])))
"""


def test_the_same_headings_are_asked_in_each_process() -> None:
    said = [
        subprocess.run(
            [sys.executable, "-c", ASK, str(CORPUS)],
            capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert said[0] == said[1]
    assert said[0].count("'") > 4
