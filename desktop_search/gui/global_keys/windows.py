"""Global keys on Windows: RegisterHotKey. Checked by types and by tests against a stand-in; not run on Windows yet.

https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-registerhotkey
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any, Protocol

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal

from desktop_search.gui.global_keys import interface
from desktop_search.gui.global_keys.interface import Combination

WM_HOTKEY = 0x0312
_MODIFIERS = {"Alt": 0x0001, "Ctrl": 0x0002, "Shift": 0x0004, "Meta": 0x0008}
_NO_REPEAT = 0x4000
_FIRST = 0xB000
# A key that was registered without a window is told to the thread, which Qt calls the second; the first is of windows.
_KINDS = (b"windows_generic_MSG", b"windows_dispatcher_MSG")
# Virtual-key codes of winuser.h.
_KEYS = {
    "Space": 0x20,
    "Return": 0x0D,
    "Tab": 0x09,
    "Escape": 0x1B,
    "Backspace": 0x08,
    "Insert": 0x2D,
    "Delete": 0x2E,
    "Home": 0x24,
    "End": 0x23,
    "PgUp": 0x21,
    "PgDown": 0x22,
    "Left": 0x25,
    "Up": 0x26,
    "Right": 0x27,
    "Down": 0x28,
    "Pause": 0x13,
    "Print": 0x2C,
    "Menu": 0x5D,
}


class User32(Protocol):
    """The functions of user32.dll that are called."""

    def RegisterHotKey(self, window: int | None, number: int, modifiers: int, key: int) -> int: ...
    def UnregisterHotKey(self, window: int | None, number: int) -> int: ...
    def VkKeyScanW(self, letter: int) -> int: ...
    def SetForegroundWindow(self, window: int) -> int: ...


class _Message(ctypes.Structure):
    """The beginning of MSG."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("wparam", ctypes.c_size_t),
        ("lparam", ctypes.c_ssize_t),
    )


class WindowsKeys(QObject):
    """See GlobalKeys."""

    pressed = Signal(str, str)
    told = Signal(str, str)

    def __init__(self, user32: User32, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._user32 = user32
        self._numbers: dict[int, str] = {}
        self._filter = _Filter(self)
        application = QCoreApplication.instance()
        if application is not None:
            application.installNativeEventFilter(self._filter)

    def bind(self, keys: Mapping[str, Combination]) -> None:
        self._release()
        for number, (name, combination) in enumerate(keys.items(), _FIRST):
            code = self._code(combination.key)
            if code is None:
                self.told.emit(name, interface.unknown(combination))
                continue
            modifiers = sum(_MODIFIERS[one] for one in combination.modifiers) | _NO_REPEAT
            if self._user32.RegisterHotKey(None, number, modifiers, code):
                self._numbers[number] = name
                self.told.emit(name, "")
            else:
                self.told.emit(name, interface.taken(combination))

    def raise_window(self, window: int, takes_keys: bool = False) -> None:
        # Allowed for as long as the key that was just pressed is the last input.
        self._user32.SetForegroundWindow(window)

    def let_type(self) -> None:
        """Windows holds nothing back for us."""

    def close(self) -> None:
        self._release()
        application = QCoreApplication.instance()
        if application is not None:
            application.removeNativeEventFilter(self._filter)

    def take_hot_key(self, number: int) -> None:
        """One of our keys was pressed."""
        if name := self._numbers.get(number):
            self.pressed.emit(name, "")

    def _release(self) -> None:
        for number in self._numbers:
            self._user32.UnregisterHotKey(None, number)
        self._numbers.clear()

    def _code(self, key: str) -> int | None:
        if key in _KEYS:
            return _KEYS[key]
        if len(key) > 1:
            return 0x70 - 1 + int(key[1:])  # VK_F1 to VK_F24
        if key.isascii() and key.isalnum():
            return ord(key)
        # A sign, wherever this keyboard has it: the low byte is the key, all bits set where there is none.
        scanned = self._user32.VkKeyScanW(ord(key)) & 0xFFFF if len(key.encode("utf-16-le")) == 2 else 0xFFFF
        return None if scanned & 0xFF == 0xFF else scanned & 0xFF


def _text(kind: QByteArray | bytes | bytearray | memoryview) -> bytes:
    return bytes(kind.data()) if isinstance(kind, QByteArray) else bytes(kind)


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, keys: WindowsKeys) -> None:
        super().__init__()
        self._keys = keys

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> Any:
        if _text(kind) in _KINDS:
            told = _Message.from_address(int(message))
            if told.message == WM_HOTKEY:
                self._keys.take_hot_key(int(told.wparam))
                return True, 0
        return False, 0
