"""A document's blocks into paragraphs: the units that are found, shown and encoded.

    blocks -> sections (one heading path, one page) -> a block too large is cut, small ones are packed -> Paragraph

Borders are chosen by content (see packing.py), so that an edit changes the paragraphs around it and no others:
every other passage keeps its text, and with it the vector that is already known for it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from desktop_search.documents.splitting.cutting import cut
from desktop_search.documents.splitting.packing import FAIR, GOOD, Group, Piece, pack, rank
from desktop_search.documents.splitting.token_estimate import estimate_tokens
from desktop_search.records import Block, Document, PageUnit, Paragraph

# Raised whenever the same document would give other paragraphs: stored with each file, so that it is split again.
SPLITTER_VERSION = 1

# In estimated word pieces. The model takes 256: 2 frame the passage, MAX_PREFIX and MAX_TEXT share the rest.
MAX_PREFIX = 48
MAX_TEXT = 200
MAX_PACKED = 180
MIN_PACKED = 60
ALONE = 80
TINY = 30
# In characters: how much of one title or heading is used, and from where on a block is cut without being measured.
MAX_NAME = 300
LARGE = 1500

_HEADING_MARKS = "#=-~^* \t\r\n"

Span = tuple[int, int]
Row = tuple[str, int, int, int | None]  # text, start, end, line
Section = tuple[tuple[str, ...], int | None, PageUnit, list[Row]]  # heading, page, unit, paragraphs


def split(document: Document) -> list[Paragraph]:
    """The document's paragraphs, in order and without overlap; no character of a block is lost but white space."""
    paragraphs = []
    for section in sections(document):
        heading, page, unit, rows = section
        prefix = passage_prefix(document.title, heading)
        paragraphs += [
            Paragraph(text, start, end, line, heading, join(prefix, text), page, unit)
            for text, start, end, line in rows
        ]
    return paragraphs


def sections(document: Document) -> Iterator[Section]:
    """The same paragraphs without their passages, one section after the other."""
    text = document.text
    line, position = 1, 0
    returns = "\r" in text
    for (heading, page, unit, _), section in groupby(document.blocks, _section):
        blocks = list(section)
        rows: list[Row] = []
        own: int | None
        for start, end in _spans(text, blocks):
            if document.lined:
                line += _line_ends(text, position, start, returns)
                position, own = start, line
            else:
                own = _line_in_block(text, blocks, start)
            rows.append((text[start:end], start, end, own))
        if rows:
            yield heading, page, unit, rows


def passage(title: str, heading: tuple[str, ...], text: str) -> str:
    """The passage of a paragraph that was split earlier, from what is stored of it: exactly what `split` gave it."""
    return join(passage_prefix(title, heading), text)


@lru_cache(maxsize=4096)
def passage_prefix(title: str, heading: tuple[str, ...]) -> str:
    """The document's own title and the heading path; where that is too long, its end, which says most."""
    names = [" ".join(name[:MAX_NAME].split()) for name in (title, *heading)]
    if len(names) > 1 and names[0].casefold() == names[1].casefold():
        del names[0]
    names = [name for name in names if name]
    kept: list[str] = []
    room = MAX_PREFIX
    for name in reversed(names):
        room -= _name_tokens(name) + (1 if kept else 0)
        if room < 0 and kept:
            break
        kept.append(name)
    if len(kept) == 1 and room < 0:
        return _shortened(kept[0])
    return " > ".join(reversed(kept))


@lru_cache(maxsize=4096)
def _name_tokens(name: str) -> int:
    return estimate_tokens(name)


def join(prefix: str, text: str) -> str:
    """The passage: the text below its prefix; alone where it is no more than the heading that the prefix says."""
    return text if not prefix or text.strip(_HEADING_MARKS) == prefix else f"{prefix}\n{text}"


def _shortened(name: str) -> str:
    words = name.split(" ")
    while len(words) > 1 and estimate_tokens(" ".join(words)) > MAX_PREFIX:
        words.pop()
    return " ".join(words) if len(words) > 1 else name[:MAX_PREFIX]


def _section(block: Block) -> tuple[tuple[str, ...], int | None, PageUnit, object]:
    """Blocks are joined only where these agree."""
    alone = block.start if block.kind == "row" else block.kind if block.kind in ("heading", "metadata") else ""
    return block.heading, block.page, block.unit, alone


def _line_in_block(text: str, blocks: list[Block], start: int) -> int | None:
    """The line of `start`, counted from the beginning of the block that it stands in."""
    block = blocks[bisect_right(blocks, start, key=lambda one: one.start) - 1]
    return None if block.line is None else block.line + text.count("\n", block.start, start)


def _line_ends(text: str, start: int, end: int, returns: bool) -> int:
    count = text.count("\n", start, end)
    if returns:
        count += text.count("\r", start, end) - text.count("\r\n", start, end)
    return count


def _spans(text: str, blocks: list[Block]) -> Iterator[Span]:
    """The spans of one section's paragraphs, stripped of white space."""
    groups = list(_groups(text, blocks))
    for start, end, _ in _join_tiny(groups) if len(groups) > 1 else groups:
        piece = text[start:end]
        bare = piece.strip()
        if bare:
            if len(bare) < len(piece):
                start += len(piece) - len(piece.lstrip())
            yield start, start + len(bare)


def _groups(text: str, blocks: list[Block]) -> Iterator[Group]:
    """Large blocks cut, blocks of a good size as they are, runs of small ones packed."""
    run: list[tuple[Block, int]] = []
    for block in blocks:
        start, end = block.start, block.end
        large = end - start > LARGE
        tokens = 0
        if not large:
            tokens = estimate_tokens(text[start:end])
            if tokens < ALONE:
                run.append((block, tokens))
                continue
            large = tokens > MAX_TEXT
        if run:
            yield from _packed(text, run)
            run = []
        if large:
            yield from pack(text, cut(text, block), MIN_PACKED, MAX_TEXT)
        else:
            yield start, end, tokens
    if run:
        yield from _packed(text, run)


def _packed(text: str, run: list[tuple[Block, int]]) -> Iterator[Group]:
    """A run of small blocks: mostly one group, else packed."""
    tokens = sum([one for _, one in run])
    if tokens <= MAX_PACKED or len(run) == 1:
        yield run[0][0].start, run[-1][0].end, tokens
        return
    pieces = [
        Piece(one.start, one.end, own, rank(text[one.start : one.end], FAIR if one.kind == "list" else GOOD))
        for one, own in run
    ]
    yield from pack(text, pieces, MIN_PACKED, MAX_PACKED)


def _join_tiny(groups: list[Group]) -> list[Group]:
    """Joins a group that says too little to the one after it, or else to the one before it, where there is room."""
    joined: list[Group] = []
    for index, (start, end, tokens) in enumerate(groups):
        if tokens < TINY:
            if index + 1 < len(groups) and tokens + groups[index + 1][2] <= MAX_TEXT:
                _, after, more = groups[index + 1]
                groups[index + 1] = (start, after, tokens + more)
                continue
            if joined and joined[-1][2] + tokens <= MAX_TEXT:
                joined[-1] = (joined[-1][0], end, joined[-1][2] + tokens)
                continue
        joined.append((start, end, tokens))
    return joined
