"""Carries the search through the window: what is typed, what is answered, what is done with the chosen hit."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from desktop_search.gui.asking.filter_flow import FilterFlow
from desktop_search.gui.asking.search_controller import SearchController
from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.engine_watch import EngineWatch
from desktop_search.gui.header import Header
from desktop_search.gui.results.hit_actions import HitActions, Opener
from desktop_search.gui.results.more_flow import MoreFlow
from desktop_search.gui.results.search_page import SearchPage
from desktop_search.gui.status_line import StatusLine
from desktop_search.gui.widgets.notice_bar import Matter, NoticeBar
from desktop_search.gui.wording import words
from desktop_search.records import Hit, SearchResult


class SearchFlow(QObject):
    """Stands between the query box, the engine and the page of results.

    `typed` follows every change of the query, `changed` every answer.
    """

    typed = Signal()
    changed = Signal()

    def __init__(
        self,
        bridge: EngineBridge,
        watch: EngineWatch,
        opener: Opener,
        header: Header,
        page: SearchPage,
        notices: NoticeBar,
        status_line: StatusLine,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._header = header
        self._page = page
        self._notices = notices
        self._status_line = status_line
        self.result: SearchResult | None = None
        self.similar_title = ""
        self.controller = SearchController(bridge.send, self)
        self.actions = HitActions(opener, notices, self.chosen, parent=self)
        self.more = MoreFlow(bridge, self.controller, page.view, header.box.edit, notices, parent=self)
        self.filters = FilterFlow(bridge, self.controller, header.chips, header.box.edit, parent=self)
        self._connect_engine(bridge, watch)
        self._connect_keys()

    @property
    def asking(self) -> bool:
        """Whether there is a query, typed or by likeness."""
        return bool(self.similar_title or self._header.box.edit.text().strip())

    def chosen(self) -> Hit | None:
        """The chosen hit, while the results are shown."""
        return self._page.current_hit() if self._page.isVisible() else None

    def go_back(self) -> None:
        """Leaves the similar ones, else clears the query."""
        edit = self._header.box.edit
        if self.similar_title:
            self.similar_title = ""
            self.controller.set_query(edit.text())
            self.controller.ask_now()
        else:
            edit.clear()

    @Slot()
    def find_similar(self) -> None:
        """Asks for what is like the chosen paragraph."""
        hit = self.chosen()
        if hit is not None:
            self.similar_title = words.title(hit)
            self.controller.find_similar(hit.path, hit.line, hit.start)

    def open_numbered(self, row: int) -> None:
        """Opens the hit of a row, counted from 0."""
        if self._page.isVisible():
            self.actions.open(next(iter(self._page.view.results.hits[row : row + 1]), None))

    def _connect_engine(self, bridge: EngineBridge, watch: EngineWatch) -> None:
        bridge.results_arrived.connect(self.controller.take_results)
        bridge.search_failed.connect(self.controller.take_failure)
        watch.knows_more.connect(self.controller.repeat)
        watch.gave_up.connect(self.controller.give_up)
        self.controller.answered.connect(self._take_answer)
        self.controller.failed.connect(self._take_failure)
        self.controller.cleared.connect(self._take_cleared)
        self.controller.slow_changed.connect(self._header.progress.set_running)

    def _connect_keys(self) -> None:
        edit, view = self._header.box.edit, self._page.view
        edit.textChanged.connect(self._take_query)
        edit.step_asked.connect(view.step)
        edit.page_asked.connect(view.step_page)
        edit.open_asked.connect(self.controller.open_newest)
        self.controller.open_due.connect(self._open_chosen)
        edit.reveal_asked.connect(self.actions.reveal_chosen)
        edit.copy_asked.connect(self.actions.copy_chosen)
        view.copy_asked.connect(self.actions.copy_chosen)
        view.typed.connect(self._header.box.type_on)
        self._page.open_asked.connect(self.actions.open)
        self._page.reveal_asked.connect(self.actions.reveal)

    @Slot(str)
    def _take_query(self, text: str) -> None:
        self.similar_title = ""
        self._notices.end_passing()
        self.controller.set_query(text)
        self.typed.emit()

    @Slot(object, bool)
    def _take_answer(self, result: SearchResult, new: bool) -> None:
        self.result = result
        self._notices.set_notice(Matter.SEARCH, "")
        self._status_line.show_time(result.took_ms)
        self._page.show_result(result, new, self.similar_title)
        self.changed.emit()

    @Slot(str)
    def _take_failure(self, reason: str) -> None:
        self._notices.set_notice(Matter.SEARCH, reason)

    @Slot()
    def _take_cleared(self) -> None:
        self.result = None
        self._status_line.show_time(None)
        self._notices.set_notice(Matter.SEARCH, "")
        self.changed.emit()

    @Slot()
    def _open_chosen(self) -> None:
        self.actions.open(self.chosen())
