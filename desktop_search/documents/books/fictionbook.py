"""FictionBook 2: sections with their titles as the heading path, poems, notes, tables; pictures are left out.

The elements are told to web.pieces as the HTML elements that mean the same.
"""

from __future__ import annotations

from lxml import etree

from desktop_search.documents.books.epub_package import local_name
from desktop_search.documents.building.builder import Builder
from desktop_search.documents.building.facts import one_line
from desktop_search.documents.opening.trees import parse_xml
from desktop_search.documents.source import Source
from desktop_search.documents.web.pieces import PieceMaker
from desktop_search.documents.web.text import add_pieces
from desktop_search.errors import DocumentError
from desktop_search.records import Document

_NOT_FICTIONBOOK = "This is not a FictionBook file."
_LATE = "Only the beginning of the book was read."
_EMPTY = "The book has no text."
_NOTES = "Notes"
_NOTE_BODIES = ("notes", "comments", "footnotes")
_INLINE_PARENTS = frozenset("p v subtitle text-author td th code strong emphasis style a".split())
# The rest are named as in HTML, or mean nothing for the text.
_AS_HTML = {
    "subtitle": "p",
    "text-author": "p",
    "date": "p",
    "epigraph": "blockquote",
    "cite": "blockquote",
    "annotation": "blockquote",
    "stanza": "p",
    "poem": "div",
    "section": "section",
    "strong": "b",
    "emphasis": "i",
    "strikethrough": "del",
    "style": "span",
    "empty-line": "hr",
}
_SAME = frozenset("p a sup sub table tr td th".split())
_MAX_NAMES = 20


def read_fictionbook(source: Source, content: bytes) -> Document:
    """Reads one book. Raises DocumentError where it is not well-formed XML, or something else."""
    root = parse_xml(content, huge=True)
    if local_name(root) != "FictionBook":
        raise DocumentError(_NOT_FICTIONBOOK)
    builder = Builder(source.limits)
    info = root.find("{*}description/{*}title-info")
    annotation = None if info is None else info.find("{*}annotation")
    parts = [*([] if annotation is None else [annotation]), *root.findall("{*}body")]
    for part in parts:
        in_notes = (part.get("name") or "").lower() in _NOTE_BODIES
        maker = PieceMaker()
        if in_notes and part.find("{*}title") is None:
            builder.heading(1, _NOTES)
        if not _Teller(maker, in_notes).tell(part, source):
            builder.note(_LATE)
        add_pieces(builder, maker.pieces)
    if builder.is_empty:
        builder.note(_EMPTY)
    return _finished(builder, info)


class _Teller:
    """Tells a part of the book to `maker`, as HTML."""

    def __init__(self, maker: PieceMaker, in_notes: bool) -> None:
        self._maker = maker
        self._in_notes = in_notes
        self._depth = 0
        self._in_title = 0
        self._lines = 0
        self._tags: list[str] = []

    def tell(self, part: etree._Element, source: Source) -> bool:
        """False where time was over before the end."""
        for event, element in etree.iterwalk(part, events=("start", "end")):
            if event == "start":
                if source.is_late or self._maker.is_full:
                    self._maker.close()
                    return False
                self._start(element)
                if element.text:
                    self._maker.data(element.text)
            else:
                self._end(element)
                if element is not part and element.tail:
                    self._maker.data(element.tail)
        self._maker.close()
        return True

    def _start(self, element: etree._Element) -> None:
        name = local_name(element)
        attributes: dict[str, str] = {}
        tag = _AS_HTML.get(name) or (name if name in _SAME else "span")
        if name == "section":
            self._depth += 1
            tag = "dl" if self._in_notes else tag
        elif name == "title":
            tag = self._title_tag(element)
            self._in_title += 1
        elif self._in_title and tag in ("p", "hr"):
            tag = "div"
        elif name == "v":
            tag = "span"
            if self._lines and local_name(_parent(element)) == "stanza":
                self._maker.start("br", {})
                self._maker.end("br")
            self._lines += 1
        elif name == "stanza":
            self._lines = 0
        elif name == "code":
            tag = "code" if local_name(_parent(element)) in _INLINE_PARENTS else "pre"
        elif name == "image":
            tag, attributes = "img", {"alt": element.get("alt") or element.get("title") or ""}
        elif name == "a":
            attributes = {"href": "#"}
            if _is_note_mark(element):
                self._maker.data("[")
        elif self._in_notes and name == "p" and self._tags and self._tags[-1] == "dl":
            tag = "dd"
        self._maker.start(tag, attributes)
        self._tags.append(tag)

    def _title_tag(self, element: etree._Element) -> str:
        """A heading for a section; the number of a note, and the title of a poem, open none."""
        parent = local_name(_parent(element))
        if parent not in ("section", "body"):
            return "p"
        if self._in_notes and parent == "section":
            return "dt"
        return f"h{min(6, 1 + self._depth)}"

    def _end(self, element: etree._Element) -> None:
        self._maker.end(self._tags.pop())
        name = local_name(element)
        if name == "a" and _is_note_mark(element):
            self._maker.data("]")
        self._depth -= name == "section"
        self._in_title -= name == "title"


def _is_note_mark(link: etree._Element) -> bool:
    """A bare number or letter, which would become part of the word before it."""
    mark = "".join(map(str, link.itertext())).strip() if link.get("type") == "note" else ""
    return mark.isalnum() and len(mark) < 5


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    return element if parent is None else parent


def _finished(builder: Builder, info: etree._Element | None) -> Document:
    if info is None:
        return builder.finish()
    authors = [
        " ".join(filter(None, (_text(author, name) for name in _PERSON))) for author in info.findall("{*}author")
    ]
    date = info.find("{*}date")
    tags = [one_line(tag.text or "") for tag in info.findall("{*}genre")] + _text(info, "keywords").split(",")
    return builder.finish(
        _text(info, "book-title"),
        ", ".join(filter(None, authors[:_MAX_NAMES])),
        "" if date is None else date.get("value") or date.text or "",
        _text(info, "lang"),
        tuple(filter(None, (tag.strip() for tag in tags[:_MAX_NAMES]))),
    )


_PERSON = ("first-name", "middle-name", "last-name")


def _text(parent: etree._Element, name: str) -> str:
    element = parent.find("{*}" + name)
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())
