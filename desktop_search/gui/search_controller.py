"""Turns typing into numbered searches and lets only the newest answer through.

A query waits until the typing rests, then gets the next number. Answers with another number are dropped, and so is
a list of words that comes after its own merged list. What is on the screen stays until an answer replaces it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_search.engine.messages import Request, Results, Search, SearchFailed

REST_MS = 80
PATIENCE_MS = 300


class SearchController(QObject):
    """`answered` carries a SearchResult and whether it belongs to a new query (else it refines what is shown)."""

    answered = Signal(object, bool)
    failed = Signal(str)
    cleared = Signal()
    slow_changed = Signal(bool)

    def __init__(self, send: Callable[[Request], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._send = send
        self._number = 0
        self._asked: Search | None = None
        self._next: Search | None = None
        self._unanswered = False
        self._refines = False
        self._final = False
        self._slow = False
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.ask_now)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._lose_patience)

    @property
    def waiting(self) -> bool:
        """Whether the newest query has no answer yet."""
        return self._next is not None or self._unanswered

    @property
    def similar_to(self) -> str | None:
        """The file whose neighbours are asked for, while they are."""
        newest = self._next or self._asked
        return newest.similar_to if newest else None

    @Slot(str)
    def set_query(self, text: str) -> None:
        """Takes the query as it is typed. An empty one clears the page at once."""
        text = " ".join(text.split())
        if not text:
            self.clear()
            return
        self._next = Search(0, text)
        if self._asked == replace(self._next, number=self._number):
            self._next = None
            self._rest.stop()
            return
        self._rest.start()

    def find_similar(self, path: str, line: int | None, start: int | None = None) -> None:
        """Asks for the paragraphs nearest to one place: a character's offset in the document, else a line."""
        self._next = Search(0, "", similar_to=path, similar_line=line, similar_start=start)
        self.ask_now()

    @Slot()
    def ask_now(self) -> None:
        """Sends what has been typed without waiting for the rest."""
        if self._next is not None:
            self._ask(self._next, refines=False)

    @Slot()
    def repeat(self) -> None:
        """Asks the same again, because the engine knows more now; the answer refines what is shown."""
        if self._asked is not None and self._next is None:
            self._ask(self._asked, refines=self._refines)

    @Slot()
    def give_up(self) -> None:
        """Nobody is going to answer now; the query is kept, to be asked again."""
        self._settle()

    def clear(self) -> None:
        """No query: whatever is under way is dropped."""
        self._rest.stop()
        self._number += 1
        self._asked = self._next = None
        self._settle()
        self.cleared.emit()

    @Slot(object)
    def take_results(self, event: Results) -> None:
        """Lets an answer through if it is for the newest query and not overtaken."""
        if self._asked is None or event.number != self._number or (self._final and not event.final):
            return
        refines = self._refines
        self._refines = True
        self._final = event.final
        self._settle()
        self.answered.emit(event.result, not refines)

    @Slot(object)
    def take_failure(self, event: SearchFailed) -> None:
        """Tells of a failure of the newest query."""
        if self._asked is not None and event.number == self._number:
            self._settle()
            self.failed.emit(event.reason)

    def _ask(self, search: Search, refines: bool) -> None:
        self._rest.stop()
        self._number += 1
        self._asked = replace(search, number=self._number)
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
