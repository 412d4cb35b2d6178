"""Links and images as Markdown writes them, told by their words alone: the addresses are for programs."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

Span = tuple[int, int]

_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd")
# A paragraph beyond this is shown as it stands; to go through it for each row would take too long.
_LONGEST = 20_000
# What is escaped, where a link or an image begins, and where one ends with its address or without.
_TICKS = re.compile("`+")
_PART = re.compile(
    r"\\.|(?P<open>!?\[)"
    r"|(?P<close>\](?:\((?:<[^<>\n]{0,2000}>|[^\s()<>]{0,2000}(?:\([^\s()<>]{0,200}\)[^\s()<>]{0,200}){0,9})"
    r"(?:\s+(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'))?\s*\))?)"
)


def is_markdown(path: str) -> bool:
    """Is this the path of a file in Markdown?"""
    return path.lower().endswith(_SUFFIXES)


def signs(text: str) -> list[Span]:
    """The [start, end) stretches of `text` that write a link or an image around its words, in order."""
    if len(text) > _LONGEST or "](" not in text:
        return []
    found: list[Span] = []
    opened: list[Span] = []
    code = _code(text)
    for part in _PART.finditer(text):
        if _is_inside(part.start(), code):
            continue
        if part["open"]:
            opened.append(part.span())
        elif part["close"] and opened:
            begin = opened.pop()
            if len(part["close"]) > 1:
                found += [begin, part.span()]
    return sorted(found)


def without(text: str, hidden: Sequence[Span], ranges: Sequence[Span]) -> tuple[str, tuple[Span, ...]]:
    """The text without these stretches, and where the ranges stand in it; one that is hidden whole is left out."""
    kept, at, starts, lost = [], 0, [start for start, _ in hidden], [0]
    for start, end in hidden:
        kept.append(text[at:start])
        at = end
        lost.append(lost[-1] + end - start)
    kept.append(text[at:])

    def place(offset: int) -> int:
        number = bisect_left(starts, offset)
        beyond = max(0, hidden[number - 1][1] - offset) if number else 0
        return offset - lost[number] + beyond

    moved = ((place(start), place(end)) for start, end in ranges)
    return "".join(kept), tuple((start, end) for start, end in moved if start < end)


def _code(text: str) -> list[Span]:
    """The stretches between as many backticks as begin them."""
    runs = [part.span() for part in _TICKS.finditer(text)]
    partner: dict[int, int] = {}
    last: dict[int, int] = {}
    for number in range(len(runs) - 1, -1, -1):
        length = runs[number][1] - runs[number][0]
        if length in last:
            partner[number] = last[length]
        last[length] = number
    found, number = [], 0
    while number < len(runs):
        end = partner.get(number, number)
        if end > number:
            found.append((runs[number][0], runs[end][1]))
        number = end + 1
    return found


def _is_inside(offset: int, spans: Sequence[Span]) -> bool:
    number = bisect_right(spans, (offset, offset)) - 1
    return number >= 0 and spans[number][0] <= offset < spans[number][1]
