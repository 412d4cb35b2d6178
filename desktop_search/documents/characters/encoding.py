"""Bytes to characters: Unicode with or without a mark, and the encodings of one script that came before it."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from desktop_search.documents.characters.legacy import guess_encoding
from desktop_search.documents.source import CUT, Source
from desktop_search.errors import DocumentError

_BINARY = "This is a binary file, not text."
_UNKNOWN = "The encoding of this text is not known."
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
# Japanese mail of seven bits: it changes between two sets of characters by an escape.
_ESCAPES = (b"\x1b$B", b"\x1b$@")
_SAMPLE = 65_536
# A line is cut in two rather than lose more than this part of what may be read.
_SHARE_OF_LINE = 20
# What the characters of nearly all texts in the scripts of the world are among, and private use is not.
_ODD = re.compile(
    "[^\\t\\n\\v\\f\\r -~\xa0-\u0fff\u1e00-\u218f\u2200-\u23ff\u2500-\u27ff\u3000-\u30ff\u3100-\u33ff"
    "\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]"
)


def decode(data: bytes) -> str:
    """The text in `data`. Raises DocumentError where it is none, or in an encoding that is not known here."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, "replace"))
    if b"\0" in data or len(data) - len(data.translate(None, _CONTROL)) > max(1, len(data) // 50):
        return _checked(data.decode(_wide_encoding(data), "replace"))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(data)
    return _decode_escaped(data, text) if "\x1b" in text else text


def read_text(source: Source) -> tuple[str, str]:
    """The text of a whole file, cut where it is longer than the limit, and the note that says so.

    It is cut at a line end if there is one shortly before the limit.
    Raises DocumentError as `decode` does.
    """
    text = decode(source.content)
    limit = source.limits.max_text
    if len(text) <= limit:
        return text, ""
    text = text[: (text.rfind("\n", limit - limit // _SHARE_OF_LINE, limit) + 1) or limit]
    return text, CUT.format(len(text))


def _checked(text: str) -> str:
    """Refuses what decoded to control characters or to nothing sensible."""
    sample = text[:100_000]
    odd = sum(1 for character in sample if character < " " and character not in "\b\t\n\v\f\r\x1b")
    if odd + sample.count("\ufffd") > max(1, len(sample) // 50) or "\0" in text:
        raise DocumentError(_BINARY)
    return text


def _wide_encoding(data: bytes) -> str:
    """UTF-16 or UTF-32 without a mark: nearly all characters are of a living script."""
    sample = data[:_SAMPLE]
    for encoding, width in (("utf-32-le", 4), ("utf-32-be", 4), (_order(sample), 2)):
        if len(data) % width:
            continue
        text = sample.decode(encoding, "replace")
        odd = sum(1 for _ in islice(_ODD.finditer(text), len(text) // 25 + 1))
        if odd <= len(text) // 25 and not _is_ascii_in_pairs(text):
            return encoding
    raise DocumentError(_BINARY)


def _order(sample: bytes) -> str:
    """UTF-16 in one order of bytes or the other: the upper halves of characters vary less than the lower ones."""
    even, odd = Counter(sample[::2]), Counter(sample[1::2])
    varied = sum(count * count for count in even.values()) < sum(count * count for count in odd.values())
    return "utf-16-le" if varied else "utf-16-be"


def _is_ascii_in_pairs(text: str) -> bool:
    """Any two ASCII letters give a Chinese character, but few Chinese characters are made of two."""
    wide = [ord(character) for character in text if "\u3400" <= character < "\ue000"]
    ascii_pairs = sum(1 for one in wide if 32 <= one >> 8 < 127 and 32 <= one & 255 < 127)
    return ascii_pairs > max(0.6 * len(wide), 0.3 * len(text))


def _decode_other(data: bytes) -> str:
    """UTF-8 with a few broken bytes stays UTF-8; else the encoding is guessed by the letters that it would give."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = len(text) - broken - len(data.translate(None, bytes(range(128, 256))))
    if broken <= len(text) // 100 and sound > broken:
        return text
    encoding = guess_encoding(data)
    if encoding is None:
        if len(data) - len(data.translate(None, _NOT_CP1252)) > len(data) // 100:
            raise DocumentError(_UNKNOWN)
        encoding = "cp1252"
    return data.decode(encoding, "replace")


def _decode_escaped(data: bytes, text: str) -> str:
    """Text in ISO-2022-JP; most text with escapes in it is a terminal's log."""
    if any(escape in data for escape in _ESCAPES):
        try:
            return data.decode("iso2022_jp")
        except UnicodeDecodeError:
            pass
    return text
