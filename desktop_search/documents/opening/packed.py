"""ZIP files opened with care: the office formats, EPUB and archives are all of this kind.

Nothing is written to disk. A bomb is met by its ratio and by what it unpacks to, whatever sizes it declares.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from lzma import LZMAError

from desktop_search.documents.source import DAMAGED, ENCRYPTED, Limits
from desktop_search.errors import DocumentError

_CHUNK = 1 << 20
# Below this an entry may grow as it likes: a page of equal letters is no attack.
_FREE = 1_000_000
# What an entry of the list of members begins with, and what stands behind the list (APPNOTE.TXT, 4.3.12 and 4.3.16).
_LISTED = b"PK\1\2"
_END = b"PK\5\6"
_END_LENGTH = 22
_IN_ANOTHER_PLACE = 0xFFFFFFFF
_FAILURES = (zipfile.BadZipFile, zlib.error, LZMAError, OSError, EOFError, ValueError, NotImplementedError)


class Packed:
    """The members of one ZIP file, read into memory one by one within the limits."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Raises DocumentError where `content` is no ZIP file, is damaged, or has too many members."""
        self._limits = limits
        self._unpacked = 0
        if _members_listed(content) > limits.max_members:
            raise DocumentError(f"It holds more than {limits.max_members:,} files.")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _FAILURES as error:
            raise DocumentError(DAMAGED) from error
        self._members = {_plain(member.filename).lower(): member for member in self._zip.filelist}

    def __iter__(self) -> Iterator[zipfile.ZipInfo]:
        """The members that are files, in the order of the archive."""
        return (member for member in self._zip.filelist if not member.is_dir())

    def __contains__(self, name: str) -> bool:
        return _plain(name).lower() in self._members

    @property
    def is_exhausted(self) -> bool:
        """True once as much was unpacked as the limits allow: nothing more can be read."""
        return self._unpacked >= self._limits.max_unpacked

    def read(self, name: str | zipfile.ZipInfo) -> bytes:
        """One member's bytes; a name is looked up without regard to case.

        Raises DocumentError where it is missing, damaged, encrypted, or larger than the limits allow.
        """
        member = self._members.get(_plain(name).lower()) if isinstance(name, str) else name
        if member is None:
            raise DocumentError(f"A part of the file is missing: {name}.")
        if member.flag_bits & 0x1:
            raise DocumentError(ENCRYPTED)
        most = max(_FREE, member.compress_size * self._limits.max_ratio)
        parts: list[bytes] = []
        length = 0
        try:
            with self._zip.open(member) as stream:
                while part := stream.read(_CHUNK):
                    length += len(part)
                    self._unpacked += len(part)
                    if length > most:
                        raise DocumentError(
                            f"It unpacks to more than {self._limits.max_ratio} times its size and is taken for a bomb."
                        )
                    if self._unpacked > self._limits.max_unpacked:
                        raise DocumentError(f"It unpacks to more than {self._limits.max_unpacked / 1e6:,.0f} MB.")
                    parts.append(part)
        except RuntimeError as error:  # what zipfile says of a password
            raise DocumentError(ENCRYPTED) from error
        except _FAILURES as error:
            raise DocumentError(DAMAGED) from error
        return b"".join(parts)


def _members_listed(content: bytes) -> int:
    """How many members the list at the end has, before it is taken apart: a million of them take half a minute."""
    end = content.rfind(_END)
    if end < 0 or len(content) < end + _END_LENGTH:
        return 0
    length = int.from_bytes(content[end + 12 : end + 16], "little")
    start = 0 if length == _IN_ANOTHER_PLACE else max(0, end - length)
    return content.count(_LISTED, start, end)


def _plain(name: str) -> str:
    """Some programs write backslashes, or a slash at the start."""
    return name.replace("\\", "/").lstrip("/")
