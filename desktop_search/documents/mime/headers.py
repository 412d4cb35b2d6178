"""The headers of mail: where they end, encoded words (RFC 2047), parameters (RFC 2231), and what is wrong with both."""

from __future__ import annotations

import re
from binascii import Error, a2b_base64, a2b_qp
from itertools import groupby
from urllib.parse import unquote_to_bytes

from desktop_search.documents.characters.charsets import decode_words

Headers = tuple[tuple[str, bytes], ...]

# In bytes: of all headers of one part, and of one of them; what is longer is no mail.
_MOST_HEADERS = 1_000_000
_MOST_VALUE = 50_000
# Lines that may stand between a broken line and the next header.
_MOST_BETWEEN = 20
_HEADER = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")
# The separator of a mailbox may have stayed in front of the headers.
_BEFORE = re.compile(rb">*From ")
_KNOWN = re.compile(
    rb"(?:from|to|cc|bcc|date|subject|sender|reply-to|message-id|references|in-reply-to|mime-version|received"
    rb"|return-path|delivered-to|x-[\w-]{1,60}|content-[\w-]{1,60})[ \t]*:",
    re.I,
)
_BLANK = re.compile(rb"\n\r?\n")
_WORD = re.compile(rb"=\?([^?\s]{1,80})\?([BbQq])\?([^?]*)\?=")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.S)
_ESCAPED = re.compile(r"\\(.)", re.S)
_PARAMETER = re.compile(rb";\s*([^\s=;\"]{1,100})\s*=\s*(\"(?:[^\"\\]|\\.)*\"|[^;]*)", re.S)
# A name in pieces: name*0, name*1*; the star at the end tells that it is encoded.
_PIECE = re.compile(r"([^*]+)(?:\*(\d{1,4}))?(\*)?\Z")
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))


def read_headers(content: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The headers that begin at `start`, in lower case and unfolded, and where the body begins.

    A blank line ends them. A line that is none is passed over where headers go on behind it; else the body begins.
    """
    found: list[tuple[str, list[bytes]]] = []
    position = start
    while position < end:
        if position - start > _MOST_HEADERS:
            blank = _BLANK.search(content, position - 1, end)
            position = blank.end() if blank else end
            break
        stop = content.find(b"\n", position, end)
        following = end if stop < 0 else stop + 1
        line = content[position : min(following, position + _MOST_VALUE)].rstrip(b"\r\n")
        if not line:
            position = following
            break
        if line[0] in b" \t" and found:
            if not line.strip() and not _goes_on(content, following, end):
                position = following
                break
            found[-1][1].append(line)
        elif header := _HEADER.match(line):
            found.append((header[1].decode("ascii").lower(), [line[header.end() :]]))
        elif not _goes_on(content, following, end) and (found or not _BEFORE.match(line)):
            break
        position = following
    return tuple((name, _joined(lines)) for name, lines in found), position


def _joined(lines: list[bytes]) -> bytes:
    return lines[0].strip() if len(lines) == 1 else b"\n".join(lines[:1000])[:_MOST_VALUE].strip()


def _goes_on(content: bytes, position: int, end: int) -> bool:
    """Does a header follow a line that is none, perhaps after the rest of the one before?"""
    for _ in range(_MOST_BETWEEN):
        if content[position : min(position + 1, end)] not in (b" ", b"\t"):
            break
        position = content.find(b"\n", position, end) + 1 or end
    return _KNOWN.match(content, position, end) is not None


def decoded(value: bytes, charset: str = "") -> str:
    """A header as text on one line; `charset` is tried for bytes that are neither encoded nor UTF-8."""
    if b"=?" not in value:
        return " ".join(decode_words(value, charset).split())
    parts: list[tuple[str, bytes]] = []  # the encoding, empty for what is not encoded, and the bytes
    position = 0
    for word in _WORD.finditer(value):
        between = value[position : word.start()]
        # White space between two encoded words is not part of the text.
        if between.strip() or not parts or not parts[-1][0]:
            parts.append(("", between))
        parts.append((word[1].decode("latin-1").lower(), _unpacked(word[2], word[3])))
        position = word.end()
    parts.append(("", value[position:]))
    # Some programs cut a character in two: what is in one encoding is put together first.
    runs = ((label, b"".join(piece for _, piece in run)) for label, run in groupby(parts, lambda part: part[0]))
    return " ".join("".join(decode_words(run, label or charset) for label, run in runs).split())


def _unpacked(way: bytes, data: bytes) -> bytes:
    if way in b"Bb":
        return from_base64(data)
    return a2b_qp(data.replace(b"_", b" ").replace(b"\n", b""), header=False)


def from_base64(data: bytes) -> bytes:
    """Base64 without regard to what does not belong in it, and to a missing end."""
    # Padding in the middle stands where two pieces were put together.
    parts = []
    for piece in re.split(rb"=+", data):
        bare = piece.translate(None, _NOT_BASE64)
        bare = bare[:-1] if len(bare) % 4 == 1 else bare
        try:
            parts.append(a2b_base64(bare + b"=" * (-len(bare) % 4)))
        except Error:  # not met: everything that could be wrong was taken out
            continue
    return b"".join(parts)


def unquoted(text: str) -> str:
    """A header of addresses without the quotation marks around names."""
    return _QUOTED.sub(lambda found: _ESCAPED.sub(r"\1", found[1]), text)


def parameters(value: bytes, charset: str = "") -> dict[str, str]:
    """What follows the first semicolon: `boundary`, `charset`, `name` ..., by their names in lower case."""
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, bytes]]] = {}
    for found in _PARAMETER.finditer(value):
        raw = found[2].strip()
        if raw[:1] == b'"':
            raw = re.sub(rb"\\(.)", rb"\1", raw.strip(b'"')) if raw[-1:] == b'"' else raw[1:]
        piece = _PIECE.match(found[1].decode("latin-1").lower())
        if piece is None:
            continue
        name, number, star = piece.groups()
        if number or star:
            pieces.setdefault(name, []).append((int(number or 0), bool(star), raw))
        else:
            plain.setdefault(name, decoded(raw, charset))
    for name, parts in pieces.items():
        plain[name] = _put_together(sorted(parts, key=lambda part: part[0])) or plain.get(name, "")
    return plain


def _put_together(parts: list[tuple[int, bool, bytes]]) -> str:
    """RFC 2231: the first piece says the encoding, as in utf-8'en'%c3%a4."""
    label = ""
    data = bytearray()
    for index, (_, is_encoded, raw) in enumerate(parts):
        if is_encoded and index == 0 and raw.count(b"'") >= 2:
            encoding, _, raw = raw.split(b"'", 2)
            label = encoding.decode("latin-1")
        data += unquote_to_bytes(raw) if is_encoded else raw
    return decoded(bytes(data), label)
