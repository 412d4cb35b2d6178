"""Word files (docx, docm, dotx, dotm): text, headings, lists, tables, notes, comments, headers and footers.

package -> styles, numbering, notes -> Body walks through the document -> Flow -> Builder
"""

from __future__ import annotations

from contextlib import suppress

from lxml import etree

from desktop_search.documents.building.builder import Builder
from desktop_search.documents.building.flow import Flow
from desktop_search.documents.office.numbering import read_numbering
from desktop_search.documents.office.ooxml import Package, Relation, attribute, child, short
from desktop_search.documents.office.word_body import Body, Parts
from desktop_search.documents.office.word_styles import Styles
from desktop_search.documents.source import Source
from desktop_search.errors import DocumentError
from desktop_search.records import Document

_USUAL = "word/document.xml"
_LATE = "It takes too long to read; only the beginning was read."
_EMPTY = "The document holds no text."
_MARGINS = ("header", "footer")


def parse(source: Source) -> Document:
    """Reads one Word file. Raises DocumentError where it is none, is encrypted or damaged."""
    package = Package(source)
    name = package.main_part(_USUAL)
    root = package.tree(name)
    body_element = child(root, "w:body")
    if short(root.tag) != "w:document" or body_element is None:
        raise DocumentError("This is not a Word file.")
    relations = package.relations(name)
    builder = Builder(source.limits)
    flow = Flow(builder)

    def insert(part: str) -> None:
        """A whole document of another format that stands in this one."""
        flow.finish()
        try:
            builder.embed("", source.read_part(part.rpartition("/")[2], package.bytes(part)))
        except DocumentError as error:
            builder.note(f"A document inside it was not read. {error}")

    parts = Parts(
        package=package,
        styles=Styles(next(package.related(relations, "styles"), None)),
        numbering=read_numbering(next(package.related(relations, "numbering"), None)),
        notes={kind: _notes(package, relations, kind) for kind in ("footnote", "endnote", "comment")},
        is_late=lambda: source.is_late or builder.is_full,
        insert=insert,
    )
    builder.block(_margins(parts, relations, flow), "metadata")
    body = Body(parts, relations, flow)
    body.read(body_element)
    flow.finish()
    if body.was_late and not builder.is_full:
        builder.note(_LATE)
    if builder.is_empty:
        builder.note(_EMPTY)
    facts = package.properties()
    return builder.finish(facts.title or body.title, facts.author, facts.date, facts.language, facts.tags)


def _notes(package: Package, relations: dict[str, Relation], kind: str) -> dict[str, etree._Element]:
    """The notes of one kind by their id, without the lines that separate them from the text."""
    return {
        attribute(note, "id") or "": note
        for tree in package.related(relations, f"{kind}s")
        for note in tree
        if short(note.tag) == f"w:{kind}" and attribute(note, "type") in (None, "normal")
    }


def _margins(parts: Parts, relations: dict[str, Relation], flow: Flow) -> str:
    """The lines of all headers, then of all footers, each once; page numbers alone say nothing."""
    lines: dict[str, None] = {}
    for kind in _MARGINS:
        for relation in dict.fromkeys(one for one in relations.values() if one.kind == kind):
            flow.open_box()
            with suppress(DocumentError):
                Body(parts, parts.package.relations(relation.target), flow).read(parts.package.tree(relation.target))
            text = "\n".join(item.text for item in flow.close_box())
            lines.update((line, None) for line in text.split("\n") if any(map(str.isalpha, line)))
    return "\n".join(lines)
