"""The children of the frames benchmark: the program with somebody who types, or an empty window.

    python -m tests.benchmarks.frames_window SECONDS [HOME plain|stacks]      the questions, as JSON, on stdin

Prints a line "typing" when it begins, and at its end one line of JSON. The engine's process imports this module again,
so that nothing heavy is imported at its top.
"""

from __future__ import annotations

import json
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.end2end.heartbeat import Heartbeat

_KEY_S = 1 / 12
_LOOK_S = 0.3
_SUSPICIOUS_S = 0.025


class Stacks(threading.Thread):
    """Notes what the main thread does whenever it has not beaten for a while."""

    def __init__(self, heart: Heartbeat) -> None:
        super().__init__(daemon=True)
        self._heart = heart
        self._main = threading.main_thread().ident or 0
        self.found: list[tuple[float, str]] = []

    def run(self) -> None:
        noted = 0.0
        while self._heart.beating:
            time.sleep(0.004)
            late = time.perf_counter() - self._heart.last
            if late > _SUSPICIOUS_S and self._heart.last != noted:
                noted = self._heart.last
                frame = sys._current_frames().get(self._main)  # noqa: SLF001
                self.found.append((late, "".join(traceback.format_stack(frame)[-6:])))


def empty(seconds: float) -> int:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    from tests.end2end.heartbeat import Heartbeat

    application = QApplication(sys.argv[:1])
    window = QWidget()
    window.resize(1200, 760)
    window.show()
    heart = Heartbeat()
    heart.start()
    QTimer.singleShot(int(seconds * 1000), application.quit)
    application.exec()
    print(json.dumps({"gaps": heart.gaps, "busy": heart.busy}))
    return 0


def program(seconds: float, home: Path, stacks: bool, questions: list[str]) -> int:
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    from desktop_search.gui import app
    from desktop_search.gui.engine_watch import EngineWatch
    from desktop_search.paths import find_paths
    from tests.end2end.heartbeat import Heartbeat
    from tests.end2end.steps import Condition, Steps, rest

    def press(
        key: Qt.Key | int, text: str = "", modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        target = QApplication.focusWidget()
        assert target is not None
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.postEvent(target, QKeyEvent(kind, int(key), modifier, text))

    class Typist(Steps):
        def __init__(self) -> None:
            super().__init__(patience=180.0)
            self.heart = Heartbeat()
            self.keys = self.answers = 0
            self.paragraphs: list[int] = []
            self.tell(self.story())

        def indexing(self) -> bool:
            status = self.window.findChild(EngineWatch).status
            return status is not None and status.meaning_ready and status.progress.phase in ("reading", "embedding")

        def count(self) -> None:
            status = self.window.findChild(EngineWatch).status
            self.paragraphs.append(status.progress.paragraphs if status else 0)

        def take_answer(self) -> None:
            self.answers += 1

        def story(self) -> Iterator[Condition]:
            yield lambda: self.has_window
            self.step = "the engine has begun to read"
            yield self.indexing
            yield rest(1.0)
            self.window.search.controller.answered.connect(self.take_answer)
            self.count()
            print("typing", flush=True)
            self.heart.start()
            if stacks:
                noted.append(Stacks(self.heart))
                noted[0].start()
            end = time.monotonic() + seconds
            for question in questions * 100:
                self.window.header.box.focus_query()
                for letter in question:
                    press(0, letter)
                    self.keys += 1
                    yield rest(_KEY_S)
                yield rest(_LOOK_S)
                for _ in range(3):
                    press(Qt.Key.Key_Down)
                    self.keys += 1
                    yield rest(_KEY_S)
                if time.monotonic() > end:
                    break
            self.heart.stop()
            self.count()

    noted: list[Stacks] = []
    app.make_application()
    typist = Typist()
    code = app.run(find_paths(home))
    if typist.trouble:
        print(typist.trouble, file=sys.stderr)
        return 1
    worst = sorted(noted[0].found, reverse=True)[:8] if noted else []
    told: dict[str, Any] = {
        "gaps": typist.heart.gaps, "busy": typist.heart.busy, "keys": typist.keys, "answers": typist.answers,
        "paragraphs": typist.paragraphs, "stacks": [f"{late * 1000:.0f} ms\n{stack}" for late, stack in worst],
    }  # fmt: skip
    print(json.dumps(told))
    return code


if __name__ == "__main__":
    wanted = sys.argv[2:]
    if wanted:
        sys.exit(program(float(sys.argv[1]), Path(wanted[0]), wanted[1] == "stacks", json.load(sys.stdin)))
    sys.exit(empty(float(sys.argv[1])))
