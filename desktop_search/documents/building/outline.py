"""Collects a document's blocks in reading order and keeps the heading path that each of them stands under.

A heading lives in the path of what follows it. One that nothing follows would be lost, so it becomes a block.
"""

from __future__ import annotations

import re
from dataclasses import replace

from desktop_search.records import Block, BlockKind, PageUnit

# A "heading" longer than this is prose that happens to be underlined: it is kept as a block, too.
MAX_TITLE = 200
_SPACE = re.compile(r"\s+")


class Outline:
    """Headings and blocks go in, in order; `finish` gives the blocks. Offsets count characters.

    `place` says where what comes next stands: its page (slide, sheet, cell), and its line where the text is not
    the file's own.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._blocks: list[Block] = []
        self._stack: list[tuple[int, str]] = []
        self._path: tuple[str, ...] = ()
        self._lone: tuple[int, Block] | None = None
        self._page: int | None = None
        self._unit: PageUnit = "page"
        self._line: int | None = None

    @property
    def is_empty(self) -> bool:
        """True while nothing was added."""
        return not self._blocks and not self._stack

    def place(self, page: int | None, unit: PageUnit = "page", line: int | None = None) -> None:
        """Where the headings and blocks that follow stand."""
        self._page, self._unit, self._line = page, unit, line

    def heading(self, level: int, title: str, start: int, end: int) -> str:
        """Opens a section; level 1 is the highest. Returns the title as it stands in the path."""
        self._close(level)
        parents = self._stack
        while parents and parents[-1][0] >= level:
            parents.pop()
        above = tuple(name for _, name in parents)
        title = _SPACE.sub(" ", title[: 4 * MAX_TITLE]).strip()
        if not title:
            self._path = above
            self.block(start, end, "heading")
            return ""
        if len(title) > MAX_TITLE:
            self._path = above
            self.block(start, end, "text")
            title = title[:MAX_TITLE].rstrip() + "…"
        else:
            self._lone = (level, Block(start, end, "heading", above, self._page, self._unit, self._line))
        parents.append((level, title))
        self._path = (*above, title)
        return title

    def block(self, start: int, end: int, kind: BlockKind = "text") -> None:
        """Adds text[start:end], without the white space around it; nothing where only white space is left."""
        piece = self._text[start:end]
        bare = piece.strip()
        if not bare:
            return
        line = self._line
        if len(bare) != len(piece):
            before = piece[: len(piece) - len(piece.lstrip())]
            start += len(before)
            line = line + before.count("\n") if line is not None else None
        self._lone = None
        self._blocks.append(Block(start, start + len(bare), kind, self._path, self._page, self._unit, line))

    def finish(self) -> tuple[Block, ...]:
        """All blocks."""
        self._close(0)
        return tuple(self._blocks)

    def _close(self, level: int) -> None:
        """Keeps a heading with nothing below it, when one of its own level or higher (or the end) follows."""
        if self._lone is None or level > self._lone[0]:
            return
        lone = self._lone[1]
        self._lone = None
        bare = self._text[lone.start : lone.end].strip()
        if bare:
            start = self._text.index(bare, lone.start)
            self._blocks.append(replace(lone, start=start, end=start + len(bare)))
