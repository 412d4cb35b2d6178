"""What a person sees of the running window, for stories that press its keys."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLineEdit

from desktop_search.gui.engine_watch import EngineWatch
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.results.result_view import ResultView
from desktop_search.records import Hit
from tests.end2end.steps import Steps
from tests.end2end.stub_programs import opened


class Seen:
    """A look at the window of `steps`; `calls` is where the stubs of the desktop's programs note what they open."""

    def __init__(self, steps: Steps, calls: Path) -> None:
        self._steps = steps
        self._calls = calls
        self._focus = ""

    @property
    def window(self) -> MainWindow:
        return self._steps.window

    @property
    def edit(self) -> QLineEdit:
        return self.window.header.box.edit

    @property
    def view(self) -> ResultView:
        return self.window.results.view

    @property
    def hits(self) -> list[Hit]:
        """The hits of the rows, in order."""
        results = self.view.results
        return [hit for hit in map(results.hit, range(results.rowCount())) if hit is not None]

    @property
    def names(self) -> list[str]:
        """The files of the rows."""
        return [os.path.basename(hit.path) for hit in self.hits]

    @property
    def row(self) -> int:
        return self.view.currentIndex().row()

    @property
    def answered(self) -> bool:
        """Whether the list is the whole answer to what was asked."""
        return self.window.search.result is not None and not self.window.search.controller.waiting

    @property
    def settled(self) -> bool:
        """Whether everything is read and meaning answers."""
        status = self.window.findChild(EngineWatch).status
        return status is not None and status.meaning_ready and status.progress.phase == "idle"

    @property
    def opened(self) -> list[Path]:
        """What the desktop was asked to open since `forget`."""
        return opened(self._calls)

    def forget(self) -> None:
        """Forgets what was opened and where the focus was."""
        self._calls.unlink(missing_ok=True)
        self._focus = self.focus

    @property
    def focus(self) -> str:
        """Where the focus is: the widget's kind and its number among those of the window."""
        widget = QApplication.focusWidget()
        return f"{type(widget).__name__} {id(widget)}"

    @property
    def moved_focus(self) -> bool:
        """Whether the focus is elsewhere than when it was last taken."""
        return self.focus != self._focus

    def take_focus(self) -> str:
        self._focus = self.focus
        return self._focus

    @property
    def edit_name(self) -> str:
        return f"{type(self.edit).__name__} {id(self.edit)}"

    @property
    def view_name(self) -> str:
        return f"{type(self.view).__name__} {id(self.view)}"
