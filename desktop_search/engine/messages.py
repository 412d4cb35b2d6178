"""What the window (or the command line) and the engine say to each other: frozen, picklable records.

A request goes to the engine, an event comes back. Nothing heavy is imported here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desktop_search.engine.aside_messages import Aside, AsideAnswer, FilesSeen, LookAtFiles
from desktop_search.engine.reading_messages import DocumentRead, PageShown, ReadAround, ShowPage
from desktop_search.engine.settings_messages import (
    AskModel,
    CountFolder,
    FetchModel,
    FolderCounted,
    ListModels,
    ModelNews,
    ModelsKnown,
    RulePreview,
    StopFetching,
    TryRule,
)
from desktop_search.records import FolderStatus, Mode, ModelInfo, Progress, SearchResult


@dataclass(frozen=True, slots=True)
class Search:
    """Ask for the best paragraphs. `number` grows with each query; only the newest one is worked on.

    `folder` limits the search to one folder. With `similar_to` (a path) the paragraphs nearest in meaning to that
    file are searched instead of `text`, or to the one paragraph of it at `similar_start` (a character's offset in
    the document) or else at `similar_line`. With `like`, `text` is itself a paragraph: what is nearest to it in meaning
    is searched. Of each `lane` the newest is worked on, so that two places of a program can ask at the same time.
    """

    number: int
    text: str
    limit: int = 50
    mode: Mode = "auto"
    folder: str | None = None
    similar_to: str | None = None
    similar_line: int | None = None
    similar_start: int | None = None
    like: bool = False
    lane: str = ""


FileState = Literal["indexed", "empty", "failed", "skipped", "waiting"]


@dataclass(frozen=True, slots=True)
class ListFiles:
    """Ask which files are in the index and which are not, and why. `number` grows; only the newest is worked on.

    `state` None means every state. `text`: words that the path must hold, in any case. At most `limit` rows come.
    """

    number: int
    state: FileState | None = None
    text: str = ""
    limit: int = 1000


@dataclass(frozen=True, slots=True)
class ExplainPath:
    """Ask what the index knows of one path, watched or not; a PathExplained with the same number follows."""

    number: int
    path: str


@dataclass(frozen=True, slots=True)
class TryAgain:
    """Read these files again although nothing has changed; none named means every file that could not be read."""

    paths: tuple[str, ...] = ()


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


Request = (
    Search
    | Aside
    | LookAtFiles
    | ListFiles
    | ExplainPath
    | TryAgain
    | ReloadSettings
    | UpdateIndex
    | SetPaused
    | CountFolder
    | TryRule
    | ListModels
    | AskModel
    | FetchModel
    | StopFetching
    | ReadAround
    | ShowPage
    | Stop
)


@dataclass(frozen=True, slots=True)
class Results:
    """Hits for query `number`: words, then both merged, then once more with the sentences that answer, final=True."""

    number: int
    result: SearchResult
    final: bool


@dataclass(frozen=True, slots=True)
class ListedFile:
    """One row of the list: a file, or a folder that is left out with all that is in it.

    `reason` says in one sentence why it is not found, or what a person should know of its reading. `rule` is the
    stable name of the rule that leaves it out. `indexed_at` is when it was last read, in seconds since the epoch.
    """

    path: str
    state: FileState
    reason: str = ""
    rule: str = ""
    reader: str = ""
    paragraphs: int = 0
    indexed_at: float | None = None
    is_folder: bool = False


@dataclass(frozen=True, slots=True)
class FileCounts:
    """How many rows of each state match the text; None while that is not known yet."""

    indexed: int = 0
    empty: int = 0
    failed: int = 0
    skipped: int | None = None
    waiting: int | None = None


@dataclass(frozen=True, slots=True)
class FileList:
    """The rows for ListFiles `number`, ordered by path.

    What the index knows comes first; with final=False the folders are still being looked through for what is left
    out or waiting, and a whole list follows. `complete` tells that every matching row is among `rows`, `cut` that
    the look at the folders ended early, so that more may be left out than is counted.
    """

    number: int
    rows: tuple[ListedFile, ...]
    counts: FileCounts
    complete: bool = True
    final: bool = True
    cut: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class PathStatus:
    """One path. `state`: indexed, empty, failed, skipped, waiting, folder, missing or outside; `reason` in words."""

    path: str
    state: str
    reason: str = ""
    rule: str = ""
    files: int = 0
    paragraphs: int = 0
    reader: str = ""
    indexed_at: float | None = None


@dataclass(frozen=True, slots=True)
class PathExplained:
    """The answer to ExplainPath `number`."""

    number: int
    status: PathStatus


# Why indexing holds back: it was asked to, the machine runs on battery, or that is nearly empty and nothing is done.
Quiet = Literal["no", "always", "battery", "low battery"]


@dataclass(frozen=True, slots=True)
class Status:
    """How the engine stands; sent on every change, at most a few times a second.

    `meaning_problem` says in one sentence why meaning search is not to be had, `notice` tells of something
    that was repaired; both are empty as a rule. `model` answers; `coming` is the one that learns to take its place,
    and `progress` then counts what that one has learnt.
    """

    progress: Progress
    folders: tuple[FolderStatus, ...] = ()
    words_ready: bool = False
    meaning_ready: bool = False
    model: ModelInfo | None = None
    device: str = ""
    meaning_problem: str = ""
    notice: str = ""
    coming: ModelInfo | None = None
    quiet: Quiet = "no"


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


Event = (
    Results
    | AsideAnswer
    | FilesSeen
    | FileList
    | PathExplained
    | DocumentRead
    | PageShown
    | Status
    | SearchFailed
    | IndexUpToDate
    | FolderCounted
    | RulePreview
    | ModelsKnown
    | ModelNews
    | EngineDown
)
