"""Folders with the socket of an engine that was killed: nobody else takes them away from among the temporary files."""

from __future__ import annotations

import contextlib
import os
import socket
import stat
import tempfile
import time
from pathlib import Path

PREFIX = "desktop-search-"
# Another engine may be at work on one: between its folder and its listening socket lies a moment.
_YOUNG_S = 60.0


def remove(folder: Path | None = None) -> int:
    """Removes those of this person whose engine is gone; how many these were. Whatever else lies there is left."""
    if os.name == "nt":
        return 0
    removed = 0
    for found in Path(folder or tempfile.gettempdir()).glob(PREFIX + "*"):
        with contextlib.suppress(OSError):
            if found.name != f"{PREFIX}{os.getuid()}" and (left := _left_socket(found)) is not None:
                left.unlink()
                found.rmdir()
                removed += 1
    return removed


def _left_socket(folder: Path) -> Path | None:
    """The only thing in a private folder of this person, where it is a socket on which nobody listens."""
    known = folder.lstat()
    if not stat.S_ISDIR(known.st_mode) or known.st_uid != os.getuid() or known.st_mode & 0o077:
        return None
    if time.time() - known.st_mtime < _YOUNG_S:
        return None
    entries = list(folder.iterdir())
    if len(entries) != 1 or not stat.S_ISSOCK(entries[0].lstat().st_mode):
        return None
    return None if _is_heard(entries[0]) else entries[0]


def _is_heard(address: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as knock:
        # An engine that is busy, or stopped, need not answer for it: the system itself knows whether it is there.
        knock.setblocking(False)
        try:
            knock.connect(str(address))
        except ConnectionRefusedError:
            return False
        except OSError:
            return True
    return True
