"""Org: starred headings, keywords at the top, property drawers, blocks and tables kept whole, list items.

State words, priorities and tags are taken off a heading; its tags become tags of the document. A drawer of
properties that holds no more than what programs write there is left out.
"""

from __future__ import annotations

import re

from desktop_search.documents.building.facts import iso_date
from desktop_search.documents.building.outline import Outline
from desktop_search.documents.characters.encoding import read_text
from desktop_search.documents.source import Source
from desktop_search.documents.text.lines import Line, add_prose, lines_of
from desktop_search.records import BlockKind, Document

_HEADING = re.compile(r"(\*+)[ \t]+(.*)\Z")
_PRIORITY = re.compile(r"\[#\w{1,2}\][ \t]*")
_TAGS = re.compile(r"(?:\A|[ \t]+):((?:[\w@#%]+:)+)[ \t]*\Z")
_COOKIE = re.compile(r"\[\d*(?:%|/\d*)\]")
_KEYWORD = re.compile(r"[ \t]*#\+([A-Za-z][\w-]{0,30}):(?:[ \t]+(.*))?\Z")
_BEGIN = re.compile(r"[ \t]*#\+begin_(src|example|export|comment|quote|verse)\b", re.IGNORECASE)
_DRAWER = re.compile(r"[ \t]*:PROPERTIES:[ \t]*\Z", re.IGNORECASE)
_DRAWER_END = re.compile(r"[ \t]*:END:[ \t]*\Z", re.IGNORECASE)
_PROPERTY = re.compile(r"[ \t]*:([^\s:]{1,60}):?[ \t]+\S")
_TABLE = re.compile(r"[ \t]*\|")
_FIXED = re.compile(r"[ \t]*: ")
_ITEM = re.compile(r"[ \t]*(?:[-+]|\d{1,4}[.)])(?:[ \t]|\Z)|[ \t]+\*[ \t]")
_LINK = re.compile(r"\[\[([^\[\]]*)\](?:\[([^\[\]]*)\])?\]")
_EMPHASIS = re.compile(r"(?<![\w*/_=~+])([*/_=~+])(\S(?:[^\n]{0,300}?\S)?)\1(?![\w*/_=~+])")
_STATES = frozenset("TODO DONE NEXT WAIT WAITING HOLD STARTED CANCELED CANCELLED IN-PROGRESS SOMEDAY DOING".split())
_STATE_WORD = re.compile(r"([\w-]+)(?:\([^)]*\))?")
# What programs write into a drawer without being asked.
_GENERATED = frozenset(
    "id custom_id created last_modified modified effort category visibility columns ordered style logging archive"
    " archive_time archive_file archive_category archive_todo archive_olpath header-args export_file_name".split()
)
_KINDS: dict[str, BlockKind] = {"quote": "quote", "verse": "quote"}
_STAMP = re.compile(r"[<\[](\d{4}-\d{2}-\d{2})\b")
_MAX_TAGS = 100
_MAX_DEPTH = 20


def parse(source: Source) -> Document:
    """The file's own text as blocks under its headings. Raises DocumentError where it is not text."""
    text, note = read_text(source)
    outline = Outline(text)
    lines = lines_of(text)
    fields = _fields(lines)
    states = _STATES | {
        word
        for name in ("todo", "seq_todo", "typ_todo")
        for entry in fields.get(name, ())
        for word in _STATE_WORD.findall(entry)
    }
    tags = [tag for entry in fields.get("filetags", ()) for tag in re.split(r"[\s:]+", entry) if tag]
    at = _add_top(outline, lines)
    prose: list[Line] = []
    ends = _block_ends(lines)
    while at < len(lines):
        line = lines[at]
        if heading := _HEADING.match(line.text):
            _flush(outline, text, prose)
            name, own = _heading(heading[2], states)
            outline.heading(len(heading[1]), name, line.start, line.end)
            tags += own
            at += 1
            continue
        after = _special(outline, text, prose, lines, at, ends)
        if after == at:
            prose.append(line)
            after += 1
        at = after
    _flush(outline, text, prose)
    return Document(
        text=text,
        blocks=outline.finish(),
        title=_plain(" ".join(fields.get("title", ()))),
        author=_plain(", ".join(fields.get("author", ()))),
        date=_date(" ".join(fields.get("date", ())[:1])),
        language=" ".join(fields.get("language", ())[:1]),
        tags=tuple(dict.fromkeys(tags))[:_MAX_TAGS],
        note=note,
    )


def _date(written: str) -> str:
    """The date; a time stamp names the day of the week, too."""
    found = _STAMP.match(written)
    return iso_date(found[1] if found else written)


def _fields(lines: list[Line]) -> dict[str, list[str]]:
    """The keywords by lower-case name; they may stand anywhere, and each may come more than once."""
    fields: dict[str, list[str]] = {}
    for line in lines:
        if "#+" in line.text and (found := _KEYWORD.match(line.text)) and found[2]:
            fields.setdefault(found[1].lower(), []).append(found[2].strip())
    return fields


def _add_top(outline: Outline, lines: list[Line]) -> int:
    """Drawers and keywords before anything else are one block; gives the line after them."""
    at = _drawer(outline, lines, 0)
    first = at
    while at < len(lines) and (_KEYWORD.match(lines[at].text) or lines[at].is_blank):
        at += 1
    if at > first:
        outline.block(lines[first].start, lines[at - 1].end, "metadata")
    return at


def _special(outline: Outline, text: str, prose: list[Line], lines: list[Line], at: int, ends: dict[int, int]) -> int:
    """Adds what is kept whole at this line: a drawer, a block, a table. Gives the line after it, else `at`."""
    line = lines[at].text
    kind: BlockKind = "table"
    after = at
    if at in ends:
        found = _BEGIN.match(line)
        kind = _KINDS.get(found[1].lower(), "code") if found else "code"
        after = ends[at] + 1
    elif _TABLE.match(line):
        while after < len(lines) and (_TABLE.match(lines[after].text) or "#+TBLFM:" in lines[after].text.upper()):
            after += 1
    elif _FIXED.match(line):
        kind = "code"
        while after < len(lines) and _FIXED.match(lines[after].text):
            after += 1
    elif _DRAWER.match(line):
        _flush(outline, text, prose)
        return _drawer(outline, lines, at)
    if after > at:
        # The caption or the name of a block stands right above it.
        first = at
        while prose and _KEYWORD.match(prose[-1].text):
            prose.pop()
            first -= 1
        _flush(outline, text, prose)
        outline.block(lines[first].start, lines[after - 1].end, kind)
    return after


def _block_ends(lines: list[Line]) -> dict[int, int]:
    """The lines at which blocks begin, each with the line at which it ends; those that never end are left out."""
    ends: dict[int, int] = {}
    opened: list[tuple[str, int]] = []
    for at, line in enumerate(lines):
        if "#+" not in line.text:
            continue
        lower = line.text.strip().lower()
        if found := _BEGIN.match(line.text):
            # Only quotations hold other blocks.
            if len(opened) < _MAX_DEPTH and (not opened or opened[-1][0] in _KINDS):
                opened.append((found[1].lower(), at))
        elif lower.startswith("#+end_"):
            while any(name == lower[6:] for name, _ in opened):
                name, begun = opened.pop()
                if name == lower[6:]:
                    ends[begun] = at
                    break
    return ends


def _drawer(outline: Outline, lines: list[Line], at: int) -> int:
    """The line after the property drawer at `at`, or `at`. It is added where it says something of its own."""
    if at >= len(lines) or not _DRAWER.match(lines[at].text):
        return at
    after, tells = at + 1, False
    while after < len(lines) and not _DRAWER_END.match(lines[after].text):
        found = _PROPERTY.match(lines[after].text)
        if found is None:
            return at + 1
        tells = tells or found[1].lower() not in _GENERATED
        after += 1
    if tells and after < len(lines):
        outline.block(lines[at + 1].start, lines[after - 1].end, "metadata")
    return after + 1


def _heading(text: str, states: frozenset[str]) -> tuple[str, list[str]]:
    """A heading's words, and its tags."""
    tags: list[str] = []
    text = text[:2000]
    if found := _TAGS.search(text):
        tags = found[1].strip(":").split(":")
        text = text[: found.start()]
    first, _, rest = text.partition(" ")
    if first in states:
        text = rest.lstrip()
    text = _COOKIE.sub("", _PRIORITY.sub("", text, count=1))
    return _plain(text), tags


def _plain(text: str) -> str:
    """Text without links' targets and emphasis."""
    text = _LINK.sub(lambda found: found[2] or found[1], text[:2000])
    return _EMPHASIS.sub(lambda found: found[2], text).strip()


def _flush(outline: Outline, text: str, prose: list[Line]) -> None:
    add_prose(outline, text, prose, _ITEM)
    prose.clear()
