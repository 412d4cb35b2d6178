"""How long the window does not listen while somebody types over N paragraphs and the engine reads and encodes more.

    python -m tests.benchmarks.frames --paragraphs 100000 [--data-dir DIR] [--seconds 60] [--stacks]

The whole program in a process of its own, its engine on a copy of an index that is made once and kept under DIR; 12
keys a second, rows are walked between the questions. A timer in the window's event loop is due all the time, and the
gaps between its beats are measured. The rival is an empty window with the same timer, at the same time: gaps that it
has too are the machine's. `--stacks` prints where the longest gaps were spent. Without a screen the window is painted
offscreen.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from desktop_search import settings
from desktop_search.engine import model
from desktop_search.paths import Paths, find_paths
from desktop_search.settings import Settings
from desktop_search.store import database, files
from tests.benchmarks import made_index, made_text
from tests.benchmarks.indexing_beside import write_files
from tests.benchmarks.latency import SHARED
from tests.benchmarks.questions import questions
from tests.benchmarks.report import Figure, report

ROOT = Path(__file__).resolve().parents[2]
LONGEST_MS = 50.0
FRAME_MS = 16.7
RIVAL = "an empty window"
# Enough to be read and encoded for as long as it is typed.
WAITING = 60_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--paragraphs", type=int, default=100_000)
    parser.add_argument("--data-dir", type=Path, help="make the index here, or use the one that is here")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--stacks", action="store_true", help="say where the longest gaps were spent")
    chosen = parser.parse_args()
    data = SHARED if SHARED.is_dir() else None
    taken = made_text.pieces(data)
    asked = [text for some in questions(taken, 40, data, chosen.seed).values() for text in some]
    with tempfile.TemporaryDirectory() as temporary:
        home = chosen.data_dir or Path(temporary) / "home"
        paths = find_paths(home)
        encoder = model.load_encoder(paths, Settings())
        made_index.build(paths, chosen.paragraphs, taken, encoder, lambda line: print(line, file=sys.stderr))
        copy, waiting = Path(temporary) / "copy", Path(temporary) / "waiting"
        shutil.copytree(home, copy)
        waiting.mkdir()
        write_files(waiting, taken, WAITING)
        choose(find_paths(copy), waiting)
        ours, rival = run(copy, asked, chosen.seconds, chosen.stacks)
    report(f"frames over {chosen.paragraphs:,} paragraphs", figures(ours, rival))
    for stack in ours["stacks"]:
        print(f"\n{stack}", file=sys.stderr)


def choose(paths: Paths, waiting: Path) -> None:
    """Watches what waits, beside the folders of the index: those are not there, count as offline, and stay."""
    with database.reading(paths.database) as db:
        known = files.folders(db)
    settings.save(paths.settings, Settings(folders=(str(waiting.resolve()), *known), quiet="never", language="en"))


def run(home: Path, asked: list[str], seconds: float, stacks: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the program's window and the empty one have measured, side by side."""
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, "-m", "tests.benchmarks.frames_window", str(seconds)]
    ours = subprocess.Popen(
        [*command, str(home), "stacks" if stacks else "plain"],
        cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert ours.stdin is not None
    assert ours.stdout is not None
    ours.stdin.write(json.dumps(asked))
    ours.stdin.close()
    # It says so when it begins to type.
    if not ours.stdout.readline().startswith("typing"):
        raise SystemExit(f"the window ended with {ours.wait()}")
    rival = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    told = ours.stdout.read()
    if ours.wait():
        raise SystemExit(f"the window ended with {ours.returncode}")
    return json.loads(told.splitlines()[-1]), json.loads(rival.stdout.splitlines()[-1])


def figures(ours: dict[str, Any], rival: dict[str, Any]) -> list[Figure]:
    gaps, theirs = np.array(ours["gaps"]), np.array(rival["gaps"])
    longest = float(gaps.max())
    shares = [
        Figure(f"gap, p{share:g}", float(np.percentile(gaps, share)), "ms", RIVAL, float(np.percentile(theirs, share)))
        for share in (50, 99, 99.9)
    ]
    before, after = ours["paragraphs"]
    return [
        Figure(
            "longest gap", longest, "ms", RIVAL, float(theirs.max()),
            target=f"<= {LONGEST_MS:g} ms", met=longest <= LONGEST_MS,
        ),
        *shares,
        Figure(f"gaps over {FRAME_MS} ms", _over(gaps, FRAME_MS), "a minute", RIVAL, _over(theirs, FRAME_MS)),
        Figure(f"gaps over {LONGEST_MS:g} ms", _over(gaps, LONGEST_MS), "a minute", RIVAL, _over(theirs, LONGEST_MS)),
        Figure("longest work at a stretch", max(ours["busy"]), "ms", RIVAL, max(rival["busy"])),
        Figure("keys typed", ours["keys"], "keys", better="higher"),
        Figure("answers shown", ours["answers"], "answers", better="higher"),
        Figure("paragraphs at the beginning", before, "paragraphs", better="higher"),
        Figure("paragraphs read meanwhile", after - before, "paragraphs", better="higher"),
    ]  # fmt: skip


def _over(gaps: np.ndarray[Any, Any], limit: float) -> float:
    return float((gaps > limit).sum() * 60_000 / gaps.sum())


if __name__ == "__main__":
    main()
