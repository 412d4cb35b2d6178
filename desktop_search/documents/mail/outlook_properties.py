"""The properties of Outlook's messages (MS-OXMSG): each is a stream of its own, or one entry of a table.

__substg1.0_0037001F            a property: its number, and its type
__properties_version1.0         the table of those that are of a fixed length
__attach_version1.0_#00000000   an attachment with properties of its own; __recip_... a recipient
"""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import olefile

from desktop_search.documents.characters.charsets import decode_words
from desktop_search.documents.source import DAMAGED, Limits
from desktop_search.errors import DocumentError

_TABLE = "__properties_version1.0"
_ENTRY = 16
_TOO_MUCH = "It holds more than its size allows."
_STRING, _STRING8, _BINARY = 0x001F, 0x001E, 0x0102
_TIME = 0x0040
_CODE_PAGE, _MESSAGE_CODE_PAGE = 0x3FDE, 0x3FFD
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
# Numbers of Windows whose code pages have names of their own.
_NAMES = {65001: "utf-8", 20127: "ascii", 28591: "iso-8859-1", 50220: "iso-2022-jp", 51932: "euc-jp", 20866: "koi8-r"}
_NAMES |= {21866: "koi8-u", 936: "gb18030", 54936: "gb18030", 65000: "utf-7", 51949: "euc-kr", 1200: "utf-16-le"}
_NAMES |= {28590 + number: f"iso-8859-{number}" for number in range(2, 16)}

Path = tuple[str, ...]


class OleFile:
    """One file of storages and streams, with a limit on what is read of it. All it raises is DocumentError."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._left = limits.max_unpacked
        # olefile meets damage by many exceptions, from struct.error to RecursionError: all of them mean the same.
        try:
            self._ole = olefile.OleFileIO(io.BytesIO(content))
            self._streams = {
                tuple(name.lower() for name in path): path for path in self._ole.listdir(streams=True, storages=True)
            }
        except Exception as error:
            raise DocumentError(DAMAGED) from error
        self._children: dict[Path, list[Path]] = {}
        for path in self._streams:
            self._children.setdefault(path[:-1], []).append(path)

    def children(self, path: Path, prefix: str) -> list[Path]:
        """The storages and streams right below `path` whose names begin so, in their order."""
        return sorted(one for one in self._children.get(path, ()) if one[-1].startswith(prefix.lower()))

    def read(self, path: Path) -> bytes:
        """A stream; empty where there is none. Raises DocumentError where it is damaged."""
        real = self._streams.get(path)
        if real is None:
            return b""
        try:
            if self._ole.get_type(real) != olefile.STGTY_STREAM:
                return b""
            size = self._ole.get_size(real)
            if size > self._left:
                raise DocumentError(_TOO_MUCH)
            self._left -= size
            return bytes(self._ole.openstream(real).read())
        except DocumentError:
            raise
        except Exception as error:
            raise DocumentError(DAMAGED) from error

    def has(self, path: Path) -> bool:
        """Is there a stream or storage at this path?"""
        return path in self._streams


class Properties:
    """The properties of one storage: a message, an attachment, a recipient."""

    def __init__(self, ole: OleFile, path: Path, head: int, encoding: str = "") -> None:
        """`head` is how many bytes stand before the first entry of the table: 32, 24 or 8."""
        self.ole = ole
        self.path = path
        table = ole.read((*path, _TABLE))
        self._fixed = {
            int.from_bytes(table[at : at + 4], "little"): table[at + 8 : at + 16]
            for at in range(head, len(table) - _ENTRY + 1, _ENTRY)
        }
        page = self.number(_CODE_PAGE) or self.number(_MESSAGE_CODE_PAGE)
        self.encoding = encoding or (_NAMES.get(page, f"cp{page}") if page else "")

    def number(self, tag: int) -> int:
        """A whole number of four bytes; 0 where there is none."""
        return int.from_bytes(self._fixed.get(tag << 16 | 0x0003, b"")[:4], "little")

    def date(self, *tags: int) -> str:
        """The first of these times, as ISO 8601; empty where there is none."""
        for tag in tags:
            ticks = int.from_bytes(self._fixed.get(tag << 16 | _TIME, b""), "little")
            if ticks:
                try:
                    return (_EPOCH + timedelta(microseconds=ticks // 10)).isoformat(timespec="seconds")
                except OverflowError:
                    continue
        return ""

    def text(self, *tags: int) -> str:
        """The first of these properties that is a text and not empty."""
        for tag in tags:
            text = self._stream(tag, _STRING).decode("utf-16-le", "replace")
            text = text or decode_words(self._stream(tag, _STRING8), self.encoding)
            if text := text.rstrip("\0"):
                return text
        return ""

    def binary(self, tag: int) -> bytes:
        """A property of bytes, or of text in bytes."""
        return self._stream(tag, _BINARY) or self._stream(tag, _STRING8)

    def storage(self, tag: int) -> Path | None:
        """The storage that is the value of a property: a message inside an attachment."""
        path = (*self.path, f"__substg1.0_{tag:04x}000d")
        return path if self.ole.has(path) else None

    def _stream(self, tag: int, kind: int) -> bytes:
        return self.ole.read((*self.path, f"__substg1.0_{tag:04x}{kind:04x}"))
