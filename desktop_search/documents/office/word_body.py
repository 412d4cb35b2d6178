"""The text of one part of a Word file: paragraphs, lists, tables, text boxes, notes, formulas, fields' results.

Deleted and hidden text is left out. Notes and comments follow the paragraph that refers to them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from desktop_search.documents.building.flow import Flow, Item, tidy
from desktop_search.documents.characters.symbols import shifted, symbol, without_private
from desktop_search.documents.office.drawing import MATH_END, MATH_START, alt_text, graphic_text, is_other_choice
from desktop_search.documents.office.numbering import BULLET, Numbering, roman
from desktop_search.documents.office.ooxml import (
    Package,
    Relation,
    attribute,
    child,
    children,
    is_on,
    relation_id,
    short,
    value,
)
from desktop_search.documents.office.word_styles import PLAIN, Style, Styles, outline_level
from desktop_search.documents.opening.walk import walk

_SKIPPED = frozenset(
    "w:pPr w:rPr w:sectPr w:tblPr w:tblGrid w:tblPrEx w:trPr w:tcPr w:sdtPr w:sdtEndPr w:rubyPr w:ffData"
    " w:del w:moveFrom w:delText w:instrText w:delInstrText m:rPr m:ctrlPr".split()
)
_SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "a:br": "\n", "w:noBreakHyphen": "-"}
_INSIDE = frozenset(("w:t", "w:fldChar", *_SIGNS))
_NOTES = ("footnote", "endnote", "comment")


@dataclass(frozen=True, slots=True)
class Parts:
    """What the parts of one document share. `notes` holds the elements of footnotes, endnotes and comments by id."""

    package: Package
    styles: Styles
    numbering: Numbering
    notes: dict[str, dict[str, etree._Element]]
    is_late: Callable[[], bool]
    insert: Callable[[str], None]


@dataclass(slots=True)
class _Paragraph:
    style: Style = PLAIN
    level: int = 0
    list_id: str | None = None
    list_level: int = 0
    # What stands between its end and the next paragraph where both are one to the eye; None where they are two.
    glue: str | None = None
    parts: list[str] = field(default_factory=list)
    after: list[Item] = field(default_factory=list)
    # Of each open field: is this still its instruction, not its result?
    fields: list[bool] = field(default_factory=list)
    # Where the phonetic guide began that is being read, and the one that waits for its base.
    guide_at: int = 0
    guide: str = ""


@dataclass(slots=True)
class Body:
    """Reads one part into a flow. `title` is the text of the first paragraph in the style Title."""

    parts: Parts
    relations: dict[str, Relation]
    flow: Flow
    title: str = ""
    was_late: bool = False
    _open: list[_Paragraph] = field(default_factory=list)
    _hidden: list[bool] = field(default_factory=list)
    _after_table: list[Item] = field(default_factory=list)
    _carried: str = ""
    _shift: str = ""
    _marks: dict[tuple[str, str], str] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)
    _depth: int = 0

    def read(self, root: etree._Element) -> None:
        """Walks through everything below `root`."""
        depth = self.flow.depth
        for is_start, name, element in walk(root, short, _skips):
            if is_start:
                if name == "w:p" and self.parts.is_late():
                    self.was_late = True
                    self.flow.unwind(depth)
                    break
                self._start(name, element)
            else:
                self._end(name)

    def _start(self, name: str, element: etree._Element) -> None:
        if name in _INSIDE:  # this is what there is most
            if self._open:
                self._inside(name, element, self._open[-1])
        elif name == "w:p":
            self._open.append(self._paragraph(element))
        elif name == "w:r":
            properties = children(child(element, "w:rPr"))
            self._hidden.append(self._is_hidden(properties))
            self._shift = value(properties.get("w:vertAlign")) or ""
        elif name == "w:tbl":
            self.flow.open_table()
        elif name == "w:tr":
            self.flow.open_row()
        elif name == "w:tc":
            self.flow.open_cell()
        elif name == "w:txbxContent":
            self.flow.open_box()
        elif name == "w:altChunk":
            relation = self.relations.get(relation_id(element))
            if relation is not None and not relation.is_external:
                self.parts.insert(relation.target)
        elif self._open:
            self._inside(name, element, self._open[-1])

    def _inside(self, name: str, element: etree._Element, paragraph: _Paragraph) -> None:
        """What stands in a paragraph."""
        if name == "w:fldChar":
            _turn_field(attribute(element, "fldCharType"), paragraph.fields)
        elif (paragraph.fields and any(paragraph.fields)) or (self._hidden and self._hidden[-1]):
            return
        elif name in ("w:t", "m:t", "a:t"):
            text = without_private(element.text or "")
            paragraph.parts.append(shifted(text, self._shift if name == "w:t" else ""))
        elif name in _SIGNS:
            paragraph.parts.append(_SIGNS[name])
        elif name in MATH_START:
            paragraph.parts.append(MATH_START[name])
        elif name == "w:sym":
            paragraph.parts.append(symbol(attribute(element, "font") or "", attribute(element, "char") or ""))
        elif name.endswith("Reference") and name[2:-9] in _NOTES:
            self._note(name[2:-9], element, paragraph)
        elif name in ("wp:docPr", "v:shape", "v:rect", "v:imagedata"):
            if text := alt_text(element):
                paragraph.parts.append(f" [{text}] ")
        elif name == "v:textpath":
            paragraph.parts.append(f" {element.get('string', '')} ")
        elif name in ("c:chart", "dgm:relIds"):
            lines = graphic_text(element, self.parts.package, self.relations)
            paragraph.after += [Item("\n".join(lines), "table")] if lines else []
        elif name == "w:rt":
            paragraph.guide_at = len(paragraph.parts)

    def _end(self, name: str) -> None:
        if name == "w:p":
            self._close(self._open.pop())
        elif name == "w:r":
            self._hidden.pop()
        elif name in _INSIDE:
            return
        elif name == "w:tc":
            self.flow.close_cell()
        elif name == "w:tbl":
            self.flow.close_table()
            if not self.flow.is_in_table:
                self.flow.extend(self._after_table)
                self._after_table = []
        elif name == "w:txbxContent":
            items = self.flow.close_box()
            if self._open:
                self._open[-1].after += items
            else:
                self.flow.extend(items)
        elif self._open:
            parts = self._open[-1].parts
            if name in MATH_END:
                parts.append(MATH_END[name])
            elif name == "a:p":
                parts.append("\n")
            elif name == "w:rt":
                self._open[-1].guide = "".join(parts[self._open[-1].guide_at :])
                del parts[self._open[-1].guide_at :]
            elif name == "w:rubyBase" and self._open[-1].guide:
                parts.append(f"({self._open[-1].guide})")
                self._open[-1].guide = ""

    def _paragraph(self, element: etree._Element) -> _Paragraph:
        """A new paragraph with what its properties say."""
        properties = children(child(element, "w:pPr"))
        key = value(properties.get("w:pStyle"))
        style = self.parts.styles.get(key)
        own_level = outline_level(properties.get("w:outlineLvl"))
        level = style.level if own_level is None or style.is_title else own_level
        numbers = children(properties.get("w:numPr"))
        list_id = value(numbers.get("w:numId"))
        list_level = value(numbers.get("w:ilvl"))
        by_style = self.parts.numbering.of_style(key) if key else None
        if list_id is None:
            list_id = by_style[0] if by_style and style.list_id in (None, by_style[0]) else style.list_id
        if list_level is None:
            found = by_style[1] if by_style and by_style[0] == list_id else style.list_level or 0
        else:
            found = int(list_level) if list_level.isdecimal() and len(list_level) < 3 else 0
        mark = children(properties.get("w:rPr"))
        glue = None
        if "w:del" in mark or "w:moveFrom" in mark:
            glue = " "
        frame = properties.get("w:framePr")
        if glue is None and frame is not None and attribute(frame, "dropCap") in ("drop", "margin"):
            glue = ""
        return _Paragraph(style, level or 0, None if list_id == "0" else list_id, found, glue)

    def _close(self, paragraph: _Paragraph) -> None:
        is_code = paragraph.style.kind == "code"
        text = self._carried + "".join(paragraph.parts)
        self._carried = ""
        if paragraph.glue is not None and not self._open:
            self._carried = text + paragraph.glue
        elif is_code and not self.flow.is_in_table:
            self.flow.add(text.rstrip(), "code")
        else:
            self._add(tidy(text), paragraph)
        if not self.flow.is_in_table:
            self.flow.extend(paragraph.after)
        else:
            notes = [item for item in paragraph.after if item.kind == "quote"]
            self.flow.extend(item for item in paragraph.after if item.kind != "quote")
            self._after_table += notes

    def _add(self, text: str, paragraph: _Paragraph) -> None:
        label = ""
        if paragraph.list_id is not None and (text or paragraph.level):
            label = self.parts.numbering.label(paragraph.list_id, paragraph.list_level)
        if not text:
            return
        if paragraph.level:
            if paragraph.style.is_title and not self.title:
                self.title = " ".join(text.split())
            text = f"{label} {text}" if label and label != BULLET else text
            self.flow.add(text, "heading", paragraph.level)
        elif label:
            self.flow.add(f"{'  ' * paragraph.list_level}{label} {text}", "list")
        else:
            self.flow.add(text, "quote" if paragraph.style.kind == "quote" else "text")

    def _is_hidden(self, properties: dict[str, etree._Element]) -> bool:
        """Is a run with these properties hidden?"""
        if self._hidden and self._hidden[-1]:
            return True
        own = properties.get("w:vanish")
        if own is not None:
            return is_on(own)
        style = value(properties.get("w:rStyle"))
        if style and (found := self.parts.styles.get(style).is_hidden) is not None:
            return found
        return bool(self._open and self._open[-1].style.is_hidden)

    def _note(self, kind: str, element: etree._Element, paragraph: _Paragraph) -> None:
        """The mark in the text, and the note itself after the paragraph that names it first."""
        key = attribute(element, "id") or ""
        note = self.parts.notes[kind].get(key)
        if note is None or self._depth:
            return
        is_known = (kind, key) in self._marks
        if not is_known:
            count = self._counts[kind] = self._counts.get(kind, 0) + 1
            self._marks[kind, key] = "" if kind == "comment" else f"[{roman(count) if kind == 'endnote' else count}]"
        mark = self._marks[kind, key]
        if attribute(element, "customMarkFollows") not in ("1", "true", "on"):
            paragraph.parts.append(mark)
        if not is_known and (text := self._note_text(note)):
            if kind == "comment":
                author = attribute(note, "author") or ""
                mark = f"Comment by {author}:" if author else "Comment:"
            paragraph.after.append(Item(f"{mark} {text}", "quote"))

    def _note_text(self, note: etree._Element) -> str:
        open_, hidden, carried = self._open, self._hidden, self._carried
        self._open, self._hidden, self._carried = [], [], ""
        self._depth += 1
        self.flow.open_box()
        self.read(note)
        items = self.flow.close_box()
        self._depth -= 1
        self._open, self._hidden, self._carried = open_, hidden, carried
        return "\n".join(item.text for item in items)


def _skips(name: str, element: etree._Element) -> bool:
    if name == "w:tr":
        return child(element, "w:trPr", "w:del") is not None
    return name in _SKIPPED or is_other_choice(name, element)


def _turn_field(turn: str | None, fields: list[bool]) -> None:
    if turn == "begin":
        fields.append(True)
    elif turn == "separate" and fields:
        fields[-1] = False
    elif turn == "end" and fields:
        fields.pop()
