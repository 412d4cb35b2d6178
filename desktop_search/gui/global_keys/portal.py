"""Global keys on Wayland: the desktop asks the person, through the GlobalShortcuts portal.

https://flatpak.github.io/xdg-desktop-portal/docs, org.freedesktop.portal.GlobalShortcuts. A program that runs outside
of a sandbox first says who it is (org.freedesktop.host.portal.Registry): the desktop could not remember its keys else.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_search.gui.desktop.bus import Address, Bus, strings
from desktop_search.gui.desktop.names import APPLICATION
from desktop_search.gui.global_keys import interface
from desktop_search.gui.global_keys.interface import Combination

NAME, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
REGISTRY = "org.freedesktop.host.portal.Registry"
REQUEST, SESSION = "org.freedesktop.portal.Request", "org.freedesktop.portal.Session"
_GRANTED = 0
# The shortcuts specification of freedesktop.org: modifiers by these names, keys as xkbcommon calls them.
_MODIFIERS = {"Ctrl": "CTRL", "Alt": "ALT", "Shift": "SHIFT", "Meta": "LOGO"}
_KEYS = {
    "Space": "space",
    "Backspace": "BackSpace",
    "PgUp": "Page_Up",
    "PgDown": "Page_Down",
    "+": "plus",
    "-": "minus",
    ",": "comma",
    ".": "period",
    "/": "slash",
}


class PortalKeys(QObject):
    """See GlobalKeys. What the desktop binds may be another key than was proposed; the person decides."""

    pressed = Signal(str, str)
    told = Signal(str, str)

    def __init__(self, bus: Bus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus = bus
        self._wanted: dict[str, Combination] = {}
        self._session = ""
        self._portal = Address(NAME, PATH, SHORTCUTS)
        # Requests that the person, or the desktop, has still to answer, by the last part of their path.
        self._create_token, self._bind_token = "", ""
        bus.listen("", REQUEST, "Response", self._take_response, NAME)
        bus.listen(PATH, SHORTCUTS, "Activated", self._take_activated, NAME)
        bus.call(Address(NAME, PATH, REGISTRY), "Register", "sa{sv}", (APPLICATION, {}))

    def bind(self, keys: Mapping[str, Combination]) -> None:
        self._leave_session()
        self._wanted = dict(keys)
        if not keys:
            return
        self._create_token = _token()
        options = strings({"handle_token": self._create_token, "session_handle_token": _token()})
        self._bus.call(self._portal, "CreateSession", "a{sv}", (options,), self._take_called)

    def raise_window(self, window: int, takes_keys: bool = False) -> None:
        """The token that came with the key does this (Presence hands it to Qt)."""

    def let_type(self) -> None:
        """The desktop holds nothing back for us."""

    def close(self) -> None:
        self._leave_session()

    def _leave_session(self) -> None:
        if self._session:
            self._bus.call(Address(NAME, self._session, SESSION), "Close")
        self._session, self._create_token, self._bind_token = "", "", ""

    def _take_called(self, body: tuple[Any, ...] | None, problem: str) -> None:
        """There is no such portal, or it takes no questions; else its answer comes as a Response."""
        if body is None:
            self._refuse()

    def _take_response(self, path: str, body: tuple[Any, ...]) -> None:
        token = path.rpartition("/")[2]
        match body:
            case (int(code), dict(results)):
                if token == self._create_token:
                    self._take_session(code, results)
                elif token == self._bind_token:
                    self._take_bound(code, results)

    def _take_session(self, code: int, results: dict[str, Any]) -> None:
        self._create_token = ""
        session = _value(results.get("session_handle"))
        if code != _GRANTED or not isinstance(session, str):
            self._refuse()
            return
        self._session = session
        self._bind_token = _token()
        wanted = [
            (name, strings({"description": _description(name), "preferred_trigger": trigger(combination)}))
            for name, combination in self._wanted.items()
        ]
        arguments = (session, wanted, "", strings({"handle_token": self._bind_token}))
        self._bus.call(self._portal, "BindShortcuts", "oa(sa{sv})sa{sv}", arguments, self._take_called)

    def _take_bound(self, code: int, results: dict[str, Any]) -> None:
        self._bind_token = ""
        if code != _GRANTED:
            self._refuse()
            return
        rows = _value(results.get("shortcuts"))
        bound = {row[0] for row in rows if isinstance(row, tuple) and row} if isinstance(rows, list) else set()
        for name in self._wanted:
            self.told.emit(name, "" if name in bound else interface.bind_by_hand(name))

    def _take_activated(self, path: str, body: tuple[Any, ...]) -> None:
        match body:
            case (str(session), str(name), _, dict(options)) if session == self._session and name in self._wanted:
                token = _value(options.get("activation_token"))
                self.pressed.emit(name, token if isinstance(token, str) else "")

    def _refuse(self) -> None:
        for name in self._wanted:
            self.told.emit(name, interface.bind_by_hand(name))


def trigger(combination: Combination) -> str:
    """CTRL+ALT+space."""
    held = [_MODIFIERS[one] for one in interface.MODIFIERS if one in combination.modifiers]
    key = combination.key
    return "+".join((*held, _KEYS.get(key, key.lower() if len(key) == 1 else key)))


def _description(name: str) -> str:
    if name == "selection":
        return interface.translate("Keys", "Search for what is like the selected text")
    return interface.translate("Keys", "Quick search")


def _value(variant: object) -> object:
    """What is inside a variant: (signature, value)."""
    return variant[1] if isinstance(variant, tuple) and len(variant) == 2 else None


def _token() -> str:
    return "desktop_search_" + secrets.token_hex(8)
