"""E-books: EPUB, and FictionBook as it is or zipped."""

from __future__ import annotations

from desktop_search.documents.books.epub import read_epub
from desktop_search.documents.books.fictionbook import read_fictionbook
from desktop_search.documents.opening.packed import Packed
from desktop_search.documents.source import Source
from desktop_search.errors import DocumentError
from desktop_search.records import Document

_ZIP = b"PK\x03\x04"
_NO_BOOK = "There is no e-book in it."


def parse(source: Source) -> Document:
    """Reads one book, chapter by chapter. Raises DocumentError where it is damaged or protected against copying."""
    if source.suffix == ".epub":
        return read_epub(source)
    if not source.content.startswith(_ZIP) and source.suffix == ".fb2":
        return read_fictionbook(source, source.content)
    packed = Packed(source.content, source.limits)
    book = next((member for member in packed if member.filename.lower().endswith(".fb2")), None)
    if book is None:
        raise DocumentError(_NO_BOOK)
    return read_fictionbook(source, packed.read(book))
