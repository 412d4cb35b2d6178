"""Another language or text size builds the window anew, and the person goes on where they were."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from desktop_search import settings
from desktop_search.engine.messages import Event, ReloadSettings, Status
from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.pages import Page
from desktop_search.gui.settings.folder_choices import FolderChoices
from desktop_search.gui.shell import Shell
from desktop_search.gui.widgets import theme
from desktop_search.paths import Paths
from desktop_search.records import Progress
from tests.gui.support import StubEngine, StubOpener, wait_until


@pytest.fixture
def engines() -> list[StubEngine]:
    return []


@pytest.fixture
def shell(application: QApplication, paths: Paths, tmp_path: Path, engines: list[StubEngine]) -> Iterator[Shell]:
    folder = tmp_path / "notes"
    folder.mkdir()
    settings.save(paths.settings, settings.Settings((str(folder),), appearance="light", language="en"))
    choices = FolderChoices(paths.settings)

    def make_engine(tell: Callable[[Event], None]) -> StubEngine:
        engines.append(StubEngine(tell))
        return engines[0]

    bridge = EngineBridge(make_engine)
    opener = StubOpener()
    locale = QLocale()
    shell = Shell(application, choices, bridge, lambda: MainWindow(bridge, choices, opener, lambda parent: "", paths))
    shell.window.show()
    shell.window.activateWindow()
    wait_until(shell.window.isActiveWindow)
    yield shell
    shell.window.close()
    shell.window.deleteLater()
    choices.change({"language": "en", "text_scale": 100, "appearance": "light"})
    QCoreApplication.processEvents()
    shell.window.close()
    shell.window.deleteLater()
    shell.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QLocale.setDefault(locale)


def choose(shell: Shell, name: str) -> MainWindow:
    """Presses a choice in the settings, and returns the window that follows."""
    before = shell.window
    if before.page is not Page.SETTINGS:
        before.open_settings()
    button = before.settings.findChild(QPushButton, name)
    button.setFocus()
    button.click()
    wait_until(lambda: shell.window is not before)
    return shell.window


def forget_old_windows() -> None:
    """Deletes what is to be deleted, and what only refers to itself."""
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    gc.collect()


def test_another_language_is_spoken_at_once_and_taken_back(shell: Shell, engines: list[StubEngine]) -> None:
    engines[0].tell(Status(Progress("idle", files=3, paragraphs=7531), words_ready=True))
    wait_until(lambda: "7,531" in shell.window.status_line.totals)
    shell.window.header.box.edit.setText("walrus")
    shell.window.resize(700, 650)
    window = choose(shell, "language-de")
    wait_until(window.isActiveWindow)
    assert window.page is Page.SETTINGS
    assert window.size().width() == 700
    assert window.header.box.edit.text() == "walrus"
    # The engine need not say it again.
    assert "7.531 Absätze" in window.status_line.totals
    german = window.settings.findChild(QPushButton, "language-de")
    assert german is not None
    assert german.isChecked()
    wait_until(german.hasFocus)
    assert window.notices.text == "Language of the window: Deutsch"
    assert ReloadSettings() in engines[0].requests
    assert engines[0].stops == 0
    # Ctrl+Z in the new window takes it back.
    QTest.keyClick(german, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait_until(lambda: shell.window is not window)
    assert "7,531 paragraphs" in shell.window.status_line.totals


def test_another_text_size_is_there_at_once(shell: Shell) -> None:
    usual = shell.window.header.box.edit.font().pixelSize()
    window = choose(shell, "text_scale-200")
    assert window.header.box.edit.font().pixelSize() == 2 * usual
    assert theme.font(theme.SMALL).pixelSize() == 2 * theme.SMALL


def test_the_old_window_is_gone(shell: Shell) -> None:
    before = len([one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)])
    for name in ("150", "125", "100"):
        choose(shell, f"text_scale-{name}")
    forget_old_windows()
    assert len([one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)]) == before


def test_the_old_window_takes_its_widgets_with_it_though_somebody_holds_it(shell: Shell) -> None:
    # Of the tests before this one.
    forget_old_windows()
    # They are made when they are first asked for, as they are in the windows that follow.
    shell.window.open_settings()
    before, old = len(QApplication.allWidgets()), shell.window
    for name in ("150", "100"):
        choose(shell, f"text_scale-{name}")
    forget_old_windows()
    assert not shiboken6.isValid(old)
    assert len(QApplication.allWidgets()) == before


def test_nobody_holds_the_old_window(shell: Shell) -> None:
    old = weakref.ref(shell.window)
    shell.window.settings.folders.findChild(QPushButton).click()
    shell.window.keys_sheet.open()
    shell.window.keys_sheet.hide()
    QTest.keyClicks(shell.window.header.box.edit, "type:")
    choose(shell, "language-de")
    forget_old_windows()
    assert old() is None


def test_other_colours_need_no_other_window(shell: Shell, application: QApplication) -> None:
    window = shell.window
    window.open_settings()
    window.settings.findChild(QPushButton, "appearance-dark").click()
    assert application.palette().base().color().lightnessF() < 0.5
    QCoreApplication.processEvents()
    assert shell.window is window
