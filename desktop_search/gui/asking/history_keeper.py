"""Keeps the history while the window is open, and writes each change of it at once."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from desktop_search.gui.asking import history_store
from desktop_search.gui.asking.history_store import History, Pin

FILE = "history.json"


class HistoryKeeper(QObject):
    """`changed` follows each change. While `keeping` is off no question is noted, and none is shown."""

    changed = Signal()

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = folder / FILE
        self._clock = clock
        self._history = history_store.load(self._file)
        self.keeping = True

    @property
    def history(self) -> History:
        """What is shown; saved searches and pins were asked for, and stay."""
        return self._history if self.keeping else History((), self._history.saved, self._history.pinned)

    def set_keeping(self, keeping: bool) -> None:
        """Notes questions from now on, or forgets those that are noted and goes on without."""
        if keeping != self.keeping:
            self.keeping = keeping
            if not keeping:
                self._take(History((), self._history.saved, self._history.pinned))
            self.changed.emit()

    def note(self, query: str) -> None:
        """A question was acted on or rested upon."""
        if self.keeping:
            self._take(history_store.with_recent(self._history, query, self._clock()))

    def save_search(self, query: str, saved: bool) -> None:
        """Saves a question, or no longer."""
        self._take(history_store.with_saved(self._history, query, saved))

    def pin(self, pin: Pin, pinned: bool) -> None:
        """Pins a hit, or no longer."""
        self._take(history_store.with_pin(self._history, pin, pinned))

    @Slot(str)
    def forget(self, query: str) -> None:
        """Forgets one question."""
        self._take(history_store.without_recent(self._history, query))

    @Slot()
    def clear(self) -> None:
        """Forgets the questions that were asked."""
        self._take(History((), self._history.saved, self._history.pinned))

    @Slot()
    def clear_all(self) -> None:
        """Forgets everything, what was saved and pinned too."""
        self._take(History())

    def _take(self, history: History) -> None:
        if history == self._history:
            return
        self._history = history
        # A full disk is told of elsewhere; until the window closes the history is kept here.
        with contextlib.suppress(OSError):
            history_store.save(self._file, history)
        self.changed.emit()
