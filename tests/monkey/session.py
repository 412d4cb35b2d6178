"""The real window with its real engine, pressed at random for a while; what went wrong, and what it gathered.

A child process of the command: `python -m tests.monkey.session HOME DOCUMENTS SECONDS SEED`. Prints JSON.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import logging
import random
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from unittest import mock

from PySide6.QtCore import QEvent, QMessageLogContext, QtMsgType, QUrl, Slot, qInstallMessageHandler
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget

from desktop_search import settings
from desktop_search.gui import app
from desktop_search.gui.engine_watch import EngineWatch
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.pages import Page
from desktop_search.paths import Paths, find_paths
from tests.end2end.steps import Steps, Story, rest
from tests.monkey.actions import Actions
from tests.monkey.counts import Counts, count, growing

# Said by Qt's offscreen screen, whatever program there is.
_USUAL = ("This plugin does not support", "QStandardPaths: XDG_RUNTIME_DIR", "QStandardPaths: runtime directory")
_ACTIONS = 60
_REMEMBERED = 12


class Session(Steps):
    """Rounds of actions; after each the window is brought back to where it began, and everything is counted."""

    def __init__(self, paths: Paths, documents: Path, seconds: float, seed: int) -> None:
        super().__init__(patience=60.0)
        self.complaints: list[str] = []
        self.rounds: list[Counts] = []
        self.done = 0
        self._paths = paths
        self._documents = documents
        self._seconds = seconds
        self._actions = Actions(random.Random(seed), avoided)
        self._last: deque[str] = deque(maxlen=_REMEMBERED)
        QDesktopServices.setUrlHandler("file", self, "open_nothing")  # type: ignore[arg-type]  # bytes, as its types say, it refuses
        qInstallMessageHandler(self._hear_qt)
        sys.excepthook = self._hear_error
        threading.excepthook = self._hear_thread
        logging.getLogger().addHandler(_Listener(self))
        self.tell(self._all())

    @Slot(QUrl)
    def open_nothing(self, url: QUrl) -> None:
        """Nothing leaves the window."""

    def complain(self, told: str) -> None:
        """Keeps a complaint with what was done before it."""
        self.complaints.append(f"{told}\n  after: " + "; ".join(self._last))

    def choices(self) -> settings.Settings:
        """What the person of every round has chosen."""
        return settings.Settings(folders=(str(self._documents),), language="en", appearance="light")

    def state(self) -> str:
        return f" after {'; '.join(self._last)}"

    def _all(self) -> Story:
        yield lambda: self.has_window
        yield lambda: self.window.isActiveWindow()
        self.step = "everything is read"
        yield self._settled
        yield from self._come_back()
        self.rounds.append(count())
        end = time.monotonic() + self._seconds
        while time.monotonic() < end:
            self.step = f"round {len(self.rounds)}"
            for _ in range(_ACTIONS):
                if not self.has_window:
                    self.complain("the window is gone")
                    return
                self._last.append("?")
                self._last[-1] = self._actions.act(self.window)
                self.done += 1
                yield rest(0.005)
            yield from self._come_back()
            self.rounds.append(count())

    def _come_back(self) -> Story:
        """To the empty query, with the settings of the beginning, the engine at rest."""
        while (popup := QApplication.activePopupWidget() or QApplication.activeModalWidget()) is not None:
            popup.close()
            yield rest(0.02)
        settings.save(self._paths.settings, self.choices())
        # As on coming back to the window, whose settings the command line may have changed.
        QApplication.sendEvent(self.window, QEvent(QEvent.Type.ActivationChange))
        yield rest(0.05)
        self.window.keys_sheet.hide()
        for _ in range(5):
            if self.window.page not in (Page.MESSAGE, Page.RESULTS):
                self.window.header.box.edit.escape_pressed.emit()
                yield rest(0.02)
        self.window.resize(1200, 760)
        self.window.header.box.edit.clear()
        self.window.header.box.focus_query()
        self.step += ": coming to rest"
        yield self._settled
        # Longer than any motion, any notice that passes, and any timer that runs once.
        yield rest(0.5)

    def _settled(self) -> bool:
        status = self.window.findChild(EngineWatch).status
        return status is not None and status.progress.phase in ("idle", "paused") and status.words_ready

    def _hear_qt(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and not message.startswith(_USUAL):
            self.complain(f"Qt: {message}")
        if kind == QtMsgType.QtFatalMsg:
            # The process ends now.
            print(self.complaints[-1], file=sys.stderr, flush=True)

    def _hear_error(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self.complain("".join(traceback.format_exception(kind, error, trace)))

    def _hear_thread(self, hook: threading.ExceptHookArgs) -> None:
        self.complain("".join(traceback.format_exception(hook.exc_type, hook.exc_value, hook.exc_traceback)))


class _Listener(logging.Handler):
    """Hears the window's own log."""

    def __init__(self, session: Session) -> None:
        super().__init__(logging.WARNING)
        self._session = session

    def emit(self, record: logging.LogRecord) -> None:
        self._session.complain(f"log: {self.format(record)}")


def avoided(window: MainWindow) -> set[QWidget]:
    """The one control that would reach out of the sandbox: it has a model downloaded."""
    return {window.settings.model.agree_button}


@contextlib.contextmanager
def without_dialogs() -> Iterator[None]:
    """No folder is chosen where one is asked for, and no dialog shown."""

    # Not a mock that returns nothing: it would remember every window that has asked.
    def choose_nothing(parent: QWidget) -> str:
        return ""

    with mock.patch("desktop_search.gui.app.ask_folder", choose_nothing):
        yield


def warnings(paths: Paths) -> list[str]:
    """What the engine has written at WARNING or above."""
    lines: list[str] = []
    for file in sorted(paths.logs.glob("*.log*")):
        lines += file.read_text(encoding="utf-8", errors="replace").splitlines()
    return [line for line in lines if any(f" {level} " in line for level in ("WARNING", "ERROR", "CRITICAL"))]


def main() -> None:
    paths, documents = find_paths(Path(sys.argv[1])), Path(sys.argv[2])
    faulthandler.enable()
    app.make_application()
    session = Session(paths, documents, float(sys.argv[3]), int(sys.argv[4]))
    settings.save(paths.settings, session.choices())
    with without_dialogs():
        app.run(paths)
    told = {
        "actions": session.done, "rounds": len(session.rounds), "trouble": session.trouble,
        "complaints": session.complaints, "log": warnings(paths), "growing": growing(session.rounds[1:]),
        "first": session.rounds[1:2], "last": session.rounds[-1:],
    }  # fmt: skip
    qInstallMessageHandler(None)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
