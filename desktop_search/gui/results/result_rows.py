"""The rows of the list as plain records: hits, and below an opened one the other paragraphs of its file. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop_search.engine.aside_messages import FileState
from desktop_search.records import Hit

Key = tuple[bool, str, int, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """One row with what it says beside its hit: how many more of the file there are, and whether they are shown.

    `nested` is a paragraph below the hit of its file; `state` tells whether the file is as it was.
    """

    hit: Hit
    nested: bool = False
    more: int = 0
    opened: bool = False
    state: FileState = "there"
    pinned: bool = False

    @property
    def key(self) -> Key:
        """What makes two rows the same: the same stretch of the same file, at the same depth."""
        return self.nested, self.hit.path, self.hit.start, self.hit.end


@dataclass(frozen=True, slots=True)
class Around:
    """What is known beside the hits, by the path of the file."""

    found: Mapping[str, tuple[Hit, ...]]
    opened: frozenset[str]
    states: Mapping[str, FileState]
    pinned: frozenset[tuple[str, int]]


def rows_of(hits: Iterable[Hit], around: Around) -> list[Shown]:
    """The rows for these hits, best first."""
    rows: list[Shown] = []
    for hit in hits:
        others = [one for one in around.found.get(hit.path, ()) if one.start != hit.start]
        opened = hit.path in around.opened and bool(others)
        state = around.states.get(hit.path, "there")
        more = len(others) if hit.path in around.found else hit.more_in_file
        rows.append(Shown(hit, False, more, opened, state, (hit.path, hit.start) in around.pinned))
        if opened:
            rows += [Shown(one, nested=True, state=state) for one in others]
    return rows


def distinct(hits: Sequence[Hit]) -> list[Hit]:
    """The same hits, each once, at its first place."""
    return list({(hit.path, hit.start, hit.end): hit for hit in reversed(hits)}.values())[::-1]


def hold(wanted: list[Hit], keep: Hit, row: int | None) -> None:
    """Keeps the person's hit: in the place of its file's other paragraph, else where it was."""
    if any((hit.path, hit.start, hit.end) == (keep.path, keep.start, keep.end) for hit in wanted):
        return
    for position, hit in enumerate(wanted):
        if hit.path == keep.path:
            wanted[position] = keep
            return
    wanted.insert(min(row or 0, len(wanted)), keep)
