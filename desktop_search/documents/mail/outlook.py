"""Outlook's messages (.msg): an OLE file with a stream for each property (MS-OXMSG).

bytes -> outlook_properties -> subject, people, text (typed, HTML or packed RTF), attachments -> Builder
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from desktop_search.documents.building.builder import Builder
from desktop_search.documents.building.facts import one_line
from desktop_search.documents.containers.attachments import Attachments, embed
from desktop_search.documents.mail.letter import ENCRYPTED_MAIL, TOO_DEEP
from desktop_search.documents.mail.letter_writing import NO_SUBJECT
from desktop_search.documents.mail.outlook_properties import OleFile, Path, Properties
from desktop_search.documents.mail.outlook_rtf import carried_html, is_html, unpacked
from desktop_search.documents.mail.text import Html, Plain, add_better
from desktop_search.documents.office.ooxml import OLE_MARK
from desktop_search.documents.rtf.document import parse as parse_rtf
from desktop_search.documents.source import Source
from desktop_search.errors import DocumentError
from desktop_search.records import Document

_NO_MESSAGE = "This is not an Outlook message."
_EMPTY = "The message holds no text."
_MARKS = ("__properties_version1.0", "__nameid_version1.0", "__substg1.0_001a001f", "__substg1.0_001a001e")
_DEEPEST = 8
_MOST_FILES = 2_000
_MOST_PEOPLE = 2_000
# How many bytes stand before the entries of a table: of the file, of a message inside it, of an attachment.
_TOP, _INNER, _PART = 32, 24, 8
_LONGEST_LINE = 20_000
_MESSAGE_CLASS = 0x001A
_SUBJECT, _BARE_SUBJECT = 0x0037, 0x0E1D
_SENT, _RECEIVED, _CREATED = 0x0039, 0x0E06, 0x3007
_AUTHOR, _SENDER = (0x0042, 0x5D02, 0x0065), (0x0C1A, 0x5D01, 0x0C1F)
_BODY, _HTML, _RTF = 0x1000, 0x1013, 0x1009
_LINES = (("To", 1, 0x0E04), ("Cc", 2, 0x0E03), ("Bcc", 3, 0x0E02))
_RECIPIENT_KIND, _NAME, _ADDRESSES = 0x0C15, 0x3001, (0x39FE, 0x3003)
_DATA, _FILE_NAMES, _MIME, _CONTENT_ID = 0x3701, (0x3707, 0x3704, 0x3001), 0x370E, 0x3712
_IS_HIDDEN, _FLAGS, _IN_TEXT = 0x7FFE, 0x3714, 0x4


@dataclass(slots=True)
class _Waiting:
    """An attachment, to be read after all text."""

    name: str
    part: Properties
    kind: str
    below: tuple[str, ...]


@dataclass(slots=True)
class _Writer:
    builder: Builder
    source: Source
    waiting: list[_Waiting] = field(default_factory=list)

    def write(self, message: Properties, below: tuple[str, ...]) -> None:
        """Adds a message, and the ones that it holds."""
        if below:
            self.builder.heading(len(below), below[-1])
        files = [
            _file(message, path) for path in message.ole.children(message.path, "__attach_version1.0_")[:_MOST_FILES]
        ]
        is_encrypted = message.text(_MESSAGE_CLASS).lower() == "ipm.note.smime"
        names = [] if is_encrypted else [name for name, part in files if part.storage(_DATA) is None]
        self.builder.block(_facts(message, names), "metadata")
        self._text(message, below)
        for name, part in files:
            inner = part.storage(_DATA)
            if inner is None:
                self._attach(name, part, below, is_encrypted)
            elif len(below) >= _DEEPEST:
                self.builder.note(TOO_DEEP)
            elif not (self.builder.is_full or self.source.is_late):
                held = Properties(message.ole, inner, _INNER)
                self.write(held, (*below, subject(held) or name or NO_SUBJECT))

    def _attach(self, name: str, part: Properties, below: tuple[str, ...], is_encrypted: bool) -> None:
        kind = part.text(_MIME).lower()
        if is_encrypted:
            self.builder.note(ENCRYPTED_MAIL)
        elif kind == "multipart/signed":  # the whole message, with its signature, as it was sent
            self.waiting.append(_Waiting("message.eml", part, "", below))
        else:
            self.waiting.append(_Waiting(name, part, kind, below))

    def _text(self, message: Properties, below: tuple[str, ...]) -> None:
        typed = message.text(_BODY)
        page = message.binary(_HTML) or message.text(_HTML)
        packed = message.binary(_RTF)
        rtf = b""
        if packed and not page:
            try:
                rtf = unpacked(packed, self.source)
            except DocumentError as error:
                self.builder.note(str(error))
            if is_html(rtf):
                page = carried_html(rtf, self.source)
        html = [Html(page, message.encoding)] if page else []
        if typed.strip() or html:
            add_better(self.builder, [Plain(typed)], html, self.source, len(below))
        elif rtf:
            inner = Source(rtf, "message.rtf", self.source.limits, self.source.stop_at)
            try:
                embed(self.builder, "", parse_rtf(inner), below)
            except DocumentError as error:
                self.builder.note(str(error))


def parse(source: Source) -> Document:
    """Reads one message with those that it holds. Raises DocumentError where it is none or is damaged."""
    if not source.content.startswith(OLE_MARK):
        raise DocumentError(_NO_MESSAGE)
    ole = OleFile(source.content, source.limits)
    if not any(ole.has((mark,)) for mark in _MARKS):
        raise DocumentError(_NO_MESSAGE)
    message = Properties(ole, (), _TOP)
    builder = Builder(source.limits)
    writer = _Writer(builder, source)
    facts = subject(message), _author(message), message.date(_SENT, _RECEIVED, _CREATED)
    writer.write(message, ())
    attachments = Attachments(source, builder)
    for one in writer.waiting:
        attachments.add(one.name, partial(one.part.binary, _DATA), one.kind, one.below)
    attachments.finish()
    if builder.is_empty:
        builder.note(_EMPTY)
    return builder.finish(*facts)


def subject(message: Properties) -> str:
    """The subject of a message; Outlook may put a mark in front of it that is no letter."""
    return one_line(message.text(_SUBJECT, _BARE_SUBJECT).lstrip("\x01"))


def _author(message: Properties) -> str:
    for name, *addresses in (_AUTHOR, _SENDER):
        if person := _person(message.text(name), message.text(*addresses)):
            return person
    return ""


def _person(name: str, address: str) -> str:
    """A name with its address, unless that is one inside an Exchange server."""
    name, address = one_line(name.strip(" '\"")), one_line(address)
    if "@" not in address or address.lower() == name.lower():
        return name or address
    return f"{name} <{address}>" if name else address


def _facts(message: Properties, names: list[str]) -> str:
    """What stands above a message when a person opens it."""
    people: dict[int, list[str]] = {}
    for path in message.ole.children(message.path, "__recip_version1.0_")[:_MOST_PEOPLE]:
        one = Properties(message.ole, path, _PART, message.encoding)
        person = _person(one.text(_NAME), one.text(*_ADDRESSES))
        people.setdefault(one.number(_RECIPIENT_KIND), []).append(person)
    lines = [("From", _author(message))]
    lines += [(label, "; ".join(people.get(kind, ())) or message.text(tag)) for label, kind, tag in _LINES]
    lines.append(("Date", message.date(_SENT, _RECEIVED)))
    lines.append(("Attachments", ", ".join(name for name in names if name)))
    return "\n".join(f"{label}: {one_line(text, _LONGEST_LINE)}" for label, text in lines if text)


def _file(message: Properties, path: Path) -> tuple[str, Properties]:
    part = Properties(message.ole, path, _PART, message.encoding)
    return one_line(part.text(*_FILE_NAMES)), part
