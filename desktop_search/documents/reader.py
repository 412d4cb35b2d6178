"""Which reader takes which file, and one file's bytes read safely into a Document.

    path -> reader_for: by suffix, or by the well-known names that have none -> Reader | None
    path -> read: open, check, read within the limits, digest, parse         -> ReadResult

A reader turns bytes into a Document and touches no file itself. Its version rises whenever its output changes,
so that the index can tell which files were read by an older one.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, field

from desktop_search.documents import markdown, text
from desktop_search.errors import DocumentError
from desktop_search.records import Document

DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. `max_bytes` counts the bytes of the file."""

    max_bytes: int = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reader:
    """One family of file types: its name, its version, what it takes, and the function that parses the bytes."""

    name: str
    version: int
    suffixes: frozenset[str]
    parse: Callable[[bytes], Document] = field(repr=False)
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A document with the digest and the stamp of exactly the bytes that it was made from.

    `size` is in bytes, `mtime_ns` in nanoseconds; all four numbers come from the descriptor that was read, from
    before the first byte: a file that grows meanwhile shows a different stamp at the next look.
    """

    document: Document
    digest: bytes
    size: int
    mtime_ns: int
    inode: int
    device: int


# Well-known files without a suffix; what follows a dash ("LICENSE-MIT") does not matter.
_NAMES = frozenset({
    "authors", "changelog", "changes", "contributors", "copying", "copyright", "credits", "faq", "history", "install",
    "licence", "license", "news", "notes", "notice", "readme", "todo",
})  # fmt: skip

READERS: tuple[Reader, ...] = (
    Reader(
        "text",
        text.VERSION,
        frozenset({".txt", ".text", ".log", ".rst", ".org", ".adoc", ".asciidoc", ".tex"}),
        text.parse,
        names=_NAMES,
    ),
    Reader(
        "markdown",
        markdown.VERSION,
        frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd"}),
        markdown.parse,
    ),
)

_BY_SUFFIX = {suffix: reader for reader in READERS for suffix in reader.suffixes}
_BY_NAME = {name: reader for reader in READERS for name in reader.names}

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


def reader_for(path: str | os.PathLike[str]) -> Reader | None:
    """The reader for a file, judged by its name alone; None where there is none for this type."""
    name = os.path.basename(os.fspath(path)).lower()
    suffix = os.path.splitext(name)[1]
    if suffix:
        return _BY_SUFFIX.get(suffix)
    return _BY_NAME.get(name.replace("_", "-").partition("-")[0])


def has_reader(path: str) -> bool:
    """Is there a reader for a file of this name?"""
    return reader_for(path) is not None


def read(path: str | os.PathLike[str], limits: Limits | None = None) -> ReadResult:
    """Reads one file. Raises DocumentError with a one-sentence reason for whatever stands in the way.

    Waits neither for a pipe nor for a device, and never holds more than `limits.max_bytes` + 1 bytes of the file.
    """
    reader = reader_for(path)
    if reader is None:
        raise DocumentError("There is no reader for this type of file.")
    content, status = _content(path, (limits or Limits()).max_bytes)
    return ReadResult(
        document=reader.parse(content),
        digest=hashlib.blake2b(content, digest_size=DIGEST_BYTES).digest(),
        size=status.st_size,
        mtime_ns=status.st_mtime_ns,
        inode=status.st_ino,
        device=status.st_dev,
    )


def _content(path: str | os.PathLike[str], max_bytes: int) -> tuple[bytes, os.stat_result]:
    flags = os.O_RDONLY
    # A pipe that took the file's place must not hang the indexer. Not every system has every flag.
    for name in ("O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"):
        flags |= getattr(os, name, 0)
    try:
        handle = os.open(path, flags)
        try:
            status = os.fstat(handle)
            if stat.S_ISDIR(status.st_mode):
                raise DocumentError(_REASONS[errno.EISDIR])
            if not stat.S_ISREG(status.st_mode):
                raise DocumentError(_REASONS[errno.ENXIO])
            return _bytes(handle, status.st_size, max_bytes), status
        finally:
            os.close(handle)
    except OSError as error:
        reason = _REASONS.get(error.errno or 0) or f"The file cannot be read ({error.strerror or error})."
        raise DocumentError(reason) from error
    except ValueError as error:  # a NUL in the name
        raise DocumentError(_REASONS[errno.ENOENT]) from error


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
    raise DocumentError(f"The file is larger than the limit of {max_bytes / 1024**2:g} MB.")
