"""Markdown set for reading: the signs go, what they mean stays as kinds and looks, and every word keeps its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, get_args

import pyromark

from desktop_search.documents.text.markdown import tag_of
from desktop_search.records import BlockKind, Look, Piece

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_GFM
    | pyromark.Options.ENABLE_WIKILINKS
)
_LOOKS: dict[str, Look] = {
    "Strong": "strong",
    "Emphasis": "emphasis",
    "Strikethrough": "struck",
    "Image": "picture",
}
_MARKUP = re.compile(r"<!--.*?(?:-->|\Z)|<[^>]*>?", re.DOTALL)
_CELL, _ROW = "\t", "\n"
_BULLET = "•"
assert set(_LOOKS.values()) <= set(get_args(Look))


def pieces(text: str, base: int = 0, line: int = 1) -> Iterator[Piece]:
    """The pieces of a stretch of Markdown that begins at the character `base` and in the line `line` of its file."""
    return _Setter(text, base, line).run()


class _Setter:
    """Follows the parser's events; at most one piece is open."""

    def __init__(self, text: str, base: int, line: int) -> None:
        self._text = text
        self._base = base
        self._first_line = line
        self._counted, self._line = 0, line
        data = text.encode("utf-8", "surrogatepass")
        # The character that each byte belongs to.
        self._place = None if len(data) == len(text) else [0, *accumulate((one & 0xC0 != 0x80) for one in data)]
        self._lists: list[int | None] = []
        self._quotes = 0
        self._sign = ""
        self._open = False
        self._has_head = False
        self._begin("text", 0)
        self._open = False

    def run(self) -> Iterator[Piece]:
        event: Any
        for event, place in pyromark.events_with_range(self._text, options=_OPTIONS):
            start, end = place["start"], place["end"]
            if self._place is not None:
                start, end = self._character(start), self._character(end)
            if isinstance(event, str):
                if event in ("SoftBreak", "HardBreak") and self._open:
                    self._add(" " if event == "SoftBreak" else "\u2028", start, end)
                continue
            name, detail = next(iter(event.items()))
            if name == "Start":
                yield from self._start(*tag_of(detail), start)
            elif name == "End":
                yield from self._end(tag_of(detail)[0])
            else:
                self._inline(name, detail, start, end)
        yield from self._flush()

    def _character(self, byte: int) -> int:
        assert self._place is not None
        # The count of characters that begin before this byte.
        return self._place[byte]

    def _start(self, name: str, detail: Any, start: int) -> Iterator[Piece]:
        if name in _LOOKS:
            self._looking.append((_LOOKS[name], len(self._shown)))
            return
        if name in ("Link", "TableHead", "TableRow", "TableCell"):
            if name == "TableCell" and self._shown and not self._shown.endswith(_ROW):
                self._shown += _CELL
            return
        yield from self._flush()
        if name == "Heading":
            self._begin("heading", start, int(detail["level"][1:]))
        elif name == "List":
            self._lists.append(detail)
        elif name == "BlockQuote":
            self._quotes += 1
        elif name == "Item":
            number = self._lists[-1] if self._lists else None
            self._sign = _BULLET if number is None else f"{number}."
            if number is not None:
                self._lists[-1] = number + 1
        elif name == "FootnoteDefinition":
            self._sign = f"{detail}."
        elif name == "CodeBlock":
            self._begin("code", start, len(self._lists))
        elif name == "Table":
            self._begin("table", start)
        elif name in ("Paragraph", "HtmlBlock"):
            self._begin_paragraph(start)

    def _end(self, name: str) -> Iterator[Piece]:
        if name in _LOOKS:
            if self._looking:
                look, begun = self._looking.pop()
                self._looks.append((begun, len(self._shown), look))
        elif name in ("TableHead", "TableRow"):
            self._shown += _ROW
            self._has_head = self._has_head or name == "TableHead"
        elif name in ("Paragraph", "Heading", "CodeBlock", "Table", "HtmlBlock", "Item"):
            yield from self._flush()
            self._sign = "" if name == "Item" else self._sign
        elif name == "List":
            yield from self._flush()
            self._lists.pop()
        elif name == "BlockQuote":
            self._quotes -= 1
        elif name == "FootnoteDefinition":
            self._sign = ""

    def _inline(self, name: str, detail: Any, start: int, end: int) -> None:
        if name == "TaskListMarker":
            self._sign = "☑" if detail else "☐"
            return
        if not self._open:
            self._begin_paragraph(start)
        if name == "Text":
            self._add(str(detail), start, end)
        elif name == "Code":
            inner = self._text.find(str(detail), start, end)
            begun = len(self._shown)
            self._add(str(detail), *((inner, inner + len(detail)) if inner >= 0 else (start, end)))
            self._looks.append((begun, len(self._shown), "code"))
        elif name in ("Html", "InlineHtml"):
            self._add_markup(str(detail), start)
        elif name == "FootnoteReference":
            self._add(f"[{detail}]", start, end)

    def _add_markup(self, text: str, start: int) -> None:
        """Of HTML only what stands between the tags; a break is a break."""
        if re.match(r"<br\b", text, re.IGNORECASE):
            self._add("\u2028", start, start + len(text))
            return
        position = 0
        for found in [*_MARKUP.finditer(text), None]:
            stop = found.start() if found else len(text)
            if text[position:stop].strip():
                self._add(text[position:stop], start + position, start + stop)
            position = found.end() if found else stop

    def _add(self, text: str, start: int, end: int) -> None:
        if self._kind == "table":
            text = text.replace(_CELL, " ").replace(_ROW, " ").replace("\u2028", " ")
        begun = len(self._shown)
        self._shown += text
        self._runs.append((begun, begun + len(text), self._base + start, self._base + end))

    def _begin_paragraph(self, start: int) -> None:
        if self._lists or self._sign:
            self._begin("list", start, max(1, len(self._lists)))
        elif self._quotes:
            self._begin("quote", start, self._quotes)
        else:
            self._begin("text", start)

    def _begin(self, kind: BlockKind, start: int, level: int = 0) -> None:
        self._open = True
        self._kind: BlockKind = kind
        self._level = level
        self._begun = start
        self._shown = ""
        self._runs: list[tuple[int, int, int, int]] = []
        self._looks: list[tuple[int, int, Look]] = []
        self._looking: list[tuple[Look, int]] = []
        self._has_head = False

    def _flush(self) -> Iterator[Piece]:
        is_open, self._open = self._open, False
        text = self._shown.rstrip("\n") if is_open else ""
        if not text.strip():
            return
        self._line += self._text.count("\n", self._counted, self._begun)
        self._counted = self._begun
        end = self._runs[-1][3] if self._runs else self._base + self._begun
        yield Piece(
            self._kind,
            text,
            self._runs[0][2] if self._runs else end,
            end,
            self._level,
            self._sign if self._kind == "list" else "",
            line=self._line,
            runs=tuple(self._runs),
            looks=tuple(self._looks),
            has_head=self._has_head,
        )
        if self._kind == "list":
            self._sign = ""
