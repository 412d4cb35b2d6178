"""reStructuredText: underlined headings, fields at the top, and literal blocks and tables kept whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from desktop_search.documents.building.facts import iso_date
from desktop_search.documents.building.outline import Outline
from desktop_search.documents.characters.encoding import read_text
from desktop_search.documents.source import Source
from desktop_search.documents.text.underlined import header, runs, underlined
from desktop_search.records import BlockKind, Document

_RULES = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_INDENT = re.compile(r"[ \t]*")
_LITERAL = re.compile(
    r"\.\.[ \t]+(?:code|code-block|sourcecode|parsed-literal|math|prompt|literalinclude|raw|highlight)::"
)
_LIST = re.compile(r"(?:[-*+\u2022]|\(?(?:\d{1,4}|[A-Za-z#])[.)])[ \t]")
_GRID = re.compile(r"\+[-=]{2,}[-=+]*\+[ \t]*(?:[\r\n]|\Z)")
_SIMPLE = re.compile(r"={2,}(?:[ \t]+={2,})+[ \t]*(?=[\r\n]|\Z)")
_FIELD = re.compile(r":([A-Za-z][\w .-]{0,40}):(?:[ \t]+(.*))?\Z")
_LINE_END = re.compile(r"\r\n?|\n")
_MARKUP = re.compile(
    r"``([^`]+)``|:[\w:-]+:`([^`<]+?)(?: *<[^`>]*>)?`|`([^`<]+?)(?: *<[^`>]*>)?`_{0,2}|\*{1,2}([^*\s][^*]*)\*{1,2}"
)


@dataclass(slots=True)
class _State:
    """What is open: a literal block that lasts while lines are indented more, a table that lasts to its last rule."""

    start: int = -1
    end: int = -1
    indent: int = 0
    kind: BlockKind = "text"
    border: str = ""
    levels: dict[tuple[str, bool], int] = field(default_factory=dict)


def parse(source: Source) -> Document:
    """The file's own text as blocks under its headings. Raises DocumentError where it is not text."""
    text, note = read_text(source)
    outline = Outline(text)
    start, fields = header(text)
    if start:
        outline.block(0, start, "metadata")
    title = fields.get("title") or fields.get("subject") or ""
    state = _State()
    at_top = True
    docinfo = False
    for begin, end in runs(text, start):
        if _goes_on(outline, state, text, begin, end):
            continue
        while found := underlined(text, begin, end, _RULES):
            style, name, after = found
            name = outline.heading(state.levels.setdefault(style, len(state.levels) + 1), _words(name), begin, after)
            docinfo = at_top
            title = title or (name if at_top else "")
            begin, at_top = after, False
        if text[begin:end].isspace() or begin >= end:
            continue
        if docinfo and (more := _fields(text[begin:end])):
            outline.block(begin, end, "metadata")
            fields = more | fields
        else:
            _add(outline, state, text, begin, end)
        docinfo = False
        at_top = at_top and text.startswith("..", begin)
    _close(outline, state)
    return Document(
        text=text,
        blocks=outline.finish(),
        title=title,
        author=fields.get("author") or fields.get("authors") or "",
        date=iso_date(fields.get("created") or fields.get("date") or ""),
        language=fields.get("language") or fields.get("lang") or "",
        note=note,
    )


def _goes_on(outline: Outline, state: _State, text: str, begin: int, end: int) -> bool:
    """Does this run belong to what is open? Else that is closed."""
    if state.start < 0:
        return False
    if state.border:
        state.end = end
        if text[begin:end].rstrip().endswith(state.border):
            _close(outline, state)
        return True
    if _indent(text, begin) > state.indent:
        state.end = end
        return True
    _close(outline, state)
    return False


def _close(outline: Outline, state: _State) -> None:
    if state.start >= 0:
        outline.block(state.start, state.end, state.kind)
    state.start, state.border = -1, ""


def _add(outline: Outline, state: _State, text: str, begin: int, end: int) -> None:
    """Adds the run, or opens what may go on after the next blank line."""
    indent = _indent(text, begin)
    bare = begin + indent
    if _LITERAL.match(text, bare):
        state.start, state.end, state.indent, state.kind = begin, end, indent, "code"
        return
    if rule := _SIMPLE.match(text, bare):
        # A rule that a blank line follows ends it; the one below the names of the columns is followed by a row.
        if text[rule.end() : end].rstrip().endswith(rule[0].rstrip()):
            outline.block(begin, end, "table")
        else:
            state.start, state.end, state.kind, state.border = begin, end, "table", rule[0].rstrip()
        return
    kind: BlockKind = "table" if _GRID.match(text, bare) else "list" if _LIST.match(text, bare) else "text"
    outline.block(begin, end, kind)
    if text.endswith("::", begin, end):
        state.start, state.end, state.indent, state.kind = end, end, _indent(text, begin), "code"


def _indent(text: str, begin: int) -> int:
    """Of the first line that has words in it, in characters."""
    found = _INDENT.match(text, begin)
    return len(found[0]) if found else 0


def _fields(run: str) -> dict[str, str]:
    """A run that is a list of fields, by lower-case name; empty where it is none."""
    fields: dict[str, str] = {}
    name = ""
    for line in _LINE_END.split(run.strip()):
        if found := _FIELD.match(line):
            name = found[1].lower()
            fields.setdefault(name, (found[2] or "").strip())
        elif name and line[:1] in (" ", "\t"):
            fields[name] = f"{fields[name]} {line.strip()}".strip()
        else:
            return {}
    return fields


def _words(name: str) -> str:
    """A heading without its inline markup."""
    return _MARKUP.sub(lambda found: next(part for part in found.groups() if part), name[:1000])
