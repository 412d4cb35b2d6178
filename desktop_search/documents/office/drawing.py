"""The text of DrawingML, which Word, PowerPoint and Excel share: paragraphs, formulas, charts, diagrams."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from desktop_search.documents.characters.symbols import shifted, without_private
from desktop_search.documents.office.ooxml import Package, Relation, attribute, child, relation_id, short, value
from desktop_search.documents.opening.walk import walk
from desktop_search.errors import DocumentError

# What stands between the parts of a formula, so that they do not run into one another.
MATH_START = {
    "m:den": "/",
    "m:sup": "^",
    "m:sub": "_",
    "m:lim": " ",
    "m:oMath": " ",
    "m:mr": " ",
    "m:rad": "√(",
    "m:d": "(",
}
MATH_END = {
    "m:oMath": " ",
    "m:fName": " ",
    "m:e": " ",
    "m:rad": ")",
    "m:d": ")",
    "m:mr": " ",
    "m:den": " ",
}
_FILE_NAME = re.compile(r"(?:.*[\\/])?[\w .()%+-]{1,200}\.(?:png|jpe?g|gif|bmp|tiff?|svg|emf|wmf|webp|pdf)\Z", re.I)
_AUTOMATIC = re.compile(
    r"(?:Description automatically generated|Automatisch generierte Beschreibung|AI-generated content may be)"
    r"[^\n]*"
)
_MOST_POINTS = 10_000


def is_other_choice(name: str, element: etree._Element) -> bool:
    """Is it a branch of mc:AlternateContent, and another one before it says the same?"""
    return name in ("mc:Choice", "mc:Fallback") and element.getprevious() is not None


def paragraphs(root: etree._Element) -> Iterator[tuple[int, str]]:
    """(indent level from 0, text) of each a:p below `root`, in order; line breaks inside it are kept."""
    parts: list[str] = []
    level, font, shift = 0, "", ""
    for is_start, name, element in walk(root, short, is_other_choice):
        if not is_start:
            if name == "a:p":
                yield level, "".join(parts)
                parts = []
            elif name in MATH_END:
                parts.append(MATH_END[name])
            continue
        if name == "a:p":
            parts = []
            found = attribute(properties, "lvl") if (properties := child(element, "a:pPr")) is not None else None
            level = int(found) if found and found.isdecimal() else 0
        elif name in ("a:r", "a:fld"):
            font, shift = _run(child(element, "a:rPr"))
        elif name == "a:t":
            parts.append(shifted(without_private(element.text or "", font), shift))
        elif name == "m:t":
            parts.append(element.text or "")
        elif name == "a:br":
            parts.append("\n")
        elif name == "a:tab":
            parts.append("\t")
        elif name in MATH_START:
            parts.append(MATH_START[name])


def _run(properties: etree._Element | None) -> tuple[str, str]:
    """The font of signs of a run, and whether it is raised or lowered."""
    if properties is None:
        return "", ""
    sign = child(properties, "a:sym")
    baseline = properties.get("baseline", "0")
    shift = "subscript" if baseline.startswith("-") else "superscript" if baseline.strip("0%") else ""
    return (sign.get("typeface", "") if sign is not None else ""), shift


def alt_text(element: etree._Element) -> str:
    """What a picture's description says; empty for a file name, and without what a program added to it."""
    return alt_text_of(attribute(element, "descr") or attribute(element, "alt") or "")


def alt_text_of(text: str) -> str:
    """The same for a description that is given as text."""
    text = _AUTOMATIC.sub("", text).strip()
    is_address = text.startswith(("http://", "https://")) or (len(text) < 500 and _FILE_NAME.match(text) is not None)
    return "" if is_address else text


def graphic_text(
    element: etree._Element, package: Package, relations: dict[str, Relation], with_data: bool = True
) -> list[str]:
    """The lines of the chart or the diagram that a c:chart or dgm:relIds element names.

    Without its data, a chart tells its titles alone: in a workbook the data stand in the cells.
    """
    is_chart = short(element.tag) == "c:chart"
    relation = relations.get(relation_id(element, "id" if is_chart else "dm"))
    if relation is None or relation.is_external:
        return []
    try:
        tree = package.tree(relation.target)
    except DocumentError:
        return []
    return _chart_lines(tree, with_data) if is_chart else _diagram_lines(tree)


def _diagram_lines(tree: etree._Element) -> list[str]:
    lines = []
    for point in tree.iter("{*}pt"):
        if value(point, "dgm:prSet") is None and point.get("type", "node") in ("node", "asst", "doc"):
            lines += [text for _, text in paragraphs(point) if text.strip()]
    return lines


def _chart_lines(tree: etree._Element, with_data: bool) -> list[str]:
    """Titles, then one line for each category with the values of all series: "East: Sales 12; Costs 7"."""
    lines = [line for _, text in paragraphs(tree) if (line := " ".join(text.split()))]
    if not with_data:
        return lines
    series: list[tuple[str, dict[int, str]]] = []
    categories: dict[int, str] = {}
    for one in tree.iter("{*}ser"):
        name = " ".join(_points(child(one, "c:tx")).values())
        for index, text in _points(child(one, "c:cat")).items():
            categories.setdefault(index, text)
        for index, text in _points(child(one, "c:xVal")).items():
            categories.setdefault(index, text)
        series.append((name, _points(child(one, "c:val")) or _points(child(one, "c:yVal"))))
    indexes = sorted({*categories, *(index for _, values in series for index in values)})
    if not indexes:
        return lines + [name for name, _ in series if name]
    for index in indexes[:_MOST_POINTS]:
        values = "; ".join(f"{name} {values[index]}".strip() for name, values in series if index in values)
        lines.append(": ".join(part for part in (categories.get(index, ""), values) if part))
    return lines


def _points(element: etree._Element | None) -> dict[int, str]:
    """The cached points below a series' part by their index; a name without a reference has index 0."""
    found: dict[int, str] = {}
    if element is None:
        return found
    for one in element.iter("{*}pt"):
        index, point = one.get("idx", ""), child(one, "c:v")
        if point is not None and point.text and index.isdecimal() and len(found) < _MOST_POINTS:
            found.setdefault(int(index), plain_number(point.text.strip()))
    if not found and (alone := child(element, "c:v")) is not None and alone.text:
        found[0] = alone.text
    return found


def plain_number(text: str) -> str:
    """A number as a person writes it: 12 for 12.0, 0.3 for 0.30000000000000004; other text as it stands."""
    try:
        number = float(text)
    except ValueError:
        return text
    return as_written(number) if "." in text or "e" in text.lower() else text


def as_written(number: float) -> str:
    """At most 15 significant digits, which is what a spreadsheet keeps, and no exponent below 10^15."""
    if number != number or number in (float("inf"), float("-inf")):
        return str(number)
    if abs(number) < 1e15 and number == int(number):
        return str(int(number))
    return f"{number:.15g}"
