"""Linux' Landlock: from a moment on this thread, and all that it starts, may only read what lies in a few places.

Spoken to by system calls, whose numbers are the same on every processor; see landlock(7) and linux/landlock.h.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterable

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION = 1  # flag of _CREATE: tell the version
_PATH_BENEATH = 1
_NO_NEW_PRIVILEGES = 38

_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
# What each version knows to refuse: access to files, then TCP, then what reaches other programs.
_FILES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_TCP_SINCE, _TCP = 4, 0b11
_SCOPE_SINCE, _SCOPE = 6, 0b11  # abstract sockets, signals


class _Rules(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scope", ctypes.c_uint64))


class _Place(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def version() -> int:
    """The version that this system has; 0 where it has none."""
    if not sys.platform.startswith("linux"):
        return 0
    return max(0, int(_libc().syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION))))


def only_read(places: Iterable[str]) -> int:
    """Refuses this thread every access to files but reading at and below these places; it cannot be taken back.

    What is open stays open. Returns the version in force, 0 where the system does not have it. Raises OSError.
    """
    found = version()
    if not found:
        return 0
    libc = _libc()
    files = _FILES[max(known for known in _FILES if known <= found)]
    rules = _Rules(files, _TCP if found >= _TCP_SINCE else 0, _SCOPE if found >= _SCOPE_SINCE else 0)
    # An older system takes the structure only as long as it knew it.
    length = ctypes.sizeof(_Rules) if found >= _SCOPE_SINCE else 16 if found >= _TCP_SINCE else 8
    ruleset = _checked(libc.syscall(_CREATE, ctypes.byref(rules), ctypes.c_size_t(length), ctypes.c_uint32(0)))
    try:
        for place in places:
            # Not every system has every place.
            with contextlib.suppress(FileNotFoundError, NotADirectoryError, PermissionError):
                _allow(libc, ruleset, place)
        _checked(libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
        _checked(libc.syscall(_RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint32(0)))
    finally:
        os.close(ruleset)
    return found


def _allow(libc: ctypes.CDLL, ruleset: int, place: str) -> None:
    handle = os.open(place, getattr(os, "O_PATH", 0) | os.O_CLOEXEC)
    try:
        allowed = _READ_FILE | _READ_FOLDER if os.path.isdir(place) else _READ_FILE
        rule = _Place(allowed, handle)
        _checked(libc.syscall(_ADD, ctypes.c_int(ruleset), _PATH_BENEATH, ctypes.byref(rule), ctypes.c_uint32(0)))
    finally:
        os.close(handle)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
