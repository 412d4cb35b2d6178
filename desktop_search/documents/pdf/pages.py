"""One page of a PDF into segments: stretches of words on one baseline, with their place, size and weight.

PDFium gives the characters in the order in which the page draws them and finds the words; asking for the place of
every character costs more than all the rest, so only the ends of words are asked for.

Coordinates are points in the direction of the page's text: x grows along the line, y from line to line.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from dataclasses import dataclass

import pypdfium2.raw as pdfium

# A segment ends at a gap of this many heights of its letters; layout joins what belongs together.
_GAP = 0.8
# And where the next word stands this much higher or lower, or begins this far to the left of where this one ended.
_SHIFT = 0.6
_BACK = 0.5
# What rises by more than this is oblique; a page that was scanned askew is not.
_OBLIQUE = 0.15
# Two of the same words this near to each other are one; so many others are looked at.
_REACH = 0.4
_MOST_SAME = 20
# A number at the end of a word that stands this much higher is that of a footnote.
_RAISED = 0.15
# A line of more characters than this is taken whole where they are on average not wider than this, in heights.
_SHORT = 12
_USUAL = 0.6
_LARGER = 1.15
_NOTED = re.compile(r"[^\W\d_]{3,}[)\"\u2019\u201d.,]?(\d{1,3})\Z")
# PDFium's lines; one ends, too, at the mark that it sets where a word is divided.
_LINE = re.compile("[^\r\n\x02\ufffe]*[\x02\ufffe]|[^\r\n\x02\ufffe]+")
# What has no letter of its own is often a space.
_WORD = re.compile("[^\\s\x00-\x1f\ufffe]*[\x02\ufffe]|[^\\s\x00-\x1f\ufffe]+")
_BOLD = re.compile(r"bold|black|heavy|semibold|demi|^(?:[A-Z]{6}\+)?(?:cmb|sfbx|lmroman\d+-bold|nimbus\w*-bold)", re.I)
# Forms that exist for the sake of printing only: ligatures and the shapes of Arabic letters.
_FORMS = re.compile("[\ufb00-\ufdff\ufe70-\ufefc]+")
_FROM_RIGHT = re.compile("[\u0590-\u08ff]+")
# What PDFium makes of a hyphen at a line's end, signs of the Symbol fonts, and what cannot be read.
_SIGNS = {0x02: "\u00ad", 0xFFFE: "\u00ad", 0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xA0: " "}
_SIGNS |= {0x200B: "", 0xFFFF: ""}


@dataclass(slots=True)
class Segment:
    """Words on one baseline. `order` counts from the first that the page draws; `size` is the height of its font.

    `turn` counts quarter turns to the left; 4 is oblique.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    order: int
    turn: int = 0


def runs_from_right(text: str) -> bool:
    """Is most of a text in a script that is written from the right?"""
    return not text.isascii() and 2 * sum(map(len, _FROM_RIGHT.findall(text))) > len(text) - text.count(" ")


class PageText:
    """The text of one open page; use it in a with statement."""

    def __init__(self, page: object) -> None:
        self._raw = pdfium.FPDFText_LoadPage(page)
        self._rect = pdfium.FS_RECTF()
        self._matrix = pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box = tuple(ctypes.c_double() for _ in range(4))
        self._flags = ctypes.c_int()
        self._name = ctypes.create_string_buffer(200)
        self._fonts: dict[bytes, bool] = {}

    def __enter__(self) -> PageText:
        return self

    def __exit__(self, *_: object) -> None:
        if self._raw:
            pdfium.FPDFText_ClosePage(self._raw)
            self._raw = None

    def segments(self, most: int) -> list[Segment]:
        """The page's segments in the order in which it draws them, of at most `most` characters."""
        text = self._text(most)
        found: list[Segment] = []
        for match in _LINE.finditer(text):
            start, stop = match.span()
            whole = self._whole(text, start, stop, len(found)) if stop - start > _SHORT else None
            if whole is not None:
                found.append(whole)
            else:
                found += self._by_words(text, start, stop, len(found))
        return _once(found)

    def _whole(self, text: str, first: int, last: int, order: int) -> Segment | None:
        """A line that the page draws in one go, in the usual width: most lines are, and cost two calls, not many."""
        raw = self._raw
        words = _WORD.findall(text, first, last)
        if not words or pdfium.FPDFText_CountRects(raw, first, last - first) != 1:
            return None
        one = self._begin(text.index(words[0], first), order)
        left, top, right, bottom = self._box
        if one.turn or not pdfium.FPDFText_GetRect(raw, 0, left, top, right, bottom):
            return None
        one.x0, one.x1, one.text = left.value, right.value, _tidy(" ".join(words))
        return one if one.x1 - one.x0 < _USUAL * one.size * (last - first) else None

    def _by_words(self, text: str, first: int, last: int, order: int) -> list[Segment]:
        """A line by the places of its words."""
        box, rect, raw = pdfium.FPDFText_GetLooseCharBox, self._rect, self._raw
        reference = ctypes.byref(rect)
        found: list[Segment] = []
        words: list[str] = []
        current = None
        line = height = 0.0
        for match in _WORD.finditer(text, first, last):
            start, stop = match.span()
            word = match.group()
            box(raw, start, reference)
            left, right, top, bottom = rect.left, rect.right, rect.top, rect.bottom
            if stop - start > 1:
                box(raw, stop - 1, reference)
                # The first letter is not always the leftmost.
                left, right = (left, rect.right) if rect.left >= left else (rect.left, right)
                if current is not None and current.turn % 2:
                    top, bottom = max(top, rect.top), min(bottom, rect.bottom)
                if word[-1].isdigit() and (noted := _NOTED.search(word)):
                    word = self._without_note(word, start, noted.start(1))
            if current is not None:
                x0, x1, y = _turned(current.turn, left, right, top, bottom)
                # A raised number begins no line: the words after it say how high the line is.
                is_raised = len(words) == 1 and len(words[0]) < 4 and rect.top - rect.bottom > _LARGER * height
                if not is_raised and _goes_on(current, x0, x1, y - line):
                    words.append(word)
                    if x1 > current.x1:
                        current.x1 = x1
                    if x0 < current.x0:
                        current.x0 = x0
                    continue
                current.text = _tidy(" ".join(words))
            current = self._begin(start, order + len(found))
            if current.turn % 2 and stop - start > 1:
                top, bottom = max(top, rect.top), min(bottom, rect.bottom)
            current.x0, current.x1, line = _turned(current.turn, left, right, top, bottom)
            height = rect.top - rect.bottom
            found.append(current)
            words = [word]
        if current is not None:
            current.text = _tidy(" ".join(words))
        return found

    def _begin(self, index: int, order: int) -> Segment:
        """A segment that begins with the character at `index`; where it stands along the line is still to be set."""
        matrix, raw = self._matrix, self._raw
        size = pdfium.FPDFText_GetFontSize(raw, index)
        turn = 0
        if pdfium.FPDFText_GetMatrix(raw, index, matrix):
            size *= math.hypot(matrix.c, matrix.d)
            flat, steep = abs(matrix.a), abs(matrix.b)
            if min(flat, steep) > _OBLIQUE * max(flat, steep):
                turn = 4
            elif steep > flat:
                turn = 1 if matrix.b > 0 else 3
            elif matrix.a < 0:
                turn = 2
        pdfium.FPDFText_GetCharOrigin(raw, index, self._x, self._y)
        x, y = self._x.value, self._y.value
        return Segment("", 0.0, 0.0, (-y, x, y, -x, -y)[turn], max(0.1, abs(size)), self._is_bold(index), order, turn)

    def _without_note(self, word: str, start: int, number: int) -> str:
        """A word with a space before the number of a footnote, so that it is found without it."""
        raw, x, y = self._raw, self._x, self._y
        pdfium.FPDFText_GetCharOrigin(raw, start, x, y)
        before = x.value, y.value
        pdfium.FPDFText_GetCharOrigin(raw, start + number, x, y)
        size = pdfium.FPDFText_GetFontSize(raw, start + number)
        rise = min(abs(before[0] - x.value), abs(before[1] - y.value))
        return f"{word[:number]} {word[number:]}" if rise > _RAISED * size else word

    def _is_bold(self, index: int) -> bool:
        length = pdfium.FPDFText_GetFontInfo(self._raw, index, self._name, len(self._name), self._flags)
        if not 1 < length <= len(self._name):
            return False
        name = self._name.value
        if name not in self._fonts:
            self._fonts[name] = _BOLD.search(name.decode("utf-8", "replace")) is not None
        return self._fonts[name]

    def _text(self, most: int) -> str:
        """One character for each of PDFium's, so that an index means the same in both."""
        raw = self._raw
        count = pdfium.FPDFText_CountChars(raw) if raw else 0
        count = min(count, most)
        if count <= 0:
            return ""
        units = (ctypes.c_ushort * (2 * count + 2))()
        length = pdfium.FPDFText_GetText(raw, 0, count, units)
        text = bytes(memoryview(units)[: max(0, length - 1)]).decode("utf-16-le", "replace")
        if len(text) == count:
            return text
        return "".join(_character(pdfium.FPDFText_GetUnicode(raw, index)) for index in range(count))


def _goes_on(segment: Segment, x0: float, x1: float, step: float) -> bool:
    """Does a word that takes x0 to x1 and stands `step` lower go on where the segment ends, or where it begins?"""
    size = segment.size
    if not -_SHIFT * size < step < _SHIFT * size:
        return False
    gap = x0 - segment.x1
    return -_BACK * size < gap < _GAP * size or -_BACK * size < segment.x0 - x1 < _GAP * size


def _turned(turn: int, left: float, right: float, top: float, bottom: float) -> tuple[float, float, float]:
    """Where a box begins and ends along the line of its text, and its middle across."""
    if turn in (0, 4):
        return left, right, -(top + bottom) / 2
    if turn == 1:
        return bottom, top, (left + right) / 2
    if turn == 2:
        return -right, -left, (top + bottom) / 2
    return -top, -bottom, -(left + right) / 2


def _once(segments: list[Segment]) -> list[Segment]:
    """Without empty ones, and without what is drawn again almost at the same place: a shadow, a field's own text."""
    seen: dict[str, list[Segment]] = {}
    kept = []
    for one in segments:
        if one.text and one.text not in seen:
            seen[one.text] = [one]
            kept.append(one)
            continue
        others = seen.get(one.text, [])
        reach = _REACH * one.size
        if one.text and not any(abs(one.x0 - a.x0) < reach and abs(one.y - a.y) < reach for a in others[-_MOST_SAME:]):
            others.append(one)
            kept.append(one)
    return kept


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


def _tidy(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    text = _FORMS.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text.translate(_SIGNS))
    return " ".join(text.split())
