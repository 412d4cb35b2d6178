"""A story told to a running window: each step is done when its condition holds; the event loop runs meanwhile."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterator
from types import GeneratorType

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from desktop_search.gui.main_window import MainWindow

Condition = Callable[[], bool]
Story = Iterator[Condition]


class Steps(QObject):
    """Runs `story` from the event loop and ends the program after its last step, or where a step waits in vain.

    `trouble` is empty while all goes well; `step` is what a story says of where it is.
    """

    def __init__(self, patience: float = 120.0) -> None:
        super().__init__()
        self.step = "at the start"
        self.trouble = ""
        self._patience = patience
        self._told: Story = iter(())
        self._busy = False
        self._condition: Condition = lambda: True
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)

    def tell(self, story: Story) -> None:
        """Begins."""
        self._told = story
        self._deadline = time.monotonic() + self._patience
        self._timer.start(10)

    @property
    def window(self) -> MainWindow:
        """The program's window; there is one once `has_window`."""
        for one in QApplication.topLevelWidgets():
            if isinstance(one, MainWindow) and one.isVisible():
                return one
        raise LookupError("there is no window")

    @property
    def has_window(self) -> bool:
        return any(isinstance(one, MainWindow) and one.isVisible() for one in QApplication.topLevelWidgets())

    def state(self) -> str:
        """What is to be told of a window that keeps a step waiting."""
        return ""

    @Slot()
    def _go_on(self) -> None:
        # A step may run an event loop of its own, as a menu does.
        if self._busy:
            return
        self._busy = True
        try:
            if self._condition():
                following = next(self._told, None)
                if following is None:
                    self._end("")
                    return
                self._condition = following
                self._deadline = time.monotonic() + self._patience
            elif time.monotonic() > self._deadline:
                self._end(f"waited in vain: {self.step}{self.state()}")
        except Exception:  # noqa: BLE001 - Qt would print it and go on
            self._end(f"{self.step}: {traceback.format_exc()}")
        finally:
            self._busy = False

    def _end(self, trouble: str) -> None:
        self.trouble = trouble
        self._timer.stop()
        QApplication.quit()


def attempt(story: Story, seconds: float, failed: Callable[[str], object]) -> Story:
    """The same story, which ends where a step waits in vain or fails; `failed` is called with the reason, or ""."""
    while True:
        try:
            condition = next(story, None)
            if condition is None:
                failed("")
                return
            end = time.monotonic() + seconds
            while not condition():
                if time.monotonic() > end:
                    line = story.gi_frame.f_lineno if isinstance(story, GeneratorType) else 0
                    failed(f"waited in vain in line {line}")
                    return
                yield rest(0.01)
        except Exception:  # noqa: BLE001 - told to the caller
            failed(traceback.format_exc())
            return


def rest(seconds: float) -> Condition:
    """Holds after a while."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end
