"""The lists of an OpenDocument text: how deep the text stands in them, and the label of each item."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from desktop_search.documents.office.numbering import BULLET, letters, roman
from desktop_search.documents.office.ooxml import attribute
from desktop_search.documents.opendocument.styles import ListLevel, Styles, whole

_DEEPEST = 10


@dataclass(slots=True)
class _List:
    style: str
    count: int
    level: ListLevel
    # The label waits for the first paragraph of the item.
    label: str = ""


class Lists:
    """The lists that are open at one place. In a cell, a note or a frame others begin, and these go on after it."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._open: list[_List] = []
        self._aside: list[list[_List]] = []
        self._counts: dict[tuple[str, int], int] = {}

    @property
    def depth(self) -> int:
        """How many lists are open, one in the other."""
        return len(self._open)

    def open(self, element: etree._Element) -> None:
        """A text:list begins."""
        own = attribute(element, "style-name") or (self._open[-1].style if self._open else "")
        level = self._styles.list_level(own, min(self.depth + 1, _DEEPEST))
        count = level.start - 1
        if attribute(element, "continue-numbering") == "true" or attribute(element, "continue-list"):
            count = self._counts.get((own, self.depth), count)
        self._open.append(_List(own, count, level))

    def open_item(self, element: etree._Element) -> None:
        """A text:list-item begins."""
        if self._open:
            own = self._open[-1]
            own.count = whole(attribute(element, "start-value"), own.count + 1)
            own.label = _label(self._open)

    def labelled(self, text: str) -> str:
        """The text of a paragraph in an item: with its label where it is the first."""
        own = self._open[-1]
        label, own.label = own.label, ""
        indent = "  " * (self.depth - 1)
        return f"{indent}{label} {text}" if label else f"{indent}  {text}"

    def close(self) -> None:
        """The innermost list ends."""
        if self._open:
            own = self._open.pop()
            self._counts[own.style, self.depth] = own.count

    def set_aside(self) -> None:
        """Something begins that stands beside the text."""
        self._aside.append(self._open)
        self._open = []

    def take_up(self) -> None:
        """It ends."""
        self._open = self._aside.pop()


def _label(lists: list[_List]) -> str:
    """The label of an item of the innermost list: "•", "3.", or "1.2" where it shows the lists around it, too."""
    own = lists[-1].level
    if not own.has_label:
        return ""
    if not own.form:
        return BULLET
    shown = [_in_form(one.count, one.level.form) for one in lists[-own.shown_levels :] if one.level.form]
    return f"{own.prefix}{'.'.join(shown)}{own.suffix}".strip()


def _in_form(number: int, form: str) -> str:
    if form in ("a", "A"):
        return letters(number, form == "A")
    return roman(number, form == "I") if form in ("i", "I") else str(number)
