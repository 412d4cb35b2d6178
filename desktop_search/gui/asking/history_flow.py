"""Carries the history through the window: which questions are noted, saved and pinned, and what becomes of them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from desktop_search.engine.messages import Search
from desktop_search.gui.asking.history_keeper import HistoryKeeper
from desktop_search.gui.asking.history_page import Entry, HistoryPage
from desktop_search.gui.asking.history_store import Pin, Recent
from desktop_search.gui.asking.search_flow import SearchFlow
from desktop_search.gui.header import Header
from desktop_search.gui.message_page import MessagePage
from desktop_search.gui.results.search_page import SearchPage
from desktop_search.gui.widgets.notice_bar import Matter, NoticeBar
from desktop_search.gui.wording import words
from desktop_search.records import SearchResult

# A question whose answer is looked at for so long was meant.
REST_MS = 3000


class HistoryFlow(QObject):
    """Stands between the search, the keeper of the history, and the places that show it."""

    def __init__(
        self,
        keeper: HistoryKeeper,
        search: SearchFlow,
        header: Header,
        message: MessagePage,
        results: SearchPage,
        page: HistoryPage,
        notices: NoticeBar,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.keeper = keeper
        self._search = search
        self._header = header
        self._message = message
        self._results = results
        self._page = page
        self._notices = notices
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._note)
        edit = header.box.edit
        edit.textChanged.connect(self._take_text)
        edit.step_asked.connect(self._step)
        edit.open_asked.connect(self._take_chosen)
        header.star.clicked.connect(self.toggle_saved)
        search.controller.finished.connect(self._take_finished)
        search.actions.acted.connect(self._note)
        message.query_taken.connect(self.ask)
        page.taken.connect(self._take)
        page.dropped.connect(self._drop)
        page.clear_asked.connect(keeper.clear)
        keeper.changed.connect(self._show)
        self._show()

    @Slot(str)
    def ask(self, query: str) -> None:
        """Asks a question again."""
        edit = self._header.box.edit
        edit.setText(query)
        edit.setFocus()
        self._search.controller.ask_now()

    @Slot()
    def toggle_saved(self) -> None:
        """Saves the question in the box, or keeps it no longer."""
        query = self._query()
        if query:
            saved = not self.keeper.history.is_saved(query)
            self.keeper.save_search(query, saved)
            told = (
                self.tr("The search was saved; Ctrl+H lists it.")
                if saved
                else self.tr("The search is no longer saved.")
            )
            self._notices.set_notice(Matter.DONE, told)

    @Slot()
    def toggle_pinned(self) -> None:
        """Pins the chosen paragraph, or lets it go."""
        hit = self._search.chosen()
        if hit is not None:
            pinned = not self.keeper.history.is_pinned(hit.path, hit.start)
            self.keeper.pin(Pin(self._query(), hit.path, hit.start, words.title(hit)), pinned)
            told = (
                self.tr("The result was pinned; Ctrl+H lists it.")
                if pinned
                else self.tr("The result is no longer pinned.")
            )
            self._notices.set_notice(Matter.DONE, told)

    @Slot(str)
    def take_deleted(self, what: str) -> None:
        """The person has had the history, or everything, deleted."""
        if what in ("history", "everything"):
            self.keeper.clear_all()

    def _query(self) -> str:
        return " ".join(self._header.box.edit.text().split())

    @Slot(str)
    def _take_text(self, text: str) -> None:
        self._rest.stop()
        self._show_star()

    @Slot(object, object)
    def _take_finished(self, asked: Search, result: SearchResult) -> None:
        if asked.text and result.hits:
            self._rest.start()

    @Slot()
    def _note(self) -> None:
        self._rest.stop()
        if self._search.controller.similar_to is None:
            self.keeper.note(self._query())

    @Slot(int)
    def _step(self, step: int) -> None:
        if not self._query():
            self._message.recent.step(step)

    @Slot()
    def _take_chosen(self) -> None:
        if not self._query():
            self._message.recent.take_chosen()

    @Slot(object)
    def _take(self, entry: Entry) -> None:
        self.ask(entry if isinstance(entry, str) else entry.query)

    @Slot(object)
    def _drop(self, entry: Entry) -> None:
        if isinstance(entry, Pin):
            self.keeper.pin(entry, pinned=False)
        elif isinstance(entry, Recent):
            self.keeper.forget(entry.query)
        else:
            self.keeper.save_search(entry, saved=False)

    @Slot()
    def _show(self) -> None:
        history = self.keeper.history
        self._message.show_recent(history.saved, [one.query for one in history.recent])
        self._page.show_history(history, self.keeper.keeping)
        self._results.set_pins(history.pinned)
        self._show_star()

    def _show_star(self) -> None:
        query = self._query()
        self._header.show_star(bool(query), self.keeper.history.is_saved(query))
