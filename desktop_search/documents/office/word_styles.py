"""What the paragraph styles of a Word file mean: headings and their level, the title, code, lists, hidden text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from desktop_search.documents.office.ooxml import attribute, child, children, is_on, short, value
from desktop_search.records import BlockKind

# Word itself writes "heading 1" in every language; other programs write the name that they show.
_HEADING = re.compile(
    r"(?:heading|headline|überschrift|titre|título|titulo|titolo|kop|rubrik|overskrift|otsikko|nagłówek|nadpis|naslov"
    r"|заголовок|标题|標題|見出し|제목|ba\u015fl\u0131k|címsor|επικεφαλίδα|titlu|cabeçalho|encabezado|intestazione)\s*([1-9])\Z",
    re.I,
)
# How publishers call theirs: the title of a chapter, then A-heads, B-heads and so on below it.
_PUBLISHED = re.compile(r"(?:head ?([a-e])|([a-e])[ -]?head)\Z", re.I)
_CHAPTER = re.compile(r"(?:chapter|document|report|main) ?title\Z", re.I)
_TITLES = frozenset(
    "title titel titre título titulo titolo otsikko tytuł název názov название заголовок 标题 標題 表題 제목 konu cím"
    " titlu".split()
)
_CODE = re.compile(
    r"(?:source ?code|code|code ?(?:block|text|sample|example|listing|wide|single)?|program ?listing|listing|verbatim"
    r"|html[ -](?:preformatted|vorformatiert)|préformaté html|preformatted(?: text)?|macro(?: text)?)\Z",
    re.I,
)
_QUOTE = re.compile(r"(?:(?:intense |block )?quot(?:e|ation)s?|zitat|citation|cita)\Z", re.I)
_MOST_STEPS = 30
_BODY_TEXT = 9  # the outline level of what is no heading


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph or character style with what it takes from the styles below it.

    `level` is that of a heading, from 1, or 0. `list_id` and `list_level` name a list of numbering.xml.
    """

    name: str = ""
    level: int | None = None
    is_title: bool = False
    is_hidden: bool | None = None
    kind: BlockKind = "text"
    list_id: str | None = None
    list_level: int | None = None


PLAIN = Style()


class Styles:
    """The styles of one document by their id."""

    def __init__(self, root: etree._Element | None) -> None:
        """Takes the root of styles.xml; None stands for a document without styles."""
        self._elements: dict[str, etree._Element] = {}
        self._own: dict[str, Style] = {}
        self._based_on: dict[str, str] = {}
        self._found: dict[str, Style] = {}
        self.default = PLAIN
        for one in root if root is not None else ():
            if short(one.tag) != "w:style":
                continue
            key = attribute(one, "styleId") or ""
            self._elements[key] = one
            if base := value(one, "w:basedOn"):
                self._based_on[key] = base
            if (attribute(one, "default") or "") in ("1", "true", "on") and attribute(one, "type") == "paragraph":
                self.default = _own_style(one, key)

    def get(self, key: str | None) -> Style:
        """A style with what it inherits; the document's default for none. An unknown id may still be a name."""
        if not key:
            return self.default
        if key not in self._found:
            self._found[key] = self._resolved(key)
        return self._found[key]

    def _own_style(self, key: str) -> Style:
        """Without what it inherits. Most documents use few of their styles: the others are never looked at."""
        if key not in self._own:
            self._own[key] = _own_style(self._elements[key], key)
        return self._own[key]

    def _resolved(self, key: str) -> Style:
        if key not in self._elements:
            return named(Style(), key)
        style = self._own_style(key)
        base: str | None = key
        for _ in range(_MOST_STEPS):
            base = self._based_on.get(base or "")
            if base is None or base not in self._elements:
                break
            below = self._own_style(base)
            style = replace(
                style,
                level=below.level if style.level is None else style.level,
                is_hidden=below.is_hidden if style.is_hidden is None else style.is_hidden,
                kind=below.kind if style.kind == "text" else style.kind,
                list_id=below.list_id if style.list_id is None else style.list_id,
                list_level=below.list_level if style.list_level is None else style.list_level,
            )
        return style


def outline_level(element: etree._Element | None) -> int | None:
    """The heading level that a w:outlineLvl gives: 1 to 9, 0 for body text, None where it is not set."""
    text = value(element)
    if text is None or not text.isdecimal():
        return None
    level = int(text[:3])
    return level + 1 if level < _BODY_TEXT else 0


def _own_style(element: etree._Element, key: str) -> Style:
    parts = children(element)
    properties = children(parts.get("w:pPr"))
    numbers = children(properties.get("w:numPr"))
    hidden = child(parts.get("w:rPr"), "w:vanish")
    level = value(numbers.get("w:ilvl")) or ""
    style = Style(
        level=outline_level(properties.get("w:outlineLvl")),
        is_hidden=None if hidden is None else is_on(hidden),
        list_id=value(numbers.get("w:numId")),
        list_level=int(level) if level.isdecimal() and len(level) < 3 else None,
    )
    return named(style, value(parts.get("w:name")) or key)


def named(style: Style, name: str) -> Style:
    """A style with what its name alone says."""
    name = " ".join(name.split())
    if found := _HEADING.match(name):
        return replace(style, name=name, level=int(found[1]))
    if found := _PUBLISHED.match(name):
        return replace(style, name=name, level=ord((found[1] or found[2]).lower()) - ord("a") + 2)
    if name.lower() in _TITLES or _CHAPTER.match(name):
        return replace(style, name=name, level=1, is_title=True)
    if _CODE.match(name):
        return replace(style, name=name, kind="code")
    if _QUOTE.match(name):
        return replace(style, name=name, kind="quote")
    return replace(style, name=name)
