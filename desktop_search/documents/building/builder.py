"""Builds a Document whose text is not the file's own, piece by piece in reading order.

    builder = Builder(source.limits)
    builder.place(page=3)                      where what follows stands
    builder.heading(2, "Results")              1 is the highest level; it opens a section
    builder.block("Every measurement ...")     a paragraph, a list item, a table
    return builder.finish(title=..., author=..., date=..., language=...)

Each piece is followed by a blank line. Headings become part of the text and of the path of what follows them.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop_search.documents.building.facts import iso_date, one_line
from desktop_search.documents.building.outline import Outline
from desktop_search.documents.source import CUT, Limits
from desktop_search.records import Block, BlockKind, Document, PageUnit

_GAP = "\n\n"
# Control characters that no text needs; some formats carry them as marks of their own. Surrogates cannot be stored.
_REMOVED = dict.fromkeys([*range(9), 11, *range(14, 32), 127, 0xFEFF, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])
_REMOVED |= {12: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    kind: BlockKind
    level: int
    page: int | None
    unit: PageUnit
    line: int | None


class Builder:
    """Collects pieces up to `limits.max_text` characters; what comes after is dropped and the note says so."""

    def __init__(self, limits: Limits) -> None:
        self._room = limits.max_text
        self._limit = limits.max_text
        self._parts: list[str] = []
        self._length = 0
        self._pieces: list[_Piece] = []
        self._embedded: dict[int, tuple[str, Document]] = {}
        self._page: int | None = None
        self._unit: PageUnit = "page"
        self._line: int | None = None
        self._notes: list[str] = []

    @property
    def is_full(self) -> bool:
        """True once the limit is reached: a reader may stop."""
        return self._room <= 0

    @property
    def is_empty(self) -> bool:
        """True while nothing was added."""
        return not self._pieces and not self._embedded

    def place(self, page: int | None = None, unit: PageUnit = "page", line: int | None = None) -> None:
        """Where what follows stands: the page, slide, sheet, cell or message, and the line or row of the next piece.

        `line` holds until the next call; it is None where the format has no lines that a person could count.
        """
        self._page, self._unit, self._line = page, unit, line

    def note(self, sentence: str) -> None:
        """One sentence that a person should know of the reading."""
        if sentence not in self._notes:
            self._notes.append(sentence)

    def heading(self, level: int, text: str) -> None:
        """Opens a section. Level 1 is the highest."""
        text = one_line(text, 10_000)
        if text:
            self._add(text, "heading", max(1, level))

    def block(self, text: str, kind: BlockKind = "text") -> None:
        """Adds a piece of text; line ends in it are kept."""
        text = clean(text)
        if text.strip():
            self._add(text, kind, 0)

    def embed(self, name: str, document: Document) -> None:
        """Adds a document that stands inside this one, below `name` as its first heading."""
        if document.note:
            self.note(f"{one_line(name)}: {document.note}")
        if self.is_full or not document.blocks:
            return
        self._embedded[len(self._pieces)] = (one_line(name), document)
        start = self._append(document.text)
        self._pieces.append(_Piece(start, self._length, "text", 0, None, "page", None))
        self._gap()

    def finish(
        self, title: str = "", author: str = "", date: str = "", language: str = "", tags: tuple[str, ...] = ()
    ) -> Document:
        """The document; `title` and the like are brought to one line, the date to ISO 8601."""
        text = "".join(self._parts)
        outline = Outline(text)
        blocks: list[Block] = []
        for index, piece in enumerate(self._pieces):
            if index in self._embedded:
                blocks += outline.finish()
                blocks += _moved(*self._embedded[index], piece.start, self._limit)
                outline = Outline(text)
                continue
            outline.place(piece.page, piece.unit, piece.line)
            if piece.level:
                outline.heading(piece.level, text[piece.start : piece.end], piece.start, piece.end)
            else:
                outline.block(piece.start, piece.end, piece.kind)
        blocks += outline.finish()
        if self.is_full:
            self.note(CUT.format(self._limit))
        return Document(
            text=text,
            blocks=tuple(blocks),
            title=one_line(title),
            author=one_line(author),
            date=iso_date(date),
            language=one_line(language, 40),
            tags=tuple(one_line(tag) for tag in tags),
            lined=False,
            note=" ".join(self._notes),
        )

    def _add(self, text: str, kind: BlockKind, level: int) -> None:
        if self.is_full:
            return
        start = self._append(text)
        self._pieces.append(_Piece(start, self._length, kind, level, self._page, self._unit, self._line))
        self._gap()

    def _append(self, text: str) -> int:
        start = self._length
        text = text[: self._room]
        self._room -= len(text)
        self._parts.append(text)
        self._length += len(text)
        return start

    def _gap(self) -> None:
        self._parts.append(_GAP)
        self._length += len(_GAP)


def clean(text: str) -> str:
    """Text without control characters, with one kind of line end."""
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_REMOVED)
    return text.strip("\n")


def _moved(name: str, document: Document, start: int, limit: int) -> list[Block]:
    """The blocks of an embedded document, at their new place and with the lines that they have in their own file."""
    moved = []
    line, position = 1, 0
    for block in document.blocks:
        if block.end + start > limit + start:
            break
        own = block.line
        if document.lined:
            line += document.text.count("\n", position, block.start)
            position, own = block.start, line
        heading = (name, *block.heading) if name else block.heading
        moved.append(Block(start + block.start, start + block.end, block.kind, heading, block.page, block.unit, own))
    return moved
