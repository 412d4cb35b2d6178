"""The page of what was saved, pinned and asked: take one, forget one, forget all that was asked."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal, Slot
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_search.gui.asking.history_store import History, Pin, Recent
from desktop_search.gui.widgets import theme
from desktop_search.gui.widgets.back_button import BackButton
from desktop_search.gui.widgets.flow_row import FlowRow
from desktop_search.gui.widgets.labels import Ground, Label
from desktop_search.gui.widgets.query_list import QueryList
from desktop_search.gui.wording import words

Entry = str | Pin | Recent
_SIDE = 16


class HistoryPage(Ground):
    """`taken` and `dropped` carry an entry: the text of a saved search, a Pin or a Recent."""

    taken = Signal(object)
    dropped = Signal(object)
    clear_asked = Signal()
    close_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        self._back = BackButton()
        self._back.clicked.connect(self.close_asked)
        self._clear = QPushButton(self.tr("Clear what was asked"))
        self._clear.setToolTip(self.tr("Saved searches and pinned paragraphs stay"))
        self._clear.clicked.connect(self.clear_asked)
        self._forget = QPushButton(self.tr("Forget the chosen one"))
        self._forget.setToolTip(self.tr("Delete"))
        self._forget.clicked.connect(self._drop_chosen)
        self._hint = Label("", theme.TEXT, secondary=True, wrap=True)
        self.list = QueryList(self.tr("History"))
        self.list.taken.connect(self._take)
        self.list.dropped.connect(self._drop)
        self.list.currentRowChanged.connect(self._show_chosen)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(self.tr("History"), theme.TITLE, weight=QFont.Weight.DemiBold))
        head.addStretch(1)
        head.addWidget(self._back)
        buttons = FlowRow(8)
        buttons.add(self._forget)
        buttons.add(self._clear)
        top = QVBoxLayout()
        top.setContentsMargins(_SIDE, _SIDE, _SIDE, 8)
        top.setSpacing(8)
        top.addLayout(head)
        top.addWidget(self._hint)
        top.addWidget(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        self.show_history(History(), keeping=True)

    def show_history(self, history: History, keeping: bool) -> None:
        """Shows what is saved, then what is pinned, then what was asked, each with the newest first."""
        self._entries = [*history.saved, *history.pinned, *history.recent]
        rows = [("star-set", one, self.tr("saved")) for one in history.saved]
        rows += [("pin", one.title, self.tr("pinned")) for one in history.pinned]
        rows += [("history", one.query, _when(one.at)) for one in history.recent]
        self.list.show_rows(rows)
        if not keeping:
            told = self.tr("What you ask is not kept. The settings can change that.")
        elif not rows:
            told = self.tr(
                "What you ask is kept here, on this machine alone. Ctrl+S saves a search, Ctrl+P pins a result."
            )
        else:
            told = self.tr("Enter asks again, Delete forgets. All of it stays on this machine.")
        self._hint.setText(told)
        self._clear.setEnabled(bool(history.recent))
        self._show_chosen()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.list.currentRow() < 0 and self.list.count():
            self.list.setCurrentRow(0)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _show_chosen(self) -> None:
        self._forget.setEnabled(0 <= self.list.currentRow() < len(self._entries))

    @Slot(int)
    def _take(self, row: int) -> None:
        self.taken.emit(self._entries[row])

    @Slot(int)
    def _drop(self, row: int) -> None:
        self.dropped.emit(self._entries[row])

    @Slot()
    def _drop_chosen(self) -> None:
        if 0 <= self.list.currentRow() < len(self._entries):
            self._drop(self.list.currentRow())


def _when(seconds: float) -> str:
    """The time of today, the day of before."""
    moment = QDateTime.fromSecsSinceEpoch(max(0, min(int(seconds), 1 << 40)))
    if moment.date() == QDateTime.currentDateTime().date():
        return words.locale().toString(moment.time(), QLocale.FormatType.ShortFormat)
    return words.date(seconds)
