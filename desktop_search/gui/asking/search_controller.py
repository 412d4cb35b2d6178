"""Turns typing into numbered searches and lets only the newest answer through.

A query waits until the typing rests, then gets the next number. Answers with another number are dropped, and so is
a list of words that comes after its own merged list. What is on the screen stays until an answer replaces it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_search.engine.messages import Request, Results, Search, SearchFailed
from desktop_search.gui.wording import engine_words
from desktop_search.records import SearchResult

REST_MS = 80
# A list that is looked through to its end is asked for anew, so many times as long; no list is longer than the last.
_GROWS = 3
_MOST = 10_000
PATIENCE_MS = 300


class SearchController(QObject):
    """`answered` carries a SearchResult and whether it belongs to a new query (else it refines what is shown).

    `finished` follows the last answer to a query, with the Search and its SearchResult; `open_due` says that what is
    chosen is what open_newest asked for.
    """

    answered = Signal(object, bool)
    finished = Signal(object, object)
    failed = Signal(str)
    cleared = Signal()
    slow_changed = Signal(bool)
    open_due = Signal()

    def __init__(
        self,
        send: Callable[[Request], None],
        parent: QObject | None = None,
        *,
        lane: str = "",
        first_number: int = 0,
        rest_ms: int = REST_MS,
    ) -> None:
        """`lane` and `first_number` keep the questions of several controllers apart."""
        super().__init__(parent)
        self._send = send
        self._lane = lane
        self._number = first_number
        self._asked: Search | None = None
        self._next: Search | None = None
        self._unanswered = False
        self._refines = False
        self._final = False
        self._shown: SearchResult | None = None
        self._slow = False
        self._opens = False
        self._rest = QTimer(self, singleShot=True, interval=rest_ms)
        self._rest.timeout.connect(self.ask_now)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._lose_patience)

    @property
    def waiting(self) -> bool:
        """Whether the newest query has no answer yet."""
        return self._next is not None or self._unanswered

    @property
    def asked(self) -> Search | None:
        """The newest query that was sent."""
        return self._asked

    @property
    def similar_to(self) -> str | None:
        """The file whose neighbours are asked for, while they are."""
        newest = self._next or self._asked
        return newest.similar_to if newest else None

    @Slot(str)
    def set_query(self, text: str) -> None:
        """Takes the query as it is typed. An empty one clears the page at once."""
        self._opens = False
        text = " ".join(text.split())
        if not text:
            self.clear()
            return
        self._next = Search(0, text)
        known = self._asked
        if known is not None and known == replace(self._next, number=known.number, limit=known.limit, lane=known.lane):
            self._next = None
            self._rest.stop()
            return
        self._rest.start()

    def find_similar(self, path: str, line: int | None, start: int | None = None) -> None:
        """Asks for the paragraphs nearest to one place: a character's offset in the document, else a line."""
        self._next = Search(0, "", similar_to=path, similar_line=line, similar_start=start)
        self.ask_now()

    def find_like(self, text: str) -> None:
        """Asks for the paragraphs nearest to a text from elsewhere."""
        self._next = Search(0, text, like=True)
        self.ask_now()

    @Slot()
    def ask_now(self) -> None:
        """Sends what has been typed without waiting for the rest."""
        if self._next is not None:
            self._ask(self._next, refines=False)

    @Slot()
    def open_newest(self) -> None:
        """Enter opens what the words in the box find, not what is still shown for the words before."""
        self._opens = self.waiting
        if self.waiting:
            self.ask_now()
        else:
            self.open_due.emit()

    @Slot()
    def repeat(self) -> None:
        """Asks the same again, because the engine knows more now; the answer refines what is shown."""
        if self._asked is not None and self._next is None:
            self._ask(self._asked, refines=self._refines)

    @Slot()
    def ask_longer(self) -> None:
        """Asks for more rows of what is shown, where there may be more."""
        asked, shown = self._asked, self._shown
        if asked is None or shown is None or self.waiting or not self._final:
            return
        if len(shown.hits) >= asked.limit < _MOST:
            self._ask(replace(asked, limit=min(_MOST, asked.limit * _GROWS)), refines=True)

    @Slot()
    def give_up(self) -> None:
        """Nobody is going to answer now; the query is kept, to be asked again."""
        self._settle()

    def clear(self) -> None:
        """No query: whatever is under way is dropped."""
        self._rest.stop()
        self._number += 1
        self._asked = self._next = self._shown = None
        self._settle()
        self.cleared.emit()

    @Slot(object)
    def take_results(self, event: Results) -> None:
        """Lets an answer through if it is for the newest query and not overtaken."""
        if self._asked is None or event.number != self._number or (self._final and not event.final):
            return
        refines, shown = self._refines, self._shown
        if refines and not event.final and event.result.mode == "words" and shown and shown.mode != "words":
            # The same question once more: what meaning has found stays until it has been asked again, too.
            return
        self._refines = True
        self._final = event.final
        self._shown = event.result
        self._settle()
        self.answered.emit(event.result, not refines)
        if event.final:
            self.finished.emit(self._asked, event.result)
        if self._opens:
            self.open_newest()

    @Slot(object)
    def take_failure(self, event: SearchFailed) -> None:
        """Tells of a failure of the newest query."""
        if self._asked is not None and event.number == self._number:
            self._settle()
            self._opens = False
            self.failed.emit(engine_words.told(event.reason))

    def _ask(self, search: Search, refines: bool) -> None:
        self._rest.stop()
        self._number += 1
        self._asked = replace(search, number=self._number, lane=self._lane)
        self._next = None
        self._unanswered = True
        self._refines = refines
        self._final = False
        if not self._slow:
            self._patience.start()
        self._send(self._asked)

    def _settle(self) -> None:
        self._unanswered = False
        self._patience.stop()
        self._set_slow(False)

    @Slot()
    def _lose_patience(self) -> None:
        self._set_slow(True)

    def _set_slow(self, slow: bool) -> None:
        if slow != self._slow:
            self._slow = slow
            self.slow_changed.emit(slow)
