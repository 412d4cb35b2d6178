"""Who is at the other end of a local socket: only the same person is let in. No Qt, nothing heavy."""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import sys

# Of the kernel's struct ucred: process, user, group.
_CREDENTIALS = struct.Struct("3i")


def is_same_person(handle: int) -> bool:
    """Does the process at the other end of this socket belong to the person who runs this one?

    Asks the kernel, where it tells (Linux). Elsewhere the private folder that the socket lies in has to do.
    """
    if not sys.platform.startswith("linux"):
        return True
    with contextlib.suppress(OSError), socket.socket(fileno=os.dup(handle)) as line:
        told = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        return int(_CREDENTIALS.unpack(told)[1]) == os.getuid()
    return False
