"""What the window (or the command line) and the engine say to each other: frozen, picklable records.

A request goes to the engine, an event comes back. Standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop_search.records import FolderStatus, Mode, ModelInfo, Progress, SearchResult


@dataclass(frozen=True, slots=True)
class Search:
    """Ask for the best paragraphs. `number` grows with each query; only the newest one is worked on.

    `folder` limits the search to one folder. With `similar_to` (a path, `similar_line` a line in it) the
    paragraphs nearest in meaning to that place are searched instead of `text`.
    """

    number: int
    text: str
    limit: int = 50
    mode: Mode = "auto"
    folder: str | None = None
    similar_to: str | None = None
    similar_line: int | None = None


@dataclass(frozen=True, slots=True)
class ReloadSettings:
    """The settings file has changed: read it again and act on the difference."""


@dataclass(frozen=True, slots=True)
class UpdateIndex:
    """Survey every folder now; an IndexUpToDate with the same number follows when all of it is done."""

    number: int = 0


@dataclass(frozen=True, slots=True)
class SetPaused:
    """Pause or resume indexing. Searching goes on."""

    paused: bool


@dataclass(frozen=True, slots=True)
class Stop:
    """Finish the work in hand, close the index, end the process."""


Request = Search | ReloadSettings | UpdateIndex | SetPaused | Stop


@dataclass(frozen=True, slots=True)
class Results:
    """Hits for query `number`. Words come first with final=False; the merged list follows with final=True."""

    number: int
    result: SearchResult
    final: bool


@dataclass(frozen=True, slots=True)
class Status:
    """How the engine stands; sent on every change, at most a few times a second.

    `meaning_problem` says in one sentence why meaning search is not to be had, `notice` tells of something
    that was repaired; both are empty as a rule.
    """

    progress: Progress
    folders: tuple[FolderStatus, ...] = ()
    words_ready: bool = False
    meaning_ready: bool = False
    model: ModelInfo | None = None
    device: str = ""
    meaning_problem: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class SearchFailed:
    """Query `number` could not be answered; `reason` is one sentence."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class IndexUpToDate:
    """The survey asked for by UpdateIndex `number`, and all that followed from it, is done."""

    number: int


@dataclass(frozen=True, slots=True)
class EngineDown:
    """The engine process ended unasked. Made by the client, not sent. `restarting` tells whether a new one starts."""

    restarting: bool
    reason: str


Event = Results | Status | SearchFailed | IndexUpToDate | EngineDown
