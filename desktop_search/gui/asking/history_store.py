"""What a person has asked, saved and pinned: plain records, and the one small file that they are kept in.

The file is replaced whole, so that it is never half of something. A damaged one is moved aside and counts as empty.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from desktop_search.paths import write_whole

MOST_RECENT = 100
_MOST_SAVED, _MOST_PINNED, _LONGEST = 200, 500, 2000
# Seconds within which a longer question is the same one, thought on.
_THINKING = 120.0


@dataclass(frozen=True, slots=True)
class Recent:
    """A question that was asked, and when: seconds since the epoch."""

    query: str
    at: float


@dataclass(frozen=True, slots=True)
class Pin:
    """A hit that stays at hand: the paragraph that begins at the character `start` of a file, and what it was for."""

    query: str
    path: str
    start: int
    title: str


@dataclass(frozen=True, slots=True)
class History:
    """Each list with the newest first."""

    recent: tuple[Recent, ...] = ()
    saved: tuple[str, ...] = ()
    pinned: tuple[Pin, ...] = ()

    def is_saved(self, query: str) -> bool:
        return query in self.saved

    def is_pinned(self, path: str, start: int) -> bool:
        return any((one.path, one.start) == (path, start) for one in self.pinned)


def with_recent(history: History, query: str, now: float) -> History:
    """A question was asked; one that only goes on from the last takes its place."""
    query = " ".join(query.split())[:_LONGEST]
    if not query:
        return history
    others = [one for one in history.recent if one.query.casefold() != query.casefold()]
    if others and now - others[0].at < _THINKING and query.casefold().startswith(others[0].query.casefold()):
        del others[0]
    return replace(history, recent=(Recent(query, now), *others)[:MOST_RECENT])


def without_recent(history: History, query: str) -> History:
    """The question is forgotten."""
    return replace(history, recent=tuple(one for one in history.recent if one.query != query))


def with_saved(history: History, query: str, saved: bool) -> History:
    """The question is saved, or no longer."""
    query = " ".join(query.split())[:_LONGEST]
    others = tuple(one for one in history.saved if one != query)
    return replace(history, saved=(query, *others)[:_MOST_SAVED] if saved and query else others)


def with_pin(history: History, pin: Pin, pinned: bool) -> History:
    """The hit is pinned, or no longer."""
    others = tuple(one for one in history.pinned if (one.path, one.start) != (pin.path, pin.start))
    return replace(history, pinned=(pin, *others)[:_MOST_PINNED] if pinned else others)


def load(file: Path) -> History:
    """What is kept; nothing where there is no file or it cannot be used. Never raises."""
    try:
        return _parse(json.loads(file.read_bytes()))
    except FileNotFoundError:
        return History()
    except OSError:
        return History()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        # What a person saved may still be saved out of it by hand.
        with contextlib.suppress(OSError):
            file.replace(file.with_name(f"{file.name}.damaged"))
        return History()


def save(file: Path, history: History) -> None:
    """Writes the file in one step; without anything to keep there is none. Raises OSError."""
    if history == History():
        file.unlink(missing_ok=True)
        return
    write_whole(file, json.dumps(asdict(history), ensure_ascii=True, indent=1))


def _parse(kept: Mapping[str, Any]) -> History:
    return History(
        recent=tuple(Recent(_text(one["query"]), float(one["at"])) for one in kept["recent"])[:MOST_RECENT],
        saved=tuple(_text(one) for one in kept["saved"])[:_MOST_SAVED],
        pinned=tuple(
            Pin(_text(one["query"]), _text(one["path"]), int(one["start"]), _text(one["title"]))
            for one in kept["pinned"]
        )[:_MOST_PINNED],
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text was expected")
    return value
