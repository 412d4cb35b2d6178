"""The events of an HTML parser into pieces of visible text, with what the page says about itself.

No tree is built, so neither depth nor size of a page costs more than its text. Boxes are the elements that a page is
laid out with; each piece knows its box, so that menus can be told from the main text afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_search.documents.web.facts import FactsCollector
from desktop_search.documents.web.gather import Context, Gatherer
from desktop_search.documents.web.inline import end_link, end_raised
from desktop_search.documents.web.lists import List, open_item, open_list
from desktop_search.documents.web.tags import (
    BLOCKS,
    BOXES,
    ENDS_HEADING,
    HEADINGS,
    KEPT_AS_TYPED,
    LINES,
    LISTS,
    SPACED,
    UNSEEN,
    Box,
    Piece,
    is_hidden,
    role_of,
    shown_value,
)

# In characters, and a piece counts as some more: beyond this no document keeps anything.
_MAX_SIZE = 20_000_000
_MAX_DEPTH = 200_000
_MAX_CAPTURED = 300_000
_MAX_FRAMES = 50
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)", re.I)
_TYPED_STYLE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)
_MATHML = "http://www.w3.org/1998/Math/MathML"


@dataclass(slots=True)
class PieceMaker:
    """A target for lxml's HTML parser: `start`, `end`, `data`, `close`. Events come balanced.

    `with_hidden` keeps what is hidden, for a page that shows nothing else; `with_boxes` looks at the layout;
    `anchors` are headings (level, text) by the id of the element in front of which they are put.
    `frames` are pages that stand inside this one.
    """

    with_boxes: bool = False
    with_hidden: bool = False
    anchors: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    facts: FactsCollector = field(default_factory=FactsCollector)
    frames: list[str] = field(default_factory=list)
    has_scripts: bool = False
    _gatherer: Gatherer = field(default_factory=Gatherer)
    _context: Context = field(default_factory=Context)
    _stack: list[tuple[str, Context, bool]] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _links: int = 0
    _blocks: int = 0
    _skipped: int = 0
    _captured: list[str] | None = None
    _captured_length: int = 0
    _after_link: bool = False
    _svg: int = 0
    _sup: int = -1
    _sup_links: int = 0
    _link: int = -1

    @property
    def pieces(self) -> list[Piece]:
        """What was gathered so far."""
        return self._gatherer.pieces

    @property
    def boxes(self) -> list[Box]:
        """The layout, the whole page first; an inner box comes after its outer one."""
        return self._gatherer.boxes

    @property
    def is_full(self) -> bool:
        """Is there more than any document keeps, or is it nested as no page is?"""
        return self._gatherer.size > _MAX_SIZE or len(self._stack) > _MAX_DEPTH

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if self._skipped:
            self._skipped += 1
            return
        if self._is_skipped(tag, attributes):
            self._skipped = 1
            return
        before = context = self._context
        is_block = tag in BLOCKS
        if attributes:
            if style := attributes.get("style"):
                is_block = is_block or _BLOCK_STYLE.search(style) is not None
                if _TYPED_STYLE.search(style):
                    context = context._replace(is_typed=True)
            if "itemprop" in attributes:
                self.facts.meta(attributes)
            if tag == "time" and not self.facts.time:
                self.facts.time = attributes.get("datetime", "")
        if is_block and context.kind == "code":  # code may come as a box for every line
            self._end_line()
        elif is_block:
            if not context.level:
                self._flush()
            elif tag in ENDS_HEADING and any(map(str.strip, self._parts)):
                self._flush()
                context = context._replace(level=0)
            else:
                self._parts.append(" ")
            self._blocks += 1
            context = context._replace(block=self._blocks, outer=context.block, is_line=tag in LINES)
            context = self._in_block(tag, attributes, context)
        else:
            context = self._in_inline(tag, attributes, context)
        if self.anchors and (anchor := self.anchors.get(attributes.get("id", ""))):
            self._flush()
            self._gatherer.add_heading(*anchor, context.box)
        self._stack.append((tag, before, is_block))
        self._context = context

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._skipped:
            self._skipped -= 1
            if not self._skipped and self._captured is not None:
                self._end_capture(tag)
            return
        if not self._stack:
            return
        tag, before, is_block = self._stack.pop()
        if is_block and before.kind == "code":
            self._end_line()
        elif is_block:
            if before.level:
                self._parts.append(" ")
            else:
                self._flush()
            if tag in ("td", "th", "tr", "table"):
                self._gatherer.end_of_table(tag)
        elif tag in SPACED:
            self._parts.append(" ")
            self._svg -= tag == "svg"
        elif tag == "a":
            end_link(self._parts, self._link)
            self._after_link, self._link = True, -1
        elif tag == "sup":
            end_raised(self._parts, self._sup, self._links > self._sup_links)
            self._sup = -1
        elif tag == "q":
            self._parts.append("”")
        elif tag == "rt":
            self._parts.append(")")
        self._context = before

    def data(self, text: str) -> None:
        """Text, in parts of any length."""
        if self._skipped:
            if self._captured is not None and self._captured_length < _MAX_CAPTURED:
                self._captured.append(text)
                self._captured_length += len(text)
            return
        if not self._context.is_typed:
            if not self._parts and text.isspace():
                return
            if "\n" in text or "\r" in text:
                text = text.replace("\n", " ").replace("\r", " ")
        self._parts.append(text)
        self._after_link = False
        if self._context.in_link:
            self._links += len(text.strip())

    def close(self) -> None:
        """The page ends; what was cut off keeps what it has."""
        self._skipped = 0
        while self._stack:
            self.end("")
        self._flush()

    def _is_skipped(self, tag: str, attributes: Mapping[str, str]) -> bool:
        if tag == "title":
            if not self._svg and not self.facts.title:
                self._captured = []
            return True
        if tag == "script":
            self.has_scripts = True
            if attributes.get("type", "").lower() == "application/ld+json":
                self._captured = []
            return True
        if tag in UNSEEN:
            if tag == "iframe" and attributes.get("srcdoc") and len(self.frames) < _MAX_FRAMES:
                self.frames.append(attributes["srcdoc"])
            if tag == "template":  # one that is written into the page is shown in place of its host's content
                return "shadowrootmode" not in attributes
            return tag != "noscript" or not self.with_hidden
        if tag == "epub:case":  # e-books give it for readers that know more than XHTML
            return attributes.get("required-namespace") != _MATHML
        return bool(attributes) and not self.with_hidden and is_hidden(tag, attributes)

    def _end_capture(self, tag: str) -> None:
        text = "".join(self._captured or ())
        self._captured, self._captured_length = None, 0
        if tag == "title":
            self.facts.title = text
        else:
            self.facts.json_ld(text)

    def _in_block(self, tag: str, attributes: Mapping[str, str], context: Context) -> Context:
        if self.with_boxes and context.item is None:
            role = role_of(tag, attributes) if attributes or tag in BOXES else ""
            if role or tag in BOXES:
                self.boxes.append(Box(context.box, role))
                context = context._replace(box=len(self.boxes) - 1)
        if tag in HEADINGS:
            return context._replace(level=HEADINGS[tag])
        if tag in KEPT_AS_TYPED:
            return context._replace(kind="code", is_typed=True)
        if tag in LISTS:
            return context._replace(inner=open_list(tag, attributes, context.inner))
        if tag in ("li", "dt", "dd"):
            inner = context.inner or List(0, None, object())
            kind = "list" if context.kind == "text" else context.kind
            return context._replace(item=open_item(tag, attributes, inner), kind=kind, inner=inner)
        if tag == "table":
            self._gatherer.start_of_table(context.box)
            return context._replace(item=None, inner=None, level=0)
        if tag in ("td", "th"):
            self._gatherer.start_of_cell(tag == "th")
        elif tag == "blockquote":
            return context._replace(kind="quote")
        elif tag == "figure":
            return context._replace(in_figure=True)
        elif tag == "html":
            self.facts.language = self.facts.language or attributes.get("lang") or attributes.get("xml:lang") or ""
        elif attributes.get("role") == "heading" and not context.level:
            level = attributes.get("aria-level", "2")
            return context._replace(level=int(level) if level in tuple("123456") else 2)
        return context

    def _in_inline(self, tag: str, attributes: Mapping[str, str], context: Context) -> Context:
        if tag == "a":
            if self._after_link:  # two links are two things, even where only their style keeps them apart
                self._parts.append(" ")
            self._after_link = False
            self._link = len(self._parts)
            if "href" in attributes:
                self.boxes[context.box].link_count += 1
                return context._replace(in_link=True)
        elif tag == "br":
            self._parts.append(" " if context.level else "\n")
        elif tag in ("img", "area"):
            alt = attributes.get("alt", "").strip()
            self._parts.append(alt if len(alt) == 1 else f" {alt} ")  # one letter is an initial, part of its word
        elif tag == "input":
            self._parts.append(f" {shown_value(attributes)} ")
        elif tag in SPACED:
            self._parts.append(" ")
            self._svg += tag == "svg"
        elif tag == "meta":
            self.facts.meta(attributes)
        elif tag == "sup":
            self._sup = len(self._parts)
            self._sup_links = self._links
        elif tag == "q":
            self._parts.append("“")
        elif tag == "rt":
            self._parts.append(" (")
        return context

    def _end_line(self) -> None:
        if self._parts and not self._parts[-1].endswith("\n"):
            self._parts.append("\n")

    def _flush(self) -> None:
        """What was said since the last block was one."""
        if not self._parts:
            return
        text, links = "".join(self._parts), self._links
        self._parts.clear()
        self._links, self._sup, self._link, self._after_link = 0, -1, -1, False
        if text and not text.isspace():
            self._gatherer.add(text, links, self._context)
        elif "\n" in text:
            self._gatherer.gap()
