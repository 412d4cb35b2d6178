"""Which page stands in the middle of the window, and which one the person has opened beside the search."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QObject, Signal, Slot

from desktop_search.records import SearchResult


class Page(IntEnum):
    """What the middle of the window shows."""

    FIRST_RUN = 0
    MESSAGE = 1
    RESULTS = 2
    SETTINGS = 3
    FILES = 4
    HISTORY = 5
    MANUAL = 6


class Asides(QObject):
    """The page that the person has opened in place of the search, if any. `changed` follows each change."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page: Page | None = None
        self._before: Page | None = None

    @property
    def page(self) -> Page | None:
        return self._page

    @property
    def before(self) -> Page | None:
        """The page from which the manual was opened, if it was one of these; the manual leads back to it."""
        return self._before

    @Slot()
    def open_settings(self) -> None:
        self._go(Page.SETTINGS)

    @Slot()
    def open_files(self) -> None:
        self._go(Page.FILES)

    @Slot()
    def toggle_history(self) -> None:
        self._go(None if self._page is Page.HISTORY else Page.HISTORY)

    @Slot()
    def toggle_settings(self) -> None:
        self._go(None if self._page is Page.SETTINGS else Page.SETTINGS)

    @Slot()
    def toggle_files(self) -> None:
        self._go(None if self._page is Page.FILES else Page.FILES)

    @Slot()
    def toggle_manual(self) -> None:
        if self._page is Page.MANUAL:
            self.close()
        else:
            self._before = self._page
            self._go(Page.MANUAL)

    @Slot()
    def close(self) -> None:
        """Back to the search; from the manual to where it was opened."""
        self._go(self._before if self._page is Page.MANUAL else None)

    def forget(self) -> None:
        """The person is searching again; whoever calls this shows the page."""
        self._page = None

    def _go(self, page: Page | None) -> None:
        self._page = page
        self.changed.emit()


def wanted_page(aside: Page | None, has_folders: bool, asking: bool, result: SearchResult | None) -> Page:
    """The page for what the person is about: `asking` while there is a query, `result` its newest answer."""
    if aside is not None:
        return aside
    if not has_folders:
        return Page.FIRST_RUN
    return Page.RESULTS if asking and result is not None and result.hits else Page.MESSAGE
