"""EPUB 2 and 3: the chapters in the order of the spine, with the headings of the table of contents where they need it.

package (epub_package.py), table of contents (epub_toc.py) -> the XHTML of each chapter -> web.text
"""

from __future__ import annotations

from collections.abc import Mapping

from desktop_search.documents.books.epub_package import Package, locked_files, read_package
from desktop_search.documents.books.epub_toc import Entry, read_toc
from desktop_search.documents.building.builder import Builder
from desktop_search.documents.opening.packed import Packed
from desktop_search.documents.source import Source
from desktop_search.documents.web.tags import Piece
from desktop_search.documents.web.text import HtmlPage, add_pieces, read_html
from desktop_search.errors import DocumentError
from desktop_search.records import Document

_PROTECTED = "The book is protected against copying (DRM)."
_SOME_PROTECTED = "{:,} of {:,} chapters are protected against copying (DRM)."
_UNREADABLE = "{:,} of {:,} chapters are missing or damaged."
_NO_PACKAGE = "The list of its chapters is damaged; they were read in the order in which they are stored."
_LATE = "Only the first {:,} of {:,} chapters were read."
_EMPTY = "The book has no text."


def read_epub(source: Source) -> Document:
    """Reads one book. Raises DocumentError where it is no EPUB, is damaged, or is protected against copying."""
    packed = Packed(source.content, source.limits)
    package = read_package(packed)
    locked = locked_files(packed)
    spine = package.spine
    open_chapters = [name for name in spine if name.lower() not in locked]
    if spine and not open_chapters:
        raise DocumentError(_PROTECTED)
    builder = Builder(source.limits)
    language = _add_chapters(builder, source, packed, open_chapters, _contents(packed, package))
    if len(open_chapters) < len(spine):
        builder.note(_SOME_PROTECTED.format(len(spine) - len(open_chapters), len(spine)))
    if package.is_damaged:
        builder.note(_NO_PACKAGE)
    if builder.is_empty:
        builder.note(_EMPTY)
    return builder.finish(package.title, package.author, package.date, package.language or language, package.tags)


def _add_chapters(
    builder: Builder, source: Source, packed: Packed, names: list[str], contents: Mapping[str, list[Entry]]
) -> str:
    """Adds the text of these files; returns the language of the first that names one.

    Raises DocumentError where none of them can be read, with what is wrong with the first.
    """
    failed: list[DocumentError] = []
    language = ""
    for count, name in enumerate(names):
        if source.is_late or builder.is_full:
            builder.note(_LATE.format(count, len(names)))
            break
        try:
            content = packed.read(name)
            page = _chapter(content, contents.get(name, []), source.stop_at)
        except DocumentError as error:
            failed.append(error)
            continue
        language = language or page.facts.language
        add_pieces(builder, page.main)
    if names and len(failed) == len(names):
        raise failed[0]
    if failed:
        builder.note(_UNREADABLE.format(len(failed), len(names)))
    return language


def _contents(packed: Packed, package: Package) -> dict[str, list[Entry]]:
    """The table of contents; a book can do without one."""
    if not package.toc:
        return {}
    try:
        return read_toc(package.toc, packed.read(package.toc))
    except DocumentError:
        return {}


def _chapter(content: bytes, entries: list[Entry], stop_at: float) -> HtmlPage:
    """One file of the book; without headings of its own, it gets those of the table of contents."""
    page = read_html(content, stop_at=stop_at)
    if not entries or not page.main or any(piece.level for piece in page.main):
        return page
    anchors = {entry.fragment: (entry.level, entry.label) for entry in entries if entry.fragment}
    if anchors:
        page = read_html(content, stop_at=stop_at, anchors=anchors)
    whole = [entry for entry in entries if not entry.fragment]
    pieces = page.main
    if whole or not any(piece.level for piece in pieces):
        first = (whole or entries)[0]
        pieces.insert(0, Piece([first.label], "heading", first.level))
    pieces[:] = _without_echoes(pieces)
    return page


def _without_echoes(pieces: list[Piece]) -> list[Piece]:
    """Leaves out a paragraph that only repeats the heading which was put before it."""
    kept = pieces[:1]
    for piece in pieces[1:]:
        before = kept[-1]
        if not (before.level and piece.lines and " ".join(piece.lines).casefold() == before.lines[0].casefold()):
            kept.append(piece)
    return kept
