"""What a reader process says, taken for what it is only after a look: a document may have taken that process over.

Each function raises ValueError where a value is not of its kind; what they return can be stored and shown.
"""

from __future__ import annotations

import json
from typing import Any

# What SQLite keeps in a number.
EARLIEST, _LARGEST = -(2**63), 2**63 - 1


def parsed(line: bytes) -> dict[str, Any]:
    """The object that a line holds."""
    try:
        said = json.loads(line)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(said, dict):
        raise ValueError("no object")
    return said


def text(value: object) -> str:
    """A text of whole characters: JSON can name halves of them, which no database takes."""
    if not isinstance(value, str):
        raise ValueError("no text")
    value.encode()
    return value


def texts(value: object) -> tuple[str, ...]:
    return tuple(text(one) for one in a_list(value))


def number(value: object, least: int = 0, most: int = _LARGEST) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError("no such number")
    return value


def number_or_none(value: object) -> int | None:
    return None if value is None else number(value)


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("neither true nor false")
    return value


def a_list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("no list")
    return value
