"""The watched folders in the settings: each with its state and counts, its files, and the way out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QPushButton

from desktop_search.gui.settings.settings_row import SettingsRow, SettingsSection
from desktop_search.gui.widgets.flow_row import FlowRow
from desktop_search.gui.wording import words
from desktop_search.records import FolderStatus

translate = QCoreApplication.translate


class FolderRow(SettingsRow):
    """One folder: name, place, state, a button that lists its files and one that takes it out."""

    remove_asked = Signal(str)
    files_asked = Signal(str)

    def __init__(self, path: str) -> None:
        buttons = FlowRow(8)
        super().__init__(words.folder_name(path), " ", buttons, more=path)
        self.path = path
        files = QPushButton(translate("Settings", "Files"))
        files.setAccessibleName(translate("Settings", "Files of %1").replace("%1", path))
        files.setToolTip(translate("Settings", "Which of its files are found, and why others are not."))
        files.clicked.connect(self._ask_files)
        remove = QPushButton(translate("Settings", "Remove"))
        remove.setAccessibleName(translate("Settings", "Remove %1").replace("%1", path))
        remove.setToolTip(translate("Settings", "The folder itself is not touched."))
        remove.clicked.connect(self._ask_remove)
        buttons.add(files)
        buttons.add(remove)

    def show_state(self, state: FolderStatus | None) -> None:
        """Shows what the engine tells of it; nothing is known yet for None."""
        told = words.folder_state(state) if state is not None else translate("Settings", "Waiting to be read")
        self.tell(f"{words.breakable(words.short_path(self.path))}\n{told}")

    @Slot()
    def _ask_files(self) -> None:
        self.files_asked.emit(self.path)

    @Slot()
    def _ask_remove(self) -> None:
        self.remove_asked.emit(self.path)


class FoldersSection(SettingsSection):
    """Shows FolderStatus records; what is chosen but not reported yet is shown as waiting."""

    add_asked = Signal()
    remove_asked = Signal(str)
    files_asked = Signal(str)

    def __init__(self) -> None:
        self.add_button = QPushButton(translate("Settings", "Add a folder…"))
        self.add_button.setProperty("primary", True)
        hint = translate("Settings", "Or drop a folder on this window. Documents are only read.")
        add = SettingsRow(translate("Settings", "Add"), hint, self.add_button)
        super().__init__(translate("Settings", "Folders"), [add])
        self.add_button.clicked.connect(self.add_asked)
        self._folders: list[FolderRow] = []
        self._states: dict[str, FolderStatus] = {}

    @property
    def folder_rows(self) -> tuple[FolderRow, ...]:
        return tuple(self._folders)

    def show_folders(self, folders: Sequence[str]) -> None:
        """Shows the chosen folders; rows are made anew only when the list differs."""
        if [row.path for row in self._folders] != list(folders):
            for row in self._folders:
                self.drop(row)
            self._folders = [FolderRow(folder) for folder in folders]
            for place, row in enumerate(self._folders):
                row.remove_asked.connect(self.remove_asked)
                row.files_asked.connect(self.files_asked)
                self.add(row, place)
        self._write()

    def show_states(self, states: Sequence[FolderStatus]) -> None:
        """Takes what the engine tells of the folders."""
        self._states = {state.path: state for state in states}
        self._write()

    def _write(self) -> None:
        for row in self._folders:
            row.show_state(self._states.get(row.path))
