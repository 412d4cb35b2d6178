"""The watched folders, the state of each, adding and removing; when reading holds back; light or dark."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_search.gui import icons, theme, words
from desktop_search.gui.choice_row import ChoiceRow
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
    quiet_chosen = Signal(str)
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
        self._appearance = ChoiceRow(
            self.tr("Appearance"),
            (
                ("system", self.tr("Like the system"), ""),
                ("light", self.tr("Light"), ""),
                ("dark", self.tr("Dark"), ""),
            ),
        )
        self._appearance.chosen.connect(self.appearance_chosen)
        self._quiet = ChoiceRow(
            self.tr("Reading"),
            (
                ("auto", self.tr("Quiet on battery"), self.tr("On battery at most half of one core is used.")),
                ("always", self.tr("Always quiet"), self.tr("At most half of one core is used; it takes longer.")),
                ("never", self.tr("Full speed"), self.tr("On battery too.")),
            ),
        )
        self._quiet.chosen.connect(self.quiet_chosen)
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
        column.addWidget(self._quiet)
        column.addSpacing(12)
        column.addWidget(self._appearance)
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
        self._appearance.show_value(value)

    def show_quiet(self, value: str) -> None:
        """Shows when reading holds back."""
        self._quiet.show_value(value)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._back.setIcon(icons.symbol("back", theme.colours(self.palette()).text, 14))
        self._add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write_states(self) -> None:
        for row in self._rows:
            state = self._states.get(row.path)
            row.state.setText(words.folder_state(state) if state else self.tr("Waiting to be read"))
