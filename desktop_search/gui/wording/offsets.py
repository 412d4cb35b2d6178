"""Character offsets to Qt's UTF-16 offsets and back; they differ after an emoji or another astral character."""

from __future__ import annotations

_LAST_BASIC = "\uffff"


def to_qt(text: str, offset: int) -> int:
    """The UTF-16 offset of the character offset `offset`."""
    return offset + sum(1 for character in text[:offset] if character > _LAST_BASIC)


def from_qt(text: str, offset: int) -> int:
    """The character offset of the UTF-16 offset `offset`; one inside a pair gives the character's start."""
    units = 0
    for position, character in enumerate(text):
        units += 2 if character > _LAST_BASIC else 1
        if units > offset:
            return position
    return len(text)


def ranges_to_qt(text: str, ranges: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """[start, end) ranges in characters as [start, end) ranges in UTF-16 units; ranges outside the text are cut."""
    size = len(text)
    kept = tuple((max(0, start), min(end, size)) for start, end in ranges if start < end and start < size and end > 0)
    if text.isascii() or max(text, default="") <= _LAST_BASIC:
        return kept
    return tuple((to_qt(text, start), to_qt(text, end)) for start, end in kept)
