"""Lists in HTML: what stands before the lines of an item, and which items can be lines of one piece."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_MAX_INDENT = 10
_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")


@dataclass(slots=True, eq=False)
class List:
    """One list; `number` is that of its next item, if it has numbers.

    The lists inside it share its `group`, so that all their items can be lines of one piece. `style` is the kind of
    numbers: "1", "a", "A", "i" or "I".
    """

    depth: int
    number: int | None
    group: object
    style: str = "1"
    in_definition: bool = False


@dataclass(slots=True, eq=False)
class Item:
    """What stands before the first line of an item, and before its others."""

    first: str
    other: str
    group: object


def open_list(tag: str, attributes: Mapping[str, str], outer: List | None) -> List:
    """The list that begins with this element."""
    number = _number(attributes.get("start", "1"), 1) if tag == "ol" else None
    depth = outer.depth + 1 if outer else 0
    return List(min(depth, _MAX_INDENT), number, outer.group if outer else object(), attributes.get("type", "1"))


def open_item(tag: str, attributes: Mapping[str, str], inner: List) -> Item:
    """The item that begins with this element, `li`, `dt` or `dd`; a term and what is said of it are one group."""
    indent = "  " * inner.depth
    if tag == "li":
        mark = "- "
        if inner.number is not None:
            inner.number = _number(attributes.get("value", ""), inner.number)
            mark = f"{_written(inner.number, inner.style)}. "
            inner.number += 1
        return Item(indent + mark, indent + "  ", inner.group)
    if tag == "dt":
        if inner.in_definition:
            inner.group, inner.in_definition = object(), False
        return Item(indent, indent, inner.group)
    inner.in_definition = True
    return Item(indent + "  ", indent + "  ", inner.group)


def _written(number: int, style: str) -> str:
    """A number as the list writes it; beyond what anybody counts in letters, in figures."""
    written = ""
    if style in ("a", "A") and 0 < number <= 26:
        written = chr(ord("a") + number - 1)
    elif style in ("i", "I") and 0 < number < 50:
        tens, ones = divmod(number, 10)
        written = ("", "x", "xx", "xxx", "xl")[tens] + _ONES[ones]
    return (written.upper() if style in "AI" else written) or str(number)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else otherwise
