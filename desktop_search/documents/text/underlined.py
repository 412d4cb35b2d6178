"""Stretches between blank lines, headings underlined in them, and fields at the top: what texts without markup have.

Line ends are kept as they are: all offsets count the characters of the text.
"""

from __future__ import annotations

import re

# Atomic groups, so that the two halves of one line end are never taken for two.
_BLANK_LINES = re.compile(r"(?>\r\n?|\n)(?:[^\S\r\n]*(?>\r\n?|\n))+")
_BLANK_LINES_UNIX = re.compile(r"\n(?:[^\S\r\n]*\n)+")  # the same, and much faster
_LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n|\Z)")
_RULE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\s*\Z")
# Most runs are told apart from headings by this alone: a rule is the first line or the second.
_PERHAPS = re.compile(r"(?:[^\r\n]{1,1000}(?>\r\n?|\n))?([!-/:-@\[-`{-~])\1{2,}[^\S\r\n]*(?:[\r\n]|\Z)")
# What prose is underlined with; the other marks are used by reStructuredText alone.
PLAIN_RULES = "-=~^\"'`#*+._:"
_WORD = re.compile(r"\w")
_FIELD = re.compile(r":?([A-Za-z][A-Za-z-]{0,30}(?: [A-Za-z-]{1,30})?):(?:[ \t]+(.*))?\Z")
_MAX_HEADER = 20_000


def runs(text: str, start: int) -> list[tuple[int, int]]:
    """The stretches between blank lines."""
    runs = []
    pattern = _BLANK_LINES if "\r" in text else _BLANK_LINES_UNIX
    for blank in pattern.finditer(text, start):
        runs.append((start, blank.start()))
        start = blank.end()
    runs.append((start, len(text)))
    return runs


def underlined(text: str, start: int, end: int, rules: str = PLAIN_RULES) -> tuple[tuple[str, bool], str, int] | None:
    """A heading at `start`, with a line of `rules` under it or one on both sides.

    Gives its style, which tells its level, its text, and the offset after it.
    """
    if not _PERHAPS.match(text, start, end):
        return None
    first = _line(text, start, end)
    if first[0] and (over := _RULE.match(first[0])):
        second = _line(text, first[1], end)
        third = _line(text, second[1], end)
        if over[1] in rules and third[0].rstrip() == first[0].rstrip() and _fits(second[0], third[0]):
            return (over[1], True), second[0], third[1]
        return None
    second = _line(text, first[1], end)
    if (under := _RULE.match(second[0])) and under[1] in rules and _fits(first[0], second[0]):
        return (under[1], False), first[0], second[1]
    return None


def _line(text: str, start: int, end: int) -> tuple[str, int]:
    """The line at `start`, cut where no heading is that long, and the offset of the next line."""
    if start >= end:
        return "", end
    found = _LINE.match(text, start, end)
    return (found[1][:1000], found.end()) if found else ("", end)


def _fits(title: str, rule: str) -> bool:
    width, length = len(title.strip()), len(rule.rstrip())
    return width > 0 and 0.8 * width <= length <= 2 * width + 10 and _WORD.search(title) is not None


def header(text: str) -> tuple[int, dict[str, str]]:
    """Lines such as "Title: ..." at the very start: the offset after them, and what they say by lower-case name."""
    blank = _BLANK_LINES.search(text, 0, _MAX_HEADER)
    end = blank.start() if blank else len(text)
    if end > _MAX_HEADER:
        return 0, {}
    fields: dict[str, str] = {}
    name = ""
    for line in re.split(r"\r\n?|\n", text[:end]):
        if found := _FIELD.match(line):
            name = found[1].lower()
            fields.setdefault(name, (found[2] or "").strip())
        elif name and line[:1] in (" ", "\t"):
            fields[name] = f"{fields[name]} {line.strip()}".strip()
        else:
            return 0, {}
    known = {"title", "subject", "author", "authors", "created", "date"}
    return (end, fields) if len(fields) > 1 and not known.isdisjoint(fields) else (0, {})
