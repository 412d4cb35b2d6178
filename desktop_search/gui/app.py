"""The composition root of the window: the only place that builds everything.

In this order: is there a display; is another copy running; settings; the engine; the window. The engine is started
before the window is built, so that both come up side by side, and stopped first of all when the window is closed.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from desktop_search.engine.client import EngineClient
from desktop_search.gui import icons, window_state
from desktop_search.gui.bridge import Engine, EngineBridge, Listener
from desktop_search.gui.display import lacks_display
from desktop_search.gui.folder_choices import FolderChoices
from desktop_search.gui.interrupt import Interrupt
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.open_file import FileOpener
from desktop_search.gui.single_instance import SingleInstance, address
from desktop_search.gui.theme import Appearance
from desktop_search.paths import Paths

ALREADY_RUNNING = "Desktop Search is already running; its window was brought to the front."
NO_DISPLAY = "There is no display to show the window on; `desktop-search search QUERY` works without one."


def run(paths: Paths, make_engine: Callable[[Listener], Engine] | None = None) -> int:
    """Shows the window until it is closed. 0 done, 1 without a display or a place for its files, 130 interrupted.

    `make_engine` gives the engine to talk to, which may be under way already.
    """
    if lacks_display(sys.platform, os.environ):
        print(NO_DISPLAY, file=sys.stderr)  # noqa: T201
        return 1
    try:
        paths.create()
    except OSError as error:
        print(f"The folder {error.filename} cannot be made: {error.strerror}.", file=sys.stderr)  # noqa: T201
        return 1
    application = make_application()
    instance = SingleInstance(address(paths))
    if not instance.claim():
        print(ALREADY_RUNNING)  # noqa: T201
        return 0
    choices = FolderChoices(paths.settings)
    bridge = EngineBridge(make_engine or partial(EngineClient, paths))
    # What it tells before the window is there waits in the queue of this thread.
    bridge.start()
    appearance = Appearance(application, choices.settings.appearance)
    window = MainWindow(bridge, choices, FileOpener(), ask_folder)
    window.appearance_chosen.connect(appearance.choose)
    instance.asked.connect(window.bring_to_front)
    interrupt = Interrupt(application)
    interrupt.asked.connect(application.quit)
    window_state.restore(window, paths)
    window.show()
    try:
        application.exec()
    finally:
        window_state.save(window, paths)
        window.hide()
        bridge.stop()
        instance.close()
        interrupt.close()
    return 130 if interrupt.received == signal.SIGINT else 0


def make_application() -> QApplication:
    """The one QApplication of this process, named for the desktop."""
    known = QApplication.instance()
    application = known if isinstance(known, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("desktop-search")
    application.setApplicationDisplayName("Desktop Search")
    application.setDesktopFileName("desktop-search")
    application.setWindowIcon(icons.application_icon())
    return application


def ask_folder(parent: QWidget) -> str:
    """Asks for one folder; nothing where the person thinks better of it."""
    return QFileDialog.getExistingDirectory(parent, parent.tr("Choose a folder to search"))
