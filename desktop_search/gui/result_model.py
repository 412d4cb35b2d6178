"""The list of hits. A new query replaces it; a refined answer is merged row by row, so that nothing else moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_search.gui import words
from desktop_search.records import Hit

HIT_ROLE = int(Qt.ItemDataRole.UserRole)
PLACE_ROLE = HIT_ROLE + 1

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


def key(hit: Hit) -> tuple[str, int, int]:
    """What makes two hits the same row: the same stretch of the same file."""
    return hit.path, hit.start, hit.end


class ResultModel(QAbstractListModel):
    """Rows of Hit, best first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: list[Hit] = []
        self._roots: tuple[str, ...] = ()

    @property
    def hits(self) -> tuple[Hit, ...]:
        return tuple(self._hits)

    def hit(self, row: int) -> Hit | None:
        """The hit of a row, or None outside the list."""
        return self._hits[row] if 0 <= row < len(self._hits) else None

    def set_roots(self, roots: Sequence[str]) -> None:
        """The watched folders, from which places are told."""
        if tuple(roots) != self._roots:
            self._roots = tuple(roots)
            if self._hits:
                self.dataChanged.emit(self.index(0), self.index(len(self._hits) - 1))

    def replace(self, hits: Sequence[Hit]) -> None:
        """Shows another query's hits."""
        self.beginResetModel()
        self._hits = _distinct(hits)
        self.endResetModel()

    def merge(self, hits: Sequence[Hit], keep: Hit | None = None) -> None:
        """Turns the list into `hits` by removing, moving and inserting rows; `keep` stays in the list in any case."""
        wanted = _distinct(hits)
        if keep is not None:
            _hold(wanted, keep, self._row_of(keep))
        stays = {key(hit) for hit in wanted}
        for row in range(len(self._hits) - 1, -1, -1):
            if key(self._hits[row]) not in stays:
                self.beginRemoveRows(_NO_PARENT, row, row)
                del self._hits[row]
                self.endRemoveRows()
        for row, hit in enumerate(wanted):
            self._put(row, hit)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        hit = self.hit(index.row()) if index.isValid() else None
        if hit is None:
            return None
        if role == HIT_ROLE:
            return hit
        if role == PLACE_ROLE:
            return words.place(hit.path, self._roots)
        if role == Qt.ItemDataRole.DisplayRole:
            return words.title(hit)
        if role == Qt.ItemDataRole.ToolTipRole:
            return words.reasons(hit)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return words.row_for_screen_reader(hit, self._roots)
        return None

    def _put(self, row: int, hit: Hit) -> None:
        """Brings `hit` to `row`; the rows above are in place already."""
        held = self._row_of(hit, row)
        if held is None:
            self.beginInsertRows(_NO_PARENT, row, row)
            self._hits.insert(row, hit)
            self.endInsertRows()
            return
        if held != row:
            self.beginMoveRows(_NO_PARENT, held, held, _NO_PARENT, row)
            self._hits.insert(row, self._hits.pop(held))
            self.endMoveRows()
        if self._hits[row] != hit:
            self._hits[row] = hit
            self.dataChanged.emit(self.index(row), self.index(row))

    def _row_of(self, hit: Hit, first: int = 0) -> int | None:
        wanted = key(hit)
        return next((row for row in range(first, len(self._hits)) if key(self._hits[row]) == wanted), None)


def _distinct(hits: Sequence[Hit]) -> list[Hit]:
    return list({key(hit): hit for hit in reversed(hits)}.values())[::-1]


def _hold(wanted: list[Hit], keep: Hit, row: int | None) -> None:
    """Keeps the person's row: in the place of its file's other paragraph, else where it was."""
    if any(key(hit) == key(keep) for hit in wanted):
        return
    for position, hit in enumerate(wanted):
        if hit.path == keep.path:
            wanted[position] = keep
            return
    wanted.insert(min(row or 0, len(wanted)), keep)
