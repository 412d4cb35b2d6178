"""Carries what belongs to the rows beside their hits: more of a file, files that are not as they were, more rows."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from desktop_search.engine.aside_messages import FilesSeen, FindInFile, InFile, LookAtFiles
from desktop_search.engine.messages import Search
from desktop_search.gui.asking.search_box import QueryEdit
from desktop_search.gui.asking.search_controller import SearchController
from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.results import row_words
from desktop_search.gui.results.result_rows import Shown
from desktop_search.gui.results.result_view import ResultView
from desktop_search.gui.widgets.announce import announce
from desktop_search.gui.widgets.notice_bar import Matter, NoticeBar
from desktop_search.gui.wording import engine_words
from desktop_search.records import Hit, SearchResult

# The files of so many rows are looked at; the others are when the list has been looked through to them.
_LOOKED_AT = 300


class MoreFlow(QObject):
    """Stands between the list, the keys of the query box, and the engine."""

    def __init__(
        self,
        bridge: EngineBridge,
        controller: SearchController,
        view: ResultView,
        edit: QueryEdit,
        notices: NoticeBar,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._controller = controller
        self._view = view
        self._edit = edit
        self._notices = notices
        self._number = 0
        # Numbers of what was asked; True where it is to be opened when it comes.
        self._asked: dict[int, bool] = {}
        view.more_asked.connect(self._open_or_close)
        view.end_neared.connect(controller.ask_longer)
        view.chosen.connect(self._take_chosen)
        edit.more_asked.connect(view.ask_more)
        controller.finished.connect(self._take_finished)
        controller.answered.connect(self._take_answer)
        bridge.found_in_file.connect(self._take_found)
        bridge.files_seen.connect(self._take_seen)

    @Slot(object, bool)
    def _open_or_close(self, shown: Shown, opened: bool) -> None:
        hit = shown.hit
        if opened and shown.more and not self._view.results.knows_more(hit.path):
            self._ask(hit, opened=True)
        elif shown.more or shown.nested:
            self._show(hit.path, opened)

    def _show(self, path: str, opened: bool) -> None:
        if opened and path in self._view.results.opened:
            return
        self._view.show_more(path, opened)
        self._take_chosen()
        shown = self._view.current_shown()
        if shown is not None:
            announce(self._view, row_words.opening(shown))

    def _ask(self, hit: Hit, opened: bool) -> None:
        query = self._controller.asked
        if query is None:
            return
        self._number += 1
        self._asked[self._number] = opened
        self._bridge.send(
            FindInFile(
                number=self._number,
                path=hit.path,
                start=hit.start,
                text=query.text,
                least=hit.more_in_file,
                similar_to=query.similar_to,
                similar_line=query.similar_line,
                similar_start=query.similar_start,
            )
        )

    @Slot(object)
    def _take_found(self, event: InFile) -> None:
        opened = self._asked.pop(event.number, None)
        if opened is None:
            return
        if event.problem:
            self._notices.set_notice(Matter.PASSING, engine_words.told(event.problem))
            return
        self._view.results.take_found(event.path, event.hits)
        if opened:
            self._show(event.path, opened=True)

    @Slot(object, bool)
    def _take_answer(self, result: SearchResult, new: bool) -> None:
        if new:
            # What was asked for another query is of no use any more.
            self._asked.clear()

    @Slot(object, object)
    def _take_finished(self, asked: Search, result: SearchResult) -> None:
        looked_at = tuple((hit.path, hit.modified) for hit in result.hits[:_LOOKED_AT] if hit.modified)
        if looked_at:
            self._bridge.send(LookAtFiles(asked.number, looked_at))
        for hit in result.hits:
            if hit.path in self._view.results.opened:
                self._ask(hit, opened=False)

    @Slot(object)
    def _take_seen(self, event: FilesSeen) -> None:
        asked = self._controller.asked
        if asked is not None and asked.number == event.number:
            self._view.results.take_states(dict(event.states))

    @Slot(object)
    def _take_chosen(self, _: object = None) -> None:
        shown = self._view.current_shown()
        self._edit.row_is_open = shown is not None and (shown.nested or shown.opened)
        if self._edit.hasFocus() and shown is not None and self._view.moved:
            index = self._view.currentIndex()
            results = self._view.results
            told = row_words.place_in_list(results.number(index.row()), len(results.hits))
            announce(self._edit, f"{told}. {results.spoken(index.row())}")
