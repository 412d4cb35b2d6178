"""What calamine does not tell of an Excel file: how far its cells reach, percentages, comments, text boxes, charts.

All members are unpacked here once, so that the limits against bombs hold before calamine, which knows none, starts.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from struct import error as StructError

import olefile
from lxml import etree

from desktop_search.documents.office.drawing import alt_text, graphic_text, paragraphs
from desktop_search.documents.office.ooxml import Package, Properties, child, relation_id, short
from desktop_search.documents.opening.walk import walk
from desktop_search.errors import DocumentError

# A cell that holds something: in both kinds of quotes, with or without a prefix, and not closed at once.
_CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*[^<>/])>")
_REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_STYLE = re.compile(rb"""\bs=["'](\d{1,6})["']""")
_REF = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_PERCENT_IDS = frozenset((9, 10))
# What Excel writes for older versions of itself into the comments of the newer kind.
_THREADED = "[Threaded comment]"
_MOST_REMARKS = 5_000


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment, a text box or a chart: the row that it is fixed to, from 1, and its text."""

    row: int
    text: str


@dataclass(slots=True)
class SheetParts:
    """One sheet. `area` counts the cells between the outermost ones; `percents` holds (row, column) from 0."""

    area: int = 0
    percents: set[tuple[int, int]] = field(default_factory=set)
    remarks: list[Remark] = field(default_factory=list)


def sheet_parts(package: Package, main: str) -> dict[str, SheetParts]:
    """The parts of each sheet by its name; one of the binary kind (xlsb) tells its areas only, under "".

    Raises DocumentError where the file unpacks to more than the limits allow.
    """
    areas: dict[str, tuple[int, list[tuple[int, int, int]]]] = {}
    for name in package.names():
        if name.lower().endswith((".xml", ".bin", ".rels")):
            data = package.bytes(name)
            if "/worksheets/" in name.lower() and name.lower().endswith(".xml"):
                areas[name.lower()] = _extent(data)
    if not main.lower().endswith(".xml"):
        return {}
    found: dict[str, SheetParts] = {}
    relations = package.relations(main)
    root = package.tree(main)
    percent_styles = _percent_styles(next(package.related(relations, "styles"), None))
    sheets = child(root, "x:sheets")
    for sheet in sheets if sheets is not None else ():
        relation = relations.get(relation_id(sheet))
        if relation is None or relation.is_external:
            continue
        area, styled = areas.get(relation.target.lower(), (0, []))
        percents = {(row, column) for row, column, style in styled if style in percent_styles}
        found[sheet.get("name", "")] = SheetParts(area, percents, _remarks(package, relation.target))
    return found


def ole_properties(content: bytes) -> Properties:
    """What an older Excel file tells about itself; empty where that is damaged."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as ole:
            meta = ole.get_metadata()
    except (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError, StructError):
        return Properties()
    encoding = {65001: "utf-8", 10000: "mac_roman"}.get(meta.codepage or 0, f"cp{(meta.codepage or 1252) % 65536}")
    date = meta.create_time
    return Properties(
        title=_decoded(meta.title, encoding),
        author=_decoded(meta.author, encoding),
        date=date.isoformat() if date is not None and date.year > 1900 else "",
        tags=tuple(tag for word in _decoded(meta.keywords, encoding).split(",") if (tag := word.strip())),
    )


def _decoded(value: bytes | str | None, encoding: str) -> str:
    if isinstance(value, bytes):
        try:
            return value.decode(encoding, "replace").strip("\0 ")
        except LookupError:
            return value.decode("cp1252", "replace").strip("\0 ")
    return value or ""


def _extent(data: bytes) -> tuple[int, list[tuple[int, int, int]]]:
    """(cells between the outermost ones, (row, column, style) of each cell with a style), rows and columns from 0."""
    columns: set[bytes] = set()
    first, last = 1 << 30, 0
    styled = []
    numbers: dict[bytes, int] = {}
    for cell in _CELL.finditer(data):
        reference = _REFERENCE.search(cell[1])
        if reference is None:
            continue
        row = int(reference[2])
        first, last = min(first, row), max(last, row)
        if reference[1] not in columns:
            columns.add(reference[1])
            numbers[reference[1]] = column_number(reference[1].decode())
        if style := _STYLE.search(cell[1]):
            styled.append((row - 1, numbers[reference[1]], int(style[1])))
    if not numbers:
        return 0, []
    width = max(numbers.values()) - min(numbers.values()) + 1
    return width * (last - first + 1), styled


def column_number(letters: str) -> int:
    """A is 0, Z is 25, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _percent_styles(root: etree._Element | None) -> set[int]:
    """The cell styles that show a number as a percentage."""
    formats = set(_PERCENT_IDS)
    own = child(root, "x:numFmts")
    for one in own if own is not None else ():
        if "%" in (one.get("formatCode") or "") and (key := one.get("numFmtId", "")).isdecimal():
            formats.add(int(key))
    found = child(root, "x:cellXfs")
    return {
        index
        for index, one in enumerate(found if found is not None else ())
        if (key := one.get("numFmtId", "")).isdecimal() and int(key) in formats
    }


def _remarks(package: Package, part: str) -> list[Remark]:
    relations = package.relations(part)
    remarks = []
    for tree in package.related(relations, "comments"):
        authors = [(one.text or "").strip() for one in tree.iter("{*}author")]
        for one in tree.iter("{*}comment"):
            text = "".join(piece.text or "" for piece in one.iter("{*}t")).strip()
            if text.startswith(_THREADED):
                continue
            key = one.get("authorId", "")
            author = authors[int(key)] if key.isdecimal() and int(key) < len(authors) else ""
            if author and text.startswith(f"{author}:"):
                text = text[len(author) + 1 :].strip()
            remarks.append(_remark(one.get("ref", ""), author, text))
    for tree in package.related(relations, "threadedComment"):
        for one in tree:
            text = "".join(piece.text or "" for piece in one.iter("{*}text")).strip()
            remarks.append(_remark(one.get("ref", ""), "", text))
    for relation in relations.values():
        if relation.kind == "drawing" and not relation.is_external:
            remarks += _drawn(package, relation.target)
    remarks = [remark for remark in remarks if remark.text]
    return sorted(remarks, key=lambda remark: remark.row)[:_MOST_REMARKS]


def _remark(reference: str, author: str, text: str) -> Remark:
    found = _REF.match(reference)
    by = f" by {author}" if author else ""
    return Remark(int(found[2]) if found else 1, f"Comment on {reference}{by}: {text}" if text else "")


def _drawn(package: Package, part: str) -> list[Remark]:
    """Text boxes, charts and the descriptions of pictures."""
    try:
        root = package.tree(part)
    except DocumentError:
        return []
    relations = package.relations(part)
    remarks = []
    for anchor in root:
        found = child(anchor, "xdr:from", "xdr:row")
        text = (found.text or "").strip() if found is not None else ""
        lines = [line for _, line in paragraphs(anchor) if line.strip()]
        for is_start, name, element in walk(anchor, short, lambda _name, _element: False):
            if is_start and name in ("c:chart", "dgm:relIds"):
                lines += graphic_text(element, package, relations, with_data=False)
            elif is_start and name == "xdr:cNvPr" and (described := alt_text(element)):
                lines.append(described)
        remarks.append(Remark(int(text) + 1 if text.isdecimal() else 1, "\n".join(lines)))
    return remarks
