"""The tables of RTF, which knows no tables: paragraphs say how deep they stand in them, cells and rows only end."""

from __future__ import annotations

from desktop_search.documents.building.flow import Flow

DEEPEST = 30


class Tables:
    """Opens and closes the tables of a flow as the paragraphs ask for."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._has_cell: list[bool] = []

    def go_to(self, depth: int) -> None:
        """Where the next paragraph stands: in no table (0), in a cell (1), in a cell of a table in a cell (2) ..."""
        depth = min(depth, DEEPEST)
        while len(self._has_cell) > depth:
            if self._has_cell.pop():
                self._flow.close_cell()
            self._flow.close_table()
        while len(self._has_cell) < depth:
            self._open_cell()
            self._flow.open_table()
            self._has_cell.append(False)
        self._open_cell()

    def end_cell(self, depth: int) -> None:
        """The cell at this depth ends; one that nothing stood in is an empty one."""
        self.go_to(depth)
        self._flow.close_cell()
        self._has_cell[-1] = False

    def end_row(self, depth: int) -> None:
        """The row at this depth ends."""
        while len(self._has_cell) > depth:
            if self._has_cell.pop():
                self._flow.close_cell()
            self._flow.close_table()
        if len(self._has_cell) == depth:
            if self._has_cell[-1]:
                self._flow.close_cell()
                self._has_cell[-1] = False
            self._flow.open_row()

    def _open_cell(self) -> None:
        if self._has_cell and not self._has_cell[-1]:
            self._flow.open_cell()
            self._has_cell[-1] = True
