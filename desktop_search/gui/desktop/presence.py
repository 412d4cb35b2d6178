"""The program on the desktop beside its window: keys, quick search, tray, other starts, the bus.

What each of them is asked for comes together here; app.py makes this once, after the window.
"""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from desktop_search import __version__
from desktop_search.gui.asking import query_text
from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.desktop.bus import Bus
from desktop_search.gui.desktop.closing import Closing
from desktop_search.gui.desktop.desktop_files import DesktopFiles
from desktop_search.gui.desktop.key_desk import QUICK, KeyDesk
from desktop_search.gui.desktop.key_notices import KeyNotices
from desktop_search.gui.desktop.screen_lock import ScreenLock
from desktop_search.gui.desktop.selected_text import selected_text
from desktop_search.gui.desktop.selection_flow import SelectionFlow
from desktop_search.gui.desktop.services import Services, system_bus
from desktop_search.gui.desktop.tray import Tray
from desktop_search.gui.global_keys.choose import global_keys
from desktop_search.gui.quick.quick_flow import QuickFlow
from desktop_search.gui.results.hit_actions import Opener, place_of
from desktop_search.gui.running import Wish
from desktop_search.gui.settings.folder_choices import FolderChoices
from desktop_search.gui.shell import Shell
from desktop_search.gui.widgets import inert
from desktop_search.gui.widgets.notice_bar import Matter
from desktop_search.paths import Paths
from desktop_search.records import Hit
from desktop_search.settings import Settings

# After the window is there: making the panel takes some hundredths of a second.
_PREPARE_MS = 1200
# A tray comes later than the programs that start with the session.
_TRAY_PATIENCE_MS = 15_000


class Presence(QObject):
    """Made when the window is; `close` gives everything back to the desktop."""

    def __init__(
        self,
        application: QApplication,
        paths: Paths,
        shell: Shell,
        choices: FolderChoices,
        bridge: EngineBridge,
        opener: Opener,
        bus: Bus | None,
    ) -> None:
        super().__init__()
        self._application = application
        self._shell = shell
        self._choices = choices
        self._opener = opener
        self._bus = bus
        self._settings = choices.settings
        self._files = DesktopFiles(paths, choices.settings, self)
        self.keys = KeyDesk(global_keys(QGuiApplication.platformName(), os.environ, bus), self)
        self._key_notices = KeyNotices(self.keys, shell, self)
        self.quick = QuickFlow(bridge, choices, opener, self.keys.keys, self)
        platform = QGuiApplication.platformName()
        selected = selected_text(platform, self)
        self.selection = SelectionFlow(self.quick, selected, platform.startswith("wayland"), self)
        self.tray = Tray(bridge, self)
        self.closing = Closing(self._keeps, QSystemTrayIcon.isSystemTrayAvailable, self)
        self.services = Services(bus, bridge, self) if bus is not None else None
        self._lock: ScreenLock | None = None
        self._preparing = QTimer(self, singleShot=True, interval=_PREPARE_MS)
        self._connect()

    def start(self, wish: Wish) -> None:
        """Does what the program was started for."""
        self.keys.take_settings(self._settings)
        if self._settings.keep_in_tray == "yes" or wish.kind == "background":
            self.tray.show()
        if wish.kind == "show":
            self._shell.window.show()
        if wish.kind == "background":
            QTimer.singleShot(_TRAY_PATIENCE_MS, self._show_if_lost)
        self.meet(wish)
        self._key_notices.show_problems()
        self._preparing.start()

    @Slot(object)
    def meet(self, wish: Wish) -> None:
        """Does what a start of the program asks for, the first one or a later one."""
        if wish.token:
            # Qt reads it when it next activates a window, and takes it out.
            os.environ["XDG_ACTIVATION_TOKEN"] = wish.token
        if wish.kind == "selection":
            self.selection.take()
        elif wish.kind == "quick" and wish.text:
            self.quick.show_query(self._with_folder(wish))
        elif wish.kind == "quick":
            self.quick.toggle()
        elif wish.kind == "show":
            self._show_window(self._with_folder(wish))
        if wish.folder and not self._is_searched(wish.folder):
            # Last of all: what is told of it would go with the next query.
            self._shell.window.offer_folder(wish.folder)
        if wish.version not in ("", __version__):
            told = self.tr("Version %1 was started, but %2 is still running: quit it (Ctrl+Q) and start again.")
            told = told.replace("%1", inert.line(wish.version)).replace("%2", __version__)
            self._shell.window.notices.set_notice(Matter.VERSION, told)

    @Slot()
    def quit(self) -> None:
        """Ends the program, whatever the tray keeps."""
        self.closing.let_go()
        self._application.quit()

    def close(self) -> None:
        """Gives keys, tray and bus back."""
        self._preparing.stop()
        self.quick.drop_panel()
        self.keys.keys.close()
        self.tray.close()
        if self._lock is not None:
            self._lock.close()
        if self._bus is not None:
            self._bus.close()

    def _connect(self) -> None:
        # A hidden window is none that could be closed: the end is asked for in words.
        self._application.setQuitOnLastWindowClosed(False)
        self._application.commitDataRequest.connect(self.closing.let_go)
        self._application.screenRemoved.connect(self._place_soon)
        self._preparing.timeout.connect(self.quick.prepare)
        self.quick.panel_made.connect(self._watch_lock)
        self._choices.changed.connect(self._take_settings)
        self._choices.changed.connect(self._files.take_settings)
        self._files.failed.connect(self._tell_passing)
        self.keys.keys.pressed.connect(self._take_key)
        self.quick.window_asked.connect(self._show_window)
        self.tray.window_asked.connect(self._show_window)
        self.tray.quick_asked.connect(self.quick.toggle)
        self.tray.settings_asked.connect(self._show_settings)
        self.tray.quit_asked.connect(self.quit)
        self.closing.watch(self._shell.window)
        self._shell.window_made.connect(self.closing.watch)
        self._shell.window_made.connect(self.tray.tell_again)
        self.closing.ended.connect(self._end_soon)
        self.closing.hidden.connect(self.tray.show)
        self.closing.answered.connect(self._keep_in_tray)
        if self.services is not None:
            self.services.open_asked.connect(self._open)
            self.services.reveal_asked.connect(self._reveal)
            self.services.window_asked.connect(self._show_window)

    @Slot()
    def _place_soon(self) -> None:
        # The screen that goes away is still among the screens.
        QTimer.singleShot(0, self.quick.place_again)

    @Slot()
    def _watch_lock(self) -> None:
        """Before the panel is there nothing has been typed into it."""
        if self._lock is None:
            self._lock = ScreenLock(self._bus, system_bus(), self)
            self._lock.locked.connect(self.quick.forget)

    def _keeps(self) -> str:
        return self._choices.settings.keep_in_tray

    @Slot(bool)
    def _keep_in_tray(self, keep: bool) -> None:
        self._choices.change({"keep_in_tray": "yes" if keep else "no"})

    @Slot()
    def _end_soon(self) -> None:
        # Not in the middle of the event that closes the window.
        QTimer.singleShot(0, self.quit)

    @Slot(object)
    def _take_settings(self, settings: Settings) -> None:
        before, self._settings = self._settings, settings
        self.keys.take_settings(settings)
        self._key_notices.show_problems()
        if (settings.language, settings.text_scale) != (before.language, before.text_scale):
            self.quick.drop_panel()
            self._preparing.start()
        if settings.keep_in_tray == "yes":
            self.tray.show()
        elif settings.keep_in_tray == "no" and before.keep_in_tray != "no" and self._shell.window.isVisible():
            self.tray.hide()

    @Slot(str)
    def _tell_passing(self, told: str) -> None:
        self._shell.window.notices.set_notice(Matter.PASSING, told)

    @Slot(str, str)
    def _take_key(self, name: str, token: str) -> None:
        if token:
            os.environ["XDG_ACTIVATION_TOKEN"] = token
        if name == QUICK:
            self.quick.toggle()
        else:
            self.selection.take()

    def _with_folder(self, wish: Wish) -> str:
        """The query, limited to the folder where that is searched."""
        if not self._is_searched(wish.folder):
            return wish.text
        return query_text.with_value(wish.text, "in", wish.folder, query_text.FOLDER) + " "

    def _is_searched(self, folder: str) -> bool:
        return bool(folder) and any(Path(folder).is_relative_to(one) for one in self._choices.settings.folders)

    @Slot()
    @Slot(str)
    def _show_window(self, text: str = "") -> None:
        self.quick.hide()
        if text:
            self._shell.window.search_for(text)
        self._shell.bring_to_front()
        if text:
            self._shell.window.header.box.edit.end(False)
        self.keys.keys.raise_window(int(self._shell.window.winId()))

    @Slot()
    def _show_settings(self) -> None:
        self._show_window()
        self._shell.window.open_settings()

    @Slot()
    def _show_if_lost(self) -> None:
        """Started in the background, and nothing would bring the window back: it is shown, small."""
        has_way_back = self.tray.is_there or self.keys.works
        if not has_way_back and not self._shell.window.isVisible():
            self._shell.window.showMinimized()

    @Slot(object)
    def _open(self, hit: Hit) -> None:
        self._tell(self._opener.open(hit.path, *place_of(hit)))

    @Slot(object)
    def _reveal(self, hit: Hit) -> None:
        self._tell(self._opener.reveal(hit.path))

    def _tell(self, told: str) -> None:
        if told:
            self._show_window()
            self._tell_passing(told)
