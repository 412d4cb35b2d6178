"""The visible text of an HTML document, added to a Builder: used for web pages, e-books, mail and notebooks."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from math import inf
from typing import Any

from lxml import etree

from desktop_search.documents.building.builder import Builder
from desktop_search.documents.web.encoding import decode_html
from desktop_search.documents.web.facts import HtmlFacts
from desktop_search.documents.web.pieces import PieceMaker
from desktop_search.documents.web.regions import main_and_rest
from desktop_search.documents.web.tags import Piece

__all__ = ["ELSEWHERE", "HtmlFacts", "HtmlPage", "add_html", "add_page", "add_pieces", "read_html"]

# The heading above menus, footers and the like, which come after the main text.
ELSEWHERE = "Elsewhere on the page"
_CHUNK = 1 << 16
_MARKUP = re.compile(r"<(?:[!?]|/?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>)|&[#A-Za-z]\w*;")
# A heading among so many first pieces names the page.
_NEAR_TOP = 10
_LATE = "Only the beginning of the page was read: it is too large."


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """A page in pieces: the main text, all else that it shows, and what it says about itself."""

    main: list[Piece]
    rest: list[Piece]
    facts: HtmlFacts
    is_whole: bool
    has_scripts: bool


def add_html(
    builder: Builder, content: bytes | str, *, main_only: bool = False, charset: str = "", stop_at: float = inf
) -> HtmlFacts:
    """Adds the text that a person sees on the page, in its order, and returns what the page says about itself.

    `main_only` puts the main text first, and menus, headers, sidebars and footers after it, below a heading of their
    own. `charset` is what the carrier of the bytes says of them. From `stop_at` (seconds of time.monotonic) on the
    rest of the page is left out, and noted. Raises DocumentError where `content` is no text.
    """
    page = read_html(content, main_only=main_only, charset=charset, stop_at=stop_at)
    add_page(builder, page)
    return page.facts


def add_page(builder: Builder, page: HtmlPage) -> None:
    """Adds a page that was read."""
    if not page.is_whole:
        builder.note(_LATE)
    add_pieces(builder, page.main)
    if page.rest:
        builder.heading(1, ELSEWHERE)
        add_pieces(builder, page.rest, 1)


def add_pieces(builder: Builder, pieces: Iterable[Piece], below: int = 0) -> None:
    """Adds pieces; `below` is the level of the heading that they stand under."""
    for piece in pieces:
        if builder.is_full:
            return
        if piece.level:
            builder.heading(below + piece.level, piece.lines[0])
        else:
            builder.block("\n".join(piece.lines), piece.kind)


def read_html(
    content: bytes | str,
    *,
    main_only: bool = False,
    charset: str = "",
    stop_at: float = inf,
    anchors: Mapping[str, tuple[int, str]] | None = None,
) -> HtmlPage:
    """As `add_html`, but adds nothing yet. `anchors` are headings by the id of the element that they stand at."""
    text = content.replace("\0", "") if isinstance(content, str) else decode_html(content, charset)
    if not _MARKUP.search(text):
        return HtmlPage(_plain_pieces(text), [], HtmlFacts(), True, False)
    maker = PieceMaker(with_boxes=main_only, anchors=anchors or {})
    is_whole = _feed(text, maker, stop_at)
    if not maker.pieces:  # everything waits for a script to show it
        maker = PieceMaker(with_boxes=main_only, with_hidden=True)
        _feed(text, maker, stop_at)
    main, rest = main_and_rest(maker.pieces, maker.boxes) if main_only else (maker.pieces, [])
    for frame in maker.frames:
        inner = PieceMaker()
        is_whole = _feed(frame, inner, stop_at) and is_whole
        (rest if main_only else main).extend(inner.pieces)
    heading = next((piece.lines[0] for piece in main[:_NEAR_TOP] if piece.level), "")
    return HtmlPage(main, rest, maker.facts.finish(heading), is_whole, maker.has_scripts)


def _feed(text: str, maker: PieceMaker, stop_at: float) -> bool:
    """True where all was read. With a target of its own, the parser has no limit of depth that would end it."""
    target: Any = maker  # the stubs ask for comments and bytes, which lxml does not
    parser = etree.HTMLParser(target=target, encoding="utf-8", huge_tree=True)
    data = _without_cdata(text).encode("utf-8", "replace")
    is_whole = True
    for start in range(0, len(data), _CHUNK):
        if maker.is_full or time.monotonic() >= stop_at:
            is_whole = False
            break
        parser.feed(data[start : start + _CHUNK])
    try:
        parser.close()
    except etree.XMLSyntaxError:  # nothing in it but comments and white space
        maker.close()
    return is_whole


def _plain_pieces(text: str) -> list[Piece]:
    """Text that only calls itself HTML: mail programs do that. Blank lines part its paragraphs."""
    runs = groupby((" ".join(line.split()) for line in text.splitlines()), bool)
    return [Piece(list(lines)) for is_filled, lines in runs if is_filled]


def _without_cdata(text: str) -> str:
    """XHTML may hold text as CDATA, which an HTML parser takes for a comment; that of scripts is not text."""
    parts = []
    position = 0
    while (start := text.find("<![CDATA[", position)) >= 0 and (end := text.find("]]>", start)) >= 0:
        inner = text[start + 9 : end].replace("&", "&amp;").replace("<", "&lt;")
        parts += [text[position:start], inner]
        position = end + 3
    return "".join([*parts, text[position:]]) if position else text
