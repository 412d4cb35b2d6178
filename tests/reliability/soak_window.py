"""The real window with its real engine, asked and read in as a person does, until a file says that it is enough.

A child process of soak.py: `python -m tests.reliability.soak_window HOME END SEED BUSY REST`. Prints JSON.
"""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest

from desktop_search.gui import app
from desktop_search.gui.pages import Page
from desktop_search.paths import find_paths
from tests.end2end.steps import Steps, Story, rest
from tests.reliability.corpus import WORDS

_LETTER = 0.06


class Session(Steps):
    """Types, walks the list, lets the documents be shown, looks at the list of files; then rests; and so on."""

    def __init__(self, end: Path, choose: random.Random, busy: float, pause: float) -> None:
        super().__init__()
        self.asked = 0
        self.letters = 0
        self._end_file = end
        self._choose = choose
        self._busy_for = busy
        self._pause = pause
        QDesktopServices.setUrlHandler("file", self, "open_nothing")  # type: ignore[arg-type]  # bytes, as its types say, it refuses
        self.tell(self._story())

    @Slot(QUrl)
    def open_nothing(self, url: QUrl) -> None:
        """Nothing leaves the window."""

    def _story(self) -> Story:
        yield lambda: self.has_window
        self.step = "meaning becomes ready"
        yield lambda: "meaning ready" in self.window.status_line.totals
        round_began = time.monotonic()
        while not self._end_file.exists():
            yield from self._ask()
            if self._choose.random() < 0.05:
                yield from self._look_at_files()
            if time.monotonic() - round_began > self._busy_for:
                self.step = "resting"
                rested = rest(self._pause)
                yield lambda enough=rested: enough() or self._end_file.exists()
                round_began = time.monotonic()

    def _ask(self) -> Story:
        text = " ".join(self._choose.sample(WORDS, self._choose.randint(1, 4)))
        edit = self.window.header.box.edit
        edit.clear()
        for end in range(1, len(text) + 1):
            edit.setText(text[:end])
            self.letters += 1
            yield rest(_LETTER)
        self.step = f"an answer to {text!r}"
        yield lambda: not self.window.search.controller.waiting
        self.asked += 1
        for _ in range(self._choose.randint(0, 4)):
            QTest.keyClick(edit, Qt.Key.Key_Down)
            yield rest(0.3)

    def _look_at_files(self) -> Story:
        self.step = "the list of files"
        QTest.keyClick(self.window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
        yield rest(0.5)
        for _ in range(5):
            if self.window.page not in (Page.MESSAGE, Page.RESULTS):
                self.window.header.box.edit.escape_pressed.emit()
                yield rest(0.05)


def main() -> None:
    home, end, seed, busy, pause = sys.argv[1:]
    app.make_application()
    session = Session(Path(end), random.Random(seed), float(busy), float(pause))
    code = app.run(find_paths(Path(home)))
    told = {"asked": session.asked, "letters": session.letters, "trouble": session.trouble, "code": code}
    sys.stdout.write(f"{json.dumps(told)}\n")


if __name__ == "__main__":
    main()
