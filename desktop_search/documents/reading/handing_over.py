"""An open file handed to a reader process beside its request, where the system can do that (Linux).

The reader then needs no access to files at all. Where it cannot be handed over, the reader opens it by its path.
"""

from __future__ import annotations

import errno
import json
import os
import socket
import sys
from multiprocessing.connection import Connection
from typing import Any

from desktop_search.documents.reading.contents import open_file, refused
from desktop_search.errors import DocumentError

_CAN = sys.platform.startswith("linux")
_SENT = b"."


def send(connection: Connection, request: dict[str, Any], most: int = sys.maxsize) -> int:
    """Sends a request with its file, which "path" names; returns the bytes of the message. Raises OSError.

    Sends nothing and returns 0 where the message would have more than `most` bytes. A file that cannot be opened is
    no error here: the reader is told and answers for it.
    """
    handle = None
    if _CAN:
        try:
            handle = open_file(request["path"])
            request["refused"] = 0
        except OSError as error:
            request["refused"] = error.errno or errno.EIO
        except ValueError:  # a NUL in the name
            request["refused"] = errno.ENOENT
    message = json.dumps(request).encode()
    try:
        if len(message) > most:
            return 0
        connection.send_bytes(message)
        if handle is not None:
            with socket.fromfd(connection.fileno(), socket.AF_UNIX, socket.SOCK_STREAM) as line:
                socket.send_fds(line, [_SENT], [handle])
    finally:
        if handle is not None:
            os.close(handle)
    return len(message)


def receive(connection: Connection, request: dict[str, Any]) -> int | None:
    """The open file of a request, to be closed by the caller; None where it is to be opened by its path.

    Raises DocumentError where it could not be opened, EOFError where the other side is gone.
    """
    number = request.get("refused")
    if number is None:
        return None
    if number:
        raise DocumentError(refused(number)) from OSError(number, os.strerror(number))
    with socket.fromfd(connection.fileno(), socket.AF_UNIX, socket.SOCK_STREAM) as line:
        _, handles, _, _ = socket.recv_fds(line, len(_SENT), 1)
    if not handles:
        raise EOFError
    return handles[0]
