"""Where Markdown writes links and images around their words, and where it writes code, in which nothing is a sign."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

Span = tuple[int, int]

# What is escaped, where a link or an image begins, and where one ends with its address or without.
_TICKS = re.compile("`+")
_PART = re.compile(
    r"\\.|(?P<open>!?\[)"
    r"|(?P<close>\](?:\((?:<[^<>\n]{0,2000}>|[^\s()<>]{0,2000}(?:\([^\s()<>]{0,200}\)[^\s()<>]{0,200}){0,9})"
    r"(?:\s+(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'))?\s*\))?)"
)


def link_signs(text: str, code: Sequence[Span]) -> list[Span]:
    """The [start, end) stretches of `text` that write a link or an image around its words, in order; none in `code`."""
    if "](" not in text:
        return []
    found: list[Span] = []
    opened: list[Span] = []
    for part in _PART.finditer(text):
        if is_inside(part.start(), code):
            continue
        if part["open"]:
            opened.append(part.span())
        elif part["close"] and opened:
            begin = opened.pop()
            if len(part["close"]) > 1:
                found += [begin, part.span()]
    return sorted(found)


def code_spans(text: str) -> list[Span]:
    """The stretches from backticks to as many others, with these, in order."""
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


def is_inside(offset: int, spans: Sequence[Span]) -> bool:
    """Is the character in one of these stretches, which are in order?"""
    number = bisect_right(spans, (offset, offset)) - 1
    return number >= 0 and spans[number][0] <= offset < spans[number][1]
