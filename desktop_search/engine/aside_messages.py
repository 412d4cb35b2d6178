"""What the window asks beside a query, and what comes back: frozen, picklable records.

None of it delays a query: one that waits is answered first, and one that comes has these given up. Nothing heavy is
imported here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desktop_search.records import Hit

# What a condition of a query may be completed from: what follows `ext:`, `type:`, `in:` and `tag:`.
ValueField = Literal["ext", "type", "in", "tag"]
FileState = Literal["there", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class FindInFile:
    """Ask which other paragraphs of one file answer a query; an InFile with the same number follows.

    The query is `text`, or the place named as in Search. The paragraph that begins at the character `start` is known
    already. At least the `least` best come, where there are so many; at most `limit`.
    """

    number: int
    path: str
    start: int
    text: str
    least: int = 0
    limit: int = 100
    similar_to: str | None = None
    similar_line: int | None = None
    similar_start: int | None = None


@dataclass(frozen=True, slots=True)
class InFile:
    """The other paragraphs, in reading order. `problem` says in one sentence why there are none."""

    number: int
    path: str
    hits: tuple[Hit, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class CountMatches:
    """Ask how many files match a query, by kind, folder and date; a MatchCounts with the same number follows."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Counted:
    """So many files have this `value`, which is what a query says to be limited to them."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class MatchCounts:
    """Files that match, each list counted as if nothing of its own were asked: a kind does not hide the others.

    `files` is how many there are of every kind. `cut` tells that there are more than were counted.
    """

    number: int
    files: int = 0
    types: tuple[Counted, ...] = ()
    folders: tuple[Counted, ...] = ()
    dates: tuple[Counted, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class ListValues:
    """Ask what a condition may be completed with; a KnownValues with the same number follows."""

    number: int
    field: ValueField


@dataclass(frozen=True, slots=True)
class KnownValues:
    """The values that stand in the index, those of most files first."""

    number: int
    field: ValueField
    values: tuple[Counted, ...] = ()


@dataclass(frozen=True, slots=True)
class LookAtFiles:
    """Ask whether files are as they were: (path, time of their last change as the index knows it) of each."""

    number: int
    files: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class FilesSeen:
    """The state of each of the files that are not as they were."""

    number: int
    states: tuple[tuple[str, FileState], ...]


Aside = FindInFile | CountMatches | ListValues
AsideAnswer = InFile | MatchCounts | KnownValues
