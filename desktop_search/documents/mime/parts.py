"""Mail as a tree of parts (RFC 2045, RFC 2046). Parts are stretches of one buffer: nothing is copied until it is read.

    whole(content) -> Part -> split(part) -> Part ... -> body(part)

Nothing here recurses, and broken mail is read as far as it goes: boundaries that are missing, cut off or wrong.
"""

from __future__ import annotations

import re
from binascii import Error, a2b_qp, a2b_uu
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from desktop_search.documents.mime.headers import Headers, decoded, from_base64, parameters, read_headers

_LONGEST_BOUNDARY = 1000
_SPACE = b"\xef\xbb\xbf\r\n\t "
_KIND = re.compile(rb"\s*([\w.+-]{1,100}/[\w.+-]{1,100})", re.A)
# A boundary that no header names: a line that begins with two dashes, and a header after it.
_LIKE_BOUNDARY = re.compile(rb"\n--([^\r\n]{1,200}?)[ \t]*\r?\n(?=content-[\w-]{1,40}[ \t]*:)", re.I)
# After Base64 some lists put words of their own.
_WORDS_AFTER = re.compile(rb"\n[^\n]{0,200}?[A-Za-z]{2}[ \t]+[A-Za-z]{2}[^\n]*")
_SOFT_END = re.compile(rb"=[ \t]+(?=\r?\n)")


@dataclass(frozen=True)
class Part:
    """A message, or one of its parts: its headers, and its body as content[start:end], still encoded."""

    content: bytes = field(repr=False)
    headers: Headers
    start: int
    end: int
    usual: str = "text/plain"

    @cached_property
    def kind(self) -> str:
        """The content type, such as "text/plain"; the usual one where none is given or it makes no sense."""
        found = _KIND.match(self.raw("content-type"))
        if found:
            return found[1].decode("ascii").lower()
        # "text" alone, and the other half-words that programs write.
        return "text/html" if self.raw("content-type").strip().lower() == b"html" else self.usual

    @cached_property
    def parameters(self) -> dict[str, str]:
        """What the content type says besides: the boundary, the charset."""
        return parameters(self.raw("content-type"))

    @property
    def charset(self) -> str:
        """The encoding that the text of the part is said to be in."""
        return self.parameters.get("charset", "")

    @cached_property
    def disposition(self) -> str:
        """How the part wants to be shown: "attachment", "inline", or nothing that is known."""
        word = self.raw("content-disposition").partition(b";")[0].strip().lower()
        return word.decode("latin-1") if word in (b"attachment", b"inline") else ""

    @cached_property
    def name(self) -> str:
        """The name of the file that the part is, without folders; empty where it has none."""
        given = parameters(self.raw("content-disposition"), self.charset).get("filename") or self.parameters.get("name")
        name = given or decoded(self.raw("content-location"))
        return name.replace("\\", "/").rstrip("/").rpartition("/")[2].strip()

    def raw(self, name: str) -> bytes:
        """The first header of this name that is not empty."""
        return next((value for key, value in self.headers if key == name and value), b"")

    def text(self, name: str) -> str:
        """All headers of this name that are not empty, decoded, with commas between them."""
        return ", ".join(decoded(value, self.charset) for key, value in self.headers if key == name and value)

    def first(self, *names: str) -> str:
        """The first header of these that is not empty, decoded."""
        return next((text for name in names if (text := decoded(self.raw(name), self.charset))), "")


def whole(content: bytes) -> Part:
    """A message from its first byte on; the line ends of old Macs are put right."""
    if b"\n" not in content and b"\r" in content:
        content = content.replace(b"\r", b"\n")
    return part_of(content, len(content) - len(content.lstrip(_SPACE)), len(content))


def part_of(content: bytes, start: int, end: int, usual: str = "text/plain") -> Part:
    """The part that stands at content[start:end]."""
    headers, body_start = read_headers(content, start, end)
    return Part(content, headers, body_start, end, usual)


def split(part: Part) -> Iterator[Part]:
    """The parts of a multipart; none where no boundary is found."""
    usual = "message/rfc822" if part.kind == "multipart/digest" else "text/plain"
    boundary = part.parameters.get("boundary", "").rstrip()[:_LONGEST_BOUNDARY].encode("utf-8", "replace")
    marks = _marks(part, boundary) if boundary else iter(())
    mark = next(marks, None)
    if mark is None and (guessed := _LIKE_BOUNDARY.search(part.content, max(0, part.start - 1), part.end)):
        marks = _marks(part, guessed[1])
        mark = next(marks, None)
    while mark is not None and not mark[1]:
        following = next(marks, None)
        start = min(part.content.find(b"\n", mark.end(), part.end) + 1 or part.end, part.end)
        end = following.start() if following else part.end
        if following and part.content[end - 1 : end] == b"\r":
            end -= 1
        yield part_of(part.content, start, max(start, end), usual)
        mark = following


def _marks(part: Part, boundary: bytes) -> Iterator[re.Match[bytes]]:
    """The lines of a boundary; group 1 marks the last one. The line end before belongs to the boundary."""
    line = re.compile(rb"\n--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|\r?\Z)")
    return line.finditer(part.content, max(0, part.start - 1), part.end)


def body(part: Part) -> bytes:
    """The bytes of a part without the encoding that carried them; an encoding that is not known is none."""
    data = part.content[part.start : part.end]
    way = part.raw("content-transfer-encoding").lower().strip(b" \t;'\"").replace(b" ", b"-")
    if way.startswith(b"base64"):
        after = _WORDS_AFTER.search(data) if b" " in data else None
        end = after.start() if after else len(data)
        extra = data[end:] if part.kind.startswith("text/") else b""
        return from_base64(data[:end]) + extra
    if way.startswith(b"quoted"):
        return a2b_qp(_SOFT_END.sub(b"=", data))
    if way in (b"x-uuencode", b"uuencode", b"x-uue", b"uue"):
        return _from_uu(data)
    return data


def _from_uu(data: bytes) -> bytes:
    lines = data.split(b"\n")
    begin = next((index for index, line in enumerate(lines) if line.startswith(b"begin ")), None)
    if begin is None:
        return data
    parts = []
    for line in lines[begin + 1 :]:
        line = line.rstrip(b"\r")
        if line.strip() in (b"end", b"`", b""):
            break
        try:
            parts.append(a2b_uu(line))
        except Error:  # some programs write more than the line says
            count = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                parts.append(a2b_uu(line[:count]))
            except Error:
                break
    return b"".join(parts)
