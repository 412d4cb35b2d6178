"""Global keys on X11: passive grabs on the root window, over a connection of our own.

The keyboard stands still from the press until the window that was called has the focus, a moment later: the server
keeps what is typed meanwhile and gives it to that window, so no key is lost to the program before. A bound ends it.
Nothing else of the keyboard is ever seen here: a grab reports its own key and no other.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from itertools import combinations

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from desktop_search.gui.global_keys import interface, xcb
from desktop_search.gui.global_keys.interface import Combination

# At most so long stands the keyboard still; the window is there in a fifth of it as a rule.
LONGEST_HOLD_MS = 300
# A held key repeats: after half a second first, then every few hundredths.
_REPEATED_S = 0.7
_NUM_LOCK, _SCROLL_LOCK = 0xFF7F, 0xFF14
_ALT, _META = (0xFFE9, 0xFFEA, 0xFFE7, 0xFFE8), (0xFFEB, 0xFFEC)
# Values of <X11/keysymdef.h>.
_SYMBOLS = {
    "Space": 0x20,
    "Return": 0xFF0D,
    "Tab": 0xFF09,
    "Escape": 0xFF1B,
    "Backspace": 0xFF08,
    "Insert": 0xFF63,
    "Delete": 0xFFFF,
    "Home": 0xFF50,
    "End": 0xFF57,
    "PgUp": 0xFF55,
    "PgDown": 0xFF56,
    "Left": 0xFF51,
    "Up": 0xFF52,
    "Right": 0xFF53,
    "Down": 0xFF54,
    "Pause": 0xFF13,
    "Print": 0xFF61,
    "Menu": 0xFF67,
}


class X11Keys(QObject):
    """See GlobalKeys. Raises OSError where the X server cannot be reached."""

    pressed = Signal(str, str)
    told = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connection = xcb.Connection()
        self._wanted: dict[str, Combination] = {}
        self._grabbed: dict[tuple[int, int], str] = {}
        self._locks = 0
        self._time = 0
        self._last_press: dict[str, float] = {}
        self._last_told: dict[str, str] = {}
        self._holding = QTimer(self, singleShot=True, interval=LONGEST_HOLD_MS)
        self._holding.timeout.connect(self.let_type)
        self._notifier = QSocketNotifier(self._connection.descriptor, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def bind(self, keys: Mapping[str, Combination]) -> None:
        self._wanted = dict(keys)
        self._last_told.clear()
        self._grab_all()

    def raise_window(self, window: int) -> None:
        # Our connection must not overtake Qt's, which is about to show the window.
        QGuiApplication.sync()
        self._connection.ask_for_focus(window, self._time)

    @Slot()
    def let_type(self) -> None:
        if self._time:
            self._holding.stop()
            self._connection.thaw(self._time)
            self._time = 0

    def close(self) -> None:
        self._notifier.setEnabled(False)
        self._holding.stop()
        # The server takes grabs, and the keyboard's standing still, back with the connection.
        self._connection.close()

    def _grab_all(self) -> None:
        for keycode, modifiers in self._grabbed:
            self._connection.ungrab(keycode, modifiers)
        self._grabbed.clear()
        locks = [self._connection.modifier_of(self._connection.keycodes(one)) for one in (_NUM_LOCK, _SCROLL_LOCK)]
        ignored = [xcb.LOCK, *(lock for lock in locks if lock)]
        self._locks = sum(set(ignored))
        for name, combination in self._wanted.items():
            told = self._grab(name, combination, sorted(set(ignored)))
            if self._last_told.get(name) != told:
                self._last_told[name] = told
                self.told.emit(name, told)
        self._connection.flush()
        # What arrived while the requests were answered does not wake the notifier.
        QTimer.singleShot(0, self._read)

    def _grab(self, name: str, combination: Combination, ignored: list[int]) -> str:
        """One sentence where the key is not to be had, else nothing."""
        keycodes = self._connection.keycodes(symbol_of(combination.key))
        modifiers = self._modifiers(combination)
        if not keycodes or modifiers is None:
            return interface.unknown(combination)
        claimed: list[tuple[int, int]] = []
        for keycode in keycodes:
            for extra in sums(ignored):
                if not self._connection.grab(keycode, modifiers | extra):
                    for one in claimed:
                        self._connection.ungrab(*one)
                    return interface.taken(combination)
                claimed.append((keycode, modifiers | extra))
        self._grabbed.update(dict.fromkeys(claimed, name))
        return ""

    def _modifiers(self, combination: Combination) -> int | None:
        bits = {"Ctrl": xcb.CONTROL, "Shift": xcb.SHIFT}
        for name, symbols in (("Alt", _ALT), ("Meta", _META)):
            keycodes = [code for symbol in symbols for code in self._connection.keycodes(symbol)]
            bits[name] = self._connection.modifier_of(keycodes)
        wanted = [bits[one] for one in combination.modifiers]
        return sum(set(wanted)) if all(wanted) else None

    @Slot()
    def _read(self) -> None:
        renewed = False
        for event in self._connection.events():
            if event is None:
                renewed = True
            else:
                self._take_press(event)
        if self._connection.broken:
            self._notifier.setEnabled(False)
        elif renewed:
            self._grab_all()

    def _take_press(self, press: xcb.KeyPress) -> None:
        name = self._grabbed.get((press.keycode, press.modifiers & 0xFF))
        now = time.monotonic()
        repeated = name is not None and now - self._last_press.get(name, -_REPEATED_S) < _REPEATED_S
        self._time = press.time
        if name is None or repeated:
            self._last_press |= {name: now} if name else {}
            self.let_type()
            return
        self._last_press[name] = now
        self._holding.start()
        self.pressed.emit(name, "")


def symbol_of(key: str) -> int:
    """The X key symbol of a key as interface.parse names it."""
    if key in _SYMBOLS:
        return _SYMBOLS[key]
    if len(key) > 1:
        return 0xFFBE - 1 + int(key[1:])  # F1 to F24
    code = ord(key.lower())
    return code if code < 0x100 else 0x01000000 + code


def sums(bits: Iterable[int]) -> list[int]:
    """Every sum of some of these bits, none and all of them included."""
    every = tuple(bits)
    return [sum(some) for size in range(len(every) + 1) for some in combinations(every, size)]
