"""What the reading pane and the engine say to each other: see messages.py. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desktop_search.records import Piece, Place


@dataclass(frozen=True, slots=True)
class ReadAround:
    """Ask for the document around [start, end), characters of its text. `number` grows; only the newest is worked on.

    `text` is the beginning of what stood there when the file was read for the index; it is looked for where it no
    longer stands there. `before` and `after` say how many characters are wanted on each side. The words of `query`
    are marked.
    """

    number: int
    path: str
    start: int
    end: int
    text: str = ""
    query: str = ""
    before: int = 12_000
    after: int = 20_000


@dataclass(frozen=True, slots=True)
class ShowPage:
    """Ask for a picture of one page, `width` pixels wide. `number` grows; only the newest is worked on.

    `text` is a paragraph to be framed on it; `words` are marked wherever they stand.
    """

    number: int
    path: str
    page: int
    width: int
    text: str = ""
    words: tuple[str, ...] = ()


ReadState = Literal["read", "gone", "failed"]


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """The answer to ReadAround `number`: `pieces` in reading order, or in `reason` why there are none.

    `start` and `end` tell where the text asked for stands now, None where it stands nowhere. `is_first`, `is_last`: the
    pieces reach to the document's ends. `places` are the stretches of the whole file that answer the query.
    `modified` is the file's modification time in seconds since the epoch.
    """

    number: int
    path: str
    state: ReadState
    pieces: tuple[Piece, ...] = ()
    start: int | None = None
    end: int | None = None
    is_first: bool = True
    is_last: bool = True
    places: tuple[Place, ...] = ()
    note: str = ""
    modified: float = 0.0
    reason: str = ""


# left, top, right, bottom in pixels of the picture.
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class PageShown:
    """The answer to ShowPage `number`: a picture of the page, or in `reason` why there is none.

    `pixels` holds rows of blue, green and red, `stride` bytes a row. `pages` counts those of the document.
    """

    number: int
    path: str
    page: int
    pages: int = 0
    width: int = 0
    height: int = 0
    stride: int = 0
    pixels: bytes = b""
    frames: tuple[Box, ...] = ()
    marks: tuple[Box, ...] = ()
    reason: str = ""
