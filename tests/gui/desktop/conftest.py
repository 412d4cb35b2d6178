"""The program on a desktop without a bus, an engine or real keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_search.engine.messages import Event
from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.desktop.presence import Presence
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.settings.folder_choices import FolderChoices
from desktop_search.gui.shell import Shell
from desktop_search.paths import Paths
from tests.gui.support import StubEngine, StubOpener


@dataclass
class Home:
    """The running program, and the folders in which the desktop looks for its configuration and its entries."""

    presence: Presence
    shell: Shell
    choices: FolderChoices
    engine: StubEngine
    config: Path
    data: Path


@pytest.fixture
def home(application: QApplication, paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    config = tmp_path / "config"
    data = tmp_path / "share"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(config))
    monkeypatch.setenv("XDG_DATA_HOME", str(data))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "shared"))
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    engines: list[StubEngine] = []

    def make_engine(tell: Callable[[Event], None]) -> StubEngine:
        engines.append(StubEngine(tell))
        return engines[0]

    choices, bridge, opener = FolderChoices(paths.settings), EngineBridge(make_engine), StubOpener()
    shell = Shell(application, choices, bridge, lambda: MainWindow(bridge, choices, opener, lambda _: "", paths))
    ends = application.quitOnLastWindowClosed()
    presence = Presence(application, paths, shell, choices, bridge, opener, None)
    yield Home(presence, shell, choices, engines[0], config, data)
    presence.close()
    shell.window.hide()
    shell.window.deleteLater()
    application.setQuitOnLastWindowClosed(ends)
