"""A tray host that asks a program for its icon and its menu, or the program whose tray it is; run by test_tray.py."""

from __future__ import annotations

import sys
from typing import Any

from PySide6.QtCore import QCoreApplication, QTimer

from desktop_search.gui.app import make_application
from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.desktop.bus import Address, Bus, Call
from desktop_search.gui.desktop.tray import Tray
from tests.gui.desktop.bus_session import say
from tests.gui.support import StubEngine

WATCHER, ITEM, MENU = "org.kde.StatusNotifierWatcher", "org.kde.StatusNotifierItem", "com.canonical.dbusmenu"
PROPERTIES = "org.freedesktop.DBus.Properties"
WATCHED = f'<interface name="{WATCHER}"><method name="RegisterStatusNotifierItem"><arg type="s"/></method></interface>'


class Host:
    """Takes an icon in, reads its menu, and chooses quick search from it."""

    def __init__(self, bus: Bus) -> None:
        self._bus, self._name = bus, ""
        bus.offer(WATCHER, WATCHED, self._take)
        bus.offer(PROPERTIES, "", self._tell_property)
        bus.own(WATCHER)

    def _tell_property(self, call: Call) -> None:
        call.answer("v", (("b", True),))

    def _take(self, call: Call) -> None:
        call.answer()
        if call.member == "RegisterStatusNotifierItem":
            self._name = str(call.body[0])
            item = Address(self._name, "/StatusNotifierItem", PROPERTIES)
            self._bus.call(item, "Get", "ss", (ITEM, "Menu"), self._read_menu)

    def _read_menu(self, body: tuple[Any, ...] | None, problem: str) -> None:
        if body is None:
            say("no menu", problem)
            return
        self._menu = Address(self._name, str(body[0][1]), MENU)
        self._bus.call(self._menu, "GetLayout", "iias", (0, -1, []), self._choose)

    def _choose(self, body: tuple[Any, ...] | None, problem: str) -> None:
        if body is None:
            say("no layout", problem)
            return
        rows = [child[1] for child in body[1][2]]
        names = {str(row[1]["label"][1]).replace("_", ""): row[0] for row in rows if "label" in row[1]}
        say("menu", "|".join(names))
        self._bus.call(self._menu, "Event", "isvu", (names["Quick search"], "clicked", ("s", ""), 0))


def program() -> None:
    application = make_application()
    application.setQuitOnLastWindowClosed(False)
    tray = Tray(EngineBridge(StubEngine))

    def chosen() -> None:
        say("chosen quick")
        application.quit()

    tray.quick_asked.connect(chosen)
    tray.show()
    QTimer.singleShot(8000, application.quit)
    application.exec()
    tray.close()


def main() -> None:
    if sys.argv[1] == "program":
        program()
        return
    application = QCoreApplication([])
    host = Host(Bus())
    application.exec()
    assert host


if __name__ == "__main__":
    main()
