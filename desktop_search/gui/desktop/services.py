"""What the program does on the session's bus: results for GNOME Shell and KRunner."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal

from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.desktop.bus import Bus
from desktop_search.gui.desktop.bus_search import BusSearch
from desktop_search.gui.desktop.runner import Runner
from desktop_search.gui.desktop.search_provider import SearchProvider


class Services(QObject):
    """`open_asked` and `reveal_asked` carry a hit, `window_asked` a query."""

    open_asked = Signal(object)
    reveal_asked = Signal(object)
    window_asked = Signal(str)

    def __init__(self, bus: Bus, bridge: EngineBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._provider = SearchProvider(bus, BusSearch(bridge, "shell", 0, self), self)
        self._runner = Runner(bus, BusSearch(bridge, "runner", 1, self), self)
        self._provider.open_asked.connect(self.open_asked)
        self._provider.window_asked.connect(self.window_asked)
        self._runner.open_asked.connect(self.open_asked)
        self._runner.reveal_asked.connect(self.reveal_asked)


def session_bus() -> Bus | None:
    """The bus of this session; None where there is none."""
    return _bus(system=False)


def system_bus() -> Bus | None:
    """The bus of the whole machine; None where there is none."""
    return _bus(system=True)


def _bus(*, system: bool) -> Bus | None:
    if sys.platform.startswith("linux"):
        try:
            return Bus(system=system)
        except OSError:
            pass
    return None
