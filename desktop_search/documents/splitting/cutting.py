"""A block that is too large, cut into pieces that can be packed: sentences, lines, and at worst runs of words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_search.documents.splitting.packing import FAIR, GOOD, LAST, POOR, Piece, weigh
from desktop_search.records import Block

# A sentence or line above either of these is cut itself.
_LONG = 300
_LONG_TOKENS = 100
_LINE_END = r"(?P<line>(?>\r\n?|\n)(?P<blank>[^\S\r\n]*(?>\r\n?|\n))?)"
_LINES = re.compile(_LINE_END)
# A sentence ends at a mark, closing quotes included, if no lower-case letter follows; Chinese marks need no space.
_CLOSING = "\"')\\]*_\u2019\u201d\u00bb"
_WIDE_END = "\u3002\uff01\uff1f\uff61"
_WIDE_CLOSING = "\u2019\u201d\u300d\u300f\uff09"
_SENTENCES = re.compile(
    rf"(?P<mark>[.!?\u2026][{_CLOSING}]{{0,4}}(?=\s+[^\sa-z])|[{_WIDE_END}][{_WIDE_CLOSING}]{{0,4}})|{_LINE_END}"
)
_ITEM = re.compile(r"[ \t]*(?:[-*+•]|\d{1,3}[.)]|[a-z][.)])[ \t]")
# Joiners and combining marks are kept with the character before them.
_MARKS = "\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u200d\u3099\u309a\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
# Ends where the content says so if that comes in time, at a common last letter, a comma or a common particle, so
# that the cuts fall into step again after an edit; else at a space; else after a fixed number of characters.
_STEP = "\u3001\uff0c\uff1b\uff1a\u7684\u4e86\u5728\u306f\u3092\u306b\u304c\u306e,;&"
_ATOM = re.compile(
    rf"[\s\S][^\n]{{16,56}}?(?:[esdt](?=\s)|[{_STEP}])"
    rf"|[\s\S][^\n]{{16,60}}(?=\s)|[\s\S]{{1,60}}(?:[{_MARKS}][\s\S]?){{0,12}}"
)


def cut(text: str, block: Block) -> list[Piece]:
    """The block as pieces without gaps, in order."""
    by_line = block.kind in ("code", "table")
    pieces: list[Piece] = []
    for start, end, rank in _parts(text, block.start, block.end, by_line):
        piece = weigh(text, start, end, rank)
        if end - start > _LONG or piece.tokens > _LONG_TOKENS:
            pieces += _atoms(text, piece)
        else:
            pieces.append(piece)
    return pieces


def sentences(text: str) -> list[tuple[int, int]]:
    """[start, end) of the sentences and list items of a paragraph, without the white space around them."""
    found: list[tuple[int, int]] = []
    start = 0
    for _, end, rank in _parts(text, 0, len(text), by_line=False):
        if rank == GOOD or end == len(text):
            piece = text[start:end]
            bare = piece.strip()
            if bare:
                start += len(piece) - len(piece.lstrip())
                found.append((start, start + len(bare)))
            start = end
    return found


def _parts(text: str, start: int, end: int, by_line: bool) -> Iterator[tuple[int, int, int]]:
    """(start, end, rank) of sentences and lines."""
    pattern = _LINES if by_line else _SENTENCES
    for found in pattern.finditer(text, start, end):
        stop = found.end()
        if found.lastgroup == "mark":
            yield start, stop, GOOD
        elif by_line:
            yield start, stop, GOOD if found["blank"] is not None else FAIR
        elif stop > start:
            good = found["blank"] is not None or _ITEM.match(text, stop) is not None
            yield start, stop, GOOD if good else POOR
        start = stop
    if start < end:
        yield start, end, GOOD


def _atoms(text: str, piece: Piece) -> Iterator[Piece]:
    """A part without a sentence or line end, cut at spaces, or anywhere where there are none."""
    atoms = [(found.start(), found.end()) for found in _ATOM.finditer(text, piece.start, piece.end)]
    for start, end in atoms:
        if end == piece.end:
            yield weigh(text, start, end, piece.rank)
        else:
            spaced = text[end].isspace()
            yield weigh(text, start, end, POOR if spaced else LAST)
