"""Markdown: front matter, headings and top-level blocks, found by pyromark (pulldown-cmark).

Blocks cover every character of the body that is not white space, except heading lines with content below them.
What the parser does not report, such as link definitions, is found as the gap between two blocks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyromark

from desktop_search.documents.building.facts import iso_date
from desktop_search.documents.building.outline import Outline
from desktop_search.documents.characters.encoding import read_text
from desktop_search.documents.source import Source
from desktop_search.documents.text.front_matter import FrontMatter, front_matter
from desktop_search.records import BlockKind, Document

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_GFM
)
_KINDS: dict[str, BlockKind] = {"List": "list", "Table": "table", "CodeBlock": "code", "BlockQuote": "quote"}


def parse(source: Source) -> Document:
    """Reads one Markdown file. Raises DocumentError where it is not text."""
    text, note = read_text(source)
    meta, start = front_matter(text)
    outline = Outline(text)
    if meta.inner and meta.says_more:
        outline.block(*meta.inner, "metadata")
    position = start
    title = ""
    for kind, begin, end, level, name in blocks(text, start):
        if begin > position:
            outline.block(position, begin)
        position = end
        if level:
            name = outline.heading(level, name, begin, end)
            if level == 1:
                title = title or name
        else:
            outline.block(begin, end, kind)
    outline.block(position, len(text))
    if outline.is_empty and meta.inner:
        outline.block(*meta.inner, "metadata")
    return _document(text, outline, meta, title, note)


def _document(text: str, outline: Outline, meta: FrontMatter, title: str, note: str) -> Document:
    return Document(
        text=text,
        blocks=outline.finish(),
        title=meta.title or title,
        author=meta.author,
        date=iso_date(meta.date),
        language=meta.language,
        tags=meta.tags,
        note=note,
    )


def blocks(text: str, start: int) -> Iterator[tuple[BlockKind, int, int, int, str]]:
    """(kind, start, end, heading level or 0, heading text) of each top-level block, in characters of `text`."""
    body = text[start:] if start else text
    if body.isascii():
        for kind, begin, end, level, name in _byte_blocks(body):
            yield kind, start + begin, start + end, level, name
        return
    data = body.encode()
    known_bytes, known = 0, start
    for kind, begin, end, level, name in _byte_blocks(body):
        if begin < known_bytes:
            continue
        first = known + len(data[known_bytes:begin].decode())
        known = first + len(data[begin:end].decode())
        known_bytes = end
        yield kind, first, known, level, name


def _byte_blocks(body: str) -> Iterator[tuple[BlockKind, int, int, int, str]]:
    """The same in bytes of UTF-8. A list is given item by item."""
    depth = 0
    in_list = False
    level = 0
    words: list[str] = []
    event: Any  # a name, or a dict of one name and its details
    for event, place in pyromark.events_with_range(body, options=_OPTIONS):
        if isinstance(event, str):
            if level and event in ("SoftBreak", "HardBreak"):
                words.append(" ")
            elif depth == 0:  # a thematic break
                yield "text", place["start"], place["end"], 0, ""
            continue
        if "Start" in event:
            depth += 1
            if depth == 1:
                name, detail = tag_of(event["Start"])
                in_list = name == "List"
                if name == "Heading":
                    level = int(detail["level"][1:])
        elif "End" in event:
            depth -= 1
            if depth == 0:
                name, _ = tag_of(event["End"])
                if not in_list:
                    yield _KINDS.get(name, "text"), place["start"], place["end"], level, "".join(words)
                in_list, level, words = False, 0, []
            elif depth == 1 and in_list:
                yield "list", place["start"], place["end"], 0, ""
        elif level:
            words.append(next((part for part in event.values() if isinstance(part, str)), ""))


def tag_of(tag: Any) -> tuple[str, Any]:
    """An event's tag is a bare name, or one name with its details."""
    return (tag, {}) if isinstance(tag, str) else next(iter(tag.items()))
