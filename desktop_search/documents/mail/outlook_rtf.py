"""The text of a message as Outlook keeps it: RTF, packed (MS-OXRTFCP), and HTML wrapped into RTF (MS-OXRTFEX)."""

from __future__ import annotations

from html import escape

from desktop_search.documents.rtf.heads import Heads
from desktop_search.documents.rtf.tokens import DEFAULT_ENCODING, Font, Token, decoded, encoding_of_page, tokens
from desktop_search.documents.rtf.words import CHARACTERS, SIGNS
from desktop_search.documents.source import DAMAGED, Source
from desktop_search.errors import DocumentError

_HEAD = 16
_PACKED, _PLAIN = b"LZFu", b"MELA"
# What the window of 4096 bytes holds before the first byte; the words of RTF that are most used.
_START = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSym"
    rb"bolArialTimes New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n" + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_WINDOW = 4096
_MOST = 50_000_000
_LOOK_EVERY = 4096
_HEADS = frozenset("fonttbl colortbl stylesheet info pntext listtext pict".split())
_MARK = b"\\fromhtml"
_DEEPEST = 5_000


def unpacked(data: bytes, source: Source) -> bytes:
    """The RTF that is packed in a property. Raises DocumentError where it is packed in no known way."""
    if len(data) < _HEAD:
        raise DocumentError(DAMAGED)
    size = int.from_bytes(data[:4], "little") + 4
    kind = data[8:12]
    if kind == _PLAIN:
        return data[_HEAD:]
    if kind != _PACKED:
        raise DocumentError(DAMAGED)
    return _expanded(data, min(size, len(data)), source)


def _expanded(data: bytes, end: int, source: Source) -> bytes:
    """Runs of eight: a byte of flags, then a byte for each 0 and a place in the window with a length for each 1."""
    out = bytearray(_START)
    at = _HEAD
    count = 0
    while at < end and len(out) < _MOST:
        count += 1
        if count % _LOOK_EVERY == 0 and source.is_late:
            break
        flags = data[at]
        at += 1
        for bit in range(8):
            if at >= end:
                break
            if not flags >> bit & 1:
                out.append(data[at])
                at += 1
                continue
            pair = int.from_bytes(data[at : at + 2], "big")
            at += 2
            place, length = pair >> 4, (pair & 15) + 2
            if place == len(out) % _WINDOW:  # the end
                return bytes(out[len(_START) :])
            start = len(out) - ((len(out) - place) % _WINDOW)
            if start < 0:
                return bytes(out[len(_START) :])
            for offset in range(start, start + length):  # it may reach into what it writes
                out.append(out[offset])
    return bytes(out[len(_START) :])


def is_html(rtf: bytes) -> bool:
    """Does the RTF only carry HTML?"""
    return _MARK in rtf[:1000]


def carried_html(rtf: bytes, source: Source) -> str:
    """The HTML that RTF carries."""
    carried = _Carried()
    for count, token in enumerate(tokens(rtf)):
        if count % _LOOK_EVERY == 0 and source.is_late:
            break
        carried.take(token)
    return carried.finish()


class _Carried:
    r"""Groups \*\htmltag hold tags as they are; the rest is text, but what stands between \htmlrtf and \htmlrtf0."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._bytes = bytearray()
        self._heads = Heads()
        self._encoding = DEFAULT_ENCODING
        # What a group inherits: where its text goes, whether it is only for RTF, its font, what follows \u.
        self._state: tuple[str, bool, int, int] = ("text", False, -1, 1)
        self._stack: list[tuple[str, bool, int, int]] = []
        self._is_first = self._has_star = False
        self._to_skip = 0

    def take(self, token: Token) -> None:
        """The next token."""
        if token.kind not in ("byte", "text"):
            self._flush()
        match token.kind:
            case "open":
                if len(self._stack) < _DEEPEST:
                    self._stack.append(self._state)
                self._is_first, self._has_star, self._to_skip = True, False, 0
                return
            case "close":
                self._state = self._stack.pop() if self._stack else self._state
            case "word":
                self._word(token.name, token.number)
            case "sign" if token.name == "*":
                self._has_star = self._is_first
                return
            case "sign":
                self._say("\n" if token.name in "\r\n" else SIGNS.get(token.name, ""))
            case _:
                data = token.data
                skipped = min(self._to_skip, len(data))
                self._to_skip -= skipped
                self._bytes += data[skipped:]
        self._is_first = False

    def finish(self) -> str:
        """All of it."""
        self._flush()
        text = "".join(self._parts)
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _flush(self) -> None:
        if self._bytes:
            font = self._heads.fonts.get(self._state[2], Font())
            self._say(decoded(bytes(self._bytes), font, self._encoding))
            self._bytes.clear()

    def _say(self, text: str) -> None:
        goes_to, is_rtf_only, _, _ = self._state
        if goes_to == "tag":
            self._parts.append(text)
        elif goes_to == "text" and not is_rtf_only:
            self._parts.append(escape(text, quote=False))
        elif goes_to == "fonttbl":
            self._heads.say(text)

    def _word(self, name: str, number: int | None) -> None:
        goes_to, is_rtf_only, font, skips = self._state
        if self._is_first and name == "htmltag":
            self._state = ("tag", False, font, skips)
        elif self._is_first and (self._has_star or name in _HEADS):
            self._state = (name, is_rtf_only, font, skips)
            if name == "fonttbl":
                self._heads.begin(name)
        elif goes_to == "fonttbl":
            self._heads.word(name, number)
        elif name == "htmlrtf":
            self._state = (goes_to, number != 0, font, skips)
        elif name == "f":
            self._state = (goes_to, is_rtf_only, number or 0, skips)
        elif name == "plain":
            self._state = (goes_to, is_rtf_only, -1, skips)
        elif name == "uc":
            self._state = (goes_to, is_rtf_only, font, min(max(number or 0, 0), 100))
        elif name == "u" and number is not None:
            code = number + 0x10000 if number < 0 else number
            self._say(chr(code) if 0 < code < 0x110000 else "")
            self._to_skip = skips
        elif name in ("ansicpg", "ansi"):
            self._encoding = (encoding_of_page(number) if number else "") or self._encoding
        elif name in ("par", "line"):
            self._say("\n")
        elif name in CHARACTERS:
            self._say(CHARACTERS[name])
