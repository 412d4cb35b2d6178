"""The list of hits. A new query replaces it; a refined answer is merged row by row, so that nothing else moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_search.engine.aside_messages import FileState
from desktop_search.gui.results import row_words
from desktop_search.gui.results.result_rows import Around, Key, Shown, distinct, hold, rows_of
from desktop_search.gui.wording import words
from desktop_search.records import Hit

HIT_ROLE = int(Qt.ItemDataRole.UserRole)
PLACE_ROLE = HIT_ROLE + 1
SHOWN_ROLE = HIT_ROLE + 2

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class ResultModel(QAbstractListModel):
    """Rows of hits, best first; below an opened one the other paragraphs of its file."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: list[Hit] = []
        self._rows: list[Shown] = []
        self._number_of: dict[Key, int] = {}
        self._roots: tuple[str, ...] = ()
        self._found: dict[str, tuple[Hit, ...]] = {}
        self._opened: set[str] = set()
        self._states: dict[str, FileState] = {}
        self._pinned: frozenset[tuple[str, int]] = frozenset()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The hits, one a file."""
        return tuple(self._hits)

    @property
    def opened(self) -> frozenset[str]:
        """The files of which more is shown."""
        return frozenset(self._opened)

    def shown(self, row: int) -> Shown | None:
        """What a row shows, or None outside the list."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def hit(self, row: int) -> Hit | None:
        """The hit of a row, or None outside the list."""
        shown = self.shown(row)
        return shown.hit if shown is not None else None

    def number(self, row: int) -> int:
        """Which of the hits a row belongs to, counted from 1."""
        return self._number_of.get(self._rows[self.head(row)].key, 0)

    def head(self, row: int) -> int:
        """The row of the hit that a row stands below; itself for a hit."""
        while row > 0 and self._rows[row].nested:
            row -= 1
        return row

    def spoken(self, row: int) -> str:
        """What a screen reader says of a row."""
        shown = self.shown(row)
        return row_words.for_screen_reader(shown, self._roots) if shown is not None else ""

    def set_roots(self, roots: Sequence[str]) -> None:
        """The watched folders, from which places are told."""
        if tuple(roots) != self._roots:
            self._roots = tuple(roots)
            self._tell_changed(0, len(self._rows) - 1)

    def replace(self, hits: Sequence[Hit]) -> None:
        """Shows another query's hits."""
        self.beginResetModel()
        self._found, self._opened, self._states = {}, set(), {}
        self._hits = distinct(hits)
        self._rows = self._wanted()
        self._count()
        self.endResetModel()

    def merge(self, hits: Sequence[Hit], keep: Hit | None = None) -> None:
        """Turns the list into `hits` by removing, moving and inserting rows; `keep` stays in the list in any case."""
        wanted = distinct(hits)
        if keep is not None:
            place = next((at for at, hit in enumerate(self._hits) if hit == keep), None)
            hold(wanted, keep, place)
        self._hits = wanted
        self._become(self._wanted())

    def take_found(self, path: str, hits: Sequence[Hit]) -> None:
        """Takes the other paragraphs of a file that match."""
        self._found[path] = tuple(hits)
        self._renew(path)

    def set_opened(self, path: str, opened: bool) -> None:
        """Shows more of a file, or no more of it."""
        (self._opened.add if opened else self._opened.discard)(path)
        self._renew(path)

    def knows_more(self, path: str) -> bool:
        """Are the other paragraphs of this file known?"""
        return path in self._found

    def take_states(self, states: Mapping[str, FileState]) -> None:
        """Takes which files are not as they were."""
        self._states = dict(states)
        self._become(self._wanted())

    def take_pinned(self, pinned: frozenset[tuple[str, int]]) -> None:
        """Takes the (path, start) of what is pinned."""
        if pinned != self._pinned:
            self._pinned = pinned
            self._become(self._wanted())

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        shown = self.shown(index.row()) if index.isValid() else None
        if shown is None:
            return None
        if role == SHOWN_ROLE:
            return shown
        if role == HIT_ROLE:
            return shown.hit
        if role == PLACE_ROLE:
            return words.place(shown.hit.path, self._roots)
        if role == Qt.ItemDataRole.DisplayRole:
            return words.title(shown.hit)
        if role == Qt.ItemDataRole.ToolTipRole:
            return words.reasons(shown.hit)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(index.row())
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return row_words.place_in_list(self.number(index.row()), len(self._hits))
        return None

    def _wanted(self) -> list[Shown]:
        return rows_of(self._hits, self._around())

    def _around(self) -> Around:
        return Around(self._found, frozenset(self._opened), self._states, self._pinned)

    def _renew(self, path: str) -> None:
        """Brings the rows of one file up to date; the others are not looked at."""
        row = next((at for at, one in enumerate(self._rows) if one.hit.path == path and not one.nested), None)
        if row is None:
            return
        wanted = rows_of([self._rows[row].hit], self._around())
        end = row + 1
        while end < len(self._rows) and self._rows[end].nested:
            end += 1
        if self._rows[row + 1 : end] != wanted[1:]:
            if end > row + 1:
                self.beginRemoveRows(_NO_PARENT, row + 1, end - 1)
                del self._rows[row + 1 : end]
                self.endRemoveRows()
            if len(wanted) > 1:
                self.beginInsertRows(_NO_PARENT, row + 1, row + len(wanted) - 1)
                self._rows[row + 1 : row + 1] = wanted[1:]
                self.endInsertRows()
        self._put(row, wanted[0])

    def _count(self) -> None:
        self._number_of = {(False, hit.path, hit.start, hit.end): at for at, hit in enumerate(self._hits, 1)}

    def _become(self, wanted: list[Shown]) -> None:
        """Brings the rows to `wanted`, as few signals as the runs of rows allow."""
        stays = {row.key for row in wanted}
        self._remove_others(stays)
        held = {row.key for row in self._rows}
        row = 0
        while row < len(wanted):
            end = row
            while end < len(wanted) and wanted[end].key not in held:
                end += 1
            if end > row:
                self.beginInsertRows(_NO_PARENT, row, end - 1)
                self._rows[row:row] = wanted[row:end]
                self.endInsertRows()
                row = end
                continue
            self._put(row, wanted[row])
            row += 1
        self._count()

    def _remove_others(self, stays: set[Key]) -> None:
        end = len(self._rows)
        while end > 0:
            start = end
            while start > 0 and self._rows[start - 1].key not in stays:
                start -= 1
            if start < end:
                self.beginRemoveRows(_NO_PARENT, start, end - 1)
                del self._rows[start:end]
                self.endRemoveRows()
            end = start - 1

    def _put(self, row: int, wanted: Shown) -> None:
        """Brings a row that is held to its place; the rows above are in place already."""
        if self._rows[row].key != wanted.key:
            held = next(at for at in range(row, len(self._rows)) if self._rows[at].key == wanted.key)
            self.beginMoveRows(_NO_PARENT, held, held, _NO_PARENT, row)
            self._rows.insert(row, self._rows.pop(held))
            self.endMoveRows()
        if self._rows[row] != wanted:
            self._rows[row] = wanted
            self._tell_changed(row, row)

    def _tell_changed(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first), self.index(last))
