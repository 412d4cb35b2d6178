"""The page of the manual: a field that finds words in it, its sections, and its text."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_search.gui import key_table
from desktop_search.gui.asking.search_box import SearchBox
from desktop_search.gui.manual import source
from desktop_search.gui.manual.finding import Found, find
from desktop_search.gui.manual.manual_text import ManualText
from desktop_search.gui.widgets import theme
from desktop_search.gui.widgets.announce import announce
from desktop_search.gui.widgets.back_button import BackButton
from desktop_search.gui.widgets.labels import Ground, Hairline, Label
from desktop_search.gui.widgets.query_list import QueryList
from desktop_search.gui.wording import words

_CONTENTS = 232
# In a narrower window the text has all of the room; its first paragraph leads to every section.
_NARROW = 760


class ManualPage(Ground):
    """Typing finds, Enter and F3 go on; the sections stand beside the text where there is room."""

    close_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        blocks = source.read(self.tr("en", "the manual's language: one that there is a file for"), _keys())
        self._sections = source.sections(blocks)
        self._found: Found | None = None
        self._at = 0
        # The numbers of the sections that the list shows.
        self._listed: list[int] = []
        self.filter = SearchBox(self.tr("Find in the manual"), theme.TEXT)
        self.filter.edit.setAccessibleName(self.tr("Find in the manual"))
        self.contents = QueryList(self.tr("Sections"))
        self.text = ManualText(blocks)
        self.count = Label("", theme.SMALL, secondary=True)
        self._back = BackButton()
        self._arrange()
        self._connect()
        self._show_sections()
        self.count.hide()

    def open_at(self, name: str) -> None:
        """Shows the section of this name, as the first thing in sight."""
        self.text.go_to(name)
        self._choose(name)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.filter.focus_query()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._beside.setVisible(self.width() >= theme.scaled(_NARROW))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return super().eventFilter(watched, event)
        pressed = event.type() == QEvent.Type.KeyPress
        if event.key() == Qt.Key.Key_F3:
            # Everywhere else in the window this key goes through the hits of a document.
            if pressed:
                self._step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            event.accept()
            return True
        if pressed and watched is not self.filter.edit and _is_text(event):
            self.filter.type_on(event.text())
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Back) and self.text.go_back():
            event.accept()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(self.tr("Manual"), theme.TITLE, weight=QFont.Weight.DemiBold))
        head.addStretch(1)
        head.addWidget(self._back)
        finding = QHBoxLayout()
        finding.setSpacing(12)
        finding.addWidget(self.filter, 1)
        finding.addWidget(self.count)
        top = QVBoxLayout()
        top.setContentsMargins(24, 16, 24, 12)
        top.setSpacing(8)
        top.addLayout(head)
        top.addLayout(finding)
        self._beside = QWidget()
        self._beside.setFixedWidth(theme.scaled(_CONTENTS))
        beside = QVBoxLayout(self._beside)
        beside.setContentsMargins(12, 12, 0, 12)
        beside.addWidget(self.contents)
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self._beside)
        below.addWidget(self.text, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(Hairline())
        column.addLayout(below, 1)

    def _connect(self) -> None:
        self._back.clicked.connect(self.close_asked)
        edit = self.filter.edit
        edit.textChanged.connect(self._find)
        edit.escape_pressed.connect(self.filter.clear_or_leave)
        self.filter.left.connect(self.close_asked)
        edit.open_asked.connect(self._next)
        edit.step_asked.connect(self._scroll)
        edit.page_asked.connect(self._scroll_page)
        self.contents.currentRowChanged.connect(self._go)
        self.contents.taken.connect(self._go)
        self.text.reached.connect(self._choose)
        stops = (edit, self.contents, self.text, self._back)
        for one, after in pairwise(stops):
            self.setTabOrder(one, after)
        for watched in stops[:3]:
            watched.installEventFilter(self)

    @Slot()
    def _find(self) -> None:
        self._found = find(self.filter.edit.text(), self.text.plain, self.text.spans())
        self._at = 0
        self._show_sections()
        self._show_place()

    def _show_sections(self) -> None:
        """Those in which something was found, with how often; all of them where nothing is looked for."""
        counts = self._found.counts if self._found is not None and self._found.places else None
        self._listed = [at for at in range(len(self._sections)) if counts is None or counts[at]]
        asides = ["" if counts is None else words.number(counts[at]) for at in self._listed]
        with QSignalBlocker(self.contents):
            titles = [self._sections[at].text for at in self._listed]
            self.contents.show_rows([("", title, aside) for title, aside in zip(titles, asides, strict=True)])

    def _show_place(self) -> None:
        places = self._found.places if self._found is not None else ()
        self.text.mark(places, places[self._at] if places else None)
        told = ""
        if places:
            told = self.tr("%1 of %2").replace("%1", words.number(self._at + 1))
            told = told.replace("%2", words.number(len(places)))
        elif self._found is not None:
            told = self.tr("Not in the manual")
        self.count.setText(told)
        self.count.setVisible(bool(told))
        announce(self.filter.edit, told)

    @Slot()
    def _next(self) -> None:
        self._step(1)

    def _step(self, by: int) -> None:
        if self._found is not None and self._found.places:
            self._at = (self._at + by) % len(self._found.places)
            self._show_place()

    @Slot(int)
    def _scroll(self, by: int) -> None:
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.value() + by * 2 * bar.singleStep())

    @Slot(int)
    def _scroll_page(self, by: int) -> None:
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.value() + by * bar.pageStep())

    @Slot(int)
    def _go(self, row: int) -> None:
        if 0 <= row < len(self._listed):
            self.text.go_to(self._sections[self._listed[row]].name)

    @Slot(str)
    def _choose(self, name: str) -> None:
        """Has the list follow the text."""
        row = next((row for row, at in enumerate(self._listed) if self._sections[at].name == name), -1)
        with QSignalBlocker(self.contents):
            self.contents.setCurrentRow(row)
            if row < 0:
                self.contents.clearSelection()


def _keys() -> list[source.KeyGroup]:
    return [(title, [(one.told, one.does) for one in entries]) for title, entries in key_table.groups()]


def _is_text(event: QKeyEvent) -> bool:
    chorded = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    return not chorded and event.text().isprintable() and bool(event.text().strip())
