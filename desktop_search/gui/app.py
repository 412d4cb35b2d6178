"""The composition root of the window: the only place that builds everything.

In this order: is there a display; is another copy running; settings; the engine; the window. The engine is started
before the window is built, so that both come up side by side, and stopped first of all when the window is closed.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from desktop_search.engine.client import EngineClient
from desktop_search.engine.crash_report import CrashReport
from desktop_search.gui import window_state
from desktop_search.gui.bridge import Engine, EngineBridge, Listener
from desktop_search.gui.desktop.names import APPLICATION
from desktop_search.gui.desktop.presence import Presence
from desktop_search.gui.desktop.services import session_bus
from desktop_search.gui.display import lacks_display
from desktop_search.gui.interrupt import Interrupt
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.results.open_file import FileOpener
from desktop_search.gui.running import Wish
from desktop_search.gui.settings.folder_choices import FolderChoices
from desktop_search.gui.shell import Shell
from desktop_search.gui.single_instance import SingleInstance
from desktop_search.gui.widgets import icons
from desktop_search.gui.widgets.resting_cursor import RestingCursor
from desktop_search.paths import Paths

translate = QCoreApplication.translate
NOT_ANSWERING = "Desktop Search is already running, but does not answer."
NO_DISPLAY = "There is no display to show the window on; `desktop-search search QUERY` works without one."


def run(paths: Paths, make_engine: Callable[[Listener], Engine] | None = None, wish: Wish | None = None) -> int:
    """Shows the window until it is closed. 0 done, 1 without a display or a place for its files, 130 interrupted.

    `make_engine` gives the engine to talk to, which may be under way already; `wish` says what is asked of the program.
    """
    wish = wish or Wish()
    if lacks_display(sys.platform, os.environ):
        print(NO_DISPLAY, file=sys.stderr)
        return 1
    try:
        paths.create()
    except OSError as error:
        print(f"The folder {error.filename} cannot be made: {error.strerror}.", file=sys.stderr)
        return 1
    application = make_application()
    instance = SingleInstance(paths)
    try:
        if not instance.claim(wish):
            return 0
    except TimeoutError:
        print(NOT_ANSWERING, file=sys.stderr)
        return 1
    with contextlib.ExitStack() as closing:
        closing.callback(instance.close)
        closing.callback(CrashReport(paths, "window").close)
        interrupt = Interrupt(application)
        closing.callback(interrupt.close)
        choices = FolderChoices(paths.settings)
        bridge = EngineBridge(make_engine or partial(EngineClient, paths))
        closing.callback(bridge.stop)
        # What it tells before the window is there waits in the queue of this thread.
        bridge.start()
        cursor = RestingCursor(application)
        closing.callback(cursor.close)
        opener = FileOpener()
        shell = Shell(application, choices, bridge, lambda: MainWindow(bridge, choices, opener, ask_folder, paths))
        presence = Presence(application, paths, shell, choices, bridge, opener, session_bus())
        closing.callback(presence.close)
        instance.asked.connect(presence.meet)
        interrupt.asked.connect(presence.quit)
        window_state.restore(shell.window, paths)
        closing.callback(_put_away, shell, paths)
        presence.start(wish)
        application.exec()
    return 130 if interrupt.received == signal.SIGINT else 0


def _put_away(shell: Shell, paths: Paths) -> None:
    window_state.save(shell.window, paths)
    shell.window.hide()


def make_application() -> QApplication:
    """The one QApplication of this process, named for the desktop."""
    known = QApplication.instance()
    application = known if isinstance(known, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("desktop-search")
    application.setApplicationDisplayName("Desktop Search")
    application.setDesktopFileName(APPLICATION)
    application.setWindowIcon(icons.application_icon())
    return application


def ask_folder(parent: QWidget) -> str:
    """Asks for one folder; nothing where the person thinks better of it."""
    return QFileDialog.getExistingDirectory(parent, translate("Open", "Choose a folder"))
