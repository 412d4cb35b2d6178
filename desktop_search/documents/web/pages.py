"""Web pages: HTML files, and pages saved with everything as MHTML or as a Safari web archive."""

from __future__ import annotations

from desktop_search.documents.building.builder import Builder
from desktop_search.documents.source import Source
from desktop_search.documents.web.saved_page import Part, saved_parts
from desktop_search.documents.web.text import HtmlPage, add_page, add_pieces, read_html
from desktop_search.errors import DocumentError
from desktop_search.records import Document

_NOT_HTML = "This is not a web page."
_EMPTY = "The page has no text."
_BY_SCRIPT = "The page has no text of its own: a program in it fetches the text when the page is opened."
_FRAME = "Embedded page"
_LATE = "Not all parts of the page were read: it is too large."


def parse(source: Source) -> Document:
    """Reads one page with the frames that were saved with it; menus follow the main text. Raises DocumentError."""
    if source.content.startswith(b"%PDF-"):
        raise DocumentError(_NOT_HTML)
    parts = saved_parts(source.content) or [Part(source.content)]
    builder = Builder(source.limits)
    first = _read(source, parts[0])
    add_page(builder, first)
    for part in parts[1:]:
        if source.is_late or builder.is_full:
            builder.note(_LATE)
            break
        page = _read(source, part)
        if page.main or page.rest:
            builder.heading(1, page.facts.title or _FRAME)
            add_pieces(builder, page.main, 1)
            add_pieces(builder, page.rest, 1)
    if builder.is_empty:
        builder.note(_BY_SCRIPT if first.has_scripts else _EMPTY)
    facts = first.facts
    return builder.finish(facts.title or parts[0].title, facts.author, facts.date, facts.language)


def _read(source: Source, part: Part) -> HtmlPage:
    return read_html(part.content, main_only=True, charset=part.charset, stop_at=source.stop_at)
