from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel

from desktop_search.engine.messages import Event, Status
from desktop_search.gui import app
from desktop_search.gui.display import lacks_display
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.running import Wish
from desktop_search.gui.single_instance import SingleInstance
from desktop_search.paths import Paths
from desktop_search.records import Progress
from tests.gui.support import StubEngine

HEAVY = ("torch", "numpy", "openvino", "sqlite_utils", "tantivy", "sentence_transformers")


class ShortEngine(StubEngine):
    """Tells how it stands as soon as it is started, looks at the window a moment later, and ends the program."""

    def start(self) -> None:
        super().start()
        self.tell(Status(Progress("idle", files=3, paragraphs=7531), words_ready=True))
        QTimer.singleShot(80, self.look)

    def look(self) -> None:
        windows = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)]
        self.window_was_shown = bool(windows) and windows[-1].isVisible()
        self.said = " ".join(label.text() for label in windows[-1].status_line.findChildren(QLabel))
        QApplication.quit()


def test_what_the_engine_tells_before_the_window_is_there_is_shown(application: QApplication, paths: Paths) -> None:
    made: list[ShortEngine] = []

    def make(tell: Callable[[Event], None]) -> ShortEngine:
        made.append(ShortEngine(tell))
        return made[0]

    assert app.run(paths, make) == 0
    assert made[0].starts == 1
    assert made[0].stops == 1
    assert made[0].window_was_shown
    assert "7,531" in made[0].said
    assert (paths.config / "window.ini").exists()


def test_a_window_that_cannot_be_built_leaves_no_engine_behind(
    application: QApplication, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> MainWindow:
        raise RuntimeError("no window today")

    made: list[StubEngine] = []

    def make(tell: Callable[[Event], None]) -> StubEngine:
        made.append(StubEngine(tell))
        return made[0]

    monkeypatch.setattr(app, "MainWindow", fail)
    with pytest.raises(RuntimeError, match="no window today"):
        app.run(paths, make)
    assert made[0].stops == 1
    # The next start finds nobody in its way.
    again = SingleInstance(paths)
    assert again.claim(Wish())
    again.close()


def test_a_display_is_needed_on_linux_only() -> None:
    assert lacks_display("linux", {})
    assert not lacks_display("linux", {"DISPLAY": ":0"})
    assert not lacks_display("linux", {"WAYLAND_DISPLAY": "wayland-0"})
    assert not lacks_display("linux", {"QT_QPA_PLATFORM": "offscreen"})
    assert not lacks_display("darwin", {})


def test_no_display_is_one_clear_line(tmp_path: Path) -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    code = (
        "import sys; from desktop_search.paths import find_paths; from desktop_search.gui.app import run;"
        f" sys.exit(run(find_paths({str(tmp_path)!r})))"
    )
    if sys.platform != "linux":
        return
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert ended.returncode == 1
    assert ended.stderr.strip() == app.NO_DISPLAY


def test_the_window_is_light() -> None:
    code = (
        "import sys, desktop_search.gui.main_window, desktop_search.gui.app;"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"
