"""Text from documents made harmless before it is shown: nothing in it reorders, hides or embeds anything."""

from __future__ import annotations

import unicodedata

# Marks of direction, embeddings, overrides and isolates (Unicode, UAX 9).
_DIRECTION = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_UNSEEN = (0x00AD, 0x180E, 0x200B, 0x2060, *range(0x2061, 0x2065), *range(0x206A, 0x2070), 0xFEFF)
# What Qt takes for the borders of frames and for embedded objects.
_QT_OWN = (0xFDD0, 0xFDD1, 0xFFFC)
_CONTROLS = (*range(9), 0x0B, *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0))
_BREAKS = {"\n": "\u2028", "\r": "\u2028", "\x0c": "\u2028", "\u2029": "\u2028", "\x85": "\u2028"}
_SURROGATES = range(0xD800, 0xE000)
_ODD = "\ufffd"

# Character for character, so that offsets stay. A word joiner has no width and no effect on the order.
_READING = {
    **dict.fromkeys(_DIRECTION, "\u2060"),
    **dict.fromkeys((*_QT_OWN, *_SURROGATES), _ODD),
    **dict.fromkeys(_CONTROLS, " "),
    **{ord(one): other for one, other in _BREAKS.items()},
}
_CODE = {**_READING, **dict.fromkeys(_DIRECTION, _ODD)}
_LINE = {
    **dict.fromkeys((*_DIRECTION, *_UNSEEN), None),
    **dict.fromkeys((*_QT_OWN, *_SURROGATES), _ODD),
    **dict.fromkeys((*_CONTROLS, 9, 10, 12, 13, 0x85, 0x2028, 0x2029), " "),
}
# They shape Persian, Indian scripts and emoji; in Latin they would only hide.
_JOINERS = "\u200c\u200d"
_ISOLATE, _END = "\u2068", "\u2069"


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def reading(text: str, *, is_code: bool = False) -> str:
    """Text for the reading pane, of the same length. In code what would reorder it is shown as an odd character."""
    return text if _is_plain(text) else text.translate(_CODE if is_code else _READING)


def line(text: str) -> str:
    """A title or heading on one line, without what cannot be seen."""
    return text if _is_plain(text) else " ".join(text.translate(_LINE).split())


def path(text: str) -> str:
    """A path or file name: what cannot be seen in it is shown, for it may be there to deceive."""
    return text if _is_plain(text) else "".join(map(_in_path, " " + text, text))


def _in_path(before: str, one: str) -> str:
    if one in _JOINERS:
        return _ODD if before.isascii() or before in _JOINERS else one
    if ord(one) in _QT_OWN:
        return _ODD
    # A screenshot's name may hold a narrow blank; that is a blank.
    return one if one.isprintable() else " " if unicodedata.category(one) == "Zs" else _ODD


def isolated(text: str) -> str:
    """A part of a label that keeps its own direction to itself."""
    return text if text.isascii() else f"{_ISOLATE}{text}{_END}"
