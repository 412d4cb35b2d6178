"""The child of the startup benchmark: the whole program, with a stopwatch on its first paint and first hits.

    python -m tests.benchmarks.startup_window STARTED QUESTION

STARTED is the parent's time.time(); the index is below $DESKTOP_SEARCH_HOME. Prints one line of JSON: seconds since
then, and bytes of memory. The engine's process imports this module again, so that nothing heavy is imported at its
top, as in the program itself.
"""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_search.engine.messages import Event

_WORDS, _MEANING = 1_000_001, 1_000_002


def run(started: float, question: str) -> int:
    import psutil
    from PySide6.QtCore import QMetaObject, Qt, QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication

    from desktop_search.cli import main
    from desktop_search.engine import client
    from desktop_search.engine.client import EngineClient
    from desktop_search.engine.messages import Results, Search, Status
    from desktop_search.gui import app
    from desktop_search.gui.bridge import Listener
    from desktop_search.gui.main_window import MainWindow
    from desktop_search.paths import Paths

    seen: dict[str, float] = {}

    def note(name: str) -> None:
        seen.setdefault(name, time.time() - started)

    class Window(MainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            if "window" not in seen:
                # What the window holds is painted in the same turn of the event loop.
                QTimer.singleShot(0, lambda: note("window"))

    class Client(EngineClient):
        """Asks by words as soon as the engine can, then by meaning as soon as it can, then ends the program."""

        def __init__(self, paths: Paths) -> None:
            self.asked: set[int] = set()
            self.meaning_ready = False
            super().__init__(paths)

        def hear(self, on_event: Listener) -> None:
            super().hear(lambda event: self.watch(event, on_event))

        def watch(self, event: Event, tell: Listener) -> None:
            tell(event)
            if isinstance(event, Status):
                self.meaning_ready = event.meaning_ready
                if event.words_ready and _WORDS not in self.asked:
                    self.asked.add(_WORDS)
                    self.send(Search(_WORDS, question, mode="words"))
            if isinstance(event, Results) and event.number == _WORDS and event.result.hits:
                note("words")
            if self.meaning_ready and "words" in seen and _MEANING not in self.asked:
                self.asked.add(_MEANING)
                self.send(Search(_MEANING, question, mode="meaning"))
            if isinstance(event, Results) and event.number == _MEANING and event.final:
                note("meaning")
                self.finish()

        def finish(self) -> None:
            window = psutil.Process()
            seen["window_bytes"] = window.memory_info().rss
            seen["bytes"] = seen["window_bytes"]
            for child in window.children(recursive=True):
                seen["bytes"] += child.memory_info().rss
            application = QApplication.instance()
            if application is not None:
                QMetaObject.invokeMethod(application, "quit", Qt.ConnectionType.QueuedConnection)

    # The composition root builds these in place of its own.
    vars(app).update(MainWindow=Window)
    vars(client).update(EngineClient=Client)
    code = main.main([])
    print(json.dumps(seen))
    return code


if __name__ == "__main__":
    sys.exit(run(float(sys.argv[1]), sys.argv[2]))
