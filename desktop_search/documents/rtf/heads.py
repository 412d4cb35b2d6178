"""The tables at the head of an RTF file: its fonts with their encodings, and its paragraph styles."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from desktop_search.documents.office.word_styles import PLAIN, Style, named
from desktop_search.documents.rtf.tokens import Font, encoding_of_page

HEADS = frozenset(("fonttbl", "stylesheet"))


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry while it is read; `level` is the heading level that it gives itself."""

    number: int = 0
    level: int | None = None
    font: Font = field(default_factory=Font)
    name: str = ""
    is_paragraph: bool = True


class Heads:
    """Fonts and paragraph styles by their numbers, filled as the tables are read."""

    def __init__(self) -> None:
        self.fonts: dict[int, Font] = {}
        self.styles: dict[int, Style] = {}
        self._table = ""
        self._entry = _Entry()

    def begin(self, table: str) -> None:
        """A table begins."""
        self._table = table
        self._entry = _Entry()

    def word(self, name: str, number: int | None) -> None:
        """A control word of the entry."""
        entry = self._entry
        if name == ("f" if self._table == "fonttbl" else "s"):
            self._entry = replace(entry, number=number or 0)
        elif name in ("cs", "ts", "ds"):
            self._entry = replace(entry, is_paragraph=False)
        elif name == "outlinelevel":
            self._entry = replace(entry, level=number + 1 if number is not None and 0 <= number < 9 else 0)
        elif name == "fcharset":
            self._entry = replace(entry, font=Font.of_charset(number or 0))
        elif name == "cpg":
            self._entry = replace(entry, font=replace(entry.font, encoding=encoding_of_page(number)))

    def say(self, text: str) -> None:
        """Text of the entry: its name, up to a semicolon."""
        name, end, _ = text.partition(";")
        entry = replace(self._entry, name=(self._entry.name + name)[:200])
        self._entry = entry
        if not end:
            return
        name = entry.name.strip()
        if self._table == "fonttbl":
            is_symbol = entry.font.is_symbol or name.lower() in ("symbol", "wingdings")
            self.fonts[entry.number] = replace(entry.font, name=name, is_symbol=is_symbol)
        elif entry.is_paragraph:
            style = named(PLAIN, name)
            self.styles[entry.number] = style if entry.level is None else replace(style, level=entry.level)
        self._entry = _Entry()
