"""The first page: what the program does, and which folders it may read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_search.gui import theme, words
from desktop_search.gui.labels import Ground, Label

_WIDTH = 460


class FolderBox(QCheckBox):
    """A check box whose frame can be seen in the dark too: the style makes it from the window's colour."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setFont(theme.font(theme.TEXT))
        self._colour()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._colour()

    def _colour(self) -> None:
        palette = QApplication.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.colours(palette).secondary)
        self.setPalette(palette)


class FirstRunPage(Ground):
    """Check boxes for the suggested folders; `start_asked` carries the chosen ones."""

    start_asked = Signal(list)
    folder_asked = Signal()

    def __init__(self, suggested: Iterable[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: dict[str, QCheckBox] = {}
        title = Label(self.tr("Find the right paragraph"), 24, weight=QFont.Weight.DemiBold)
        story = Label(
            self.tr(
                "Desktop Search reads the documents in the folders that you choose, and finds passages by their words"
                " and by what they mean. Everything stays on this computer, and your documents are never changed."
            ),
            theme.READING,
            secondary=True,
            wrap=True,
        )
        ask = Label(self.tr("Which folders may it read?"), theme.TEXT, weight=QFont.Weight.DemiBold)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self._add = QPushButton(self.tr("Add another folder…"))
        self._add.clicked.connect(self.folder_asked)
        self._start = QPushButton(self.tr("Start"))
        self._start.setProperty("primary", True)
        self._start.setDefault(True)
        self._start.clicked.connect(self._ask_start)
        inner = QWidget()
        inner.setFixedWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(title)
        column.addWidget(story)
        column.addSpacing(12)
        column.addWidget(ask)
        column.addLayout(self._rows)
        column.addSpacing(12)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._add)
        buttons.addStretch(1)
        buttons.addWidget(self._start)
        column.addLayout(buttons)
        page = QVBoxLayout(self)
        page.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(inner)
        middle.addStretch(1)
        page.addLayout(middle)
        page.addStretch(3)
        for folder in suggested:
            self.add_folder(str(folder))
        self._enable_start()

    @property
    def start_button(self) -> QPushButton:
        return self._start

    @property
    def boxes(self) -> dict[str, QCheckBox]:
        """The check boxes, by folder."""
        return self._boxes

    def add_folder(self, folder: str) -> None:
        """Offers one more folder, checked."""
        box = self._boxes.get(folder)
        if box is None:
            box = self._boxes[folder] = FolderBox(words.short_path(folder))
            box.setAccessibleName(self.tr("Read %1").replace("%1", folder))
            box.toggled.connect(self._enable_start)
            self._rows.addWidget(box)
        box.setChecked(True)

    def chosen(self) -> list[str]:
        """The checked folders."""
        return [folder for folder, box in self._boxes.items() if box.isChecked()]

    @Slot()
    def _ask_start(self) -> None:
        self.start_asked.emit(self.chosen())

    @Slot()
    def _enable_start(self) -> None:
        self._start.setEnabled(bool(self.chosen()))
