"""Where words and paragraphs stand on a page of a PDF: found by their letters alone, for hyphens and spaces differ."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import pypdfium2.raw as pdfium

Rect = tuple[float, float, float, float]  # left, bottom, right, top in points of the page

_MOST_CHARACTERS = 200_000
_MOST_RECTS = 500
# A paragraph that does not stand there as a whole is looked for in parts of so many letters.
_PART = 40
# Lines belong to one frame where the gap between them is not larger than this share of their height.
_GAP = 1.6


class PageLetters:
    """The letters and digits of one open page, each with the number of its character."""

    def __init__(self, page: object) -> None:
        self._raw = pdfium.FPDFText_LoadPage(page)
        count = pdfium.FPDFText_CountChars(self._raw) if self._raw else 0
        letters: list[str] = []
        self._numbers: list[int] = []
        # Where words begin and end, told by what stands beside them.
        self._begins: set[int] = set()
        inside = False
        for number in range(min(count, _MOST_CHARACTERS)):
            code = pdfium.FPDFText_GetUnicode(self._raw, number)
            folded = _letters(chr(code)) if 0 < code < 0x110000 else ""
            if folded and not inside:
                self._begins.add(len(letters))
            inside = bool(folded)
            letters.extend(folded)
            self._numbers.extend([number] * len(folded))
        self._begins.add(len(letters))
        self._text = "".join(letters)

    def close(self) -> None:
        if self._raw:
            pdfium.FPDFText_ClosePage(self._raw)
            self._raw = None

    def paragraph(self, text: str) -> list[Rect]:
        """The frames of a paragraph, one for each column that it runs through; none where it is not found."""
        wanted = _letters(text)
        if not wanted:
            return []
        start = self._text.find(wanted)
        if start >= 0:
            return _frames(self._rects(start, start + len(wanted)))
        found: list[Rect] = []
        position = 0
        for begin in range(0, len(wanted), _PART):
            part = wanted[begin : begin + _PART]
            if len(part) < _PART // 2:
                continue
            start = self._text.find(part, position)
            start = start if start >= 0 else self._text.find(part)
            if start >= 0:
                found += self._rects(start, start + len(part))
                position = start + len(part)
        return _frames(found)

    def words(self, words: Iterable[str]) -> list[Rect]:
        """Where these words stand, as whole words."""
        found: list[Rect] = []
        for word in {_letters(word) for word in words} - {""}:
            start = self._text.find(word)
            while start >= 0 and len(found) < _MOST_RECTS:
                end = start + len(word)
                if start in self._begins and end in self._begins:
                    found += self._rects(start, end)
                start = self._text.find(word, end)
        return found

    def _rects(self, start: int, end: int) -> list[Rect]:
        first, last = self._numbers[start], self._numbers[end - 1]
        count = pdfium.FPDFText_CountRects(self._raw, first, last - first + 1)
        sides = tuple(ctypes.c_double() for _ in range(4))
        found: list[Rect] = []
        for number in range(min(count, _MOST_RECTS)):
            if pdfium.FPDFText_GetRect(self._raw, number, *sides):
                left, top, right, bottom = (side.value for side in sides)
                found.append((left, bottom, right, top))
        return found


def _letters(text: str) -> str:
    """Letters and digits in one form: PDF has ligatures, hyphens at line ends, and spaces that are none."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return "".join(one for one in plain.casefold() if one.isalnum())


def _frames(rects: Sequence[Rect]) -> list[Rect]:
    """One frame around the lines that follow one another in a column."""
    frames: list[Rect] = []
    for rect in sorted(set(rects), key=lambda one: -one[3]):
        for place, frame in enumerate(frames):
            if _touch(frame, rect):
                frames[place] = _around((frame, rect))
                break
        else:
            frames.append(rect)
    return list(_merged(frames))


def _merged(frames: list[Rect]) -> Iterator[Rect]:
    """Frames that lie upon one another are one."""
    waiting = list(frames)
    while waiting:
        frame = waiting.pop()
        near = [one for one in waiting if _touch(frame, one)]
        if near:
            waiting = [one for one in waiting if one not in near]
            waiting.append(_around((frame, *near)))
        else:
            yield frame


def _touch(one: Rect, other: Rect) -> bool:
    height = min(one[3] - one[1], other[3] - other[1])
    apart = max(one[1] - other[3], other[1] - one[3])
    return apart < _GAP * height and min(one[2], other[2]) > max(one[0], other[0]) - height


def _around(rects: Sequence[Rect]) -> Rect:
    return (
        min(one[0] for one in rects),
        min(one[1] for one in rects),
        max(one[2] for one in rects),
        max(one[3] for one in rects),
    )
