"""Tells of a key that is not to be had: once in a notice, and for as long as it is so in its row of the settings."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from desktop_search.gui.desktop.key_desk import QUICK, SELECTION, KeyDesk
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.shell import Shell
from desktop_search.gui.widgets.notice_bar import Matter


class KeyNotices(QObject):
    """Stands between the keys and the window, whichever that is."""

    def __init__(self, keys: KeyDesk, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._shell = shell
        keys.told.connect(self._take_told)
        shell.window_made.connect(self._follow)
        self._follow(shell.window)

    @Slot()
    def show_problems(self) -> None:
        """Writes into the settings what is the matter with each key now."""
        for name in (QUICK, SELECTION):
            self._shell.window.settings_desk.show_key_problem(name, self._keys.problem(name))

    @Slot(object)
    def _follow(self, window: MainWindow) -> None:
        window.notices.action_asked.connect(self._take_action)
        self.show_problems()

    @Slot(str, str)
    def _take_told(self, name: str, told: str) -> None:
        self.show_problems()
        if self._keys.is_possible and told:
            self._shell.window.notices.set_notice(Matter.KEYS, told, self.tr("Settings"))
        elif not any(self._keys.problems.values()):
            self._shell.window.notices.set_notice(Matter.KEYS, "")

    @Slot(object)
    def _take_action(self, matter: Matter) -> None:
        """On to where another key is chosen."""
        if matter is Matter.KEYS:
            window = self._shell.window
            window.open_settings()
            window.settings.filter.edit.setText(window.settings.desktop.title)
