"""Quick search as it is felt: from the global key to the panel with the keyboard, from the last letter to the list.

    python -m tests.benchmarks.quick [--data-dir DIR] [--times N]

Needs an X screen with a window manager, xterm and xdotool. DIR holds an index, a real one or one that latency.py made;
a copy of it is used. Without it the small corpus of the quality tests is indexed. The times include the start of
xdotool.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop_search import settings
from desktop_search.gui import app
from desktop_search.gui.engine_watch import EngineWatch
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.quick.quick_panel import QuickPanel
from desktop_search.gui.running import Wish
from desktop_search.paths import find_paths
from tests.benchmarks.report import Figure, report
from tests.end2end.quick_session import focused
from tests.end2end.steps import Steps, Story, rest

CORPUS = Path(__file__).resolve().parents[1] / "quality" / "corpus"
WORDS = "passport tomato insurance sourdough backup heating kyoto invoice roadmap dentist".split()
SHOWN_MS, LISTED_MS = 100.0, 50.0


class Session(Steps):
    """Presses the key and types, again and again, from another window."""

    def __init__(self, times: int, words: list[str]) -> None:
        # At first a model may have to be compiled.
        super().__init__(300.0)
        self._times = times
        self._words = words
        self._began = self._got = self._listed = 0.0
        self.shown: list[float] = []
        self.listed: list[float] = []
        self.paragraphs = 0
        self.tell(self._story())

    @property
    def window(self) -> MainWindow:
        return next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))

    def _panel(self) -> QuickPanel | None:
        return next((one for one in QApplication.topLevelWidgets() if isinstance(one, QuickPanel)), None)

    def state(self) -> str:
        """What the panel shows, and who has the keyboard."""
        panel = self._panel()
        return f"; {focused()} has the keyboard, the panel says “{panel.box.edit.text()}”" if panel is not None else ""

    def _note_keyboard(self) -> None:
        self._got = time.perf_counter()

    def _note_list(self) -> None:
        # An empty list is none, and a better answer to the same words comes later than the list.
        panel = self._panel()
        if not self._listed and panel is not None and panel.list.results.rowCount():
            self._listed = time.perf_counter()

    def _story(self) -> Story:
        yield lambda: self._panel() is not None
        panel = self._panel()
        assert panel is not None
        panel.got_keyboard.connect(self._note_keyboard)
        panel.list.results.modelReset.connect(self._note_list)
        panel.list.results.rowsInserted.connect(self._note_list)
        # A program of its own: the panel must take the keyboard from somebody else.
        other = subprocess.Popen(["xterm", "-T", "xterm"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        yield lambda: "meaning ready" in self.window.status_line.totals
        status = self.window.findChild(EngineWatch).status
        self.paragraphs = status.progress.paragraphs if status is not None else 0
        self._patience = 20.0
        for number in range(self._times):
            self.step = f"press {number + 1}"
            yield lambda: focused() == "xterm"
            yield rest(0.8)
            self.step += ", the key"
            self._got, self._began = 0.0, time.perf_counter()
            pressing = subprocess.Popen(["xdotool", "key", "ctrl+alt+space"])
            yield lambda: self._got > 0 and panel.isActiveWindow()
            self.shown.append(1000 * (self._got - self._began))
            self.step += ", a word"
            # Else its keys may still be down.
            pressing.wait(10)
            word = self._words[number % len(self._words)]
            subprocess.run(["xdotool", "type", "--delay", "60", word[:-1]], check=True)
            yield lambda word=word: panel.box.edit.text() == word[:-1]
            yield rest(0.3)
            self.step += ", its last letter"
            self._listed, self._began = 0.0, time.perf_counter()
            subprocess.Popen(["xdotool", "type", "--delay", "0", word[-1]])
            yield lambda: self._listed > 0
            self.listed.append(1000 * (self._listed - self._began))
            panel.hide()
            yield rest(0.1)
        other.terminate()
        other.wait(10)


def copy_index(known: Path, home: Path) -> list[str]:
    """Copies an index, with settings that keep it as it is; some of its words."""
    shutil.copytree(known, home, dirs_exist_ok=True)
    paths = find_paths(home)
    with contextlib.closing(sqlite3.connect(paths.database)) as db:
        roots = [str(root) for (root,) in db.execute("SELECT DISTINCT folder FROM files")]
        texts = [str(text) for (text,) in db.execute("SELECT text FROM paragraphs ORDER BY id LIMIT 20000")]
    if not settings.load(paths.settings).settings.folders:
        # Else the engine would forget what is in no folder of the person's.
        paths.create()
        settings.save(paths.settings, settings.Settings(folders=tuple(roots)))
    found = sorted({word for text in texts for word in re.findall(r"\b[a-z]{6,10}\b", text)})
    return random.Random(0).sample(found, min(200, len(found)))


def p95(values: list[float]) -> float:
    """The value that one in twenty exceeds."""
    return sorted(values)[min(len(values) - 1, round(0.95 * len(values)))]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data-dir")
    parser.add_argument("--times", type=int, default=20)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        words = copy_index(Path(arguments.data_dir), Path(made)) if arguments.data_dir else WORDS
        if not arguments.data_dir:
            # In a process of its own: what it loads is no part of the window.
            index = [sys.executable, "-m", "desktop_search", "--data-dir", made, "index", str(CORPUS)]
            subprocess.run(index, check=True, stderr=subprocess.DEVNULL)
        app.make_application()
        session = Session(arguments.times, words)
        app.run(find_paths(made), wish=Wish("background"))
    if session.trouble or not session.listed:
        print(session.trouble or "it was ended early", file=sys.stderr)
        return 1
    figures = [Figure("paragraphs", session.paragraphs, "")]
    for name, values, most in (
        ("from the key to the panel with the keyboard", session.shown, SHOWN_MS),
        ("from the last letter to the list", session.listed, LISTED_MS),
    ):
        figures.append(Figure(f"{name}, p50", sorted(values)[len(values) // 2], "ms"))
        slow = p95(values)
        figures.append(Figure(f"{name}, p95", slow, "ms", target=f"<= {most:.0f}", met=slow <= most))
    report("quick", figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
