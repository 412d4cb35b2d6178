"""PDF: page by page through PDFium, which gets bytes and opens nothing.

page -> segments -> without margins -> regions -> lines -> passages -> headings and blocks

Pages are read in batches: what repeats at their edges, and which size of letters is the usual one, is known from
several of them, and a document of any length takes the memory of one batch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from desktop_search.documents.building.builder import Builder
from desktop_search.documents.building.flow import Flow
from desktop_search.documents.pdf.annotations import added_to, draw
from desktop_search.documents.pdf.columns import regions
from desktop_search.documents.pdf.facts import Facts, facts
from desktop_search.documents.pdf.lines import lines
from desktop_search.documents.pdf.margins import Edge, Margins
from desktop_search.documents.pdf.outline import Headings, bookmarks
from desktop_search.documents.pdf.pages import PageText, Segment, runs_from_right
from desktop_search.documents.pdf.paragraphs import Passage, joined, passages
from desktop_search.documents.source import DAMAGED, ENCRYPTED, Source
from desktop_search.errors import DocumentError
from desktop_search.records import Document

_NOT_PDF = "This is not a PDF file."
_LATE = "It takes too long to read; only the first {:,} of {:,} pages were read."
_PICTURES = "It holds pictures of pages and no text."
_SOME_PICTURES = "{:,} of {:,} pages are pictures without text."
_NO_TEXT = "The pages hold no text."
_DAMAGED_PAGES = "{:,} of {:,} pages are damaged and were not read."
_CUT_OFF = "The end of the file is missing; what is left of it was read."
_BATCH = 100
_BATCH_TEXT = 1_000_000
# After so many damaged pages on end the number of pages is not to be believed.
_MOST_DAMAGED = 100
_MOST_OBJECTS = 500
_MOST_SAID = 10_000
_MOST_COMMENTS = 10_000
# The mark of a PDF stands near its beginning, that of its end near its end.
_HEAD, _TAIL = 1024, 65_536
# The first object of all; where the end of a file is missing, so is what tells which one it is.
_CATALOG = re.compile(rb"(?<!\d)(\d{1,9}) \d+ obj\s*<<(?:(?!endobj).){0,400}?/Type\s*/Catalog\b", re.DOTALL)
_COMPOUND = re.compile(r"(?<![^\W_])[^\W\d_]+-[^\W\d_]+(?![^\W_])")
_WORD = re.compile(r"[^\W_]+")


@dataclass(slots=True)
class _Page:
    number: int
    segments: list[Segment]
    turned: list[list[Segment]]
    fields: list[str]
    sides: list[list[Edge]]


class _Reading:
    """One document being read. `pages` were looked at, of which some are pictures and some are damaged."""

    def __init__(self, source: Source, document: object) -> None:
        self.source = source
        self.builder = Builder(source.limits)
        self._document = document
        self._flow = Flow(self.builder)
        self._margins = Margins()
        self._said: set[str] = set()
        self.headings = Headings(bookmarks(document))
        self._batch: list[_Page] = []
        self._batch_text = 0
        self._comments: list[tuple[int, str]] = []
        self._in_a_row = 0
        self.pages = self.pictures = self.damaged = 0
        self.count = pdfium.FPDF_GetPageCount(document)

    def run(self, known: Facts) -> None:
        """Reads page after page until the end or a limit."""
        for index in range(self.count):
            if self.source.is_late or self.builder.is_full or self._in_a_row >= _MOST_DAMAGED:
                break
            self._read(index)
            self.pages += 1
            if len(self._batch) >= _BATCH or self._batch_text >= _BATCH_TEXT:
                self._write(known)
        self._write(known)
        self._add_comments()

    def _add_comments(self) -> None:
        """They come last: none of them belongs to the section that its page happens to end with."""
        if self._comments:
            self.builder.heading(1, "Comments")
        for number, text in self._comments:
            self.builder.place(page=number)
            self.builder.block(text)

    def _read(self, index: int) -> None:
        page = pdfium.FPDF_LoadPage(self._document, index)
        if not page:
            self.damaged += 1
            self._in_a_row += 1
            return
        self._in_a_row = 0
        try:
            added = added_to(page)
            if added.are_drawn and draw(page):
                pdfium.FPDF_ClosePage(page)
                page = pdfium.FPDF_LoadPage(self._document, index)
            with PageText(page) as text:
                segments = text.segments(self.source.limits.max_text)
            if not segments and _has_picture(page):
                self.pictures += 1
        finally:
            pdfium.FPDF_ClosePage(page)
        by_turn: dict[int, list[Segment]] = {}
        for one in segments:
            by_turn.setdefault(one.turn, []).append(one)
        turned = sorted(by_turn.values(), key=lambda group: -sum(len(one.text) for one in group))
        main = turned.pop(0) if turned else []
        # A field's picture may lack its value: then the program that shows the file is to draw it.
        shown = " ".join(one.text for one in segments) if added.fields else ""
        unshown = [f"{name}: {text}" if name else text for name, text in added.fields if text not in shown]
        self._batch.append(_Page(index + 1, main, turned, unshown, self._margins.learn(index + 1, main)))
        if len(self._comments) < _MOST_COMMENTS:
            self._comments += [(index + 1, text) for text in added.comments]
        self._batch_text += sum(len(one.text) for one in segments)

    def _write(self, known: Facts) -> None:
        """Brings the batch into the builder and begins a new one."""
        batch, self._batch, self._batch_text = self._batch, [], 0
        margins: list[list[str]] = []
        for page in batch:
            page.segments, texts = self._margins.without(page.sides, page.segments)
            margins.append(texts)
            self.headings.learn((one.size, len(one.text)) for one in page.segments)
        words = _Words(batch, known.title)
        for page, texts in zip(batch, margins, strict=True):
            self.builder.place(page=page.number)
            for passage in self._passages(page.segments, words.compounds):
                level = self.headings.level(page.number, passage)
                self._flow.add(passage.text, passage.kind, level)
            # What is written across the page or up its edge: a stamp, a label.
            for passage in (one for group in page.turned for one in self._passages(group, words.compounds)):
                self._flow.add(passage.text, passage.kind)
            for text in [*page.fields, *self._unsaid(texts, words)]:
                self._flow.add(text)
            self._flow.finish()

    def _passages(self, segments: list[Segment], compounds: frozenset[str]) -> list[Passage]:
        from_right = runs_from_right(" ".join(one.text for one in segments[:2000]))
        found: list[Passage] = []
        for region in regions(segments, from_right):
            found += passages(lines(region), self.headings.body_size, compounds)
        return joined(found, compounds)

    def _unsaid(self, texts: list[str], words: _Words) -> Iterator[str]:
        """A margin is said once, where it first stands, and not at all where the text has its words anyway."""
        for text in texts:
            new = {word for word in _WORD.findall(text.casefold()) if len(word) > 1 and not word.isdigit()} - self._said
            if new and len(self._said) < _MOST_SAID:
                self._said |= new
                if not words.have(new):
                    yield text


class _Words:
    """The words of some pages: those written with a hyphen inside a line, and all of them when they are asked for."""

    def __init__(self, pages: list[_Page], title: str) -> None:
        self._pages = pages
        self._title = title
        self._all: set[str] | None = None
        self.compounds = frozenset(
            word.casefold() for one in self._segments() if "-" in one.text for word in _COMPOUND.findall(one.text)
        )

    def have(self, some: set[str]) -> bool:
        """Do all these words stand on the pages?"""
        if self._all is None:
            self._all = set(_WORD.findall(self._title.casefold()))
            for one in self._segments():
                self._all.update(_WORD.findall(one.text.casefold()))
        return some <= self._all

    def _segments(self) -> Iterator[Segment]:
        for page in self._pages:
            yield from page.segments


def parse(source: Source) -> Document:
    """Reads one PDF. Raises DocumentError where it is none, is encrypted or damaged."""
    content = source.content
    if b"%PDF-" not in content[: _HEAD + 5]:
        raise DocumentError(_NOT_PDF)
    # PDFium reads from these bytes until the document is closed.
    content, document = open_document(content)
    try:
        known = facts(document)
        reading = _Reading(source, document)
        reading.run(known)
    finally:
        pdfium.FPDF_CloseDocument(document)
    if not reading.count or 0 < reading.damaged == reading.pages:
        raise DocumentError(DAMAGED)
    _add_notes(reading)
    title = known.title or reading.headings.title or known.file_title
    return reading.builder.finish(title, known.author, known.date, known.language, known.tags)


def open_document(content: bytes) -> tuple[bytes, object]:
    """The open document with the bytes that it reads from; one without its end gets a new one."""
    document = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
    if not document and pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        raise DocumentError(ENCRYPTED)
    if not document and (root := _CATALOG.search(content)):
        whole = content[: content.rfind(b"endobj") + len(b"endobj")]
        content = whole + b"\ntrailer\n<</Root %b 0 R>>\n" % root.group(1)
        document = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
    if not document:
        raise DocumentError(DAMAGED)
    return content, document


def _add_notes(reading: _Reading) -> None:
    builder, source = reading.builder, reading.source
    if reading.pages < reading.count and not builder.is_full and reading.damaged < _MOST_DAMAGED:
        builder.note(_LATE.format(reading.pages, reading.count))
    if reading.damaged:
        builder.note(_DAMAGED_PAGES.format(reading.damaged + reading.count - reading.pages, reading.count))
    if source.content.rfind(b"%%EOF") < max(0, len(source.content) - _TAIL):
        builder.note(_CUT_OFF)
    if builder.is_empty:
        builder.note(_PICTURES if reading.pictures else _NO_TEXT)
    elif reading.pictures:
        builder.note(_SOME_PICTURES.format(reading.pictures, reading.pages))


def _has_picture(page: object) -> bool:
    count = min(_MOST_OBJECTS, pdfium.FPDFPage_CountObjects(page))
    kinds = (pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, index)) for index in range(count))
    return any(kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM) for kind in kinds)
