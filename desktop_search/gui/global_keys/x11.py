"""Global keys on X11: passive grabs on the root window, over a connection of our own, heard in a thread of its own.

Nothing ever stands still for us: a program that is stopped in the middle of this holds nobody's keyboard. Instead a
window that nobody sees takes the keyboard as soon as the key is pressed, and what is typed before the window is there
that was called is sent on to it. Of the keyboard nothing else is ever seen here: while none of our keys was pressed, no
other key is told.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from itertools import combinations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from desktop_search.gui.global_keys import interface, xcb
from desktop_search.gui.global_keys.interface import Combination

# After so long who had the keyboard before has it again, where no window comes: it is there in a fiftieth of it as a
# rule, and on a machine with too much to do in a half.
LONGEST_HOLD_S = 1.5
# So long the window manager has to give the keyboard to a window that was shown; then it is given past it.
_MANAGER_S = 0.3
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
    renewed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connection = xcb.Connection()
        self._wanted: dict[str, Combination] = {}
        self._last_told: dict[str, str] = {}
        # The rest is shared with the thread that hears the keys.
        self._lock = threading.Lock()
        self._grabbed: dict[tuple[int, int], str] = {}
        self._last_press: dict[str, float] = {}
        self._time = 0
        self._own = 0
        self._holding: threading.Timer | None = None
        self._before = 0
        self._target, self._panel = 0, 0
        self._kept: list[xcb.Key] = []
        self.renewed.connect(self._grab_all)
        self._thread = threading.Thread(target=self._listen, name="global keys", daemon=True)
        self._thread.start()

    def bind(self, keys: Mapping[str, Combination]) -> None:
        self._wanted = dict(keys)
        self._last_told.clear()
        self._grab_all()

    def raise_window(self, window: int, takes_keys: bool = False) -> None:
        # Our connection must not overtake Qt's, which is about to show the window.
        QGuiApplication.sync()
        with self._lock:
            self._connection.ask_for_focus(window, self._time)
            if takes_keys:
                self._target = self._panel = window
                for key in self._kept:
                    self._connection.send_key(window, key)
                self._kept.clear()
                if self._end_hold():
                    self._begin_hold(_MANAGER_S)

    def let_type(self) -> None:
        with self._lock:
            if self._end_hold() and not self._target:
                self._connection.give_focus(self._before, self._time)
            if self._time:
                self._connection.let_go(self._time)
            self._time = 0

    def close(self) -> None:
        with self._lock:
            self._end_hold()
        self._connection.wake()
        self._thread.join()
        # The server takes grabs and the unseen window back with the connection.
        self._connection.close()

    @Slot()
    def _grab_all(self) -> None:
        locks = [self._connection.modifier_of(self._connection.keycodes(one)) for one in (_NUM_LOCK, _SCROLL_LOCK)]
        ignored = sorted({xcb.LOCK, *(lock for lock in locks if lock)})
        with self._lock:
            for keycode, modifiers in self._grabbed:
                self._connection.ungrab(keycode, modifiers)
            self._grabbed.clear()
            told = {name: self._grab(name, combination, ignored) for name, combination in self._wanted.items()}
            self._connection.flush()
        for name, problem in told.items():
            if self._last_told.get(name) != problem:
                self._last_told[name] = problem
                self.told.emit(name, problem)

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

    def _listen(self) -> None:
        """In the thread: an interface that is busy painting must not be too late for what is typed."""
        while (happened := self._connection.wait()) != "over":
            if isinstance(happened, xcb.Key):
                self._take(happened)
            else:
                self.renewed.emit()

    def _take(self, key: xcb.Key) -> None:
        with self._lock:
            if not key.is_down and key.keycode == self._own:
                # Ours comes up, perhaps with other modifiers than it went down with.
                self._own = 0
                return
            name = self._grabbed.get((key.keycode, key.modifiers & 0xFF)) if key.is_down else None
            if name is None:
                self._pass_on(key)
                return
            now = time.monotonic()
            repeated = now - self._last_press.get(name, -_REPEATED_S) < _REPEATED_S
            self._last_press[name], self._own = now, key.keycode
            if repeated:
                if self._holding is None:
                    self._connection.let_go(key.time)
                return
            self._time = key.time
            self._hold()
        self.pressed.emit(name, "")

    def _pass_on(self, key: xcb.Key) -> None:
        if self._target:
            self._connection.send_key(self._target, key)
        elif self._holding is not None:
            self._kept.append(key)

    def _hold(self) -> None:
        """Takes the keyboard for the window that is about to be called."""
        self._end_hold()
        self._kept.clear()
        self._target = 0
        self._before = self._connection.take_focus(self._connection.catcher, self._time)
        if self._before == self._panel:
            # It is shown, and the key is to hide it.
            self._connection.give_focus(self._before, self._time)
            return
        self._begin_hold(LONGEST_HOLD_S)

    def _begin_hold(self, seconds: float) -> None:
        self._holding = threading.Timer(seconds, self._give_up)
        self._holding.daemon = True
        self._holding.start()

    def _end_hold(self) -> bool:
        holding, self._holding = self._holding, None
        if holding is not None:
            holding.cancel()
        return holding is not None

    def _give_up(self) -> None:
        """The window has not come, or the window manager does not give it the keyboard."""
        with self._lock:
            if self._end_hold():
                self._connection.give_focus(self._target or self._before, self._time)


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
