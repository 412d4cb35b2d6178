"""PowerPoint files (pptx, pptm, potx, potm, ppsx, ppsm): slide by slide in the order of the presentation.

presentation -> slides -> shapes: the title as heading, then text, tables, charts, diagrams; notes; comments
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from desktop_search.documents.building.builder import Builder
from desktop_search.documents.building.flow import tidy
from desktop_search.documents.office.drawing import alt_text, graphic_text, is_other_choice, paragraphs
from desktop_search.documents.office.ooxml import Package, Relation, attribute, child, relation_id, short
from desktop_search.documents.opening.walk import walk
from desktop_search.documents.source import Source
from desktop_search.errors import DocumentError
from desktop_search.records import BlockKind, Document

_USUAL = "ppt/presentation.xml"
_LATE = "It takes too long to read; only the first {} of {} slides were read."
_DAMAGED_SLIDE = "Slide {} is damaged and was not read."
_EMPTY = "The slides hold no text."
_TITLES = ("title", "ctrTitle")
_LISTS = ("body", "obj", "subTitle", "")
# What the master puts on every slide: said once, and the number of the slide not at all.
_MARGINS = ("ftr", "dt", "hdr")
_INSIDE_SHAPE = "p:txBody"

Authors = dict[str, str]


@dataclass(slots=True)
class _Slide:
    title: str = ""
    pieces: list[tuple[BlockKind, str]] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)


def parse(source: Source) -> Document:
    """Reads one presentation. Raises DocumentError where it is none, is encrypted or damaged."""
    package = Package(source)
    name = package.main_part(_USUAL)
    root = package.tree(name)
    if short(root.tag) != "p:presentation":
        raise DocumentError("This is not a PowerPoint file.")
    relations = package.relations(name)
    authors = _authors(package, relations)
    builder = Builder(source.limits)
    seen: set[str] = set()
    first_title = ""
    slides = _slide_parts(root, relations)
    for number, part in enumerate(slides, start=1):
        if source.is_late and not builder.is_full:
            builder.note(_LATE.format(number - 1, len(slides)))
        if source.is_late or builder.is_full:
            break
        builder.place(number, "slide")
        try:
            title = _add_slide(builder, package, part, number, authors, seen)
        except DocumentError:
            builder.note(_DAMAGED_SLIDE.format(number))
            continue
        if number == 1:
            first_title = title
    if builder.is_empty:
        builder.note(_EMPTY)
    facts = package.properties()
    return builder.finish(facts.title or first_title, facts.author, facts.date, facts.language, facts.tags)


def _slide_parts(root: etree._Element, relations: dict[str, Relation]) -> list[str]:
    """The slides' parts in the order in which they are shown, hidden ones included."""
    listed = child(root, "p:sldIdLst")
    found = [relations.get(relation_id(one)) for one in listed] if listed is not None else []
    return [relation.target for relation in found if relation is not None and not relation.is_external]


def _add_slide(builder: Builder, package: Package, part: str, number: int, authors: Authors, seen: set[str]) -> str:
    """Writes one slide; returns its title. `seen` holds the footers that were written before."""
    relations = package.relations(part)
    slide = _read_shapes(package.tree(part), package, relations)
    slide.pieces += [("text", text) for text in slide.margins if text not in seen]
    seen.update(slide.margins)
    notes = [text for tree in package.related(relations, "notesSlide") for text in _notes(tree)]
    comments = [text for tree in package.related(relations, "comments") for text in _comments(tree, authors)]
    if slide.title or slide.pieces or notes or comments:
        # Without a heading of its own it would seem to belong to the slide before it.
        builder.heading(1, slide.title or f"Slide {number}")
    for kind, text in slide.pieces:
        builder.block(text, kind)
    for name, texts in (("Notes", notes), ("Comments", comments)):
        if texts:
            builder.heading(2, name)
        for text in texts:
            builder.block(text)
    return slide.title


def _read_shapes(root: etree._Element, package: Package, relations: dict[str, Relation]) -> _Slide:
    """The shapes in the order in which the slide holds them, which is that of reading it aloud; groups are opened."""
    slide = _Slide()
    tree = child(root, "p:cSld", "p:spTree")
    for is_start, name, element in walk(tree, short, _skips) if tree is not None else ():
        if not is_start:
            continue
        if name == "p:sp":
            _add_shape(slide, element)
        elif name == "a:tbl":
            _add(slide, _table(element), "table")
        elif name in ("c:chart", "dgm:relIds"):
            _add(slide, "\n".join(graphic_text(element, package, relations)), "table")
        elif name == "p:cNvPr" and (text := alt_text(element)):
            _add(slide, f"[{text}]", "text")
    return slide


def _skips(name: str, element: etree._Element) -> bool:
    return name in (_INSIDE_SHAPE, "a:tc", "p:timing") or is_other_choice(name, element)


def _add(slide: _Slide, text: str, kind: BlockKind) -> None:
    if text.strip():
        slide.pieces.append((kind, text))


def _add_shape(slide: _Slide, shape: etree._Element) -> None:
    kind = _placeholder(shape)
    lines = _lines(child(shape, "p:txBody"))
    if not lines or kind == "sldNum":
        return
    if kind in _TITLES and not slide.title:
        slide.title = " ".join(" ".join(text for _, text in lines).split())
    elif kind in _MARGINS:
        slide.margins.append("\n".join(text for _, text in lines))
    else:
        is_list = kind in _LISTS and len(lines) > 1
        text = "\n".join("  " * min(level, 8) + text if is_list else text for level, text in lines)
        _add(slide, text, "list" if is_list else "text")


def _placeholder(shape: etree._Element) -> str | None:
    """What a shape holds the place of: "title", "body", "" for any content; None where it is no placeholder."""
    for group in shape:
        if short(group.tag) == "p:nvSpPr":
            found = child(group, "p:nvPr", "p:ph")
            return None if found is None else found.get("type", "")
    return None


def _lines(body: etree._Element | None) -> list[tuple[int, str]]:
    if body is None:
        return []
    return [(level, line) for level, text in paragraphs(body) if (line := tidy(text))]


def _table(table: etree._Element) -> str:
    """One line for each row."""
    lines = []
    for row in (one for one in table if short(one.tag) == "a:tr"):
        cells = (" ".join(text for _, text in _lines(cell)) for cell in row if short(cell.tag) == "a:tc")
        lines.append(" | ".join(text for cell in cells if (text := " ".join(cell.split()))))
    return "\n".join(line for line in lines if line)


def _notes(root: etree._Element) -> list[str]:
    """What the speaker wrote; not the picture of the slide, nor what stands at the edge of the page."""
    return [
        "\n".join(text for _, text in lines)
        for shape in root.iter("{*}sp")
        if _placeholder(shape) not in ("sldImg", "sldNum", *_MARGINS) and (lines := _lines(child(shape, "p:txBody")))
    ]


def _authors(package: Package, relations: dict[str, Relation]) -> Authors:
    """The names of those who comment, by the id that their comments give."""
    return {
        attribute(one, "id") or "": attribute(one, "name") or ""
        for kind in ("commentAuthors", "authors")
        for tree in package.related(relations, kind)
        for one in tree
    }


def _comments(root: etree._Element, authors: Authors) -> list[str]:
    """Comments of the older kind (p:text) and of the newer one, with their replies."""
    found = []
    for one in root.iter("{*}cm", "{*}reply"):
        name = authors.get(attribute(one, "authorId") or "", "")
        texts = [text.text or "" for text in one if short(text.tag) == "p:text"]
        texts += [line for body in one if short(body.tag).endswith("txBody") for _, line in _lines(body)]
        text = tidy("\n".join(texts))
        if text:
            found.append(f"{name}: {text}" if name else text)
    return found
