"""The frozen records that cross the borders between layers and between processes.

Standard library only: the window, the command line and the engine all import this module.
Offsets count characters of `Document.text`; lines and pages count from 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Mode = Literal["auto", "meaning", "words"]
MODES: tuple[Mode, ...] = ("auto", "meaning", "words")
Strength = Literal["strong", "good", "weak"]
# A "row" is a record of its own and is never joined to its neighbours; rows that may be joined are a "table".
BlockKind = Literal["text", "heading", "list", "table", "row", "code", "quote", "metadata"]
# What a page number counts in a document of this kind.
PageUnit = Literal["page", "slide", "sheet", "cell", "message"]


@dataclass(frozen=True, slots=True)
class Block:
    """One structural piece of a document: a stretch `text[start:end]` of one kind under one heading path.

    `line` is the line, or the row of a sheet, at which the block begins in the file, for text that is not the
    file's own; every line end inside the block counts one on.
    """

    start: int
    end: int
    kind: BlockKind = "text"
    heading: tuple[str, ...] = ()
    page: int | None = None
    unit: PageUnit = "page"
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader made of one file. `title` comes from the content and is empty where the content has none.

    `lined` tells that `text` is the file's own text, so that its lines are the file's lines. `note` says in one
    sentence what a person should know of the reading: that it is a scan without text, or was read in part.
    """

    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    author: str = ""
    date: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    lined: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One unit of search: `text == document.text[start:end]`, never rewritten.

    `passage` is exactly the text that is encoded: the document's own title and the heading path, then the text.
    It never holds the file's name or place, so a rename encodes nothing. `line` is None where the format has
    no lines that a person could count.
    """

    text: str
    start: int
    end: int
    line: int | None
    heading: tuple[str, ...]
    passage: str
    page: int | None = None
    unit: PageUnit = "page"


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a hit stands where it stands: what `--explain` tells beside its scores.

    `document` is the BM25 of the whole document, `background` what a cosine is in this index by chance, `weight` in
    [0, 1] that of meaning in this query; `matched` are the words of the query that were met. `lacks` is the word that
    leads the query where the file does not hold it, `lost` in [0, 1] the share of the score that it costs.
    """

    document: float = 0.0
    background: float = 0.0
    weight: float = 0.0
    matched: tuple[str, ...] = ()
    lacks: str = ""
    lost: float = 0.0


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: everything that a row shows, so that the window never opens the database.

    `score` in [0, 1] orders the list; `meaning` (cosine in [-1, 1]) and `words` (BM25) are None where that
    signal did not see the paragraph. `highlights` are [start, end) offsets into `text`. `modified` is the
    file's modification time in seconds since the epoch; `unit` tells what `page` counts. `copies` are further
    places at which the very same text was found. `answer` is the sentence of `text` that answers best by meaning, as
    [start, end), None where that is not known.
    """

    path: str
    title: str
    text: str
    heading: tuple[str, ...]
    page: int | None
    line: int | None
    start: int
    end: int
    score: float
    meaning: float | None
    words: float | None
    strength: Strength
    highlights: tuple[tuple[int, int], ...] = ()
    more_in_file: int = 0
    modified: float = 0.0
    unit: PageUnit = "page"
    copies: tuple[str, ...] = ()
    answer: tuple[int, int] | None = None
    reasons: Reasons = Reasons()


Look = Literal["strong", "emphasis", "code", "struck", "picture"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a document as it is set for reading: a heading, a paragraph, an item of a list, a table.

    `text` is what is shown. `runs` tell where it comes from: (start, end) in it, (start, end) in the document's text.
    `looks` and `marks` are [start, end) stretches of it. Cells of a table are parted by tabs, rows by line ends;
    `has_head` tells that the first row names the columns. `level` is that of a heading, list or quote; `sign` stands
    before an item. `is_cut` tells that there is more of it than is shown.
    """

    kind: BlockKind
    text: str
    start: int
    end: int
    level: int = 0
    sign: str = ""
    page: int | None = None
    unit: PageUnit = "page"
    line: int | None = None
    runs: tuple[tuple[int, int, int, int], ...] = ()
    looks: tuple[tuple[int, int, Look], ...] = ()
    marks: tuple[tuple[int, int], ...] = ()
    has_head: bool = False
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch [start, end) of a document that answers the query, its page where it has pages, and its text."""

    start: int
    end: int
    page: int | None = None
    text: str = ""


FolderState = Literal["ready", "offline", "missing", "unreadable"]


@dataclass(frozen=True, slots=True)
class FolderStatus:
    """One watched folder: can it be reached, and what of it is in the index."""

    path: str
    state: FolderState = "ready"
    files: int = 0
    skipped: tuple[tuple[str, int], ...] = ()


Phase = Literal["starting", "reading", "embedding", "idle", "paused", "waiting", "stopped"]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the index stands. `waiting` counts files still to be read, `pending` paragraphs without a vector.

    `phase` is "waiting" while another program holds the index for writing, "stopped" after a failure that
    indexing cannot go on from (`problem` says which). `encoded` counts the passages that this engine has run
    through the model since it started. `seconds_left` is None where no honest guess can be made. `generation`
    changes whenever searches by words may find something else than before.
    """

    phase: Phase = "starting"
    files: int = 0
    waiting: int = 0
    paragraphs: int = 0
    embedded: int = 0
    pending: int = 0
    failed: int = 0
    encoded: int = 0
    seconds_left: float | None = None
    generation: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """The model that encodes: its name, the id that its vectors are stored under, and their length."""

    name: str
    id: str
    dimension: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer to one query. `took_ms` covers the query inside the engine, not the way to the window."""

    query: str
    mode: Mode
    hits: tuple[Hit, ...]
    took_ms: float
    meaning_ready: bool
    paragraphs: int


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """The totals that `status --json` prints. While a model is `coming`, `embedded` counts what that one has learnt."""

    folders: tuple[FolderStatus, ...]
    files: int
    paragraphs: int
    embedded: int
    pending: int
    failed: tuple[tuple[str, str], ...]
    skipped: dict[str, int] = field(default_factory=dict)
    model: ModelInfo | None = None
    encoder: str = ""
    device: str = ""
    index_bytes: int = 0
    coming: ModelInfo | None = None
