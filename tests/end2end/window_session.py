"""Drives the real window, with its real engine, on the screen that DISPLAY names; prints what it saw as JSON.

Run as a child process by test_window.py: `python -m tests.end2end.window_session HOME NOTES`. Keys come from
xdotool, as a person's would; the file is "opened" by a stub in place of the desktop's own programs.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from desktop_search.gui import app
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.pages import Page
from desktop_search.paths import find_paths
from desktop_search.records import Hit
from tests.end2end.heartbeat import Heartbeat

_PATIENCE = 120.0
Condition = Callable[[], bool]


class Session(QObject):
    """Steps of a person, each one done when its condition holds; the window's event loop runs all the while."""

    def __init__(self, notes: Path) -> None:
        super().__init__()
        self.seen: dict[str, object] = {}
        self._notes = notes
        self._steps = self._story()
        self._condition: Condition = lambda: True
        self._deadline = time.monotonic() + _PATIENCE
        self._opened: list[str] = []
        self._heart = Heartbeat()
        QDesktopServices.setUrlHandler("file", self, "take_url")
        timer = QTimer(self)
        timer.timeout.connect(self._go_on)
        timer.start(10)

    @Slot(QUrl)
    def take_url(self, url: QUrl) -> None:
        self._opened.append(url.toLocalFile())

    @Slot()
    def _go_on(self) -> None:
        if time.monotonic() > self._deadline:
            self.seen["stuck"] = self.seen.get("step", "at the start")
            QApplication.quit()
        elif self._condition():
            try:
                self._condition = next(self._steps)
                self._deadline = time.monotonic() + _PATIENCE
            except StopIteration:
                QApplication.quit()

    @property
    def _window(self) -> MainWindow:
        return next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))

    @property
    def _titles(self) -> list[str]:
        model = self._window.results.view.results
        return [str(model.index(row, 0).data(Qt.ItemDataRole.DisplayRole)) for row in range(model.rowCount())]

    @property
    def _hits(self) -> list[Hit]:
        hits = (self._window.results.view.results.hit(row) for row in range(len(self._titles)))
        return [hit for hit in hits if hit is not None]

    @property
    def _paths(self) -> list[str]:
        return [os.path.basename(hit.path) for hit in self._hits]

    def _story(self) -> Generator[Condition, None, None]:
        yield lambda: any(isinstance(one, MainWindow) for one in QApplication.topLevelWidgets())
        yield lambda: self._window.isActiveWindow()

        self.seen["step"] = "the first run: the suggested folder is there, Start has the focus"
        self.seen["first_page"] = self._window.page.name
        self.seen["suggested"] = list(self._window.first_run.boxes)
        self._heart.start()
        _press("Return")
        yield lambda: self._window.page is not Page.FIRST_RUN

        self.seen["step"] = "words are found while the folder is read and the model loads"
        yield lambda: self._window.header.box.edit.hasFocus()
        _type("unusual heron")
        yield lambda: self._paths[:1] == ["heron.md"]

        self.seen["step"] = "meaning becomes ready"
        yield lambda: "meaning ready" in self._window.status_line.totals
        yield lambda: self._window.status_line.activity.lower().startswith("up to date")
        self.seen["worst_gap_ms"] = self._heart.worst_gap_ms
        self.seen["worst_busy_ms"] = self._heart.worst_busy_ms
        self.seen["beats"] = self._heart.beats
        _press("Escape")
        yield lambda: not self._window.header.box.edit.text()
        _type("getting a new travel document")
        # To the last letter: an arrow key among the letters would move in a list that is about to change.
        yield lambda: self._paths[:1] == ["passport.md"] and self._settled("getting a new travel document")

        self.seen["step"] = "moving, opening"
        _press("Down")
        yield lambda: self._window.results.view.currentIndex().row() == 1
        _press("Up")
        yield lambda: self._window.results.view.currentIndex().row() == 0
        _press("Return")
        yield lambda: bool(self._opened)
        self.seen["opened"] = os.path.basename(self._opened[0])

        self.seen["step"] = "an edit is found"
        _press("Escape")
        yield lambda: not self._window.header.box.edit.text()
        (self._notes / "passport.md").write_text("# Passport\n\nNow it says something about walruses.\n")
        saved = time.monotonic()
        self._window.header.box.edit.setText("walruses")
        # Nobody asks again: the list of this query is brought up to date by itself.
        yield lambda: any("walruses" in hit.text for hit in self._hits[:1])
        self.seen["edit_found_after_s"] = round(time.monotonic() - saved, 2)

        self.seen["step"] = "the engine is killed"
        engine = self._engine_process()
        os.kill(engine, signal.SIGKILL)
        yield lambda: "starting again" in self._window.notices.text
        self.seen["notice"] = self._window.notices.text
        yield lambda: self._engine_process() not in (0, engine)
        self._window.header.box.edit.setText("heron")
        yield lambda: self._paths[:1] == ["heron.md"]
        self.seen["step"] = "done"

    def _settled(self, text: str) -> bool:
        """Is this the text in the box, and is the list the answer to it?"""
        result = self._window.results.view.results
        return (
            self._window.header.box.edit.text() == text
            and result.rowCount() > 1
            and not self._window.search.controller.waiting
        )

    def _engine_process(self) -> int:
        children = subprocess.run(["pgrep", "-P", str(os.getpid())], capture_output=True, text=True, check=False)
        for child in children.stdout.split():
            command = Path(f"/proc/{child}/cmdline").read_bytes()
            if b"spawn_main" in command:
                return int(child)
        return 0


def _press(key: str) -> None:
    subprocess.Popen(["xdotool", "key", "--clearmodifiers", key]).wait(10)


def _type(text: str) -> None:
    # Not waited for: the keys arrive one by one while the window works.
    subprocess.Popen(["xdotool", "type", "--delay", "60", text])


def main() -> None:
    home, notes = Path(sys.argv[1]), Path(sys.argv[2])
    app.make_application()
    session = Session(notes)
    code = app.run(find_paths(home))
    print(json.dumps({**session.seen, "exit_code": code}))


if __name__ == "__main__":
    main()
