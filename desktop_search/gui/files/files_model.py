"""The list of files. A newer list is merged by removing and inserting runs of rows, so that chosen rows stay chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_search.engine.messages import FileState, ListedFile
from desktop_search.gui.files import files_words

FILE_ROLE = int(Qt.ItemDataRole.UserRole)
PLACE_ROLE = FILE_ROLE + 1

Index = QModelIndex | QPersistentModelIndex
Key = tuple[str, FileState]
_NO_PARENT = QModelIndex()
# Past so many separate changes, building the list anew costs less than telling of each.
_RUNS_AT_MOST = 400


def key(file: ListedFile) -> Key:
    """What makes two rows the same. A path may stand twice while a new rule is being followed."""
    return file.path, file.state


class FilesModel(QAbstractListModel):
    """Rows of ListedFile, ordered by path."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._files: list[ListedFile] = []
        self._roots: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[ListedFile, ...]:
        return tuple(self._files)

    def file(self, row: int) -> ListedFile | None:
        """The file of a row, or None outside the list."""
        return self._files[row] if 0 <= row < len(self._files) else None

    def row_of(self, path: str) -> int:
        """The row of a path in whatever state, -1 where it is not listed."""
        return next((row for row, file in enumerate(self._files) if file.path == path), -1)

    def set_roots(self, roots: Sequence[str]) -> None:
        """The watched folders, from which places are told."""
        if tuple(roots) != self._roots:
            self._roots = tuple(roots)
            if self._files:
                self.dataChanged.emit(self.index(0), self.index(len(self._files) - 1))

    def replace(self, files: Sequence[ListedFile]) -> None:
        """Shows another list."""
        self.beginResetModel()
        self._files = _distinct(files)
        self.endResetModel()

    def merge(self, files: Sequence[ListedFile]) -> bool:
        """Turns the list into `files`, which has the same order. False where it had to be built anew."""
        wanted = _distinct(files)
        stays = {key(file) for file in wanted}
        held = {key(file) for file in self._files}
        gone = _runs(self._files, lambda file: key(file) not in stays)
        new = _runs(wanted, lambda file: key(file) not in held)
        order = [key(file) for file in self._files if key(file) in stays]
        if len(gone) + len(new) > _RUNS_AT_MOST or order != [key(file) for file in wanted if key(file) in held]:
            self.replace(wanted)
            return False
        for first, last in reversed(gone):
            self.beginRemoveRows(_NO_PARENT, first, last)
            del self._files[first : last + 1]
            self.endRemoveRows()
        for first, last in new:
            self.beginInsertRows(_NO_PARENT, first, last)
            self._files[first:first] = wanted[first : last + 1]
            self.endInsertRows()
        changed = [row for row, file in enumerate(wanted) if file != self._files[row]]
        self._files = wanted
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))
        return True

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._files)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        file = self.file(index.row()) if index.isValid() else None
        if file is None:
            return None
        if role == FILE_ROLE:
            return file
        if role == PLACE_ROLE:
            return files_words.place(file.path, self._roots)
        if role == Qt.ItemDataRole.DisplayRole:
            return files_words.name(file)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return files_words.row_for_screen_reader(file, self._roots)
        return None


def _distinct(files: Sequence[ListedFile]) -> list[ListedFile]:
    return list({key(file): file for file in files}.values())


def _runs(files: Sequence[ListedFile], counts: Callable[[ListedFile], bool]) -> list[tuple[int, int]]:
    """The stretches of rows, first and last, that all count."""
    runs: list[tuple[int, int]] = []
    for row, file in enumerate(files):
        if not counts(file):
            continue
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
