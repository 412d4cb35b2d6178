"""Mailboxes of one file: where each message begins, and which of them a mail program no longer shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_search.documents.mime.parts import Part, part_of, whole

# A separator stands after a blank line, has an address, a time or nothing in it, and a header after it.
_SEPARATOR = re.compile(
    rb"(?:\A|\n\r?\n)From (?:-|[^\r\n]{0,300}?(?:@|\d:\d\d)[^\r\n]{0,300})?[ \t]*\r?\n(?=[!-9;-~]{1,100}[ \t]*:|>From )"
)
_ESCAPED = re.compile(rb"(?m)^>(>*From )")
# UW-IMAP: the time, the size of the message and its flags stand in front of each.
_MBX_MARK = b"*mbx*\r\n"
_MBX_HEAD = 2048
_MBX_LINE = re.compile(rb"[ \d]\d-\w{3}-\d{4} [^,\r\n]{1,30},(\d{1,12});[^\r\n]{0,100}\r\n")
# Thunderbird marks what was deleted until the mailbox is packed.
_EXPUNGED = 0x0008
_INTERNAL = (b"DON'T DELETE THIS MESSAGE", b"FOLDER INTERNAL DATA")


def is_mailbox(content: bytes) -> bool:
    """Does it begin as a mailbox?"""
    return content.startswith(_MBX_MARK) or _SEPARATOR.match(content.lstrip(b"\r\n")) is not None


def messages(content: bytes) -> Iterator[Part]:
    """The messages of a mailbox, one after the other, without those that are deleted."""
    for start, end in _mbx(content) if content.startswith(_MBX_MARK) else _mbox(content):
        if b"\n>" in content[start:end] and _ESCAPED.search(content, start, end):
            message = whole(_ESCAPED.sub(rb"\1", content[start:end]))
        else:
            message = part_of(content, start, end)
        if not _is_gone(message):
            yield message


def _mbox(content: bytes) -> Iterator[tuple[int, int]]:
    first = len(content) - len(content.lstrip(b"\r\n"))
    marks = _SEPARATOR.finditer(content[first:] if first else content)
    mark = next(marks, None)
    while mark is not None:
        following = next(marks, None)
        end = first + following.start() if following else len(content)
        yield first + mark.end(), end
        mark = following


def _mbx(content: bytes) -> Iterator[tuple[int, int]]:
    position = _MBX_HEAD
    while found := _MBX_LINE.match(content, position):
        end = min(len(content), found.end() + int(found[1]))
        yield found.end(), end
        position = end


def _is_gone(message: Part) -> bool:
    """Deleted, or not a message but what a program keeps for itself."""
    status = message.raw("x-mozilla-status")
    if re.fullmatch(rb"[0-9A-Fa-f]{4}", status):
        return bool(int(status, 16) & _EXPUNGED)
    return all(one in message.raw("subject") for one in _INTERNAL)
