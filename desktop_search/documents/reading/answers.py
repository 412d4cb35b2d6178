"""What a reader process answers, taken apart: it is data, may be wrong or made to do harm, and is no more than that."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from desktop_search.documents.splitting import paragraphs as splitter
from desktop_search.records import Paragraph

logger = logging.getLogger(__name__)
# A reader that a file has taken over does not get to fill the log.
_MOST_LINES = 20
_LONGEST_LINE = 4000


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one file.

    "read": `paragraphs` and what the document says of itself; "same": it still has the digest that was known;
    "failed": `reason` says what is wrong with it; "refused": the system did not give it, which may pass.
    `digest` and the stamp (bytes, nanoseconds) belong to exactly the bytes that were read.
    """

    path: str
    state: Literal["read", "same", "failed", "refused"]
    reason: str = ""
    digest: bytes = b""
    size: int = 0
    mtime_ns: int = 0
    inode: int = 0
    device: int = 0
    title: str = ""
    author: str = ""
    date: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    paragraphs: tuple[Paragraph, ...] = ()


def reading(path: str, answer: dict[str, Any]) -> Reading:
    """What became of a file. Raises ValueError, KeyError or TypeError where the answer is none."""
    for line in list(answer["log"])[:_MOST_LINES]:
        logger.warning("while reading %r: %s", path, str(line)[:_LONGEST_LINE])
    state = answer["state"]
    if state in ("failed", "refused"):
        return Reading(path, state, str(answer["reason"]))
    digest = bytes.fromhex(answer["digest"])
    size, mtime_ns, inode, device = (int(answer[name]) for name in ("size", "mtime_ns", "inode", "device"))
    if state == "same":
        return Reading(path, "same", "", digest, size, mtime_ns, inode, device)
    title = answer["title"]
    return Reading(
        path,
        "read",
        "",
        digest,
        size,
        mtime_ns,
        inode,
        device,
        title=title,
        author=answer["author"],
        date=answer["date"],
        language=answer["language"],
        tags=tuple(answer["tags"]),
        note=answer["note"],
        paragraphs=tuple(_paragraphs(title, answer["sections"])),
    )


def _paragraphs(title: str, sections: list[list[Any]]) -> Iterator[Paragraph]:
    for names, page, unit, rows in sections:
        heading = tuple(names)
        # The passages are made here: the hash of one is the key of a vector, which a reader must not choose.
        prefix = splitter.passage_prefix(title, heading)
        for text, start, end, line in rows:
            yield Paragraph(text, start, end, line, heading, splitter.join(prefix, text), page, unit)
