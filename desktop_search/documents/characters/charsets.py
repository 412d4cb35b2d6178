"""Text whose carrier names its encoding: a mail header, a meta element. Names may be unknown, and may be wrong."""

from __future__ import annotations

import codecs
import re

from desktop_search.documents.characters.encoding import decode
from desktop_search.errors import DocumentError

# Browsers read these labels as the larger sets that pages under them are written in (WHATWG, Encoding Standard).
_LARGER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
# Names that mail programs use and Python does not know.
_OTHER_NAMES = {
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-6-i": "iso8859-6",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "ks_c_5601": "cp949",
    "ms949": "cp949",
    "windows-949": "cp949",
    "ms932": "cp932",
    "windows-936": "gb18030",
    "windows-950": "big5hkscs",
    "mac-cyrillic": "mac_cyrillic",
    "koi8": "koi8-r",
}
# What text cannot be in if its label could be read as single bytes.
_WIDE = ("utf-16", "utf-32")
# Two bytes a character: short words in these may look like UTF-8 of other scripts.
_TWO_BYTES = ("gb18030", "big5hkscs", "cp949", "cp932", "euc_jp", "johab", "cp950")
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_START = 1000
_JIS = re.compile(rb"\x1b(\$[@B]|\([BJI])")


def decode_as(content: bytes, name: str) -> str | None:
    """The text under the encoding of this name; None where that is unknown, or where the bytes are clearly no such."""
    codec = _codec(name)
    if not codec or codec.startswith(_WIDE):
        return None
    try:
        text = _jis(content) if codec.startswith("iso2022_jp") else content.decode(_LARGER.get(codec, codec), "replace")
    except (LookupError, ValueError):  # a codec that is none of text, such as "zip" or "idna"
        return None
    return None if text.count("\ufffd") > len(text) // 50 else text


def decode_part(content: bytes, charset: str = "") -> str:
    """Text of a mail, whatever its label: marks, then UTF-8, then the label, then a guess.

    Raises DocumentError where it is no text, or in an encoding that is not known.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    codec = _codec(charset)
    if codec.startswith(_WIDE) and b"\0" in content[:_START]:
        return content.decode(codec if codec[-2:] in ("le", "be") else f"{codec}-be", "replace")
    text = None if b"\0" in content[:_START] else _labelled(content, codec)
    return decode(content) if text is None else text


def decode_words(content: bytes, charset: str = "") -> str:
    """As `decode_part`, for a header: never fails."""
    try:
        return decode_part(content, charset)
    except DocumentError:
        return content.decode("cp1252", "replace")


def _labelled(content: bytes, codec: str) -> str | None:
    """The text by UTF-8 or by its label; None where it has to be guessed."""
    if not content.isascii():
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            is_short_word = _LARGER.get(codec, codec) in _TWO_BYTES and max(text) < "\u0800"
            return (decode_as(content, codec) or text) if is_short_word else text
        if codec == "ascii":  # what calls itself ASCII and is not says nothing
            return None
    return decode_as(content, codec)


def _codec(name: str) -> str:
    """Python's own name of an encoding; empty where it knows none. RFC 2231 allows a language: "utf-8*en"."""
    name = name.partition("*")[0].strip(" '\"").lower().removeprefix("x-")
    try:
        return codecs.lookup(_OTHER_NAMES.get(name.replace("_", "-"), name)).name if name else ""
    except (LookupError, ValueError):
        return ""


def _jis(content: bytes) -> str:
    """ISO-2022-JP. Mail has signs in it that the standard lacks and Windows has, such as numbers in circles."""
    try:
        return content.decode("iso2022_jp")
    except UnicodeDecodeError:
        pieces = _JIS.split(content)
        parts = [pieces[0]]
        for escape, piece in zip(pieces[1::2], pieces[2::2], strict=True):
            parts.append(_shifted(piece) if escape[:1] == b"$" else piece)
        return b"".join(parts).decode("cp932", "replace")


def _shifted(piece: bytes) -> bytes:
    """The two-byte characters of ISO-2022-JP as Shift_JIS has them; line ends may stand among them."""
    shifted = bytearray()
    waiting = 0
    for one in piece:
        if not 0x21 <= one <= 0x7E:
            shifted.append(one)
            waiting = 0
        elif not waiting:
            waiting = one
        else:
            lead = ((waiting - 0x21) >> 1) + 0x81
            shifted.append(lead if lead < 0xA0 else lead + 0x40)
            shifted.append(one + (0x7E if not waiting & 1 else 0x1F if one < 0x60 else 0x20))
            waiting = 0
    return bytes(shifted)
