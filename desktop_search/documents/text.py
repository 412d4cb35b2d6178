"""Plain text: bytes to characters, and characters to blocks.

Line ends are kept as they are: offsets count the characters of the decoded text, without a byte order mark.
"""

from __future__ import annotations

import re

from desktop_search.documents.outline import Outline
from desktop_search.errors import DocumentError
from desktop_search.records import Document

VERSION = 1

_BINARY = "This is a binary file, not text."
_MARKS = (  # UTF-32 first: its little-endian mark begins with the one of UTF-16
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# Tab, line feed, vertical tab, form feed and carriage return belong to text; backspace and escape to terminal logs.
_CONTROL = bytes(set(range(32)) - {8, 9, 10, 11, 12, 13, 27}) + b"\x7f"
_NOT_CP1252 = b"\x81\x8d\x8f\x90\x9d"

# Atomic groups, so that the two halves of one line end are never taken for two.
_BLANK_LINES = re.compile(r"(?>\r\n?|\n)(?:[^\S\r\n]*(?>\r\n?|\n))+")
_BLANK_LINES_UNIX = re.compile(r"\n(?:[^\S\r\n]*\n)+")  # the same, and much faster
_LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n|\Z)")
_RULE = re.compile(r"([-=~^\"'`#*+._:])\1{2,}\s*\Z")
# Most runs are told apart from headings by this alone: a rule is the first line or the second.
_PERHAPS = re.compile(r"(?:[^\r\n]{1,1000}(?>\r\n?|\n))?([-=~^\"'`#*+._:])\1{2,}[^\S\r\n]*(?:[\r\n]|\Z)")
_WORD = re.compile(r"\w")
_FIELD = re.compile(r":?([A-Za-z][A-Za-z-]{0,30}(?: [A-Za-z-]{1,30})?):(?:[ \t]+(.*))?\Z")
_MAX_HEADER = 20_000


def decode(data: bytes) -> str:
    """The text in `data`. Raises DocumentError where it is none, or in an encoding that is not known here."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, "replace"))
    if b"\0" in data:
        return _checked(data.decode(_wide_encoding(data), "replace"))
    if len(data) - len(data.translate(None, _CONTROL)) > max(1, len(data) // 50):
        raise DocumentError(_BINARY)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_broken(data)


def parse(data: bytes) -> Document:
    """Runs of non-blank lines become blocks; underlined lines become headings. Raises DocumentError."""
    text = decode(data)
    outline = Outline(text)
    start, fields = _header(text)
    if start:
        outline.block(0, start, "metadata")
    title = fields.get("title") or fields.get("subject") or ""
    levels: dict[tuple[str, bool], int] = {}
    at_top = True
    for begin, end in _runs(text, start):
        while found := _heading(text, begin, end):
            style, name, after = found
            name = outline.heading(levels.setdefault(style, len(levels) + 1), name, begin, after)
            if at_top:
                title = title or name
            begin, at_top = after, False
        outline.block(begin, end)
        at_top = False
    author = fields.get("author") or fields.get("authors") or ""
    return Document(text, outline.finish(), title, author, fields.get("created") or fields.get("date") or "")


def _checked(text: str) -> str:
    """Refuses what decoded to control characters or to nothing sensible."""
    sample = text[:100_000]
    odd = sum(1 for character in sample if character < " " and character not in "\b\t\n\v\f\r\x1b")
    if odd + sample.count("\ufffd") > max(1, len(sample) // 50) or "\0" in text:
        raise DocumentError(_BINARY)
    return text


def _wide_encoding(data: bytes) -> str:
    """UTF-16 without a mark: in most scripts nearly all NULs stand on one side of each pair."""
    sample = data[:65_536]
    even, odd, half = sample[::2].count(0), sample[1::2].count(0), max(1, len(sample) // 2)
    if len(data) % 2 == 0:
        if odd > 0.4 * half and even < 0.02 * half:
            return "utf-16-le"
        if even > 0.4 * half and odd < 0.02 * half:
            return "utf-16-be"
    raise DocumentError(_BINARY)


def _decode_broken(data: bytes) -> str:
    """UTF-8 with a few broken bytes stays UTF-8; else it is taken for the usual 8-bit encoding of the West."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = len(text) - broken - len(data.translate(None, bytes(range(128, 256))))
    if broken <= len(text) // 100 and sound > broken:
        return text
    if len(data) - len(data.translate(None, _NOT_CP1252)) > len(data) // 100:
        raise DocumentError("The encoding of this text is not known.")
    return data.decode("cp1252", "replace")


def _runs(text: str, start: int) -> list[tuple[int, int]]:
    """The stretches between blank lines."""
    runs = []
    pattern = _BLANK_LINES if "\r" in text else _BLANK_LINES_UNIX
    for blank in pattern.finditer(text, start):
        runs.append((start, blank.start()))
        start = blank.end()
    runs.append((start, len(text)))
    return runs


def _heading(text: str, start: int, end: int) -> tuple[tuple[str, bool], str, int] | None:
    """A heading at `start`, with a line under it or one on both sides: its style, its text and the offset after it."""
    if not _PERHAPS.match(text, start, end):
        return None
    first = _line(text, start, end)
    if first[0] and (over := _RULE.match(first[0])):
        second = _line(text, first[1], end)
        third = _line(text, second[1], end)
        if third[0].rstrip() == first[0].rstrip() and _fits(second[0], third[0]):
            return (over[1], True), second[0], third[1]
        return None
    second = _line(text, first[1], end)
    if (under := _RULE.match(second[0])) and _fits(first[0], second[0]):
        return (under[1], False), first[0], second[1]
    return None


def _line(text: str, start: int, end: int) -> tuple[str, int]:
    """The line at `start`, cut where no heading is that long, and the offset of the next line."""
    if start >= end:
        return "", end
    found = _LINE.match(text, start, end)
    return (found[1][:1000], found.end()) if found else ("", end)


def _fits(title: str, rule: str) -> bool:
    width, length = len(title.strip()), len(rule.rstrip())
    return width > 0 and 0.8 * width <= length <= 2 * width + 10 and _WORD.search(title) is not None


def _header(text: str) -> tuple[int, dict[str, str]]:
    """Lines such as "Title: ..." at the very start: the offset after them, and what they say by lower-case name."""
    blank = _BLANK_LINES.search(text, 0, _MAX_HEADER)
    end = blank.start() if blank else len(text)
    if end > _MAX_HEADER:
        return 0, {}
    fields: dict[str, str] = {}
    name = ""
    for line in re.split(r"\r\n?|\n", text[:end]):
        if found := _FIELD.match(line):
            name = found[1].lower()
            fields.setdefault(name, (found[2] or "").strip())
        elif name and line[:1] in (" ", "\t"):
            fields[name] = f"{fields[name]} {line.strip()}".strip()
        else:
            return 0, {}
    known = {"title", "subject", "author", "authors", "created", "date"}
    return (end, fields) if len(fields) > 1 and not known.isdisjoint(fields) else (0, {})
