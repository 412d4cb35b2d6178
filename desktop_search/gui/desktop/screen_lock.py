"""When the screen is locked: told by the desktop's own locker on the session's bus, or by logind on the system's.

Lockers that are no part of a desktop (swaylock, i3lock) are started by what logind tells, so that is heard as well.
https://www.freedesktop.org/software/systemd/man/org.freedesktop.login1.html
"""

from __future__ import annotations

import os
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_search.gui.desktop.bus import Address, Bus

_LOCKERS = tuple(f"org.{desktop}.ScreenSaver" for desktop in ("freedesktop", "gnome", "cinnamon", "mate", "xfce"))
LOGIND = "org.freedesktop.login1"
_MANAGER = Address(LOGIND, "/org/freedesktop/login1", f"{LOGIND}.Manager")
_SESSION, _PROPERTIES = f"{LOGIND}.Session", "org.freedesktop.DBus.Properties"


class ScreenLock(QObject):
    """`locked` follows each time that somebody says so, perhaps twice for one lock. The system's bus ends with it."""

    locked = Signal()

    def __init__(self, session: Bus | None, system: Bus | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._system = system
        if session is not None:
            for name in _LOCKERS:
                session.listen("", name, "ActiveChanged", self._take_locker)
        if system is not None:
            # "auto": the session that this process is part of, or else the one that the person looks at.
            named = os.environ.get("XDG_SESSION_ID") or "auto"
            system.call(_MANAGER, "GetSession", "s", (named,), self._take_session)

    def close(self) -> None:
        """Listens no more."""
        if self._system is not None:
            self._system.close()

    def _take_session(self, body: tuple[Any, ...] | None, problem: str) -> None:
        match body:
            case (str(path),) if self._system is not None:
                self._system.listen(path, _SESSION, "Lock", self._take_lock, LOGIND)
                self._system.listen(path, _PROPERTIES, "PropertiesChanged", self._take_properties, LOGIND)

    def _take_locker(self, _path: str, body: tuple[Any, ...]) -> None:
        if body[:1] == (True,):
            self.locked.emit()

    def _take_lock(self, _path: str, _body: tuple[Any, ...]) -> None:
        self.locked.emit()

    def _take_properties(self, _path: str, body: tuple[Any, ...]) -> None:
        match body:
            case (str(interface), dict(changed), *_) if interface == _SESSION:
                if changed.get("LockedHint") == ("b", True):
                    self.locked.emit()
