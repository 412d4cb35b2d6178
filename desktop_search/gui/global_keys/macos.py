"""Global keys on macOS: RegisterEventHotKey of Carbon, which needs no permission and sees no other key.

Checked by types and by tests against a stand-in; not run on macOS yet. Values are those of Carbon's Events.h.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from desktop_search.gui.global_keys import interface
from desktop_search.gui.global_keys.interface import Combination

_MODIFIERS = {"Meta": 0x0100, "Shift": 0x0200, "Alt": 0x0800, "Ctrl": 0x1000}
_KEYS = {
    "Space": 0x31,
    "Return": 0x24,
    "Tab": 0x30,
    "Escape": 0x35,
    "Backspace": 0x33,
    "Delete": 0x75,
    "Home": 0x73,
    "End": 0x77,
    "PgUp": 0x74,
    "PgDown": 0x79,
    "Left": 0x7B,
    "Up": 0x7E,
    "Right": 0x7C,
    "Down": 0x7D,
}
# Places of the keys on an American keyboard, as the system numbers them.
_KEYS |= dict(zip("ASDFHGZXCV", range(0x00, 0x0A), strict=True)) | {"B": 0x0B}
_KEYS |= dict(zip("QWERYT", range(0x0C, 0x12), strict=True)) | {"O": 0x1F, "U": 0x20, "I": 0x22, "P": 0x23}
_KEYS |= {"L": 0x25, "J": 0x26, "K": 0x28, "N": 0x2D, "M": 0x2E}
_KEYS |= {"1": 0x12, "2": 0x13, "3": 0x14, "4": 0x15, "5": 0x17, "6": 0x16, "7": 0x1A, "8": 0x1C, "9": 0x19, "0": 0x1D}
_KEYS |= {"=": 0x18, "-": 0x1B, "]": 0x1E, "[": 0x21, "'": 0x27, ";": 0x29, "\\": 0x2A, ",": 0x2B, "/": 0x2C, ".": 0x2F}
_KEYS |= dict(
    zip(
        (f"F{number}" for number in range(1, 13)),
        (0x7A, 0x78, 0x63, 0x76, 0x60, 0x61, 0x62, 0x64, 0x65, 0x6D, 0x67, 0x6F),
        strict=True,
    )
)
_SIGNATURE = 0x44534B59  # 'DSKY'


class Carbon(Protocol):
    """What is called of Carbon, without its pointers: CarbonLibrary is the real one."""

    def install(self, pressed: Callable[[int], None]) -> None: ...
    def register(self, key: int, modifiers: int, number: int) -> tuple[int, object]: ...
    def unregister(self, key: object) -> None: ...


class MacKeys(QObject):
    """See GlobalKeys. "Ctrl" is the control key here, "Meta" the command key."""

    pressed = Signal(str, str)
    told = Signal(str, str)

    def __init__(self, carbon: Carbon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._carbon = carbon
        self._names: dict[int, str] = {}
        self._held: list[object] = []
        carbon.install(self._take)

    def bind(self, keys: Mapping[str, Combination]) -> None:
        self.close()
        for number, (name, combination) in enumerate(keys.items(), 1):
            code = _KEYS.get(combination.key)
            if code is None:
                self.told.emit(name, interface.unknown(combination))
                continue
            status, key = self._carbon.register(code, sum(_MODIFIERS[one] for one in combination.modifiers), number)
            if status == 0:
                self._names[number] = name
                self._held.append(key)
            self.told.emit(name, "" if status == 0 else interface.taken(combination))

    def raise_window(self, window: int, takes_keys: bool = False) -> None:
        """Qt's own activateWindow does it."""

    def let_type(self) -> None:
        """macOS holds nothing back for us."""

    def close(self) -> None:
        for key in self._held:
            self._carbon.unregister(key)
        self._held.clear()
        self._names.clear()

    def _take(self, number: int) -> None:
        if name := self._names.get(number):
            self.pressed.emit(name, "")


class _KeyName(ctypes.Structure):
    _fields_ = (("signature", ctypes.c_uint32), ("number", ctypes.c_uint32))


class _Kind(ctypes.Structure):
    _fields_ = (("group", ctypes.c_uint32), ("kind", ctypes.c_uint32))


class CarbonLibrary:
    """Carbon by ctypes. Raises OSError where there is none."""

    _KEYBOARD, _HOT_KEY_PRESSED = 0x6B657962, 5  # 'keyb', kEventHotKeyPressed
    _DIRECT_OBJECT, _TYPE_HOT_KEY = 0x2D2D2D2D, 0x686B6964  # '----', 'hkid'

    def __init__(self) -> None:
        self._library: Any = ctypes.CDLL("/System/Library/Frameworks/Carbon.framework/Carbon")
        self._library.GetApplicationEventTarget.restype = ctypes.c_void_p
        self._callback: object = None

    def install(self, pressed: Callable[[int], None]) -> None:
        kind = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)

        def handle(_next: int, event: int, _data: int) -> int:
            name = _KeyName()
            self._library.GetEventParameter(
                ctypes.c_void_p(event),
                self._DIRECT_OBJECT,
                self._TYPE_HOT_KEY,
                None,
                ctypes.c_ulong(ctypes.sizeof(name)),
                None,
                ctypes.byref(name),
            )
            pressed(int(name.number))
            return 0

        # Kept: Carbon holds only its address.
        self._callback = kind(handle)
        wanted = _Kind(self._KEYBOARD, self._HOT_KEY_PRESSED)
        target = ctypes.c_void_p(self._library.GetApplicationEventTarget())
        self._library.InstallEventHandler(target, self._callback, ctypes.c_ulong(1), ctypes.byref(wanted), None, None)

    def register(self, key: int, modifiers: int, number: int) -> tuple[int, object]:
        held = ctypes.c_void_p()
        target = ctypes.c_void_p(self._library.GetApplicationEventTarget())
        status = self._library.RegisterEventHotKey(
            ctypes.c_uint32(key),
            ctypes.c_uint32(modifiers),
            _KeyName(_SIGNATURE, number),
            target,
            ctypes.c_uint32(0),
            ctypes.byref(held),
        )
        return int(status), held

    def unregister(self, key: object) -> None:
        self._library.UnregisterEventHotKey(key)
