"""The document around a hit, as text or as the picture of its page: which of the two is in sight."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop_search.engine.reading_messages import PageShown
from desktop_search.gui.reading.page_view import PageView
from desktop_search.gui.reading.reading_text import ReadingText
from desktop_search.gui.widgets.zoom import LARGEST, SMALLEST, next_zoom
from desktop_search.records import Hit

# Where a picture takes longer, the text is shown meanwhile.
_PATIENCE_MS = 350


class ReadingBody(QStackedWidget):
    """Holds both of them for one hit. `page_wanted` tells which page's picture is needed."""

    page_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hit: Hit | None = None
        self.prefers_pages = True
        self.zoom = 1.0
        self._page_failed = False
        self.text = ReadingText()
        self.page = PageView()
        self.addWidget(self.text)
        self.addWidget(self.page)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._show_text_meanwhile)
        self.text.zoom_asked.connect(self.change_zoom)
        self.page.zoom_asked.connect(self.change_zoom)
        self.page.turned.connect(self._turn)
        self.page.width_changed.connect(self.ask_same_page)

    @property
    def has_pages(self) -> bool:
        """Can the page that the hit stands on be shown as a picture?"""
        hit = self.hit
        return hit is not None and hit.page is not None and hit.unit == "page" and hit.path.lower().endswith(".pdf")

    @property
    def shows_page(self) -> bool:
        """Is it a page's picture that is wanted?"""
        return self.prefers_pages and self.has_pages and not self._page_failed

    def begin(self, *, same_page: bool) -> None:
        """Another hit is shown; on the same page the picture of it stays."""
        self._page_failed = self._page_failed and same_page
        if self.shows_page and not same_page:
            self.page.clear()
        self._show(waits=True)

    def take_page(self, shown: PageShown) -> None:
        """A page's picture has come, or the reason why there is none."""
        if shown.reason:
            self._page_failed = True
        else:
            before = self.page.shown
            this = (shown.path, shown.page, shown.frames)
            same = before is not None and (before.path, before.page, before.frames) == this
            self.page.show_page(shown, is_same=same)
        self._show()

    def toggle_page(self) -> None:
        """From the page's picture to the text, or back."""
        if self.has_pages:
            self._page_failed = False
            self.prefers_pages = not self.prefers_pages
            self._show(waits=True)
            self.ask_same_page()

    @Slot(int)
    def change_zoom(self, step: int) -> None:
        """Larger (1), smaller (-1), or the usual size (0)."""
        self.set_zoom(next_zoom(self.zoom, step))

    def set_zoom(self, zoom: float) -> None:
        """How large text and pages are; 1 is the usual size."""
        self.zoom = max(SMALLEST, min(zoom, LARGEST))
        self.text.set_zoom(self.zoom)
        self.page.set_zoom(self.zoom)

    @Slot()
    def ask_same_page(self) -> None:
        """The page in sight is needed in another size, or anew."""
        if self.shows_page and self.hit is not None and self.hit.page is not None:
            self.page_wanted.emit(self.page.shown.page if self.page.shown is not None else self.hit.page)

    def _show(self, *, waits: bool = False) -> None:
        if not self.shows_page:
            self.setCurrentWidget(self.text)
            return
        if self.page.shown is not None or waits:
            self.setCurrentWidget(self.page)
        if self.page.shown is None:
            self._patience.start()

    @Slot()
    def _show_text_meanwhile(self) -> None:
        if self.page.shown is None:
            self.setCurrentWidget(self.text)

    @Slot(int)
    def _turn(self, step: int) -> None:
        if self.page.shown is not None:
            self.page_wanted.emit(self.page.shown.page + step)
