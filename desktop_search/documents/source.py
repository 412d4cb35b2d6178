"""What a reader gets: the bytes of one file, its name, and what reading it may cost.

A reader is a function `parse(source: Source) -> Document`. It touches no file, starts no process, asks no network,
and raises DocumentError with one sentence for a person where the file cannot be read.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf

from desktop_search.errors import DocumentError
from desktop_search.records import Document

ENCRYPTED = "It is protected by a password."
DAMAGED = "The file is damaged or cut off."
CUT = "The text is longer than the limit; the first {:,} characters of it were read."


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. The process that reads is ended at `max_seconds` and `max_memory`.

    `max_bytes` counts the file, `max_text` characters of its text, `max_memory` bytes. For packed files:
    `max_members` entries are looked at, `max_unpacked` bytes are unpacked in all, and no entry may grow to more
    than `max_ratio` times its packed size.
    """

    max_bytes: int = 50_000_000
    max_text: int = 10_000_000
    max_seconds: float = 30.0
    max_memory: int = 1_000_000_000
    max_members: int = 10_000
    max_unpacked: int = 300_000_000
    max_ratio: int = 200


def _no_parts(name: str, content: bytes, source: Source) -> Document:
    raise DocumentError("A file inside this file is not read here.")


@dataclass(frozen=True, slots=True)
class Source:
    """One file to be read, or one part of a file: an attachment, the member of an archive.

    `name` is the last part of its path; only its suffix may matter to a reader, never the name itself. From
    `stop_at` (seconds of time.monotonic) on, a reader gives what it has read so far and says so in the
    document's note. `within` names the readers of the files that this part stands in, the outermost first.
    """

    content: bytes = field(repr=False)
    name: str = ""
    limits: Limits = Limits()
    stop_at: float = inf
    within: tuple[str, ...] = ()
    part_reader: Callable[[str, bytes, Source], Document] = field(default=_no_parts, repr=False)

    @property
    def suffix(self) -> str:
        """The suffix of the name in lower case, with its dot; empty where it has none."""
        stem, dot, suffix = self.name.rpartition(".")
        return f".{suffix.lower()}" if stem and dot else ""

    @property
    def is_late(self) -> bool:
        """Is it time to stop and give what there is?"""
        return time.monotonic() >= self.stop_at

    def read_part(self, name: str, content: bytes) -> Document:
        """Reads a file inside this one by its own reader. Raises DocumentError where it cannot be read."""
        return self.part_reader(name, content, self)
