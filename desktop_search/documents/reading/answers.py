"""What a reader process answers, taken apart: it is data, may be wrong or made to do harm, and is no more than that."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

from desktop_search.documents.reading import untrusted
from desktop_search.documents.splitting import paragraphs as splitter
from desktop_search.records import PageUnit, Paragraph

logger = logging.getLogger(__name__)
# A reader that a file has taken over does not get to fill the log.
_MOST_LINES = 20
_LONGEST_LINE = 4000
_UNITS = get_args(PageUnit)
_LARGEST_UNSIGNED = 2**64 - 1
_FURTHEST_TIME = 2**69  # nanoseconds: 18,000 years


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
    for line in untrusted.texts(answer["log"])[:_MOST_LINES]:
        logger.warning("while reading %r: %s", path, line[:_LONGEST_LINE])
    state = answer["state"]
    if state in ("failed", "refused"):
        return Reading(path, state, untrusted.text(answer["reason"])[:_LONGEST_LINE])
    if state not in ("read", "same"):
        raise ValueError("no such state")
    digest = bytes.fromhex(untrusted.text(answer["digest"]))
    stamp = (
        untrusted.number(answer["size"]),
        # Further than the store keeps, which says itself what it makes of that.
        untrusted.number(answer["mtime_ns"], -_FURTHEST_TIME, _FURTHEST_TIME),
        untrusted.number(answer["inode"], 0, _LARGEST_UNSIGNED),
        untrusted.number(answer["device"], 0, _LARGEST_UNSIGNED),
    )
    if state == "same":
        return Reading(path, "same", "", digest, *stamp)
    title = untrusted.text(answer["title"])
    return Reading(
        path,
        "read",
        "",
        digest,
        *stamp,
        title=title,
        author=untrusted.text(answer["author"]),
        date=untrusted.text(answer["date"]),
        language=untrusted.text(answer["language"]),
        tags=untrusted.texts(answer["tags"]),
        note=untrusted.text(answer["note"]),
        paragraphs=tuple(_paragraphs(title, untrusted.a_list(answer["sections"]))),
    )


def _paragraphs(title: str, sections: list[Any]) -> Iterator[Paragraph]:
    for names, page, unit, rows in sections:
        heading = untrusted.texts(names)
        if unit not in _UNITS:
            raise ValueError("no such unit")
        place = untrusted.number_or_none(page), unit
        # The passages are made here: the hash of one is the key of a vector, which a reader must not choose.
        prefix = splitter.passage_prefix(title, heading)
        for text, start, end, line in rows:
            yield Paragraph(
                untrusted.text(text),
                untrusted.number(start),
                untrusted.number(end, start),
                untrusted.number_or_none(line),
                heading,
                splitter.join(prefix, text),
                *place,
            )
