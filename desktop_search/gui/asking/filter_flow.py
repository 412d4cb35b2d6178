"""Keeps the chips and the text of the query two views of one question, and has the engine count what is behind them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from desktop_search.engine.aside_messages import CountMatches, MatchCounts
from desktop_search.engine.messages import Search
from desktop_search.gui.asking import query_text
from desktop_search.gui.asking.filter_chips import FilterChips
from desktop_search.gui.asking.query_text import DATE, FOLDER, TYPE, Part
from desktop_search.gui.asking.search_box import QueryEdit
from desktop_search.gui.asking.search_controller import SearchController
from desktop_search.gui.bridge import EngineBridge
from desktop_search.records import SearchResult

# The counts are asked for when nothing else is.
_REST_MS = 120
# While the index grows the same question is asked over and over.
_AGAIN_MS = 5000


class FilterFlow(QObject):
    """Stands between the chips, the query box and the engine."""

    def __init__(
        self,
        bridge: EngineBridge,
        controller: SearchController,
        chips: FilterChips,
        edit: QueryEdit,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._controller = controller
        self._chips = chips
        self._edit = edit
        self._number = 0
        self._text = ""
        self._counts: MatchCounts | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._count)
        edit.textChanged.connect(self._take_text)
        controller.finished.connect(self._take_finished)
        controller.cleared.connect(self._forget)
        bridge.matches_counted.connect(self._take_counts)
        chips.kind_chosen.connect(self._choose_kind)
        chips.folder_chosen.connect(self._choose_folder)
        chips.date_chosen.connect(self._choose_date)
        chips.own_date_asked.connect(self._type_date)
        chips.part_dropped.connect(self._drop)

    @property
    def limited(self) -> bool:
        """Whether the query has conditions."""
        return bool(query_text.parts(self._edit.text()))

    def show(self, results: bool, message: bool) -> None:
        """Shows the chips beside results, and beside a message where the query is limited: that may be why."""
        shown = results or (message and self.limited)
        self._chips.setVisible(shown and self._controller.similar_to is None)

    @Slot()
    def drop_all(self) -> None:
        """Takes every condition out of the query."""
        self._write(query_text.without(self._edit.text(), lambda part: True))

    @Slot(str)
    def _take_text(self, text: str) -> None:
        self._rest.stop()
        # What is being counted is not of this text any more.
        self._number += 1
        self._chips.show_query(text, self._counts)

    @Slot(object, object)
    def _take_finished(self, asked: Search, result: SearchResult) -> None:
        if asked.similar_to is not None:
            return
        if asked.text != self._text or self._counts is None:
            self._text = asked.text
            self._rest.start(_REST_MS)
        elif not self._rest.isActive():
            self._rest.start(_AGAIN_MS)

    @Slot()
    def _count(self) -> None:
        self._number += 1
        self._bridge.send(CountMatches(self._number, self._text))

    @Slot(object)
    def _take_counts(self, counts: MatchCounts) -> None:
        if counts.number == self._number:
            self._counts = counts
            self._chips.show_query(self._edit.text(), counts)

    @Slot()
    def _forget(self) -> None:
        self._rest.stop()
        self._number += 1
        self._counts = None
        self._text = ""
        self._chips.show_query("", None)

    @Slot(str, bool)
    def _choose_kind(self, kind: str, beside: bool) -> None:
        text = self._edit.text()
        if not kind:
            self._write(query_text.without(text, lambda part: part.name in TYPE and not part.negated))
        elif kind in query_text.values(text, TYPE):
            self._write(query_text.without_value(text, kind, TYPE))
        else:
            self._write(query_text.with_value(text, "type", kind, TYPE, beside=beside))

    @Slot(str)
    def _choose_folder(self, folder: str) -> None:
        self._choose("in", folder, FOLDER)

    @Slot(str)
    def _choose_date(self, span: str) -> None:
        self._choose("date", span, DATE)

    def _choose(self, name: str, value: str, names: tuple[str, ...]) -> None:
        text = self._edit.text()
        if not value:
            self._write(query_text.without(text, lambda part: part.name in names and not part.negated))
        else:
            self._write(query_text.with_value(text, name, value, names))

    @Slot()
    def _type_date(self) -> None:
        """A date of one's own is typed; what may be typed is offered."""
        rest = query_text.without(self._edit.text(), lambda part: part.name in DATE and not part.negated)
        self._edit.setFocus()
        self._write(f"{rest} date:".lstrip())

    @Slot(object)
    def _drop(self, dropped: Part) -> None:
        self._write(query_text.without(self._edit.text(), dropped.__eq__))

    def _write(self, text: str) -> None:
        self._edit.setText(text)
        self._controller.ask_now()
