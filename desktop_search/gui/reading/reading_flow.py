"""Carries the reading pane's questions to the engine and lets only the newest answers through."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from desktop_search.engine.messages import TryAgain
from desktop_search.engine.reading_messages import DocumentRead, PageShown, ReadAround, ShowPage
from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.reading.reading_pane import ReadingPane
from desktop_search.gui.reading.reading_places import framed_text, marked_words
from desktop_search.gui.reading.reading_words import has_changed
from desktop_search.gui.results.citation import citation
from desktop_search.gui.widgets.notice_bar import Matter, NoticeBar

# Whoever runs through the rows wants the last of them.
_REST_MS = 70
_MOST_TEXT = 4_000
_MOST_WORDS = 40


class ReadingFlow(QObject):
    """Stands between the reading pane and the engine's bridge."""

    def __init__(
        self, pane: ReadingPane, bridge: EngineBridge, notices: NoticeBar, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._pane = pane
        self._bridge = bridge
        self._notices = notices
        self._number = 0
        self._more_number = 0
        self._page_number = 0
        self._told: tuple[str, float] | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._ask)
        pane.hit_wanted.connect(self._rest.start)
        pane.place_wanted.connect(self._ask_around)
        pane.page_wanted.connect(self._ask_page)
        pane.cite_asked.connect(self.copy_citation)
        pane.copy_asked.connect(self.copy_paragraph)
        # An engine that ends takes its answers with it; the question waits for the next one.
        bridge.engine_went_down.connect(self._ask_anew)
        bridge.document_read.connect(self._take_document)
        bridge.page_shown.connect(self._take_page)

    @Slot()
    def copy_citation(self) -> None:
        """Copies what is selected, or the paragraph, with where it is from."""
        hit = self._pane.hit
        if hit is not None and self._pane.isVisible():
            QGuiApplication.clipboard().setText(citation(hit, self._pane.copied_text()))
            self._notices.set_notice(Matter.DONE, self.tr("The paragraph was copied with its source."))

    @Slot()
    def copy_paragraph(self) -> None:
        """Copies the paragraph that is being read."""
        QGuiApplication.clipboard().setText(self._pane.copied_text())
        self._notices.set_notice(Matter.DONE, self.tr("The paragraph was copied."))

    @Slot()
    def zoom_in(self) -> None:
        self._pane.body.change_zoom(1)

    @Slot()
    def zoom_out(self) -> None:
        self._pane.body.change_zoom(-1)

    @Slot()
    def zoom_usual(self) -> None:
        self._pane.body.change_zoom(0)

    @Slot()
    def next_place(self) -> None:
        self._pane.step(1)

    @Slot()
    def place_before(self) -> None:
        self._pane.step(-1)

    @Slot()
    def _ask(self) -> None:
        hit = self._pane.hit
        if hit is None or not self._pane.isVisible():
            return
        self._number += 1
        self._more_number = 0
        text = hit.text[:_MOST_TEXT]
        self._bridge.send(ReadAround(self._number, hit.path, hit.start, hit.end, text, self._pane.query))
        if self._pane.body.shows_page and hit.page is not None:
            self._ask_page(hit.page)

    @Slot(object)
    def _ask_anew(self, event: object) -> None:
        if self._pane.hit is not None and self._pane.document is None:
            self._rest.start()

    @Slot(int)
    def _ask_around(self, place: int) -> None:
        hit = self._pane.hit
        if hit is not None:
            self._number += 1
            self._more_number = self._number
            around = ReadAround(
                self._number, hit.path, place, place + 1, "", self._pane.query, before=20_000, after=20_000
            )
            self._bridge.send(around)

    @Slot(int)
    def _ask_page(self, page: int) -> None:
        hit = self._pane.hit
        if hit is not None:
            self._page_number += 1
            document = self._pane.document
            words = marked_words(hit, document.pieces if document is not None else ())[:_MOST_WORDS]
            width = self._pane.page.wanted_width()
            text = framed_text(self._pane.places, hit, page)[: 4 * _MOST_TEXT]
            self._bridge.send(ShowPage(self._page_number, hit.path, page, width, text, words))

    @Slot(object)
    def _take_document(self, document: DocumentRead) -> None:
        hit = self._pane.hit
        if hit is None or document.number != self._number or document.path != hit.path:
            return
        if document.number == self._more_number:
            self._pane.take_more(document)
            return
        self._pane.take_document(document)
        is_other = document.state == "gone" or has_changed(document, hit)
        seen = (document.path, document.modified)
        if is_other and seen != self._told:
            # Once for each state of the file: the index hears of it, and its answer comes as another hit.
            self._told = seen
            self._bridge.send(TryAgain((document.path,)))

    @Slot(object)
    def _take_page(self, shown: PageShown) -> None:
        hit = self._pane.hit
        if hit is not None and shown.number == self._page_number and shown.path == hit.path:
            self._pane.take_page(shown)
