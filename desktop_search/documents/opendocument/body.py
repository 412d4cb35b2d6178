"""The text of one OpenDocument tree: paragraphs, headings, lists, tables, frames, notes, comments, slides, formulas.

Deleted text is left out. Notes, comments and frames follow the paragraph that they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from desktop_search.documents.building.builder import Builder
from desktop_search.documents.building.flow import Flow, Item, tidy
from desktop_search.documents.characters.symbols import shifted
from desktop_search.documents.office.drawing import alt_text_of
from desktop_search.documents.office.ooxml import attribute
from desktop_search.documents.opendocument.lists import Lists
from desktop_search.documents.opendocument.styles import Style, Styles, odf_name, whole
from desktop_search.documents.opening.walk import walk
from desktop_search.records import PageUnit

_SKIPPED = frozenset(
    "text:tracked-changes office:forms office:scripts office:binary-data office:event-listeners office:settings"
    " office:font-face-decls office:styles office:automatic-styles office:master-styles office:meta math:annotation"
    " text:table-of-content-source text:illustration-index-source text:table-index-source text:object-index-source"
    " text:user-index-source text:alphabetical-index-source text:bibliography-source table:calculation-settings"
    " presentation:footer-decl presentation:header-decl presentation:date-time-decl draw:page-thumbnail".split()
)
# Text stands directly in these, between their children, too.
_MIXED = frozenset("text:p text:h text:span text:a text:meta text:meta-field text:ruby-base text:ruby-text".split())
_NOT_SHOWN = frozenset("text:hidden-text text:script text:note-citation text:number".split())
_SHAPES = frozenset(
    "draw:frame draw:custom-shape draw:rect draw:ellipse draw:circle draw:line draw:polyline draw:polygon draw:path"
    " draw:regular-polygon draw:connector draw:caption draw:measure draw:control draw:g dr3d:scene".split()
)
_MARGIN_CLASSES = ("header", "footer", "date-time", "page-number")
_MATH_TOKENS = frozenset("math:mi math:mn math:mo math:mtext math:ms".split())
_MATH_SIGNS = {"math:mfrac": "/", "math:msup": "^", "math:msub": "_", "math:mtable": " ", "math:mtr": " "}
_WHITE = re.compile(r"\s+")
_MOST_SPACES = 200


@dataclass(slots=True)
class _Paragraph:
    style: Style = field(default_factory=Style)
    level: int = 0
    parts: list[str] = field(default_factory=list)
    after: list[Item] = field(default_factory=list)
    mark: str = ""


@dataclass(slots=True)
class Body:
    """Reads one tree into a flow. `unit` says what a draw:page is called; `open_object` gives an object's tree."""

    builder: Builder
    flow: Flow
    styles: Styles
    is_late: Callable[[], bool]
    open_object: Callable[[str], etree._Element | None]
    unit: PageUnit = "page"
    title: str = ""
    was_late: bool = False
    page: int = 0
    _lists: Lists = field(init=False)
    _open: list[_Paragraph] = field(default_factory=list)
    _hidden: int = 0
    _shifts: list[str] = field(default_factory=list)
    _author: str = ""
    _after_table: list[Item] = field(default_factory=list)
    _slide_title: str = ""
    _notes: list[Item] = field(default_factory=list)
    _depth: int = 0

    def __post_init__(self) -> None:
        self._lists = Lists(self.styles)

    def read(self, root: etree._Element) -> None:
        """Walks through everything below `root`."""
        depth = self.flow.depth
        for is_start, name, element in walk(root, odf_name, _skips):
            if is_start:
                if name in ("text:p", "text:h") and self.is_late():
                    self.was_late = True
                    self.flow.unwind(depth)
                    break
                self._start(name, element)
            else:
                self._end(name, element)
                if self._open and element.tail and odf_name(_parent_tag(element)) in _MIXED:
                    self._text(element.tail)

    def _start(self, name: str, element: etree._Element) -> None:
        if name in ("text:p", "text:h"):
            self._open.append(self._paragraph(name, element))
            self._text(element.text)
        elif name in _SHAPES or name in ("office:annotation", "text:note-body", "presentation:notes"):
            self._enter()
        elif name == "table:table":
            self.flow.open_table()
        elif name == "table:table-row":
            self.flow.open_row()
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._lists.set_aside()
            self.flow.open_cell()
        elif name == "text:list":
            self._lists.open(element)
        elif name == "text:list-item":
            self._lists.open_item(element)
        elif name == "draw:page":
            self.page += 1
            self._slide_title, self._notes = "", []
            self.flow.open_box()
        elif name == "draw:object":
            self._object(element)
        elif name in ("svg:title", "svg:desc"):
            if text := alt_text_of(element.text or ""):
                self._put(Item(f"[{text}]"))
        elif name == "dc:creator":
            self._author = (element.text or "").strip()
        elif self._open:
            self._inside(name, element)
        elif name in _MATH_TOKENS or name == "math:math":  # a formula that is a file of its own
            self._open.append(_Paragraph())
            self._inside(name, element)

    def _inside(self, name: str, element: etree._Element) -> None:
        """What stands in a paragraph."""
        parts = self._open[-1].parts
        if name in _NOT_SHOWN:
            self._hidden += 1
            if name == "text:note-citation":
                self._open[-1].mark = f"[{' '.join((element.text or '').split())}]"
                parts.append(self._open[-1].mark)
        elif name == "text:span":
            style = self.styles.get(attribute(element, "style-name"))
            self._shifts.append(style.shift)
            self._text(element.text)
        elif name == "text:s":
            parts.append(" " * min(whole(attribute(element, "c"), 1), _MOST_SPACES))
        elif name == "text:tab":
            parts.append("\t")
        elif name == "text:line-break":
            parts.append("\n")
        elif name == "text:ruby-text":
            parts.append("(")
            self._text(element.text)
        elif name in _MATH_TOKENS:
            self._math(element, parts)
        elif name in _MIXED or (name.startswith("text:") and len(element) == 0):
            self._text(element.text)
        elif name.startswith("math:") and element.getprevious() is not None:
            parts.append(_MATH_SIGNS.get(odf_name(_parent_tag(element)), ""))

    def _math(self, element: etree._Element, parts: list[str]) -> None:
        """A number, a name or a sign in a formula."""
        text = (element.text or "").strip()
        sign = _MATH_SIGNS.get(odf_name(_parent_tag(element)), "") if element.getprevious() is not None else ""
        raised = shifted(text, {"^": "superscript", "_": "subscript"}.get(sign, ""))
        parts.append(raised if raised != text else sign + text)

    def _end(self, name: str, element: etree._Element) -> None:
        if name in ("text:p", "text:h"):
            self._close(self._open.pop())
        elif name in _SHAPES:
            self._leave_shape(element, self._leave())
        elif name == "office:annotation":
            text = "\n".join(item.text for item in self._leave())
            by = f" by {self._author}" if self._author else ""
            self._put(Item(f"Comment{by}: {text}", "quote") if text else Item(""))
            self._author = ""
        elif name == "text:note-body":
            text = "\n".join(item.text for item in self._leave())
            mark = self._open[-1].mark if self._open else ""
            self._put(Item(f"{mark} {text}".strip(), "quote"))
        elif name == "presentation:notes":
            self._notes = self._leave()
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self.flow.close_cell()
            self._lists.take_up()
        elif name == "table:table":
            self.flow.close_table()
            if not self.flow.is_in_table:
                self.flow.extend(self._after_table)
                self._after_table = []
        elif name == "text:list":
            self._lists.close()
        elif name == "draw:page":
            self._close_slide(element)
        elif self._open:
            self._end_inside(name, element)

    def _end_inside(self, name: str, element: etree._Element) -> None:
        if name in _NOT_SHOWN:
            self._hidden -= 1
        elif name == "text:span":
            self._shifts.pop()
        elif name == "text:ruby-text":
            self._open[-1].parts.append(")")
        elif name == "math:math" and _parent_tag(element) is None:
            self._close(self._open.pop())

    def _text(self, text: str | None) -> None:
        if text and not self._hidden and self._open:
            text = _WHITE.sub(" ", text)
            self._open[-1].parts.append(shifted(text, self._shifts[-1]) if self._shifts and self._shifts[-1] else text)

    def _paragraph(self, name: str, element: etree._Element) -> _Paragraph:
        style = self.styles.get(attribute(element, "style-name"))
        level = style.level
        if name == "text:h":
            level = whole(attribute(element, "outline-level"), 1) or 1
        return _Paragraph(style, 1 if style.is_title and not level else level)

    def _close(self, paragraph: _Paragraph) -> None:
        raw = "".join(paragraph.parts)
        text = tidy(raw)
        if paragraph.style.is_title and text and not self.title:
            self.title = " ".join(text.split())
        if paragraph.level and text:
            self.flow.add(text, "heading", paragraph.level)
        elif self._lists.depth and text:
            self.flow.add(self._lists.labelled(text), "list")
        elif paragraph.style.kind == "code" and not self.flow.is_in_table:
            self.flow.add(raw.rstrip(), "code")
        else:
            self.flow.add(text, "quote" if paragraph.style.kind == "quote" else "text")
        if self.flow.is_in_table:
            self._after_table += [item for item in paragraph.after if item.kind == "quote"]
            self.flow.extend(item for item in paragraph.after if item.kind != "quote")
        else:
            self.flow.extend(paragraph.after)

    def _put(self, item: Item) -> None:
        """Adds a piece after the open paragraph, or here where none is open."""
        if item.text.strip():
            if self._open:
                self._open[-1].after.append(item)
            else:
                self.flow.extend([item])

    def _enter(self) -> None:
        """Something begins that stands beside the text: lists go on after it."""
        self._lists.set_aside()
        self.flow.open_box()

    def _leave(self) -> list[Item]:
        self._lists.take_up()
        return self.flow.close_box()

    def _leave_shape(self, element: etree._Element, items: list[Item]) -> None:
        kind = attribute(element, "class") or ""
        if kind == "title" and not self._slide_title and self.unit == "slide":
            self._slide_title = " ".join(" ".join(item.text for item in items).split())
        elif self._open:
            self._open[-1].after += items
        elif kind not in _MARGIN_CLASSES:
            self.flow.extend(items)

    def _close_slide(self, element: etree._Element) -> None:
        items = self.flow.close_box()
        self.builder.place(self.page, self.unit)
        if items or self._notes or self._slide_title:
            usual = f"{self.unit.capitalize()} {self.page}"
            self.flow.add(self._slide_title or usual, "heading", 1)
        self.flow.extend(items)
        if self._notes:
            self.flow.add("Notes", "heading", 2)
            self.flow.extend(self._notes)
        self.flow.finish()

    def _object(self, element: etree._Element) -> None:
        """A formula or a chart that is kept beside the text."""
        target = attribute(element, "href")
        root = self.open_object(target) if target and self._depth == 0 else None
        if root is None:
            return
        outer, self._open = self._open, []
        hidden, self._hidden = self._hidden, 0
        self._depth += 1
        self._enter()
        self.read(root)
        items = self._leave()
        self._depth -= 1
        self._open, self._hidden = outer, hidden
        for item in items:
            self._put(item)


def _skips(name: str, element: etree._Element) -> bool:
    return name in _SKIPPED or name.startswith("anim:")


def _parent_tag(element: etree._Element) -> object:
    parent = element.getparent()
    return None if parent is None else parent.tag
