"""Offers the services on the bus with a stub engine, or asks a fake portal for keys; run by test_bus.py."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from desktop_search.engine.messages import Event, Request, Results, Search
from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.desktop.bus import Bus, Call
from desktop_search.gui.desktop.names import BUS_NAME
from desktop_search.gui.desktop.screen_lock import LOGIND, ScreenLock
from desktop_search.gui.desktop.services import Services
from desktop_search.gui.global_keys.interface import parse
from desktop_search.gui.global_keys.portal import NAME, PATH, REGISTRY, REQUEST, SHORTCUTS, PortalKeys
from tests.gui.support import StubEngine, make_hit, make_result

SESSIONS = "/org/freedesktop/login1/session"


def say(*words: str) -> None:
    """One line at once: others write there, too."""
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


class AnsweringEngine(StubEngine):
    def send(self, request: Request) -> None:
        super().send(request)
        if isinstance(request, Search):
            event: Event = Results(request.number, make_result(make_hit("passport"), query=request.text), True)
            QTimer.singleShot(10, lambda: self.tell(event))


def services(bus: Bus) -> QObject:
    offered = Services(bus, EngineBridge(AnsweringEngine))
    offered.open_asked.connect(lambda hit: say("open", hit.path))
    offered.reveal_asked.connect(lambda hit: say("reveal", hit.path))
    offered.window_asked.connect(lambda text: say("window", text))
    return offered


def lock(session: Bus, system: Bus | None = None) -> QObject:
    watched = ScreenLock(session, system)
    watched.locked.connect(lambda: say("locked"))
    session.own(BUS_NAME)
    return watched


class FakeLogind(QObject):
    """Knows one session, and locks it as `loginctl lock-session` would, then another one that is none of ours."""

    def __init__(self, bus: Bus) -> None:
        super().__init__()
        self._bus = bus
        bus.offer(f"{LOGIND}.Manager", "", self._take)
        bus.own(LOGIND)

    def _take(self, call: Call) -> None:
        say("logind", call.member, *call.body)
        call.answer("o", (f"{SESSIONS}/own",))
        QTimer.singleShot(300, self._lock)

    def _lock(self) -> None:
        for session in ("other", "own"):
            path = f"{SESSIONS}/{session}"
            say("lock", session)
            self._bus.send_signal(path, f"{LOGIND}.Session", "Lock", "", ())
        for hint in (False, True):
            changed: tuple[object, ...] = (f"{LOGIND}.Session", {"LockedHint": ("b", hint)}, [])
            self._bus.send_signal(path, "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as", changed)


class FakePortal(QObject):
    """Grants, or refuses, as a desktop's portal would, and presses the key once it is bound."""

    done = Signal()

    def __init__(self, bus: Bus, code: int) -> None:
        super().__init__()
        self._bus, self._code = bus, code
        for interface in (SHORTCUTS, REGISTRY):
            bus.offer(interface, "", self._take)
        bus.own(NAME)

    def _take(self, call: Call) -> None:
        say("portal", call.member, *(one for one in call.body if isinstance(one, str) and one))
        if call.member == "Register":
            call.answer()
            return
        options = call.body[-1]
        request = f"{PATH}/request/{options['handle_token'][1]}"
        call.answer("o", (request,))
        if call.member == "CreateSession":
            answer: dict[str, tuple[str, object]] = {"session_handle": ("s", f"{PATH}/session/one")}
            code = 0
        else:
            say("trigger", *(row[1]["preferred_trigger"][1] for row in call.body[1]))
            answer = {"shortcuts": ("a(sa{sv})", call.body[1])}
            code = self._code
        self._bus.send_signal(request, REQUEST, "Response", "ua{sv}", (code, answer))
        if call.member == "BindShortcuts" and not code:
            pressed = (f"{PATH}/session/one", "quick", 7, {"activation_token": ("s", "token")})
            self._bus.send_signal(PATH, SHORTCUTS, "Activated", "osta{sv}", pressed)


def keys(bus: Bus) -> QObject:
    claimed = PortalKeys(bus)
    claimed.told.connect(lambda name, told: say("told", name, told))
    claimed.pressed.connect(lambda name, token: say("pressed", name, token))
    combination = parse("Ctrl+Alt+Space")
    assert combination is not None
    claimed.bind({"quick": combination})
    return claimed


def main() -> None:
    application = QCoreApplication([])
    bus = Bus()
    kept: list[object] = []
    match sys.argv[1]:
        case "services":
            kept.append(services(bus))
        case "lock":
            kept.append(lock(bus))
        case "logind":
            # One bus is both here.
            os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = os.environ["DBUS_SESSION_BUS_ADDRESS"]
            kept += [FakeLogind(bus)]
            QTimer.singleShot(200, lambda: kept.append(lock(bus, Bus(system=True))))
        case "keys":
            kept.append(keys(bus))
        case "granting" | "refusing":
            kept += [FakePortal(bus, 0 if sys.argv[1] == "granting" else 1)]
            other = Bus()
            QTimer.singleShot(200, lambda: kept.append((other, keys(other))))
    QTimer.singleShot(int(sys.argv[2]), application.quit)
    say("ready")
    application.exec()


if __name__ == "__main__":
    main()
