r"""RTF split into tokens, and its bytes into characters: code pages, the character sets of fonts, signs.

{\b fat\par} -> "{", word b, text "fat", word par, "}"
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from desktop_search.documents.characters.symbols import symbol, without_private

Kind = Literal["open", "close", "word", "sign", "byte", "text"]

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,40})(-?\d{1,10})? ?"  # 1, 2: a control word and its number
    rb"|\\'([0-9A-Fa-f]{2})"  # 3: a byte
    rb"|\\([^A-Za-z])"  # 4: a control sign
    rb"|([{}])"  # 5
    rb"|([^\\{}\r\n]+)",  # 6: text
    re.S,
)
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "cp936", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_SYMBOL_CHARSET = 2
DEFAULT_ENCODING = "cp1252"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of RTF. `name` is the control word or sign, `number` its argument, `data` bytes of text."""

    kind: Kind
    name: str = ""
    number: int | None = None
    data: bytes = b""


_OPEN, _CLOSE = Token("open"), Token("close")


def tokens(content: bytes) -> Iterator[Token]:
    r"""All tokens in order; the bytes of \bin are jumped over."""
    position = 0
    while position < len(content):
        jump = None
        for found in _TOKEN.finditer(content, position):
            word, number, byte, sign, brace, text = found.groups()
            if text is not None:
                yield Token("text", data=text)
            elif word is not None:
                name = _name(word)
                if name == "bin":
                    jump = found.end() + max(0, int(number or 0))
                    break
                yield Token("word", name, None if number is None else int(number))
            elif brace is not None:
                yield _OPEN if brace == b"{" else _CLOSE
            elif byte is not None:
                yield Token("byte", data=bytes((int(byte, 16),)))
            else:
                yield Token("sign", sign.decode("latin-1"))
        if jump is None:
            return
        position = jump


@lru_cache(maxsize=4096)
def _name(word: bytes) -> str:
    return word.decode("ascii")


@dataclass(frozen=True, slots=True)
class Font:
    """A font of the font table: its name, and the encoding of its bytes; empty where the document's holds."""

    name: str = ""
    encoding: str = ""
    is_symbol: bool = False

    @staticmethod
    def of_charset(charset: int) -> Font:
        r"""A font without a name, of which \fcharset is known."""
        return Font(encoding=_CHARSETS.get(charset, ""), is_symbol=charset == _SYMBOL_CHARSET)


def encoding_of_page(page: int | None) -> str:
    """The encoding of a code page; empty where there is none of this number."""
    name = {65001: "utf-8", 10000: "mac_roman", 708: "cp1256"}.get(page or 0, f"cp{page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def decoded(data: bytes, font: Font, encoding: str) -> str:
    """Bytes of text in a font."""
    if font.is_symbol:
        return "".join(chr(one) if one == 32 else symbol(font.name, f"{one:x}") for one in data)
    return data.decode(font.encoding or encoding, "replace")


def joined(parts: list[str]) -> str:
    """The parts of a paragraph as text; \\u gives characters beyond U+FFFF as two halves."""
    text = "".join(parts)
    if any("\ud800" <= one <= "\udfff" for one in text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return without_private(text)
