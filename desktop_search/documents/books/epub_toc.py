"""The table of contents of an EPUB, from its nav document (EPUB 3) or its NCX (EPUB 2)."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from desktop_search.documents.books.epub_package import local_name, resolve
from desktop_search.documents.building.facts import one_line
from desktop_search.documents.opening.trees import parse_xml

_MAX_ENTRIES = 20_000
_MAX_LEVEL = 6


class Entry(NamedTuple):
    """One line of the table; level 1 is the highest. `fragment` is the id in the file, empty for its beginning."""

    level: int
    label: str
    fragment: str


@dataclass(slots=True)
class _Point:
    level: int
    label: str = ""
    target: str = ""


def read_toc(name: str, content: bytes) -> dict[str, list[Entry]]:
    """The entries by the file that they point into. Raises DocumentError where it is not well-formed."""
    root = parse_xml(content)
    if local_name(root) == "ncx":
        points = _ncx_points(root)
    else:
        navs = [nav for nav in root.iter("{*}nav") if _is_contents(nav)]
        points = _nav_points(navs[0]) if navs else []
    entries: dict[str, list[Entry]] = {}
    folder = posixpath.dirname(name)
    for point in points[:_MAX_ENTRIES]:
        label = one_line(point.label)
        if label and point.target:
            entry = Entry(min(max(1, point.level), _MAX_LEVEL), label, point.target.partition("#")[2])
            entries.setdefault(resolve(folder, point.target), []).append(entry)
    return entries


def _is_contents(nav: etree._Element) -> bool:
    return any(str(key).endswith("}type") and "toc" in str(value).split() for key, value in nav.items())


def _nav_points(nav: etree._Element) -> list[_Point]:
    """Each link in the nested lists."""
    points: list[_Point] = []
    level = 0
    for event, element in etree.iterwalk(nav, events=("start", "end")):
        name = local_name(element)
        if name == "ol":
            level += 1 if event == "start" else -1
        elif name == "a" and event == "start":
            points.append(_Point(level, "".join(map(str, element.itertext())), element.get("href", "")))
    return points


def _ncx_points(root: etree._Element) -> list[_Point]:
    """Each navPoint with its label and its target."""
    points: list[_Point] = []
    path: list[_Point] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = local_name(element)
        if event == "end":
            if name == "navPoint":
                path.pop()
        elif name == "navPoint":
            path.append(_Point(len(path) + 1))
            points.append(path[-1])
        elif name == "text" and path:
            path[-1].label = path[-1].label or element.text or ""
        elif name == "content" and path:
            path[-1].target = path[-1].target or element.get("src", "")
    return points
