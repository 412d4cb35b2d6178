"""A file's bytes, opened with care: no waiting for pipes and devices, no more bytes than the limit."""

from __future__ import annotations

import errno
import os
import stat

from desktop_search.errors import DocumentError

_REASONS = {
    errno.ENOENT: "The file is no longer there.",
    errno.ENOTDIR: "The file is no longer there.",
    errno.EACCES: "The file may not be read.",
    errno.EPERM: "The file may not be read.",
    errno.EISDIR: "This is a folder, not a file.",
    errno.ENXIO: "This is not a regular file.",
    errno.ELOOP: "The link leads round in a circle.",
    errno.ENAMETOOLONG: "The name of the file is too long.",
}


# A pipe that took the file's place must not hang the reader. Not every system has every flag.
_FLAGS = os.O_RDONLY
for _name in ("O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"):
    _FLAGS |= getattr(os, _name, 0)


def contents(path: str | os.PathLike[str], max_bytes: int, handle: int | None = None) -> tuple[bytes, os.stat_result]:
    """All bytes of a file, and its status from before the first of them was read.

    Where it is open already, `handle` is what it is read from, and is left open. Raises DocumentError; where the
    system refused, with the OSError as its cause.
    """
    opened = handle
    try:
        if opened is None:
            opened = open_file(path)
        try:
            status = os.fstat(opened)
            if stat.S_ISDIR(status.st_mode):
                raise DocumentError(_REASONS[errno.EISDIR])
            if not stat.S_ISREG(status.st_mode):
                raise DocumentError(_REASONS[errno.ENXIO])
            return _bytes(opened, status.st_size, max_bytes), status
        finally:
            if handle is None:
                os.close(opened)
    except OSError as error:
        raise DocumentError(refused(error.errno or 0, error.strerror or str(error))) from error
    except ValueError as error:  # a NUL in the name
        raise DocumentError(_REASONS[errno.ENOENT]) from error


def open_file(path: str | os.PathLike[str]) -> int:
    """A descriptor of what is at a path, whatever it is, without waiting. Raises OSError, ValueError for no name."""
    return os.open(path, _FLAGS)


def refused(number: int, told: str = "") -> str:
    """Why the system did not give a file, in one sentence; `number` is an errno."""
    return _REASONS.get(number) or f"The file cannot be read ({told or os.strerror(number)})."


def _bytes(handle: int, size: int, max_bytes: int) -> bytes:
    """All bytes up to the end; the size that the file reports is a hint, not a promise."""
    parts: list[bytes] = []
    length = 0
    wanted = size + 1
    while size <= max_bytes and length <= max_bytes:
        part = os.read(handle, min(wanted, max_bytes + 1 - length))
        if not part:
            return b"".join(parts)
        parts.append(part)
        length += len(part)
        wanted = max(wanted - len(part), 64 * 1024)
    raise DocumentError(f"The file is larger than the limit of {max_bytes / 1e6:g} MB.")
