"""A text as lines that know where they stand, and the paragraphs and list items among them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from desktop_search.documents.building.outline import Outline
from desktop_search.records import BlockKind

_WORD = re.compile(r"\w")
_LINE = re.compile(r"([^\r\n]*)(\r\n?|\n|\Z)")


class Line(NamedTuple):
    """One line without its line end; `end` is the offset of the next line."""

    text: str
    start: int
    end: int

    @property
    def is_blank(self) -> bool:
        """Is there nothing but white space?"""
        return not self.text or self.text.isspace()

    @property
    def indent(self) -> int:
        """How many characters of white space it begins with."""
        return len(self.text) - len(self.text.lstrip())


def lines_of(text: str, start: int = 0) -> list[Line]:
    """All lines of `text` from `start` on; a line end is LF, CR LF or CR."""
    lines = []
    while start < len(text):
        found = _LINE.match(text, start)
        if found is None:
            break
        lines.append(Line(found[1], start, found.end()))
        start = found.end()
    return lines


def add_prose(
    outline: Outline, text: str, lines: Sequence[Line], item: re.Pattern[str], kind: BlockKind = "text"
) -> None:
    """Adds paragraphs, and each item of a list with what is indented below it.

    `item` matches a line that opens an item. Items inside an item belong to it.
    """
    first: Line | None = None
    last: Line | None = None
    indent = -1  # of the item that is open
    blank = False
    for line in lines:
        if line.is_blank:
            blank = True
            continue
        opens = item.match(line.text) is not None
        inner = indent >= 0 and line.indent > indent
        if first is not None and last is not None and ((opens and not inner) or (blank and not inner)):
            _add(outline, text, first, last, indent, kind)
            first, indent = None, -1
        if first is None:
            first, indent = line, line.indent if opens else -1
        last, blank = line, False
    if first is not None and last is not None:
        _add(outline, text, first, last, indent, kind)


def _add(outline: Outline, text: str, first: Line, last: Line, indent: int, kind: BlockKind) -> None:
    """A line that is only drawn, to part what stands above it from what stands below, is left out."""
    if first is not last or _WORD.search(text, first.start, last.end):
        outline.block(first.start, last.end, "list" if indent >= 0 else kind)
