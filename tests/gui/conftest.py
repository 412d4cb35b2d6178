"""Real widgets on Qt's offscreen screen, a stub engine, and a Qt warning that nobody expected fails the test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from desktop_search import settings
from desktop_search.engine.messages import Event
from desktop_search.gui.app import make_application
from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.settings.folder_choices import FolderChoices
from desktop_search.gui.widgets.theme import Appearance
from desktop_search.paths import Paths, find_paths
from tests.gui.support import Desk, StubEngine, StubOpener, wait_until

_NO_TRAY = "QObject::connect: No such signal QPlatformNativeInterface::systemTrayWindowChanged"
_USUAL = (
    "This plugin does not support",
    "QStandardPaths: XDG_RUNTIME_DIR",
    "QStandardPaths: runtime directory",
    _NO_TRAY,
)


@pytest.fixture(scope="session")
def application() -> Iterator[QApplication]:
    application = make_application()
    Appearance(application, "light")
    yield application
    # Without a real screen the clipboard outlives Python, and with it what Python has put there.
    application.clipboard().clear()


@pytest.fixture(autouse=True)
def _no_qt_warnings(application: QApplication) -> Iterator[None]:
    heard: list[str] = []

    def hear(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind != QtMsgType.QtDebugMsg and not message.startswith(_USUAL):
            heard.append(message)

    before = qInstallMessageHandler(hear)
    yield
    QCoreApplication.processEvents()
    qInstallMessageHandler(before)
    assert heard == []


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = find_paths(tmp_path / "home")
    paths.create()
    return paths


@pytest.fixture
def make_desk(application: QApplication, paths: Paths) -> Iterator[Callable[..., Desk]]:
    windows: list[MainWindow] = []

    def make(*folders: Path) -> Desk:
        if folders:
            settings.save(paths.settings, settings.Settings(folders=tuple(str(folder) for folder in folders)))
        engines: list[StubEngine] = []

        def make_engine(tell: Callable[[Event], None]) -> StubEngine:
            engines.append(StubEngine(tell))
            return engines[0]

        picked: list[str] = []

        def choose(parent: QWidget) -> str:
            return picked.pop() if picked else ""

        opener, choices = StubOpener(), FolderChoices(paths.settings)
        window = MainWindow(EngineBridge(make_engine), choices, opener, choose, paths)
        windows.append(window)
        window.resize(1200, 760)
        window.show()
        window.activateWindow()
        wait_until(window.isActiveWindow)
        return Desk(window, engines[0], opener, choices, paths, picked)

    yield make
    for window in windows:
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


@pytest.fixture
def desk(make_desk: Callable[..., Desk], tmp_path: Path) -> Desk:
    """A window with one folder chosen."""
    folder = tmp_path / "notes"
    folder.mkdir()
    return make_desk(folder)
