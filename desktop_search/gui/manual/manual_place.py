"""Where the manual is shown: it is read and set when it is first looked at, at the section that fits what was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_search.gui.pages import Asides, Page

if TYPE_CHECKING:
    from desktop_search.gui.manual.manual_page import ManualPage

# What a person wants to know who asks for help on these pages.
_SECTIONS = {
    Page.FIRST_RUN: "start",
    Page.SETTINGS: "settings",
    Page.FILES: "missing",
    Page.HISTORY: "reading",
}


class ManualPlace(QWidget):
    """One page of the window's stack."""

    def __init__(self, asides: Asides, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asides = asides
        self._page: ManualPage | None = None
        QVBoxLayout(self).setContentsMargins(0, 0, 0, 0)

    @property
    def page(self) -> ManualPage:
        """The page; made where there is none."""
        return self._page or self._make()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            before = self._asides.before
            self.page.open_at(_SECTIONS.get(before, "") if before is not None else "")

    def _make(self) -> ManualPage:
        # Not needed, and so not imported, before.
        from desktop_search.gui.manual.manual_page import ManualPage

        page = self._page = ManualPage(self)
        page.close_asked.connect(self._asides.close)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(page)
        # A layout would do that only later, and the page takes the focus when it is shown.
        page.show()
        return page
