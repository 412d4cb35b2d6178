"""The watched folders, the state of each, adding and removing; and the choice of light or dark."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_search.gui import icons, theme, words
from desktop_search.gui.labels import ElidedLabel, Ground, Hairline, Label
from desktop_search.records import FolderStatus

_WIDEST = 640


class FolderRow(QWidget):
    """One folder: name, place, state, a button that lists its files and one that takes it out."""

    remove_asked = Signal(str)
    files_asked = Signal(str)

    def __init__(self, path: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = path
        name = Label(words.folder_name(path), theme.TEXT, weight=QFont.Weight.DemiBold)
        place = ElidedLabel(theme.SMALL, secondary=True)
        place.setText(words.short_path(path))
        self.state = Label("", theme.SMALL, secondary=True)
        files = QPushButton(self.tr("Files"))
        files.setAccessibleName(self.tr("Files of %1").replace("%1", path))
        files.setToolTip(self.tr("Which of its files are found, and why others are not."))
        files.clicked.connect(self._ask_files)
        remove = QPushButton(self.tr("Remove"))
        remove.setAccessibleName(self.tr("Remove %1").replace("%1", path))
        remove.setToolTip(self.tr("The folder itself is not touched."))
        remove.clicked.connect(self._ask_remove)
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(name)
        left.addWidget(place)
        left.addWidget(self.state)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 12, 0, 12)
        row.setSpacing(8)
        row.addLayout(left, 1)
        row.addWidget(files, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(remove, 0, Qt.AlignmentFlag.AlignVCenter)

    @Slot()
    def _ask_files(self) -> None:
        self.files_asked.emit(self.path)

    @Slot()
    def _ask_remove(self) -> None:
        self.remove_asked.emit(self.path)


class FoldersPage(Ground):
    """Shows FolderStatus records; what is chosen but not reported yet is shown as being looked at."""

    add_asked = Signal()
    remove_asked = Signal(str)
    files_asked = Signal(str)
    appearance_chosen = Signal(str)
    close_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[FolderRow] = []
        self._states: dict[str, FolderStatus] = {}
        self._back = QPushButton(self.tr("Back"))
        self._back.setToolTip(self.tr("Esc"))
        self._back.setIconSize(QSize(14, 14))
        self._back.clicked.connect(self.close_asked)
        self._add = QPushButton(self.tr("Add a folder…"))
        self._add.setProperty("primary", True)
        self._add.clicked.connect(self.add_asked)
        look = QHBoxLayout()
        look.setSpacing(4)
        look.addWidget(Label(self.tr("Appearance"), weight=QFont.Weight.DemiBold))
        look.addStretch(1)
        self._looks = QButtonGroup(self)
        for value, told in (
            ("system", self.tr("Like the system")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        ):
            button = QPushButton(told)
            button.setCheckable(True)
            button.setObjectName(value)
            button.setProperty("segment", True)
            button.setAccessibleName(self.tr("Appearance: %1").replace("%1", told))
            self._looks.addButton(button)
            look.addWidget(button)
        self._looks.buttonClicked.connect(self._choose_appearance)
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(self.tr("Folders"), theme.TITLE, weight=QFont.Weight.DemiBold))
        head.addStretch(1)
        head.addWidget(self._back)
        head.addWidget(self._add)
        column.addLayout(head)
        column.addSpacing(4)
        hint = self.tr("Drop a folder on this window to add it. Documents are only read.")
        column.addWidget(Label(hint, secondary=True, wrap=True))
        column.addSpacing(8)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column.addLayout(self._list)
        column.addSpacing(24)
        column.addLayout(look)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        middle = QHBoxLayout(holder)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(1)
        middle.addWidget(inner, 100)
        middle.addStretch(1)
        area.setWidget(holder)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(area)

    @property
    def rows(self) -> tuple[FolderRow, ...]:
        return tuple(self._rows)

    def show_folders(self, folders: Sequence[str]) -> None:
        """Shows the chosen folders; rows are made anew only when the list differs."""
        if [row.path for row in self._rows] != list(folders):
            while (item := self._list.takeAt(0)) is not None:
                widget = item.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
            self._rows = []
            for folder in folders:
                row = FolderRow(folder)
                row.remove_asked.connect(self.remove_asked)
                row.files_asked.connect(self.files_asked)
                self._rows.append(row)
                self._list.addWidget(Hairline())
                self._list.addWidget(row)
        self._write_states()

    def show_states(self, states: Sequence[FolderStatus]) -> None:
        """Takes what the engine tells of the folders."""
        self._states = {state.path: state for state in states}
        self._write_states()

    def show_appearance(self, value: str) -> None:
        """Shows which appearance is chosen."""
        for button in self._looks.buttons():
            button.setChecked(button.objectName() == value)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._back.setIcon(icons.symbol("back", theme.colours(self.palette()).text, 14))
        self._add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write_states(self) -> None:
        for row in self._rows:
            state = self._states.get(row.path)
            row.state.setText(words.folder_state(state) if state else self.tr("Waiting to be read"))

    @Slot(QAbstractButton)
    def _choose_appearance(self, button: QAbstractButton) -> None:
        self.appearance_chosen.emit(button.objectName())
