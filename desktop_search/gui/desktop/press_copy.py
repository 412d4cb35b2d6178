"""Lets the program in front copy what is selected in it, by the key that does so. Not run on these systems yet."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

_VK_CONTROL, _VK_C, _KEY_UP = 0x11, 0x43, 0x0002
# Those that were held with the global key; Ctrl+Alt+C would be another command.
_HELD = (0x10, 0x12, 0x5B, 0x5C)
APPLICATION_SERVICES = "/System/Library/Frameworks/ApplicationServices.framework/ApplicationServices"
_MAC_C, _MAC_COMMAND, _SESSION_TAP = 0x08, 1 << 20, 1


def windows(user32: Any) -> Callable[[], None]:
    """By keybd_event of user32.dll."""

    def press() -> None:
        for key in _HELD:
            user32.keybd_event(key, 0, _KEY_UP, 0)
        for key, flags in ((_VK_CONTROL, 0), (_VK_C, 0), (_VK_C, _KEY_UP), (_VK_CONTROL, _KEY_UP)):
            user32.keybd_event(key, 0, flags, 0)

    return press


def macos(library: Any) -> Callable[[], None]:
    """By events of Core Graphics; the system asks the person once whether the program may."""
    library.CGEventCreateKeyboardEvent.restype = ctypes.c_void_p

    def press() -> None:
        for down in (True, False):
            event = ctypes.c_void_p(library.CGEventCreateKeyboardEvent(None, _MAC_C, down))
            library.CGEventSetFlags(event, ctypes.c_uint64(_MAC_COMMAND))
            library.CGEventPost(_SESSION_TAP, event)
            library.CFRelease(event)

    return press
