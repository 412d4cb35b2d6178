"""What the styles of an OpenDocument file mean: the title, headings, code, raised text, the levels of lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from lxml import etree

from desktop_search.documents.office.ooxml import attribute
from desktop_search.records import BlockKind

_OASIS = re.compile(r"urn:oasis:names:tc:opendocument:xmlns:([\w-]+):1\.\d\Z")
_USUAL = {"drawing": "draw", "animation": "anim", "svg-compatible": "svg"}
_OTHERS = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/1998/Math/MathML": "math",
    "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext",
}
_CODE = re.compile(r"(?:preformatted[ _](?:20_)?text|source[ _](?:20_)?(?:code|text)|code|verbatim|listing)\Z", re.I)
_QUOTE = re.compile(r"(?:quotations?|block[ _](?:20_)?quotation)\Z", re.I)
_MOST_STEPS = 30


@lru_cache(maxsize=4096)
def odf_name(tag: object) -> str:
    """A tag with its usual prefix ("text:p"); the bare local name where its namespace is not known here."""
    if not isinstance(tag, str):
        return ""
    namespace, _, name = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
    found = _OASIS.match(namespace)
    prefix = _USUAL.get(found[1], found[1]) if found else _OTHERS.get(namespace, "")
    return f"{prefix}:{name}" if prefix else name


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph or text style with what it takes from its parents; `level` is that of a heading, or 0."""

    level: int = 0
    is_title: bool = False
    kind: BlockKind = "text"
    shift: str = ""


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list is labelled; `form` is empty for bullets."""

    form: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown_levels: int = 1
    has_label: bool = True


@dataclass(slots=True)
class Styles:
    """The styles of one document; later roots override earlier ones."""

    _own: dict[str, Style] = field(default_factory=dict)
    _parents: dict[str, str] = field(default_factory=dict)
    _lists: dict[str, dict[int, ListLevel]] = field(default_factory=dict)
    _found: dict[str, Style] = field(default_factory=dict)

    def read(self, root: etree._Element | None) -> None:
        """Takes the styles of one part: styles.xml, or the automatic ones of content.xml."""
        for group in root if root is not None else ():
            if odf_name(group.tag) not in ("office:styles", "office:automatic-styles"):
                continue
            for one in group:
                name, key = odf_name(one.tag), attribute(one, "name") or ""
                if name == "style:style" and attribute(one, "family") in ("paragraph", "text"):
                    self._own[key] = _own_style(one, key)
                    if parent := attribute(one, "parent-style-name"):
                        self._parents[key] = parent
                elif name == "text:list-style":
                    self._lists[key] = _levels(one)

    def get(self, key: str | None) -> Style:
        """A style with what it inherits."""
        if not key:
            return Style()
        if key not in self._found:
            style = self._own.get(key, _named(Style(), key))
            above = key
            for _ in range(_MOST_STEPS):
                above = self._parents.get(above, "")
                if not above:
                    break
                parent = self._own.get(above, _named(Style(), above))
                style = replace(
                    style,
                    is_title=style.is_title or parent.is_title,
                    kind=parent.kind if style.kind == "text" else style.kind,
                    shift=style.shift or parent.shift,
                )
            self._found[key] = style
        return self._found[key]

    def list_level(self, key: str, level: int) -> ListLevel:
        """A level of a list style, counted from 1; one with bullets where it is not known."""
        return self._lists.get(key, {}).get(level, ListLevel())


def _own_style(element: etree._Element, key: str) -> Style:
    shift = ""
    for one in element:
        if odf_name(one.tag) == "style:text-properties":
            position = attribute(one, "text-position") or ""
            shift = "superscript" if position.startswith("super") else "subscript" if position.startswith("sub") else ""
            if shift == "" and (amount := position.partition("%")[0].lstrip("-")).isdecimal() and int(amount) > 0:
                shift = "subscript" if position.startswith("-") else "superscript"
    level = attribute(element, "default-outline-level") or ""
    level_number = int(level) if level.isdecimal() and len(level) < 3 else 0
    return _named(Style(level=level_number, shift=shift), attribute(element, "display-name") or key)


def _named(style: Style, name: str) -> Style:
    if name in ("Title", "Titel", "Titre"):
        return replace(style, is_title=True)
    if _CODE.match(name):
        return replace(style, kind="code")
    return replace(style, kind="quote") if _QUOTE.match(name) else style


def _levels(element: etree._Element) -> dict[int, ListLevel]:
    levels = {}
    for one in element:
        name = odf_name(one.tag)
        number = attribute(one, "level") or ""
        if not number.isdecimal() or len(number) > 2:
            continue
        if name == "text:list-level-style-number":
            form = attribute(one, "num-format") or ""
            levels[int(number)] = ListLevel(
                form=form,
                prefix=attribute(one, "num-prefix") or "",
                suffix=attribute(one, "num-suffix") or "",
                start=whole(attribute(one, "start-value"), 1),
                shown_levels=max(1, whole(attribute(one, "display-levels"), 1)),
                has_label=bool(form),
            )
        else:
            levels[int(number)] = ListLevel()
    return levels


def whole(text: str | None, otherwise: int) -> int:
    """A whole number of a sensible size."""
    text = (text or "").strip()
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise
