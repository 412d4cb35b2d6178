"""Adds a message to a Builder: who wrote to whom and when, its text, its messages, at the end its attachments.

An attachment ends the section that it stands in (see Builder.embed), so all of them come after the last text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial

from desktop_search.documents.building.builder import Builder
from desktop_search.documents.building.facts import iso_date, one_line
from desktop_search.documents.containers.attachments import Attachments
from desktop_search.documents.mail.letter import TOO_DEEP, TOO_MANY, Letter, take_apart
from desktop_search.documents.mail.text import LATE, add_text
from desktop_search.documents.mime.headers import unquoted
from desktop_search.documents.mime.parts import Part, body
from desktop_search.documents.source import Source

NO_SUBJECT = "No subject"
_DEEPEST = 8
_MOST_LETTERS = 1_000
# In characters: of all people that a message went to, and of the names of what is attached.
_LONGEST_LINE = 20_000
_COMMENT = re.compile(r"\([^()]*\)")
_COLON = re.compile(r"\s*:\s*")
_IS_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PEOPLE = (("From", "from"), ("To", "to"), ("Cc", "cc"), ("Bcc", "bcc"), ("Reply to", "reply-to"))


@dataclass(slots=True)
class Writer:
    """Writes messages into one builder. `finish` notes which attachments were not read."""

    builder: Builder
    source: Source
    attachments: Attachments
    _waiting: list[tuple[Part, tuple[str, ...]]] = field(default_factory=list)
    _count: int = 0

    def write(self, head: Part, heading: str = "", message: int = 0) -> None:
        """Adds one message, below `heading` where it has one; `message` is its number in a mailbox."""
        self._count = 0
        self._write(head, (heading,) if heading else ())
        for part, below in self._waiting:
            name = part.name or one_line(part.first("content-description"))
            self.attachments.add(name, partial(body, part), part.kind, below, message)
        self._waiting = []

    def finish(self) -> None:
        """All messages were written."""
        self.attachments.finish()

    def _write(self, head: Part, path: tuple[str, ...]) -> None:
        letter = take_apart(head)
        if path:
            self.builder.heading(len(path), path[-1])
        self.builder.block(_facts(letter), "metadata")
        for sentence in letter.notes:
            self.builder.note(sentence)
        for text in letter.texts:
            if self.builder.is_full:
                return
            if self.source.is_late:
                self.builder.note(LATE)
                return
            add_text(self.builder, text, self.source, len(path))
        self._waiting += [(part, path) for part in letter.attachments]
        for inner in letter.letters:
            self._count += 1
            if len(path) >= _DEEPEST or self._count > _MOST_LETTERS:
                self.builder.note(TOO_DEEP if len(path) >= _DEEPEST else TOO_MANY)
                return
            if self.builder.is_full or self.source.is_late:
                return
            self._write(inner, (*path, subject(inner) or NO_SUBJECT))


def subject(head: Part) -> str:
    """The subject of a message on one line; empty where it has none."""
    return one_line(head.first("subject"))


def author(head: Part) -> str:
    """Who wrote a message."""
    return unquoted(head.first("from", "sender", "reply-to", "return-path"))


def date(head: Part) -> str:
    """When a message was written, as ISO 8601, or else when it was received; empty where neither can be read."""
    received = (head.first(name).rpartition(";")[2] for name in ("received", "delivery-date"))
    for text in (head.first("date"), head.first("resent-date"), *received):
        found = iso_date(_COLON.sub(":", _COMMENT.sub(" ", text)))
        if _IS_DAY.match(found):
            return found
    return ""


def _facts(letter: Letter) -> str:
    """What stands above a message when a person opens it."""
    head = letter.head
    lines = [(label, unquoted(head.text(name))) for label, name in _PEOPLE]
    lines.append(("Date", head.first("date")))
    if lines[-2][1] == lines[0][1]:  # answers go to the author anyway
        del lines[-2]
    names = [name for part in letter.attachments if (name := part.name or part.first("content-description"))]
    lines.append(("Attachments", ", ".join(names)))
    return "\n".join(f"{label}: {one_line(text, _LONGEST_LINE)}" for label, text in lines if text)
