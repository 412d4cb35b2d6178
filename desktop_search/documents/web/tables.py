"""The rows of an HTML table: a row of plain cells is one line, a row that lays out a page gives its pieces in order."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop_search.documents.web.tags import Piece

_FLAT = ("text", "list", "quote")
_MAX_PIECES = 5
_MAX_LINES = 10
# In characters: what one cell may hold in one piece, and in several, with and without heads over the columns; and
# what a note may be that stands alone in a row of a table.
_MAX_ALONE = 2000
_MAX_JOINED = 800
_MAX_JOINED_HEADLESS = 200
_MAX_NOTE = 200


@dataclass(slots=True)
class Table:
    """`sink` is where the table's own pieces go; `cells` are those of the row that is being read."""

    sink: list[Piece]
    box: int
    cells: list[list[Piece]] = field(default_factory=list)
    has_heads: bool = False

    def end_row(self) -> None:
        """Moves the cells of the row to the sink."""
        cells, self.cells = self.cells, []
        filled = [cell for cell in cells if cell]
        if not filled:
            return
        filled = _without_line_numbers(filled)
        if len(filled) == 1 and not self._is_note(filled[0], len(cells)):
            self.sink.extend(filled[0])
        elif all(map(self._is_flat, filled)):
            self._add(" | ".join(map(_line, cells if self.has_heads else filled)).rstrip(" |"))
        else:
            for cell in filled:
                self.sink.extend(cell)

    def _is_note(self, cell: list[Piece], count: int) -> bool:
        """A cell that is the only filled one of several, between the rows of a table."""
        running = bool(self.sink) and self.sink[-1].group is self
        return (running or self.has_heads) and count > 1 and self._is_flat(cell) and len(_line(cell)) <= _MAX_NOTE

    def _is_flat(self, cell: list[Piece]) -> bool:
        """Can the cell be said in one line?"""
        if len(cell) > _MAX_PIECES or any(piece.kind not in _FLAT for piece in cell):
            return False
        lines = [line for piece in cell for line in piece.lines]
        joined = _MAX_JOINED if self.has_heads else _MAX_JOINED_HEADLESS
        return len(lines) <= _MAX_LINES and sum(map(len, lines)) <= (_MAX_ALONE if len(cell) < 2 else joined)

    def _add(self, line: str) -> None:
        if self.sink and self.sink[-1].group is self:
            self.sink[-1].lines.append(line)
        else:
            self.sink.append(Piece([line], "table", 0, self.box, self))


def _line(cell: list[Piece]) -> str:
    parts = []
    for piece in cell:
        lines = [line.strip().removeprefix("- ") for line in piece.lines]
        parts.append(("; " if piece.kind == "list" else " ").join(lines))
    return " ".join(parts)


def _without_line_numbers(cells: list[list[Piece]]) -> list[list[Piece]]:
    """Listings come as a cell of line numbers beside a cell of code."""
    if len(cells) == 2 and all(len(cell) == 1 and cell[0].kind == "code" for cell in cells):
        numbers = cells[0][0].lines
        if all(line.strip().isdecimal() or not line.strip() for line in numbers):
            return cells[1:]
    return cells
