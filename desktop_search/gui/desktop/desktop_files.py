"""The files by which the desktop knows the program, kept as the settings say: start with the session, the menu."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from desktop_search.gui.desktop import autostart, menu_entry
from desktop_search.paths import Paths
from desktop_search.settings import Settings


class _Kept(Protocol):
    def set(self, command: Sequence[str]) -> None: ...
    def unset(self) -> None: ...


class DesktopFiles(QObject):
    """`failed` carries one sentence where a file could not be written or removed."""

    failed = Signal(str)

    def __init__(self, paths: Paths, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paths = paths
        self._settings = settings
        self._autostart = autostart.autostart(sys.platform, os.environ, Path.home())
        self._menu = menu_entry.menu_entry(sys.platform, os.environ, Path.home())

    @Slot(object)
    def take_settings(self, settings: Settings) -> None:
        """Writes and removes what has changed, and touches nothing else: a person may have edited a file."""
        before, self._settings = self._settings, settings
        if settings.start_with_session != before.start_with_session:
            told = self.tr("The start with the session could not be changed: %1.")
            self._keep(self._autostart, settings.start_with_session, ("--background",), told)
        if settings.in_menu != before.in_menu and self._menu is not None:
            told = self.tr("The entry in the application menu could not be changed: %1.")
            self._keep(self._menu, settings.in_menu, (), told)

    def _keep(self, kept: _Kept, wanted: bool, arguments: Sequence[str], told: str) -> None:
        try:
            if wanted:
                kept.set(autostart.own_command(self._paths, *arguments))
            else:
                kept.unset()
        except OSError as error:
            self.failed.emit(told.replace("%1", error.strerror or str(error)))
