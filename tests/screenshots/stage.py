"""The running window as a page's story meets it: what can be typed and chosen, and when that is done."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_search.gui.engine_watch import EngineWatch
from tests.end2end.steps import Condition, Steps, Story, rest

# Longer than any motion of the window.
_STILL = 0.5


class Stage(Steps):
    """Each method that waits is a story of its own: `yield from stage.search("passport")`."""

    def __init__(self, person: Path) -> None:
        super().__init__(patience=90.0)
        self.person = person
        self._afterwards: list[Callable[[], object]] = []

    @property
    def documents(self) -> Path:
        return self.person / "Documents"

    @property
    def answered(self) -> bool:
        """Whether the list is the final answer to what is in the box."""
        return self.window.search.result is not None and not self.window.search.controller.waiting

    @property
    def names(self) -> list[str]:
        """The files of the rows."""
        return [os.path.basename(hit.path) for hit in self.window.results.view.results.hits]

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """One key, to whatever has the focus."""
        together = Qt.KeyboardModifier.NoModifier
        for one in modifiers:
            together |= one
        QTest.keyClick(self.window.focusWidget() or self.window, key, together)

    def write(self, text: str) -> None:
        """Types, letter by letter."""
        QTest.keyClicks(self.window.focusWidget() or self.window, text)

    def afterwards(self, undo: Callable[[], object]) -> None:
        """Called when the picture has been taken."""
        self._afterwards.append(undo)

    def undo(self) -> None:
        """Calls what was asked to be called afterwards."""
        while self._afterwards:
            self._afterwards.pop()()

    def still(self) -> Condition:
        """Holds when nothing moves any more."""
        return rest(_STILL)

    def indexed(self) -> Condition:
        """Holds when everything is read and meaning answers."""
        return lambda: self._settled

    @property
    def _settled(self) -> bool:
        status = self.window.findChild(EngineWatch).status
        return status is not None and status.meaning_ready and status.progress.phase == "idle"

    def search(self, text: str, name: str = "") -> Story:
        """Types, waits for the answer, chooses the row of the file `name`."""
        edit = self.window.header.box.edit
        edit.setFocus()
        edit.setText(text)
        yield lambda: self.answered
        yield self.still()
        for _ in range(self.names.index(name) if name in self.names else 0):
            self.press(Qt.Key.Key_Down)
        pane = self.window.results.preview
        # The reading pane asks the engine only when the row has come to rest; of a lost file there may be nothing.
        enough = rest(3.0)
        yield lambda: pane.hit is None or not pane.isVisible() or pane.document is not None or enough()
        if pane.body.shows_page:
            yield lambda: pane.page.shown is not None and pane.page.isVisible()
        yield self.still()

    def back(self) -> Story:
        """To the empty box, whatever was open."""
        for popup in popups():
            popup.close()
        for _ in range(4):
            self.press(Qt.Key.Key_Escape)
            QApplication.processEvents()
        yield rest(0.05)
        self.window.header.box.edit.clear()
        yield rest(0.05)


def popups() -> list[QWidget]:
    return [
        one for one in QApplication.topLevelWidgets() if one.isVisible() and one.windowType() == Qt.WindowType.Popup
    ]
