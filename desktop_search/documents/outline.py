"""Collects a document's blocks in reading order and keeps the heading path that each of them stands under.

A heading lives in the path of what follows it. One that nothing follows would be lost, so it becomes a block.
"""

from __future__ import annotations

import re

from desktop_search.records import Block, BlockKind

# A "heading" longer than this is prose that happens to be underlined: it is kept as a block, too.
MAX_TITLE = 200
_SPACE = re.compile(r"\s+")


class Outline:
    """Headings and blocks go in, in order; `finish` gives the blocks. Offsets count characters."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._blocks: list[Block] = []
        self._stack: list[tuple[int, str]] = []
        self._path: tuple[str, ...] = ()
        self._lone: tuple[int, int, int, tuple[str, ...]] | None = None

    @property
    def is_empty(self) -> bool:
        """True while nothing was added."""
        return not self._blocks and not self._stack

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
            self._lone = (level, start, end, above)
        parents.append((level, title))
        self._path = (*above, title)
        return title

    def block(self, start: int, end: int, kind: BlockKind = "text") -> None:
        """Adds text[start:end], without the white space around it; nothing where only white space is left."""
        piece = self._text[start:end]
        bare = piece.strip()
        if not bare:
            return
        if len(bare) != len(piece):
            start += len(piece) - len(piece.lstrip())
        self._lone = None
        self._blocks.append(Block(start, start + len(bare), kind, self._path))

    def finish(self) -> tuple[Block, ...]:
        """All blocks."""
        self._close(0)
        return tuple(self._blocks)

    def _close(self, level: int) -> None:
        """Keeps a heading with nothing below it, when one of its own level or higher (or the end) follows."""
        if self._lone is None or level > self._lone[0]:
            return
        _, start, end, above = self._lone
        path, self._path = self._path, above
        self.block(start, end, "heading")
        self._path = path
