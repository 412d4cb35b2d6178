"""The first page: what the program does, which folders it may read, and how much is in them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_search.engine.settings_messages import FolderCounted
from desktop_search.gui.settings.suggested_folders import is_vault
from desktop_search.gui.widgets import theme
from desktop_search.gui.widgets.check_box import CheckBox
from desktop_search.gui.widgets.labels import Ground, Label
from desktop_search.gui.wording import words

_WIDTH = 480


class FolderOffer(QWidget):
    """One folder: a check box, and beside it what was counted there so far."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.box = CheckBox(words.short_path(folder))
        self.box.setAccessibleName(self.tr("Read %1").replace("%1", folder))
        self.counted = Label(self.tr("counting…"), theme.SMALL, secondary=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.box, 1)
        row.addWidget(self.counted)
        self._vault = is_vault(Path(folder))
        self.files = 0

    def show_count(self, counted: FolderCounted) -> None:
        """Shows how many files would be read."""
        self.files = counted.files
        told = words.files(counted.files)
        if counted.cut:
            told = self.tr("more than %1").replace("%1", told)
        elif not counted.final:
            told = self.tr("%1 so far").replace("%1", told)
        if self._vault:
            told = self.tr("%1 · Obsidian").replace("%1", told)
        self.counted.setText(told)
        described = self.tr("%1, %2").replace("%2", words.size(counted.size)).replace("%1", told)
        self.counted.setToolTip(described)
        self.box.setAccessibleDescription(described)


class FirstRunPage(Ground):
    """Check boxes for the suggested folders; `start_asked` carries the chosen ones, `count_asked` one to be counted."""

    start_asked = Signal(list)
    folder_asked = Signal()
    count_asked = Signal(str)

    def __init__(self, suggested: Iterable[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offers: dict[str, FolderOffer] = {}
        self._add = QPushButton(self.tr("Add another folder…"))
        self._add.clicked.connect(self.folder_asked)
        self._start = QPushButton(self.tr("Start"))
        self._start.setProperty("primary", True)
        self._start.setDefault(True)
        self._start.clicked.connect(self._ask_start)
        self._total = Label("", theme.SMALL, secondary=True, wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self._arrange()
        for folder in suggested:
            self.add_folder(str(folder))
        self._write()

    @property
    def start_button(self) -> QPushButton:
        return self._start

    @property
    def boxes(self) -> dict[str, QCheckBox]:
        """The check boxes, by folder."""
        return {folder: offer.box for folder, offer in self._offers.items()}

    @property
    def total(self) -> str:
        """What is said about all of the chosen folders."""
        return self._total.text()

    def add_folder(self, folder: str) -> None:
        """Offers one more folder, checked."""
        offer = self._offers.get(folder)
        if offer is None:
            offer = self._offers[folder] = FolderOffer(folder)
            offer.box.toggled.connect(self._write)
            self._rows.addWidget(offer)
            if self.isVisible():
                self.count_asked.emit(folder)
        offer.box.setChecked(True)

    def show_count(self, counted: FolderCounted) -> None:
        """Shows how many files of a folder would be read."""
        if counted.path in self._offers:
            self._offers[counted.path].show_count(counted)
            self._write()

    def chosen(self) -> list[str]:
        """The checked folders."""
        return [folder for folder, offer in self._offers.items() if offer.box.isChecked()]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            for folder in self._offers:
                self.count_asked.emit(folder)

    def _arrange(self) -> None:
        title = Label(self.tr("Find the right paragraph"), theme.QUERY, weight=QFont.Weight.DemiBold, wrap=True)
        story = Label(
            self.tr(
                "Desktop Search reads the documents in the folders that you choose, and finds passages by their words"
                " and by what they mean. Everything stays on this computer, and your documents are never changed."
            ),
            theme.READING,
            secondary=True,
            wrap=True,
        )
        ask = Label(self.tr("Which folders may it read?"), theme.TEXT, weight=QFont.Weight.DemiBold, wrap=True)
        inner = QWidget()
        inner.setMaximumWidth(theme.scaled(_WIDTH))
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(title)
        column.addWidget(story)
        column.addSpacing(12)
        column.addWidget(ask)
        column.addLayout(self._rows)
        column.addWidget(self._total)
        column.addSpacing(12)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._add)
        buttons.addStretch(1)
        buttons.addWidget(self._start)
        column.addLayout(buttons)
        holder = QWidget()
        middle = QHBoxLayout(holder)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(1)
        middle.addWidget(inner, 100, Qt.AlignmentFlag.AlignVCenter)
        middle.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(holder)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(area)

    @Slot()
    def _ask_start(self) -> None:
        self.start_asked.emit(self.chosen())

    @Slot()
    def _write(self) -> None:
        chosen = self.chosen()
        self._start.setEnabled(bool(chosen))
        count = sum(self._offers[folder].files for folder in chosen)
        told = self.tr("%1 to be read. You can search from the first moment on, while they are read.")
        self._total.setText(told.replace("%1", words.files(count)) if count else " ")
