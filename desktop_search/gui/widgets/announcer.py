"""Has a screen reader say what nobody asked for by a key: what an answer begins with, that there is none, a notice."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from desktop_search.gui.results import row_words
from desktop_search.gui.results.result_view import ResultView
from desktop_search.gui.widgets.announce import announce

# The list changes with every key; only what it comes to rest on is worth hearing.
_REST_MS = 250


class Announcer(QObject):
    """Speaks for `source`, the widget that keeps the focus. Rows that the person moves to are told elsewhere."""

    def __init__(self, source: QWidget, view: ResultView) -> None:
        super().__init__(source)
        self._source = source
        self._view = view
        self._text = ""
        self._said = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._say)

    @Slot()
    def tell_first(self) -> None:
        """Says the first row of a new answer and of how many it is the first."""
        index = self._view.currentIndex()
        if index.isValid() and not self._view.moved:
            results = self._view.results
            place = row_words.place_in_list(results.number(index.row()), len(results.hits))
            self.tell(f"{place}. {results.spoken(index.row())}")

    @Slot(str)
    def tell(self, text: str) -> None:
        """Says a text in a moment, unless another one comes; nothing where it has just been said."""
        self._text = text
        if text and text != self._said:
            self._timer.start()

    @Slot()
    def _say(self) -> None:
        self._said = self._text
        announce(self._source, self._text)
