"""The reading pane: the chosen hit at once, then the document around it, as text or as the page that it stands on.

It asks nobody: `wanted` says that the hit, its query or the place in the document has changed; see reading_flow.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_search.engine.reading_messages import DocumentRead, PageShown
from desktop_search.gui.reading.reading_body import ReadingBody
from desktop_search.gui.reading.reading_head import ReadingHead
from desktop_search.gui.reading.reading_places import Places, at_once, places_around
from desktop_search.gui.reading.reading_words import about
from desktop_search.gui.widgets.labels import Ground
from desktop_search.records import Hit, Place

# The text above the hit is about so high for each character of it, in pixels.
_HIGH = 0.35


class ReadingPane(Ground):
    """Shows one hit; empty without one."""

    open_asked = Signal(object)
    reveal_asked = Signal(object)
    cite_asked = Signal()
    copy_asked = Signal()
    hit_wanted = Signal()
    place_wanted = Signal(int)
    page_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hit: Hit | None = None
        self._roots: tuple[str, ...] = ()
        self._query = ""
        self._document: DocumentRead | None = None
        self._goes_to: Place | None = None
        self.places = Places()
        self.head = ReadingHead(self)
        self.body = ReadingBody()
        self.text, self.page = self.body.text, self.body.page
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.body, 1)
        self.head.open_asked.connect(self._ask_open)
        self.head.reveal_asked.connect(self._ask_reveal)
        self.head.cite_asked.connect(self.cite_asked)
        self.head.page_toggled.connect(self.toggle_page)
        self.head.step_asked.connect(self.step)
        self.head.turn_asked.connect(self.page.turn)
        self.text.more_wanted.connect(self.place_wanted)
        self.text.copy_asked.connect(self.copy_asked)
        self.page.copy_asked.connect(self.copy_asked)
        self.body.page_wanted.connect(self.page_wanted)
        self.show_hit(None)

    @property
    def hit(self) -> Hit | None:
        return self._hit

    @property
    def query(self) -> str:
        """The words that are marked in the whole document."""
        return self._query

    @property
    def document(self) -> DocumentRead | None:
        """What has come of the document around the hit."""
        return self._document

    def set_roots(self, roots: Sequence[str]) -> None:
        """The watched folders, from which places are told."""
        self._roots = tuple(roots)
        if self._hit is not None:
            self.head.show_hit(self._hit, self._roots)

    def set_query(self, query: str) -> None:
        """The words to be marked in the whole document."""
        if query != self._query:
            self._query = query
            if self._hit is not None:
                self.hit_wanted.emit()

    @Slot(object)
    def show_hit(self, hit: Hit | None) -> None:
        """Shows a hit's paragraph; what is shown already is not touched, so that it keeps its scroll position."""
        before = self._hit
        if hit is not None and hit == before:
            return
        self._hit = self.body.hit = hit
        self.head.setVisible(hit is not None)
        self.body.setVisible(hit is not None)
        if hit is None:
            return
        self.head.show_hit(hit, self._roots)
        if before is not None and (hit.path, hit.start, hit.text) == (before.path, before.start, before.text):
            self._mark()
            if hit.modified != before.modified:
                self.hit_wanted.emit()
            return
        self._document = None
        self.places = Places()
        self.head.tell("")
        self.head.show_count(0, 0)
        self._show_paragraph(hit)
        self.head.show_page(0, 0)
        self.body.begin(same_page=before is not None and (hit.path, hit.page) == (before.path, before.page))
        self._offer_pages()
        self.hit_wanted.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._hit is not None and self._document is None:
            self.hit_wanted.emit()

    def take_document(self, document: DocumentRead) -> None:
        """The document around the hit has come; what is in sight does not move."""
        hit = self._hit
        if hit is None:
            return
        self.head.tell(about(document, hit))
        if document.start is None or document.end is None or not document.pieces:
            return
        known = self._document.start if self._document is not None else None
        moved = document.start - (hit.start if known is None else known)
        self._document = document
        places = places_around(document.places, hit, document.start, document.end)
        current = self.places.current
        self.places = places.goes_to(current) if current is not None and current in places.every else places
        self.text.extend(document.pieces, (document.is_first, document.is_last), moved)
        self._mark()
        self._tell_count()

    def take_more(self, document: DocumentRead) -> None:
        """More of the document, around another place of it."""
        if self._hit is None or document.state != "read" or not document.pieces:
            return
        self.text.extend(document.pieces, (document.is_first, document.is_last))
        current = self.places.current
        if current is not None and self.text.shows(current.start) and self._goes_to == current:
            self.text.go_to(current.start, self.text.eye())
        self._goes_to = None
        self._mark()

    def take_page(self, shown: PageShown) -> None:
        """A page's picture has come, or the reason why there is none."""
        if not self.body.has_pages:
            return
        if shown.reason:
            told = self.tr("This page cannot be shown as a picture; here is its text. (%1)")
            self.head.tell(told.replace("%1", shown.reason))
        else:
            self.head.show_page(shown.page, shown.pages)
        self.body.take_page(shown)
        self._offer_pages()

    @Slot(int)
    def step(self, step: int) -> None:
        """Goes to the next hit in this document, or to the one before."""
        self.places = self.places.step(step)
        place = self.places.current
        if place is None:
            return
        self._tell_count()
        self._mark()
        if self.text.shows(place.start):
            self.text.go_to(place.start, self.text.eye())
        else:
            self._goes_to = place
            self.place_wanted.emit(place.start)
        if self.body.shows_page and place.page is not None:
            self.page_wanted.emit(place.page)

    @Slot()
    def toggle_page(self) -> None:
        """From the page's picture to the text, or back."""
        self.body.toggle_page()
        self._offer_pages()

    def copied_text(self) -> str:
        """What a copy takes: what is selected, else the paragraph that is being read."""
        place = self.places.current
        return (
            self.text.selected_text()
            or (place.text if place is not None else "")
            or (self._hit.text if self._hit else "")
        )

    def _show_paragraph(self, hit: Hit) -> None:
        """The paragraph as the index knows it: what there is of the document until the rest has come."""
        piece = at_once(hit)
        least = self.text.heading_height() if hit.start and hit.heading else 0.0
        above = max(hit.start * _HIGH, least)
        self.text.show_new((piece,), (piece.start, piece.end), (True, True), above)
        self._mark()

    def _mark(self) -> None:
        hit, place = self._hit, self.places.current
        if hit is None:
            return
        # Where the hit stands now; it may have moved since it was found.
        document = self._document
        start = document.start if document is not None and document.start is not None else hit.start
        if place is not None and place.start != start:
            self.text.set_place((place.start, place.end))
            return
        end = start + hit.end - hit.start
        answer = None if hit.answer is None else (start + hit.answer[0], start + hit.answer[1])
        self.text.set_place((start, end), [(start + low, start + high) for low, high in hit.highlights], answer)

    def _offer_pages(self) -> None:
        self.head.offer_pages(self.body.has_pages, self.body.shows_page)
        if not self.body.shows_page:
            self.head.show_page(0, 0)

    def _tell_count(self) -> None:
        self.head.show_count(self.places.at + 1, len(self.places.every))

    @Slot()
    def _ask_open(self) -> None:
        self.open_asked.emit(self._hit)

    @Slot()
    def _ask_reveal(self) -> None:
        self.reveal_asked.emit(self._hit)
