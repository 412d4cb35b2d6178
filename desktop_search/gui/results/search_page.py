"""Results on the left, the reading pane on the right, and the quiet line above the list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop_search.gui.asking.history_store import Pin
from desktop_search.gui.reading.pane_place import PanePlace
from desktop_search.gui.reading.reading_pane import ReadingPane
from desktop_search.gui.results.result_view import ResultView
from desktop_search.gui.widgets import theme
from desktop_search.gui.widgets.labels import Ground, Label
from desktop_search.records import Hit, SearchResult


class SearchPage(QWidget):
    """Shows a SearchResult and keeps list and reading pane in step."""

    open_asked = Signal(object)
    reveal_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pins: tuple[Pin, ...] = ()
        self.view = ResultView()
        self.preview = ReadingPane()
        self._above = Label("", theme.SMALL, secondary=True)
        self._above.setContentsMargins(16, 8, 16, 4)
        left = Ground()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._above)
        column.addWidget(self.view, 1)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(left)
        self._splitter.addWidget(self.preview)
        self._splitter.setStretchFactor(0, 9)
        self._splitter.setStretchFactor(1, 11)
        left.setMinimumWidth(280)
        self.preview.setMinimumWidth(240)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._splitter)
        self.view.chosen.connect(self.preview.show_hit)
        self.view.open_asked.connect(self.open_asked)
        self.view.reveal_asked.connect(self.reveal_asked)
        self.preview.open_asked.connect(self.open_asked)
        self.preview.reveal_asked.connect(self.reveal_asked)
        self._splitter.setSizes([450, 550])
        self.pane_place = PanePlace(self._splitter, self.preview, self)

    @property
    def above(self) -> str:
        """The line above the list."""
        return self._above.text()

    def show_result(self, result: SearchResult, new: bool, similar_to: str = "") -> None:
        """Shows an answer; `new` tells that it belongs to another query than the one shown."""
        self.preview.set_query("" if similar_to else result.query)
        hits = self._pinned_first(result)
        if new:
            self.view.show_hits(hits)
        else:
            self.view.refine_hits(hits)
        if similar_to:
            line = self.tr("Similar to “%1”. Esc goes back.").replace("%1", similar_to)
        elif result.hits and result.hits[0].strength == "weak":
            line = self.tr("Nothing matches well. Nearest:")
        else:
            line = ""
        self._above.setText(line)
        self._above.setVisible(bool(line))

    def set_pins(self, pins: Sequence[Pin]) -> None:
        """What is pinned: it bears a mark, and stands first in the answer to its own query."""
        self._pins = tuple(pins)
        self.view.results.take_pinned(frozenset((one.path, one.start) for one in pins))

    def _pinned_first(self, result: SearchResult) -> Sequence[Hit]:
        pinned = {one.path for one in self._pins if one.query and one.query == " ".join(result.query.split())}
        return sorted(result.hits, key=lambda hit: hit.path not in pinned) if pinned else result.hits

    def current_hit(self) -> Hit | None:
        """The chosen hit."""
        return self.view.current_hit()

    def set_roots(self, roots: Sequence[str]) -> None:
        """The watched folders, from which places are told."""
        self.view.results.set_roots(roots)
        self.preview.set_roots(roots)

    def splitter_state(self) -> QByteArray:
        """Where the person has put the line between list and reading pane."""
        return self._splitter.saveState()

    def restore_splitter(self, state: QByteArray) -> None:
        """Puts the line back."""
        self._splitter.restoreState(state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.pane_place.fit(self.size())
