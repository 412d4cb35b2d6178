"""Source code and settings: definitions become sections named by class and function; the rest is runs of lines.

Which lines open a definition is told by languages.py. It lasts while lines are indented more than it; only classes
and their like have definitions inside them. Formats without definitions (JSON, YAML, CSS ...) are divided at blank
lines. Of a very long line, which is data or was made by a program, only the beginning is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop_search.documents.building.outline import Outline
from desktop_search.documents.characters.encoding import read_text
from desktop_search.documents.programs.languages import LANGUAGES, Language
from desktop_search.documents.source import Source
from desktop_search.documents.text.lines import Line, lines_of
from desktop_search.records import Document

# In characters: of a line in a program, of a line of data, of a declaration.
_LONGEST = 5_000
_LONGEST_DATA = 100_000
_DECLARATION = 500
# Definitions deeper than this, in columns, are inside functions; a tab counts four.
_DEEPEST = 16
# A file of more definitions is a list.
_MOST_SECTIONS = 5_000
_PROGRAMS = frozenset((".css", ".scss", ".less", ".vim"))
_CONTAINER = re.compile(
    r"\b(?:class|struct|interface|trait|impl|module|namespace|object|enum|extension|protocol|union|record|mod|actor"
    r"|package|defmodule|service|message|classdef)\b"
)
# Lines that stand no deeper than a definition and yet belong to it.
_CLOSING = re.compile(r"\s*(?:[)\]}{#]|end\b|begin\b|(?:public|private|protected|signals|slots)\b[^;]*:\s*\Z)")
_QUOTES = re.compile(r"\"\"\"|'''")
_CUT = "Very long lines, as programs make them, were read to their first {:,} characters."


@dataclass(frozen=True, slots=True)
class _Section:
    """What begins at a line: a definition at `depth` columns, declared at the line `at`; without a name, none."""

    depth: int
    name: str
    at: int
    is_container: bool = False


def parse(source: Source) -> Document:
    """The file's own text as blocks of code. It has no title. Raises DocumentError where it is not text."""
    text, note = read_text(source)
    outline = Outline(text)
    lines = lines_of(text)
    language = LANGUAGES.get(source.suffix)
    longest = _LONGEST if source.suffix in _PROGRAMS or (language and source.suffix != ".sql") else _LONGEST_DATA
    sections = _sections(lines, language, source.suffix in (".py", ".pyi", ".pyw")) if language else {}
    path: list[_Section] = []
    run: list[Line] = []
    is_cut = False
    for at, line in enumerate(lines):
        if section := sections.get(at):
            _flush(outline, run)
            while path and path[-1].depth >= section.depth:
                path.pop()
            # Without a name it only ends what is open.
            outline.heading(
                len(path) + 1, section.name, line.start, lines[section.at].end if section.name else line.start
            )
            if section.name:
                path.append(section)
        if len(line.text) > longest:
            _flush(outline, run)
            outline.block(line.start, line.start + longest, "code")
            is_cut = True
        elif not line.is_blank:
            run.append(line)
        elif not path:
            _flush(outline, run)
    _flush(outline, run)
    notes = [note, _CUT.format(longest) if is_cut else ""]
    return Document(text, outline.finish(), note=" ".join(one for one in notes if one))


def _sections(lines: list[Line], language: Language, quoted: bool) -> dict[int, _Section]:
    """What begins at each line: a definition with the comments above it, or what no longer belongs to one."""
    sections: dict[int, _Section] = {}
    path: list[_Section] = []
    above = -1  # the first of the comments and decorators that nothing parts from what follows
    inside = ""  # the quotes that a long text of Python has not closed yet
    for at, line in enumerate(lines):
        was_inside = inside
        if quoted:
            inside = _still_quoted(line.text, inside)
        if was_inside or line.is_blank:
            above = -1
            continue
        short = line.text[:_DECLARATION]
        depth = len(short[: line.indent].expandtabs(4))
        open_above = [one for one in path if one.depth < depth]
        found = language.declaration.match(short)
        if (
            found
            and depth <= _DEEPEST
            and len(sections) < _MOST_SECTIONS
            and all(one.is_container for one in open_above)
        ):
            name = next((group for group in found.groups() if group), "").strip('"`[] ')
            section = _Section(depth, name, at, _CONTAINER.search(found[0]) is not None)
            sections[at if above < 0 else above] = section
            path = [*open_above, section]
            above = -1
        elif language.above.match(short):
            above = at if above < 0 else above
        else:
            if len(open_above) < len(path) and not language.open_ended and not _CLOSING.match(short):
                sections[at if above < 0 else above] = _Section(depth, "", at)
                path = open_above
            above = -1
    return sections


def _still_quoted(line: str, quotes: str) -> str:
    """The triple quotes that are open after this line."""
    for found in _QUOTES.finditer(line):
        if not quotes:
            quotes = found[0]
        elif found[0] == quotes:
            quotes = ""
    return quotes


def _flush(outline: Outline, run: list[Line]) -> None:
    if run:
        outline.block(run[0].start, run[-1].end, "code")
    run.clear()
