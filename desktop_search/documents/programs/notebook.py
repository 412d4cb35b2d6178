"""Jupyter notebooks (nbformat 3 and 4): Markdown cells, code cells and what the code printed, cell by cell.

The page is the number of the cell, from 1; the line is the line within the cell. Headings hold across cells. Of an
output the plain text is taken, cut at MAX_OUTPUT characters; pictures are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from desktop_search.documents.building.builder import Builder
from desktop_search.documents.characters.encoding import decode
from desktop_search.documents.source import DAMAGED, Source
from desktop_search.documents.text.front_matter import FrontMatter, front_matter
from desktop_search.documents.text.markdown import blocks
from desktop_search.documents.web.text import add_html
from desktop_search.errors import DocumentError
from desktop_search.records import BlockKind, Document

MAX_OUTPUT = 2_000
_MAX_OUTPUTS = 50
_MAX_HTML = 200_000
_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_=>()])")
_EMBEDDED = re.compile(r"data:[\w.+/-]{1,60};base64,[A-Za-z0-9+/=]+")
# What Python says of an object that is shown as something better.
_OBJECT = re.compile(r"<[\w.]+[^<>\n]*>\Z")
_PLAIN = ("text/plain", "text")
_HTML = ("text/html", "html")
_OTHERS = ("text/markdown", "text/latex", "latex")


def parse(source: Source) -> Document:
    """Reads one notebook. Raises DocumentError where it is none, or is damaged."""
    try:
        content = json.loads(decode(source.content))
    except RecursionError as error:
        raise DocumentError("It is nested too deeply.") from error
    except ValueError as error:
        raise DocumentError(DAMAGED) from error
    if not isinstance(content, dict) or not isinstance(content.get("cells", content.get("worksheets")), list):
        raise DocumentError("This is not a notebook.")
    builder = Builder(source.limits)
    facts, title = FrontMatter(), ""
    for number, cell in enumerate(_cells(content), 1):
        if builder.is_full:
            break
        if source.is_late:
            builder.note(f"Only the first {number - 1:,} cells were read.")
            break
        builder.place(number, "cell", 1)
        text = _text(cell.get("source", cell.get("input")))
        kind = cell.get("cell_type")
        if kind == "code":
            builder.block(text, "code")
            _add_outputs(builder, source, cell.get("outputs"))
        elif kind == "heading":  # nbformat 3
            level = cell.get("level")
            builder.heading(level if isinstance(level, int) else 1, text)
            title = title or text
        else:
            found, start = front_matter(text) if number == 1 else (FrontMatter(), 0)
            facts = found if start else facts
            title = _add_markdown(builder, number, text, start, found, title)
    if builder.is_empty:
        builder.note("The notebook is empty.")
    about = content.get("metadata")
    about = about if isinstance(about, dict) else {}
    return builder.finish(
        _text(about.get("title")) or facts.title or title or _text(about.get("name")),
        _authors(about) or facts.author,
        _text(about.get("date")) or facts.date,
        facts.language,
        (*facts.tags, *_kernel(about)),
    )


def _cells(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All cells; in nbformat 3 they stand in worksheets."""
    sheets = content.get("worksheets")
    for sheet in [content, *(sheets if isinstance(sheets, list) else [])]:
        cells = sheet.get("cells") if isinstance(sheet, dict) else None
        yield from (cell for cell in cells if isinstance(cell, dict)) if isinstance(cells, list) else ()


def _text(value: object) -> str:
    """One text, which may be given as a list of its lines."""
    if isinstance(value, list):
        value = "".join(one for one in value if isinstance(one, str))
    return _EMBEDDED.sub("", value) if isinstance(value, str) else ""


def _add_markdown(builder: Builder, number: int, text: str, start: int, facts: FrontMatter, title: str) -> str:
    """Adds a cell of Markdown and gives the title: the first heading of the first level."""
    if facts.inner and facts.says_more:
        builder.block(text[slice(*facts.inner)], "metadata")
    lines = _Lines(text)
    position = start
    for kind, begin, end, level, name in blocks(text, start):
        _add_piece(builder, number, lines, position, begin)
        position = end
        if level:
            builder.place(number, "cell", lines.at(begin))
            builder.heading(level, name)
            title = title or (name if level == 1 else "")
        else:
            _add_piece(builder, number, lines, begin, end, kind)
    _add_piece(builder, number, lines, position, len(text))
    return title


def _add_piece(builder: Builder, number: int, lines: _Lines, begin: int, end: int, kind: BlockKind = "text") -> None:
    piece = lines.text[begin:end]
    if bare := piece.strip():
        builder.place(number, "cell", lines.at(begin + piece.index(bare)))
        builder.block(bare, kind)


class _Lines:
    """Tells the line of a place in a text; places are asked for from the first to the last."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._line, self._position = 1, 0

    def at(self, place: int) -> int:
        """The line of this place, from 1."""
        self._line += self.text.count("\n", self._position, place)
        self._position = max(self._position, place)
        return self._line


def _add_outputs(builder: Builder, source: Source, outputs: object) -> None:
    """What the cell printed: its streams, the plain text of its results, and in a word what went wrong."""
    printed = ""
    for output in outputs[:_MAX_OUTPUTS] if isinstance(outputs, list) else ():
        if not isinstance(output, dict):
            continue
        if output.get("output_type") == "stream":
            # Programs print piece by piece; one output is what stands together.
            printed += _text(output.get("text"))[: 10 * MAX_OUTPUT]
            continue
        _add_output(builder, printed)
        printed = ""
        if output.get("output_type") in ("error", "pyerr"):
            _add_output(builder, f"{_text(output.get('ename'))}: {_text(output.get('evalue'))}".strip(": "))
        else:
            data = output.get("data")
            _add_output(builder, _result(source, data if isinstance(data, dict) else output))
    _add_output(builder, printed)


def _add_output(builder: Builder, text: str) -> None:
    text = _ESCAPE.sub("", text[: 20 * MAX_OUTPUT])
    # A progress bar returns to the beginning of its line; what it wrote last stays.
    lines = [line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n")]
    text = "\n".join(lines)
    if len(text) > MAX_OUTPUT:
        text = text[: text.rfind("\n", MAX_OUTPUT // 2, MAX_OUTPUT) if "\n" in text[MAX_OUTPUT // 2 :] else MAX_OUTPUT]
    builder.block(text, "code")


def _result(source: Source, data: dict[str, Any]) -> str:
    """The text of a result; HTML is read where there is no plain text."""
    plain = next((text for name in _PLAIN if (text := _text(data.get(name)).strip())), "")
    if plain and not _OBJECT.match(plain):
        return plain
    if html := next((text for name in _HTML if (text := _text(data.get(name)))), ""):
        page = Builder(source.limits)
        try:
            add_html(page, html[:_MAX_HTML], stop_at=source.stop_at)
        except DocumentError:
            return ""
        return page.finish().text
    return next((text for name in _OTHERS if (text := _text(data.get(name)))), "")


def _authors(about: dict[str, Any]) -> str:
    """The names, which may stand in a list of texts or of mappings."""
    given = about.get("authors") or about.get("author")
    entries = given if isinstance(given, list) else [given]
    names = (_text(entry.get("name")) if isinstance(entry, dict) else _text(entry) for entry in entries[:100])
    return ", ".join(name for name in names if name)


def _kernel(about: dict[str, Any]) -> tuple[str, ...]:
    """The programming language of the notebook, as a tag."""
    for name, key in (("language_info", "name"), ("kernelspec", "language")):
        entry = about.get(name)
        if isinstance(entry, dict) and (language := _text(entry.get(key))):
            return (language.lower(),)
    return ()
