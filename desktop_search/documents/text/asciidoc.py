"""AsciiDoc: headings of both forms, the document's header, delimited blocks and tables kept whole, list items."""

from __future__ import annotations

import re
from itertools import pairwise

from desktop_search.documents.building.facts import iso_date
from desktop_search.documents.building.outline import Outline
from desktop_search.documents.characters.encoding import read_text
from desktop_search.documents.source import Source
from desktop_search.documents.text.lines import Line, add_prose, lines_of
from desktop_search.records import BlockKind, Document

_HEADING = re.compile(r"(={1,6}|#{1,6})[ \t]+(\S.*?)(?:[ \t]+\1)?[ \t]*\Z")
_UNDERLINE = re.compile(r"([-=~^+])\1{2,}[ \t]*\Z")
_UNDERLINES = "=-~^+"
_ATTRIBUTE = re.compile(r":!?([\w-]+)!?:(?:[ \t]+(.*))?\Z")
_AUTHOR = re.compile(r"[^\W\d_][\w.'\u2019-]*(?:[ \t]+[\w.'\u2019-]+){0,3}(?:[ \t]+<[^<>]+>)?\Z")
_REVISION = re.compile(r"(?:v?\d[\w.-]*,[ \t]*)?([A-Za-z]* ?\d{1,4}[^:]*?)(?::.*)?\Z|v\d[\w.-]*\Z")
_DELIMITER = re.compile(r"(?:-{4,}|\.{4,}|={4,}|\*{4,}|_{4,}|\+{4,}|/{4,}|--|```.*|[|,:!]={3,})[ \t]*\Z")
_KINDS: dict[str, BlockKind] = {"-": "code", ".": "code", "+": "code", "`": "code", "_": "quote"}
_ATTACHED = re.compile(r"\[[^\]]*\][ \t]*\Z|\.[^\s.].*\Z")
_ITEM = re.compile(
    r"[ \t]*(?:[*-]|\*{1,5}|\.{1,5}|\d{1,4}\.|[a-zA-Z]\.|<\d+>)[ \t]+\S|[ \t]*\S.{0,200}?(?:::|;;)(?:[ \t]|\Z)"
)
_ATTRIBUTES = re.compile(r"\[[^\]]*\]{1,2}[ \t]*\Z")
_LONGEST_HEADING = 1000
_MARKUP = re.compile(r"(?<!\w)([*_`+#]{1,2})(\S(?:.{0,300}?\S)?)\1(?!\w)")
_MACRO = re.compile(r"(?:link:|xref:|https?:|mailto:|<<)[^\s\[,>]*(?:\[([^\]]*)\]|,([^>]*)>>|>>)")
_ANCHOR = re.compile(r"\[\[[^\]]*\]\]|\[#[^\]]*\]")


def parse(source: Source) -> Document:
    """The file's own text as blocks under its headings. Raises DocumentError where it is not text."""
    text, note = read_text(source)
    outline = Outline(text)
    lines = lines_of(text)
    title, fields, at = _top(outline, lines)
    ends = _block_ends(lines, at)
    prose: list[Line] = []
    while at < len(lines):
        line = lines[at]
        found = _heading(line)
        if at in ends:
            first = at
            while prose and _ATTACHED.match(prose[-1].text):
                prose.pop()
                first -= 1
            _flush(outline, text, prose)
            outline.block(lines[first].start, lines[ends[at]].end, _kind(line.text))
            at = ends[at] + 1
        elif found:
            _drop_anchors(prose)
            _flush(outline, text, prose)
            name = outline.heading(len(found[1]), _plain(found[2]), line.start, line.end)
            title = title or (name if len(found[1]) == 1 else "")
            at += 1
        elif level := _underlined(lines, at):
            _drop_anchors(prose)
            _flush(outline, text, prose)
            name = outline.heading(level, _plain(line.text), line.start, lines[at + 1].end)
            title = title or (name if level == 1 else "")
            at += 2
        else:
            # "[arabic]" above a list says how to number it.
            if not (at + 1 < len(lines) and _ATTRIBUTES.match(line.text) and _ITEM.match(lines[at + 1].text)):
                prose.append(line)
            at += 1
    _flush(outline, text, prose)
    tags = fields.get("keywords") or fields.get("tags") or ""
    return Document(
        text=text,
        blocks=outline.finish(),
        title=title,
        author=fields.get("authors") or fields.get("author") or "",
        date=iso_date(fields.get("revdate") or fields.get("date") or ""),
        language=fields.get("lang") or "",
        tags=tuple(tag for tag in (one.strip() for one in tags.split(",")) if tag)[:100],
        note=note,
    )


def _top(outline: Outline, lines: list[Line]) -> tuple[str, dict[str, str], int]:
    """The header: the title, the lines of authors and revision, attributes. Gives the title, fields and next line."""
    at = 0
    fields: dict[str, str] = {}
    first = _skip(lines, 0, fields)
    title = ""
    found = _heading(lines[first]) if first < len(lines) else None
    if found and len(found[1]) == 1:
        at = first + 1
    elif first < len(lines) and _underlined(lines, first) == 1:
        at = first + 2
    if at == 0:
        at = _skip(lines, 0, fields) if fields else 0
        if at:
            outline.block(lines[0].start, lines[at - 1].end, "metadata")
        return "", fields, at
    if first:
        outline.block(lines[0].start, lines[first - 1].end, "metadata")
    name = _plain(found[2] if found else lines[first].text)
    title = outline.heading(1, name, lines[first].start, lines[at - 1].end)
    begin = at
    if at < len(lines) and len(lines[at].text) <= _LONGEST_HEADING and not _is_field(lines[at]):
        authors = [one.strip() for one in lines[at].text.split(";")]
        if all(_AUTHOR.match(one) for one in authors):
            fields["authors"] = ", ".join(one.partition("<")[0].strip() for one in authors)
            at += 1
            if at < len(lines) and (revision := _REVISION.match(lines[at].text)):
                fields.setdefault("revdate", (revision[1] or "").strip(" ,"))
                at += 1
    while at < len(lines) and _is_field(lines[at]):
        _take(lines[at], fields)
        at += 2 if lines[at].text.endswith(" \\") and at + 1 < len(lines) else 1
    if at > begin:
        outline.block(lines[begin].start, lines[at - 1].end, "metadata")
    return title, fields, at


def _skip(lines: list[Line], at: int, fields: dict[str, str]) -> int:
    """The first line that is no attribute, no comment and not blank."""
    while at < len(lines) and (lines[at].is_blank or _is_field(lines[at])):
        _take(lines[at], fields)
        at += 1
    return at


def _is_field(line: Line) -> bool:
    return _ATTRIBUTE.match(line.text) is not None or (line.text.startswith("//") and not line.text.startswith("////"))


def _take(line: Line, fields: dict[str, str]) -> None:
    if found := _ATTRIBUTE.match(line.text):
        fields.setdefault(found[1].lower(), (found[2] or "").strip())


def _heading(line: Line) -> re.Match[str] | None:
    return _HEADING.match(line.text) if line.text[:1] in ("=", "#") and len(line.text) <= _LONGEST_HEADING else None


def _underlined(lines: list[Line], at: int) -> int:
    """The level of a heading with a line under it that is as long as itself; 0 where this is none."""
    if at + 1 >= len(lines) or lines[at].text[:1].isspace() or len(lines[at].text) > _LONGEST_HEADING:
        return 0
    if not lines[at].text[:1].isalnum():
        return 0
    if at and not lines[at - 1].is_blank and not _ATTACHED.match(lines[at - 1].text):
        return 0
    found = _UNDERLINE.match(lines[at + 1].text)
    if not found or abs(len(lines[at].text.rstrip()) - len(lines[at + 1].text.rstrip())) > 2:
        return 0
    return _UNDERLINES.index(found[1]) + 1


def _block_ends(lines: list[Line], at: int) -> dict[int, int]:
    """The lines at which delimited blocks begin, each with the one at which it ends; one that never ends is none."""
    delimiters: dict[str, list[int]] = {}
    for index in range(at, len(lines)):
        if _DELIMITER.match(lines[index].text):
            delimiters.setdefault(_closing(lines[index].text), []).append(index)
    following = {one: after for places in delimiters.values() for one, after in pairwise(places)}
    ends: dict[int, int] = {}
    index = at
    while index < len(lines):
        if index in following and not (index > at and _underlined(lines, index - 1)):
            ends[index] = following[index]
            index = ends[index]
        index += 1
    return ends


def _closing(text: str) -> str:
    """What ends a block that begins with this line."""
    return "```" if text.startswith("```") else text.rstrip()


def _kind(delimiter: str) -> BlockKind:
    if delimiter.rstrip().endswith("===") and delimiter[0] in "|,:!":
        return "table"
    return "text" if delimiter.rstrip() == "--" else _KINDS.get(delimiter[0], "text")


def _drop_anchors(prose: list[Line]) -> None:
    """Attributes of a section stand above its heading and say nothing to a person."""
    while prose and (prose[-1].is_blank or _ATTRIBUTES.match(prose[-1].text)):
        prose.pop()


def _plain(text: str) -> str:
    """A heading's words without inline markup."""
    text = _ANCHOR.sub("", text[:2000])
    text = _MACRO.sub(lambda found: found[1] or found[2] or "", text)
    return _MARKUP.sub(lambda found: found[2], text).strip()


def _flush(outline: Outline, text: str, prose: list[Line]) -> None:
    add_prose(outline, text, prose, _ITEM)
    prose.clear()
