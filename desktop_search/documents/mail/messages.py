"""Mail: single messages (.eml), those of Apple Mail (.emlx), and mailboxes of many (.mbox, .mbx).

bytes -> mbox -> mime (parts) -> letter (what is text, what is attached) -> letter_writing -> Builder
"""

from __future__ import annotations

import re
from dataclasses import replace

from desktop_search.documents.building.builder import Builder
from desktop_search.documents.characters.encoding import decode
from desktop_search.documents.containers.attachments import Attachments
from desktop_search.documents.mail.letter_writing import NO_SUBJECT, Writer, author, date, subject
from desktop_search.documents.mail.mbox import is_mailbox, messages
from desktop_search.documents.mime.parts import whole
from desktop_search.documents.source import Source
from desktop_search.errors import DocumentError
from desktop_search.records import Document

_LATE = "It takes too long to read; only the first {:,} messages were read."
_NO_MAILBOX = "This is not a mailbox that can be read here."
_EMPTY = "The message holds no text."
_EMPTY_BOX = "The mailbox holds no messages."
_MAILBOXES = (".mbox", ".mbx")
# Apple Mail: the length of the message on a line of its own, the message, and a list of properties.
_EMLX = re.compile(rb"[ \t]*(\d{1,12})[ \t]*\r?\n")
_KNOWN = frozenset("from to subject date received sender message-id mime-version content-type return-path".split())
_START = 100_000
_PLIST = b'<?xml version="1.0"'


def parse(source: Source) -> Document:
    """Reads one message or a mailbox. Raises DocumentError where it is neither."""
    content = source.content
    if source.suffix in _MAILBOXES:
        if is_mailbox(content):
            return _mailbox(source)
        if not whole(content).headers:
            raise DocumentError(_NO_MAILBOX)
    return _message(source, _without_frame(content))


def _message(source: Source, content: bytes) -> Document:
    head = whole(content)
    if not any(name in _KNOWN for name, _ in head.headers):
        decode(head.content[:_START])  # refuses what is no text
        head = replace(head, headers=(), start=0)
    builder = Builder(source.limits)
    writer = Writer(builder, source, Attachments(source, builder))
    writer.write(head)
    writer.finish()
    if builder.is_empty:
        builder.note(_EMPTY)
    return builder.finish(subject(head), author(head), date(head), head.first("content-language"))


def _mailbox(source: Source) -> Document:
    builder = Builder(source.limits)
    writer = Writer(builder, source, Attachments(source, builder))
    count = 0
    for message in messages(source.content):
        if builder.is_full:
            break
        if source.is_late:
            builder.note(_LATE.format(count))
            break
        count += 1
        builder.place(page=count, unit="message")
        writer.write(message, subject(message) or NO_SUBJECT, count)
    writer.finish()
    if not count:
        builder.note(_EMPTY_BOX)
    return builder.finish()


def _without_frame(content: bytes) -> bytes:
    """The message alone, without what Apple Mail puts around it."""
    found = _EMLX.match(content[:100])
    if not found:
        return content
    end = found.end() + int(found[1])
    if end > len(content):  # the count is wrong or the file was cut off: the list begins on a line of its own
        plist = content.rfind(_PLIST)
        end = plist if plist > found.end() else len(content)
    return content[found.end() : end]
