"""OpenDocument files: texts, presentations, drawings and spreadsheets, packed or as one flat XML file.

content.xml, styles.xml, meta.xml -> Body (texts, slides) or sheets -> Builder
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from itertools import chain

from lxml import etree

from desktop_search.documents.building.builder import Builder
from desktop_search.documents.building.flow import Flow
from desktop_search.documents.building.rows import add_rows
from desktop_search.documents.office.ooxml import OLE_MARK, Properties, attribute
from desktop_search.documents.opendocument.body import Body
from desktop_search.documents.opendocument.sheets import Remark, sheet_rows
from desktop_search.documents.opendocument.styles import Styles, odf_name
from desktop_search.documents.opening.packed import Packed
from desktop_search.documents.opening.trees import parse_xml
from desktop_search.documents.source import ENCRYPTED, Source
from desktop_search.errors import DocumentError
from desktop_search.records import Document, PageUnit

_NOT_ODF = "This is not an OpenDocument file."
_LATE = "It takes too long to read; only a part was read."
_EMPTY = "The document holds no text."
_UNITS: dict[str, PageUnit] = {"office:presentation": "slide", "office:drawing": "page"}
_KINDS = ("office:text", "office:presentation", "office:drawing", "office:spreadsheet", "office:chart")
_MARGINS = frozenset(f"style:{kind}{page}" for kind in ("header", "footer") for page in ("", "-left", "-first"))
_MOST_OBJECTS = 500


@dataclass(slots=True)
class _Parts:
    """The roots of one file; those of a flat file are one and the same. `packed` is None for a flat file."""

    content: etree._Element
    styles: etree._Element | None
    meta: etree._Element | None
    packed: Packed | None
    objects: dict[str, etree._Element | None] = field(default_factory=dict)

    def object(self, target: str) -> etree._Element | None:
        """The tree of a formula or chart inside the file; None where there is none."""
        name = posixpath.normpath(posixpath.join("/", target, "content.xml")).lstrip("/")
        if name in self.objects or self.packed is None or len(self.objects) >= _MOST_OBJECTS:
            return None  # each is read once
        self.objects[name] = _tree_or_none(self.packed, name)
        return self.objects[name]


def parse(source: Source) -> Document:
    """Reads one OpenDocument file. Raises DocumentError where it is none, is encrypted or damaged."""
    parts = _open(source)
    body = next((one for one in parts.content if odf_name(one.tag) == "office:body"), None)
    kind = next((one for one in body if odf_name(one.tag) in _KINDS), None) if body is not None else None
    if kind is None:
        raise DocumentError(_NOT_ODF)
    builder = Builder(source.limits)
    title = ""
    if odf_name(kind.tag) == "office:spreadsheet":
        _add_sheets(builder, kind, source)
    else:
        title = _add_text(builder, kind, parts, source)
    if builder.is_empty:
        builder.note(_EMPTY)
    facts = _properties(parts.meta)
    return builder.finish(facts.title or title, facts.author, facts.date, facts.language, facts.tags)


def _open(source: Source) -> _Parts:
    content = source.content
    if not content.startswith(b"PK"):
        if content.startswith(OLE_MARK) or b"<" not in content[:200]:
            raise DocumentError(_NOT_ODF)
        root = parse_xml(content, huge=True)
        if odf_name(root.tag) != "office:document":
            raise DocumentError(_NOT_ODF)
        return _Parts(root, root, root, None)
    packed = Packed(content, source.limits)
    # A file that is encrypted as a whole holds nothing else but the package that the manifest tells of.
    if "META-INF/manifest.xml" in packed and b"encryption-data" in packed.read("META-INF/manifest.xml"):
        raise DocumentError(ENCRYPTED)
    if "content.xml" not in packed:
        raise DocumentError(_NOT_ODF)
    root = parse_xml(packed.read("content.xml"))
    return _Parts(root, _tree_or_none(packed, "styles.xml"), _tree_or_none(packed, "meta.xml"), packed)


def _tree_or_none(packed: Packed, name: str) -> etree._Element | None:
    """A part that the document can be read without."""
    try:
        return parse_xml(packed.read(name)) if name in packed else None
    except DocumentError:
        return None


def _add_text(builder: Builder, kind: etree._Element, parts: _Parts, source: Source) -> str:
    """Writes a text, a presentation or a drawing; returns its title."""
    styles = Styles()
    styles.read(parts.styles)
    styles.read(parts.content)
    flow = Flow(builder)

    def is_late() -> bool:
        return source.is_late or builder.is_full

    unit = _UNITS.get(odf_name(kind.tag), "page")
    body = Body(builder, flow, styles, is_late, parts.object, unit)
    if odf_name(kind.tag) == "office:text" and parts.styles is not None:
        builder.block(_margins(parts.styles, body), "metadata")
    body.read(kind)
    flow.finish()
    if body.was_late and not builder.is_full:
        builder.note(_LATE)
    return body.title


def _margins(root: etree._Element, body: Body) -> str:
    """The lines of all headers and footers, each once; page numbers alone say nothing."""
    lines: dict[str, None] = {}
    masters = (page for group in root if odf_name(group.tag) == "office:master-styles" for page in group)
    for margin in (one for page in masters for one in page if odf_name(one.tag) in _MARGINS):
        if attribute(margin, "display") != "false":
            body.flow.open_box()
            body.read(margin)
            text = "\n".join(item.text for item in body.flow.close_box())
            lines.update((line, None) for line in text.split("\n") if any(map(str.isalpha, line)))
    return "\n".join(lines)


def _add_sheets(builder: Builder, kind: etree._Element, source: Source) -> None:
    tables = (one for one in kind if odf_name(one.tag) == "table:table")

    def is_late() -> bool:
        return source.is_late

    for page, table in enumerate(tables, start=1):
        if is_late() or builder.is_full:
            break
        remarks: list[Remark] = []
        rows = sheet_rows(table, remarks, is_late)
        first = next(rows, None)
        if first is None and not remarks:
            continue
        builder.place(page, "sheet")
        builder.heading(1, attribute(table, "name") or "")
        if first is not None:
            add_rows(builder, chain((first,), rows), page, "sheet")
        for row, text in remarks:
            builder.place(page, "sheet", row)
            builder.block(text)
    if is_late() and not builder.is_full:
        builder.note(_LATE)


def _properties(root: etree._Element | None) -> Properties:
    facts: dict[str, str] = {}
    tags = []
    meta = next((one for one in root if odf_name(one.tag) == "office:meta"), None) if root is not None else None
    for one in meta if meta is not None else ():
        name, text = odf_name(one.tag), (one.text or "").strip()
        facts.setdefault(name, text)
        if name == "meta:keyword" and text:
            tags += [tag for word in text.split(",") if (tag := word.strip())]
    return Properties(
        title=facts.get("dc:title", ""),
        author=facts.get("meta:initial-creator") or facts.get("dc:creator") or "",
        date=facts.get("meta:creation-date") or facts.get("dc:date") or "",
        language=facts.get("dc:language", ""),
        tags=tuple(tags),
    )
