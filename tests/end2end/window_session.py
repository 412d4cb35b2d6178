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
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from desktop_search.gui import app
from desktop_search.gui.pages import Page
from desktop_search.paths import find_paths
from desktop_search.records import Hit
from tests.end2end.heartbeat import Heartbeat
from tests.end2end.steps import Steps, Story


class Session(Steps):
    """What a person does on the first day."""

    def __init__(self, notes: Path) -> None:
        super().__init__()
        self.seen: dict[str, object] = {}
        self._notes = notes
        self._opened: list[str] = []
        self._heart = Heartbeat()
        QDesktopServices.setUrlHandler("file", self, "take_url")  # type: ignore[arg-type]  # bytes, as its types say, it refuses
        self.tell(self._story())

    @Slot(QUrl)
    def take_url(self, url: QUrl) -> None:
        self._opened.append(url.toLocalFile())

    @property
    def _titles(self) -> list[str]:
        model = self.window.results.view.results
        return [str(model.index(row, 0).data(Qt.ItemDataRole.DisplayRole)) for row in range(model.rowCount())]

    @property
    def _hits(self) -> list[Hit]:
        hits = (self.window.results.view.results.hit(row) for row in range(len(self._titles)))
        return [hit for hit in hits if hit is not None]

    @property
    def _paths(self) -> list[str]:
        return [os.path.basename(hit.path) for hit in self._hits]

    def _story(self) -> Story:
        yield lambda: self.has_window
        yield lambda: self.window.isActiveWindow()

        self.step = "the first run: the suggested folder is there, Start has the focus"
        self.seen["first_page"] = self.window.page.name
        self.seen["suggested"] = list(self.window.first_run.boxes)
        self._heart.start()
        _press("Return")
        yield lambda: self.window.page is not Page.FIRST_RUN

        self.step = "words are found while the folder is read and the model loads"
        yield lambda: self.window.header.box.edit.hasFocus()
        _type("unusual heron")
        yield lambda: self._paths[:1] == ["heron.md"]

        self.step = "meaning becomes ready"
        yield lambda: "meaning ready" in self.window.status_line.totals
        yield lambda: self.window.status_line.activity.lower().startswith("up to date")
        self.seen["worst_gap_ms"] = self._heart.worst_gap_ms
        self.seen["worst_busy_ms"] = self._heart.worst_busy_ms
        self.seen["beats"] = self._heart.beats
        _press("Escape")
        yield lambda: not self.window.header.box.edit.text()
        _type("getting a new travel document")
        # To the last letter: an arrow key among the letters would move in a list that is about to change.
        yield lambda: self._paths[:1] == ["passport.md"] and self._settled("getting a new travel document")

        self.step = "moving, opening"
        _press("Down")
        yield lambda: self.window.results.view.currentIndex().row() == 1
        _press("Up")
        yield lambda: self.window.results.view.currentIndex().row() == 0
        _press("Return")
        yield lambda: bool(self._opened)
        self.seen["opened"] = os.path.basename(self._opened[0])

        self.step = "an edit is found"
        _press("Escape")
        yield lambda: not self.window.header.box.edit.text()
        (self._notes / "passport.md").write_text("# Passport\n\nNow it says something about walruses.\n")
        saved = time.monotonic()
        self.window.header.box.edit.setText("walruses")
        # Nobody asks again: the list of this query is brought up to date by itself.
        yield lambda: any("walruses" in hit.text for hit in self._hits[:1])
        self.seen["edit_found_after_s"] = round(time.monotonic() - saved, 2)

        self.step = "the engine is killed"
        engine = self._engine_process()
        os.kill(engine, signal.SIGKILL)
        yield lambda: "starting again" in self.window.notices.text
        self.seen["notice"] = self.window.notices.text
        yield lambda: self._engine_process() not in (0, engine)
        self.window.header.box.edit.setText("heron")
        yield lambda: self._paths[:1] == ["heron.md"]
        self.step = "done"

    def _settled(self, text: str) -> bool:
        """Is this the text in the box, and is the list the answer to it?"""
        result = self.window.results.view.results
        return (
            self.window.header.box.edit.text() == text
            and result.rowCount() > 1
            and not self.window.search.controller.waiting
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
    print(json.dumps({**session.seen, "trouble": session.trouble, "exit_code": code}))


if __name__ == "__main__":
    main()
