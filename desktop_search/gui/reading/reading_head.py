"""Above what is read: the title and place of the hit, what can be done with it, and what a person should know of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_search.gui.widgets import inert, theme
from desktop_search.gui.widgets.flow_row import FlowRow
from desktop_search.gui.widgets.labels import ElidedLabel, Label
from desktop_search.gui.wording import words
from desktop_search.records import Hit

_SIDE = 24


class ReadingHead(QWidget):
    """Its signals ask; it decides nothing."""

    open_asked = Signal()
    reveal_asked = Signal()
    cite_asked = Signal()
    page_toggled = Signal()
    step_asked = Signal(int)
    turn_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label("", theme.TITLE, weight=QFont.Weight.DemiBold, wrap=True)
        self._place = ElidedLabel(theme.TEXT, secondary=True)
        self._heading = Label("", theme.TEXT, secondary=True, wrap=True)
        self.notice = Label("", theme.TEXT, wrap=True)
        self.notice.setAccessibleName(self.tr("About this file"))
        self._open = self._button(self.tr("Open"), self.tr("Enter"))
        self._reveal = self._button(self.tr("Show in folder"), self.tr("Ctrl+Enter"))
        self._cite = self._button(self.tr("Cite"), self.tr("Copy as a citation: Ctrl+Shift+C"))
        self.page_button = self._button("", self.tr("Ctrl+T"))
        self._before = self._button("\u2191", self.tr("Hit before this one: Shift+F3"))
        self._before.setAccessibleName(self.tr("Hit before this one"))
        self._after = self._button("\u2193", self.tr("Next hit: F3"))
        self._after.setAccessibleName(self.tr("Next hit"))
        self._count = Label("", theme.TEXT, secondary=True)
        self._back = self._button("\u2039", self.tr("Page before this one"))
        self._back.setAccessibleName(self.tr("Page before this one"))
        self._on = self._button("\u203a", self.tr("Next page"))
        self._on.setAccessibleName(self.tr("Next page"))
        self._page = Label("", theme.TEXT, secondary=True)
        self._steps = _group(self._before, self._count, self._after)
        self._pages = _group(self._back, self._page, self._on)
        self._open.clicked.connect(self.open_asked)
        self._reveal.clicked.connect(self.reveal_asked)
        self._cite.clicked.connect(self.cite_asked)
        self.page_button.clicked.connect(self.page_toggled)
        self._before.clicked.connect(self._step_back)
        self._after.clicked.connect(self._step_on)
        self._back.clicked.connect(self._turn_back)
        self._on.clicked.connect(self._turn_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, 20, _SIDE, 12)
        column.setSpacing(4)
        for label in (self._title, self._place, self._heading):
            column.addWidget(label)
        column.addSpacing(8)
        self._row = FlowRow(8)
        for widget in (self._open, self._reveal, self._cite, self.page_button, self._steps, self._pages):
            self._row.add(widget)
        column.addWidget(self._row)
        column.addWidget(self.notice)
        self.tell("")
        self.show_count(0, 0)
        self.show_page(0, 0)

    def show_hit(self, hit: Hit, roots: Sequence[str]) -> None:
        """What is said of a hit; nothing in it reorders or hides anything."""
        self._title.setText(words.title(hit))
        heading = words.heading(hit)
        self._heading.setText(heading)
        self._heading.setVisible(bool(heading))
        name = hit.path.replace("\\", "/").rpartition("/")[2]
        parts = [inert.isolated(inert.path(f"{words.place(hit.path, roots)}/{name}")), words.position(hit)]
        self._place.setText(" · ".join(part for part in parts if part))

    def tell(self, sentence: str) -> None:
        """What a person should know of this file; nothing where there is nothing."""
        if sentence != self.notice.text():
            self.notice.setText(sentence)
        self.notice.setVisible(bool(sentence))

    def show_count(self, number: int, count: int) -> None:
        """Which of the hits in the document is shown; nothing where there is only one."""
        told = self.tr("%1 of %2").replace("%2", words.number(count)).replace("%1", words.number(number))
        self._count.setText(told if number else self.tr("%1 hits").replace("%1", words.number(count)))
        self._steps.setVisible(count > 1)
        self._row.place()

    def show_page(self, page: int, pages: int) -> None:
        """Which page's picture is shown; nothing where none is."""
        told = self.tr("Page %1 of %2").replace("%2", words.number(pages)).replace("%1", words.number(page))
        self._page.setText(told)
        self._back.setEnabled(page > 1)
        self._on.setEnabled(page < pages)
        self._pages.setVisible(pages > 1)
        self._row.place()

    def offer_pages(self, offers: bool, shows: bool) -> None:
        """Whether there are pages to be seen, and whether they are."""
        self.page_button.setText(self.tr("Show text") if shows else self.tr("Show page"))
        self.page_button.setVisible(offers)
        self._row.place()

    def _step_back(self) -> None:
        self.step_asked.emit(-1)

    def _step_on(self) -> None:
        self.step_asked.emit(1)

    def _turn_back(self) -> None:
        self.turn_asked.emit(-1)

    def _turn_on(self) -> None:
        self.turn_asked.emit(1)

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


def _group(*widgets: QWidget) -> QWidget:
    group = QWidget()
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    for widget in widgets:
        row.addWidget(widget)
    return group
