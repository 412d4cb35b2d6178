"""A quiet page without results: what was asked lately, what there is to search, or that nothing was found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_search.engine.messages import Status
from desktop_search.gui.widgets import theme
from desktop_search.gui.widgets.labels import Ground, Label
from desktop_search.gui.widgets.query_list import QueryList
from desktop_search.gui.wording import words
from desktop_search.records import SearchResult

_WIDTH = 500
_RECENT = 8


class MessagePage(Ground):
    """A title, a sentence and, where it helps, one button; on an empty box what was asked lately.

    `unlimited_asked`: the conditions of the query are to go. `query_taken` carries a question that was chosen.
    """

    action_asked = Signal()
    unlimited_asked = Signal()
    query_taken = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limited = False
        self._hinting = False
        self._queries: tuple[str, ...] = ()
        self._title = Label("", theme.TITLE, weight=QFont.Weight.DemiBold, wrap=True)
        self._text = Label("", theme.TEXT, secondary=True, wrap=True)
        self._action = QPushButton()
        self._action.clicked.connect(self._ask)
        self.recent = QueryList(self.tr("Asked lately"))
        self.recent.taken.connect(self._take)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        inner = QWidget()
        inner.setMaximumWidth(theme.scaled(_WIDTH))
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(8)
        column.addWidget(self._action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.recent)
        middle = QHBoxLayout()
        middle.setContentsMargins(16, 0, 16, 0)
        middle.addStretch(1)
        middle.addWidget(inner, 1000)
        middle.addStretch(1)
        page = QVBoxLayout(self)
        page.addStretch(2)
        page.addLayout(middle)
        page.addStretch(3)
        self.recent.hide()

    @property
    def words(self) -> str:
        """All that the page says."""
        return f"{self._title.text()}\n{self._text.text()}"

    def show_message(self, title: str, text: str, action: str = "") -> None:
        """Shows a title, one or two sentences, and the name of a next step."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._text.setText(text)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._hinting = False
        self.recent.hide()

    def show_state(
        self, query: str, result: SearchResult | None, status: Status | None, similar: bool, limited: bool = False
    ) -> None:
        """Says what fits: nothing was found, nobody can answer yet, or what there is to search."""
        asking = bool(query or similar)
        self._limited = limited and not similar
        if asking and result is not None:
            self.show_nothing_found(result.query, status, similar)
        elif asking and status is None:
            self.show_not_ready()
        elif not (asking and self._hinting):
            # What is there stays until an answer takes its place.
            self.show_hint(status)

    def show_recent(self, saved: Sequence[str], recent: Sequence[str]) -> None:
        """Takes the saved searches and the questions that were asked lately, the newest first."""
        shown = [("star-set", one, "") for one in saved[: _RECENT // 2]]
        shown += [("history", one, "") for one in recent if one not in saved][: _RECENT - len(shown)]
        self._queries = tuple(text for _, text, _ in shown)
        self.recent.show_rows(shown)
        self.recent.setFixedHeight(self.recent.height_for(len(shown)))
        self.recent.setVisible(self._hinting and bool(shown))

    def show_hint(self, status: Status | None) -> None:
        """What there is to search, the keys worth knowing, and what was asked lately."""
        lines = []
        if status is not None and status.folders:
            lines = [f"{words.folder_name(one.path)}  ·  {words.files(one.files)}" for one in status.folders[:6]]
            lines.append("")
        lines.append(self.tr("Enter opens a file, Ctrl+Enter shows it in its folder, F1 opens the manual."))
        self.show_message(self.tr("Describe what you are looking for"), "\n".join(lines))
        self._hinting = True
        self.recent.setVisible(bool(self._queries))

    def show_not_ready(self) -> None:
        """A question, and nobody yet who could answer it."""
        text = self.tr("The answer comes as soon as the search is running.")
        self.show_message(self.tr("One moment"), text)

    def show_nothing_found(self, query: str, status: Status | None, similar: bool) -> None:
        """No hits, and why that may be."""
        action = self.tr("Folders…")
        if similar:
            title = self.tr("Nothing similar was found")
        else:
            shown = query if len(query) <= 60 else query[:59] + "…"
            title = self.tr("Nothing was found for “%1”").replace("%1", shown)
        if self._limited:
            text = self.tr("The search is limited by the filters above.")
            action = self.tr("Search without filters")
        elif status is not None and status.progress.waiting:
            files = words.files(status.progress.waiting)
            text = self.tr("%1 still to be read; the answer may be among them.").replace("%1", files)
        elif status is not None and not status.meaning_ready and not status.meaning_problem:
            text = self.tr("Only words are searched so far. Meaning search is getting ready.")
        else:
            text = self.tr("Try fewer words or other words, or add the folder that it may be in.")
        self.show_message(title, text, action)

    @Slot()
    def _ask(self) -> None:
        (self.unlimited_asked if self._limited else self.action_asked).emit()

    @Slot(int)
    def _take(self, row: int) -> None:
        self.query_taken.emit(self._queries[row])
