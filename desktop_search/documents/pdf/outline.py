"""The bookmarks of a PDF, and which of its passages are headings: by the bookmarks, else by the size of letters."""

from __future__ import annotations

import ctypes
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import islice

import pypdfium2.raw as pdfium

from desktop_search.documents.pdf.paragraphs import LARGER, Passage

_MOST = 20_000
_MOST_TRIED = 100
_DEEPEST = 8
_LONGEST = 200
_LINES = 4
_LEVELS = 4
_LETTERS = re.compile(r"[^\W\d_]")
_KEY = re.compile(r"[\W_]+")
# A line of a table of contents, the first half of something.
_TEXT_END = re.compile(r"(?: … \S+|,)\Z")
# Sizes are told apart in steps of half a point.
_STEP = 2


class Headings:
    """Tells the level of a passage, 0 where it is no heading. Sizes are learned as the pages come."""

    def __init__(self, bookmarks: dict[int, dict[str, int]]) -> None:
        self._bookmarks = bookmarks
        self._matched = 0
        self._sizes: Counter[int] = Counter()
        self._large: Counter[int] = Counter()
        self._first = (0, "")

    def learn(self, sizes: Iterable[tuple[float, int]]) -> None:
        """Heights of letters with how many letters have them."""
        for size, letters in sizes:
            self._sizes[round(size * _STEP)] += letters

    @property
    def body_size(self) -> float:
        """The height that most of the text has, in points."""
        return self._sizes.most_common(1)[0][0] / _STEP if self._sizes else 0.0

    @property
    def title(self) -> str:
        """What stands on the first page in letters that are larger than all others; empty where nothing does."""
        size, text = self._first
        return text if sum(count for other, count in self._large.items() if other >= size) == 1 else ""

    def level(self, page: int, passage: Passage) -> int:
        """The level of one passage of a page, from 1 on; 0 for text."""
        text = passage.text
        if passage.kind == "table" or len(text) > _LONGEST or passage.lines > _LINES or not _LETTERS.search(text):
            return 0
        if level := self._marked(page, text):
            self._matched += 1
            return level
        if self._matched > 1 or passage.size < LARGER * self.body_size or len(text) < 3 or _TEXT_END.search(text):
            return 0
        size = round(passage.size * _STEP)
        self._large[size] += 1
        if page == 1 and size > self._first[0]:
            self._first = size, text
        return min(_LEVELS, 1 + sum(1 for other in self._large if other > size))

    def _marked(self, page: int, text: str) -> int:
        """The level that a bookmark gives this text; one may point to the page before or after."""
        key = _key(text)
        for near in (page, page - 1, page + 1):
            titles = self._bookmarks.get(near, {})
            if key in titles:
                return titles[key]
            for title, level in islice(titles.items(), _MOST_TRIED):
                if len(title) > 3 and key.endswith(title) and _is_number(key[: -len(title)]):
                    return level
        return 0


def bookmarks(document: object) -> dict[int, dict[str, int]]:
    """The titles of the bookmarks with their levels, by the page that they point to; safe against circles."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    seen: set[int] = set()
    stack = [(pdfium.FPDFBookmark_GetFirstChild(document, None), 1)]
    while stack and len(seen) < _MOST:
        mark, level = stack.pop()
        if not mark:
            continue
        address = ctypes.addressof(mark.contents)
        if address in seen:
            continue
        seen.add(address)
        stack.append((pdfium.FPDFBookmark_GetNextSibling(document, mark), level))
        if level < _DEEPEST:
            stack.append((pdfium.FPDFBookmark_GetFirstChild(document, mark), level + 1))
        target = pdfium.FPDFBookmark_GetDest(document, mark)
        page = pdfium.FPDFDest_GetDestPageIndex(document, target) if target else -1
        key = _key(_title(mark))
        if page >= 0 and key:
            found[page + 1].setdefault(key, level)
    return dict(found)


def _title(mark: object) -> str:
    length = pdfium.FPDFBookmark_GetTitle(mark, None, 0)
    if not 2 < length < 4 * _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFBookmark_GetTitle(mark, buffer, length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")


def _key(text: str) -> str:
    return _KEY.sub("", text.casefold())


def _is_number(before: str) -> bool:
    """Is what stands before a title no more than its number ("2.1", "IV", "Chapter 3")?"""
    return len(before) <= 4 or (len(before) <= 12 and before[-1].isdigit())
