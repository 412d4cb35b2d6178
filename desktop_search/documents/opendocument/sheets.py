"""The sheets of an OpenDocument spreadsheet as rows; what repeats is bounded.

A table says "this row, 1,048,573 times" for the empty rest of a sheet; with text in it, a few bytes could fill memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from desktop_search.documents.building.flow import tidy
from desktop_search.documents.building.rows import Row, make_row
from desktop_search.documents.office.drawing import as_written
from desktop_search.documents.office.ooxml import attribute
from desktop_search.documents.opendocument.styles import odf_name, whole
from desktop_search.documents.opening.walk import walk

_MOST_REPEATED = 100
_MOST_COLUMNS = 20_000
_CELLS = ("table:table-cell", "table:covered-table-cell")


Remark = tuple[int, str]


def sheet_rows(table: etree._Element, remarks: list[Remark], is_late: Callable[[], bool]) -> Iterator[Row]:
    """The rows of a table:table that are not empty; (row, text) of comments and shapes goes to `remarks`.

    Ends early where it is late.
    """
    line = 1
    for is_start, name, element in walk(table, odf_name, lambda name, _: name in _CELLS):
        if not is_start:
            continue
        if name == "table:shapes":
            remarks += [(1, text) for text in _texts(element)]
        if name != "table:table-row":
            continue
        if is_late():
            return
        cells, own_remarks = _cells(element)
        remarks += [(line, remark) for remark in own_remarks]
        repeated = max(1, whole(attribute(element, "number-rows-repeated"), 1))
        row = make_row(line, line, cells)
        if row.cells:
            for number in range(line, line + min(repeated, _MOST_REPEATED)):
                yield Row(number, number, row.cells)
        line += repeated


def _cells(row: etree._Element) -> tuple[list[tuple[int, str, bool]], list[str]]:
    cells: list[tuple[int, str, bool]] = []
    remarks: list[str] = []
    column = 0
    for cell in row:
        if odf_name(cell.tag) not in _CELLS:
            continue
        repeated = max(1, whole(attribute(cell, "number-columns-repeated"), 1))
        text, is_text = _value(cell)
        if text:
            for at in range(column, column + min(repeated, _MOST_REPEATED)):
                cells.append((at, text, is_text))
        remarks += _remarks(cell)
        column += repeated
        if column > _MOST_COLUMNS:
            break
    return cells, remarks


def _value(cell: etree._Element) -> tuple[str, bool]:
    """A cell's text as it is shown, a date as ISO 8601; and is it a text?"""
    kind = attribute(cell, "value-type") or "string"
    if kind == "date" and (date := attribute(cell, "date-value")):
        return date.replace("T00:00:00", "").replace("T", " "), False
    shown = "\n".join(_texts(cell, only_own=True))
    if not shown and (value := attribute(cell, "value")):
        try:
            shown = as_written(float(value))
        except ValueError:
            shown = value
    return shown or attribute(cell, "string-value") or "", kind == "string"


def _remarks(cell: etree._Element) -> Iterator[str]:
    for one in cell:
        name = odf_name(one.tag)
        if name == "office:annotation":
            authors = [(part.text or "").strip() for part in one if odf_name(part.tag) == "dc:creator"]
            by = f" by {authors[0]}" if authors and authors[0] else ""
            if text := "\n".join(_texts(one)):
                yield f"Comment{by}: {text}"
        elif name.startswith("draw:"):
            yield from _texts(one)


def _texts(root: etree._Element, only_own: bool = False) -> list[str]:
    """The paragraphs below an element; `only_own` leaves out those of comments and shapes."""
    texts: list[str] = []
    parts: list[str] = []

    def skips(name: str, _: etree._Element) -> bool:
        return name == "office:binary-data" or (only_own and (name == "office:annotation" or name.startswith("draw:")))

    for is_start, name, element in walk(root, odf_name, skips):
        if is_start:
            if name == "text:p":
                parts = []
            if name in ("text:s", "text:tab", "text:line-break"):
                parts.append(" ")
            elif name.startswith("text:"):
                parts.append(element.text or "")
        elif name == "text:p":
            texts.append(tidy("".join(parts)))
        elif name.startswith("text:"):
            parts.append(element.tail or "")
    return [text for text in texts if text]
