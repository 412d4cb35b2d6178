"""The HTML parts of pages saved with everything in one file: MHTML (RFC 2557) and Safari's web archives."""

from __future__ import annotations

import plistlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from xml.parsers.expat import ExpatError

from desktop_search.documents.building.facts import one_line
from desktop_search.documents.mime.parts import Part as MailPart
from desktop_search.documents.mime.parts import body, split, whole
from desktop_search.documents.source import DAMAGED
from desktop_search.errors import DocumentError

_NO_PAGE = "It holds no web page."
_HTML = ("text/html", "application/xhtml+xml")
_MAX_PARTS = 200
_MAX_WALKED = 5_000
_DEEPEST = 10
_START = 20_000
_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")
_HEADER = re.compile(rb"[A-Za-z][\w-]*:")
_CARRIER = re.compile(rb"^content-type:\s*(?:multipart/|text/html)", re.I | re.M)
_XML = (b"<?xml", b"<!DOCTYPE plist", b"<plist")
_SPACE = b"\xef\xbb\xbf\r\n\t "
_PLIST_FAILURES = (
    plistlib.InvalidFileException,
    ExpatError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One HTML document, and what its carrier says of it."""

    content: bytes = field(repr=False)
    charset: str = ""
    title: str = ""


def saved_parts(content: bytes) -> list[Part]:
    """The page itself, then its frames; empty where `content` is neither kind of saved page.

    Raises DocumentError where it is one, but damaged or without a page in it.
    """
    start = content[:_START].lstrip(_SPACE)
    if start.startswith(b"bplist") or (start.startswith(_XML) and b"<plist" in start):
        return _distinct(_web_archive(content))
    return _distinct(_mhtml(content)) if _has_headers(start) else []


def _has_headers(start: bytes) -> bool:
    """Does it begin as a mail does, and say that a page follows?"""
    blank = _BLANK_LINE.search(start)
    headers = start[: blank.start()] if blank else b""
    return _HEADER.match(headers) is not None and _CARRIER.search(headers) is not None


def _distinct(parts: Iterator[Part]) -> list[Part]:
    seen: dict[bytes, Part] = {}
    for part in parts:
        if part.content.strip():
            seen.setdefault(part.content, part)
        if len(seen) == _MAX_PARTS:
            break
    if not seen:
        raise DocumentError(_NO_PAGE)
    return list(seen.values())


def _mhtml(content: bytes) -> Iterator[Part]:
    message = whole(content)
    parts = [part for part in islice(_walk(message), _MAX_WALKED) if part.kind in _HTML]
    root = message.parameters.get("start", "")
    parts.sort(key=lambda part: part.first("content-id") != root if root else False)
    for part in parts:
        yield Part(body(part), part.charset, one_line(message.first("subject")))


def _walk(message: MailPart) -> Iterator[MailPart]:
    """A message with all its parts, as far as they may reasonably be nested."""
    waiting = [(message, 0)]
    while waiting:
        part, depth = waiting.pop()
        yield part
        if part.kind.startswith("multipart/") and depth < _DEEPEST:
            waiting += [(inner, depth + 1) for inner in islice(split(part), _MAX_PARTS)][::-1]


def _web_archive(content: bytes) -> Iterator[Part]:
    try:
        archive = plistlib.loads(content)
    except _PLIST_FAILURES as error:
        raise DocumentError(DAMAGED) from error
    waiting: list[Any] = [archive]
    for count, node in enumerate(waiting):
        if not isinstance(node, dict) or count >= _MAX_PARTS:
            continue
        main = node.get("WebMainResource")
        if isinstance(main, dict) and main.get("WebResourceMIMEType", _HTML[0]) in _HTML:
            data, name = main.get("WebResourceData"), main.get("WebResourceTextEncodingName")
            if isinstance(data, bytes):
                yield Part(data, name if isinstance(name, str) else "")
        frames = node.get("WebSubframeArchives")
        if isinstance(frames, list) and len(waiting) < _MAX_PARTS:
            waiting += frames[:_MAX_PARTS]
