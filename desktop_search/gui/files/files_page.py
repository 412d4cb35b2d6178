"""Every file with its state: found, without text, not readable and why, left out by which rule, or waiting."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_search.engine.messages import FileList, FileState, PathStatus
from desktop_search.gui.asking.search_box import SearchBox
from desktop_search.gui.files import files_words
from desktop_search.gui.files.files_details import FilesDetails
from desktop_search.gui.files.files_view import FilesView
from desktop_search.gui.files.index_progress import IndexProgress
from desktop_search.gui.widgets import theme
from desktop_search.gui.widgets.back_button import BackButton
from desktop_search.gui.widgets.flow_row import FlowRow
from desktop_search.gui.widgets.labels import ElidedLabel, Ground, Hairline, Label
from desktop_search.gui.wording import words

_FILTERS: tuple[FileState | None, ...] = (None, *files_words.STATES)
_LONGEST_FILTER = 1000
# A page that is lower than this has no room for everything.
_LOW = 290


class FilesPage(Ground):
    """Shows a FileList; asks for another one by `text_changed` and `state_chosen`, which carries "" for every state."""

    text_changed = Signal(str)
    state_chosen = Signal(str)
    again_asked = Signal()
    all_again_asked = Signal()
    open_asked = Signal()
    reveal_asked = Signal()
    copy_asked = Signal()
    close_asked = Signal()
    shown = Signal()
    hidden = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = FilesView()
        self.details = FilesDetails()
        self.filter = SearchBox(self.tr("Part of a path, or a whole path"), theme.TEXT)
        self.filter.edit.setAccessibleName(self.tr("Filter the files by their path"))
        self.filter.edit.setMaxLength(_LONGEST_FILTER)
        self._state: FileState | None = None
        self._shown: FileList | None = None
        self._path: PathStatus | None = None
        self._back = BackButton()
        self._all_again = QPushButton()
        self._all_again.setToolTip(self.tr("Read every file once more that could not be read (Ctrl+Shift+R)"))
        self.progress = IndexProgress()
        self._summary = ElidedLabel(theme.SMALL, secondary=True)
        self._chips = FlowRow(4)
        self._group = QButtonGroup(self)
        self._buttons: dict[FileState | None, QPushButton] = {}
        for number, state in enumerate(_FILTERS):
            button = QPushButton()
            button.setCheckable(True)
            button.setProperty("segment", True)
            # A click leaves the focus where the arrow keys move the rows.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setChecked(state is None)
            self._buttons[state] = button
            self._group.addButton(button, number)
            self._chips.add(button)
        self._arrange()
        self._connect()
        self._write()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(self.tr("Files"), theme.TITLE, weight=QFont.Weight.DemiBold))
        head.addStretch(1)
        head.addWidget(self._all_again)
        head.addWidget(self._back)
        top = QVBoxLayout()
        top.setContentsMargins(16, 16, 16, 8)
        top.setSpacing(8)
        for part in (self.progress, self.filter, self._chips, self._summary):
            top.addWidget(part)
        top.insertLayout(0, head)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(top)
        page.addWidget(self.view, 1)
        page.addWidget(Hairline())
        page.addWidget(self.details)
        self.setTabOrder(self.filter.edit, self._buttons[None])
        self.setTabOrder(self._buttons["waiting"], self.view)

    def _connect(self) -> None:
        edit = self.filter.edit
        edit.textChanged.connect(self.text_changed)
        edit.step_asked.connect(self.view.step)
        edit.page_asked.connect(self.view.step_page)
        edit.escape_pressed.connect(self.close_asked)
        self.view.typed.connect(self.filter.type_on)
        self.view.chosen_changed.connect(self._show_chosen)
        for source in (edit, self.view, self.details):
            source.open_asked.connect(self.open_asked)
            source.reveal_asked.connect(self.reveal_asked)
            source.copy_asked.connect(self.copy_asked)
        self.details.again_asked.connect(self.again_asked)
        self._all_again.clicked.connect(self.all_again_asked)
        self._back.clicked.connect(self.close_asked)
        self._group.buttonClicked.connect(self._choose_state)

    @property
    def summary(self) -> str:
        """The line above the rows."""
        return self._summary.text()

    def chip(self, state: FileState | None) -> QPushButton:
        """The button of one filter; None for all files."""
        return self._buttons[state]

    def ask(self, state: FileState | None, text: str) -> None:
        """Sets both filters."""
        self.filter.edit.setText(text)
        self._buttons[state].setChecked(True)
        self._choose_state(self._buttons[state])

    def show_list(self, listed: FileList, new: bool) -> None:
        """Shows an answer; `new` tells that it answers another question than the one shown."""
        self._shown = listed
        if new:
            self.view.show_files(listed.rows)
        elif not listed.problem:
            self.view.refine_files(listed.rows)
        self._write()

    def show_explained(self, status: PathStatus | None) -> None:
        """Tells of one path; nothing for None."""
        if status != self._path:
            self._path = status
            self._write()

    def set_roots(self, roots: Sequence[str]) -> None:
        """The watched folders, from which places are told."""
        self.view.files.set_roots(roots)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.filter.focus_query()
        self.shown.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_low = self.height() < theme.scaled(_LOW)
        # The status line tells of the progress too.
        self.progress.setVisible(not is_low)
        self.details.be_low(is_low)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.hidden.emit()

    @Slot(QAbstractButton)
    def _choose_state(self, button: QAbstractButton) -> None:
        self._state = _FILTERS[self._group.id(button)]
        self._write()
        self.state_chosen.emit(self._state or "")

    @Slot()
    def _show_chosen(self) -> None:
        self.details.show_files(self.view.chosen_files(), self.view.current_file())

    def _write(self) -> None:
        shown, text = self._shown, self.filter.edit.text().strip()
        counts = shown.counts if shown is not None and not shown.problem else None
        for state, button in self._buttons.items():
            told = files_words.chip(state, counts, shown is not None and shown.cut)
            if button.text() != told:
                button.setText(told)
        self._chips.place()
        failed = counts.failed if counts is not None else 0
        self._all_again.setVisible(failed > 0 and not text)
        self._all_again.setText(self.tr("Try all %1 again").replace("%1", words.number(failed)))
        self._summary.setText(files_words.summary(shown, self._state, text, self._path) or " ")
        ready = shown is not None and shown.final and not shown.problem
        nothing = files_words.nothing(self._state, text, counts) if ready else ""
        self.view.set_nothing(files_words.explained(self._path) if nothing and self._path else nothing)
