"""The text of a message into blocks: paragraphs, quoted replies, flowed lines; HTML where it says more than those."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from desktop_search.documents.building.builder import Builder
from desktop_search.documents.characters.charsets import decode_part
from desktop_search.documents.mail.letter import ENCRYPTED_MAIL, Text
from desktop_search.documents.mime.parts import Part, body
from desktop_search.documents.source import CUT, Source
from desktop_search.documents.web.text import HtmlPage, add_pieces, read_html
from desktop_search.errors import DocumentError

_QUOTE = re.compile(r"\A(?:>[ ]?){1,200}")
_FLOWED_QUOTE = re.compile(r"(>*)[ ]?")
_SIGNATURE = "-- "
_IS_HTML = re.compile(r"\s{0,100}<(?:!doctype html|html)\b", re.I)
_LINK = re.compile(r"(?:https?://|www\.|mailto:)[^\s<>]+")
_TAG = re.compile(rb"<[^<>]*>")
_LETTERS = bytes(
    set(range(256)) - set(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") - set(range(128, 256))
)
_ARMOUR = re.compile(r"-----BEGIN PGP ([A-Z][A-Z ,0-9/]{0,40})-----")
_ENRICHED = ("text/enriched", "text/richtext")
_WORD = re.compile(r"[^\W_]+")
# HTML says more than the text where it has so many times its letters, and this share of its words is not in the text.
_LONGER = 1.5
_NEW = 0.3
_LONG = 300_000
# Paragraphs of one text: more than any person writes, and few enough to be put together in time.
_MOST_PARAGRAPHS = 200_000
_LOOK_EVERY = 1000
LATE = "Only the beginning of the message was read: it takes too long."


@dataclass(frozen=True, slots=True)
class Plain:
    """Text as it was typed. Flowed lines (RFC 3676) are joined; `drops_space` takes out the space that joined them."""

    text: str
    is_flowed: bool = False
    drops_space: bool = False


@dataclass(frozen=True, slots=True)
class Html:
    """A page, and what its carrier says of its encoding."""

    content: bytes | str
    charset: str = ""


def add_text(builder: Builder, text: Text, source: Source, below: int) -> None:
    """Adds one text of a message; `below` is the level of the heading that it stands under."""
    plain: list[Plain] = []
    html = [Html(body(part), part.charset) for part in text.html]
    for part in text.plain:
        content = body(part)
        if part.kind in _ENRICHED:
            html.append(Html(content, part.charset))
            continue
        try:
            words = decode_part(content, part.charset)
        except DocumentError as error:
            builder.note(str(error))
            continue
        if _IS_HTML.match(words):
            html.append(Html(words))
        else:
            plain.append(_plain(part, words))
    add_better(builder, plain, html, source, below)


def add_better(builder: Builder, plain: list[Plain], html: list[Html], source: Source, below: int) -> None:
    """Adds a text that is there in two versions: as it was typed, unless that is a stub and the page says more."""
    typed = "\n".join(one.text for one in plain)
    if html and (not typed.strip() or _may_say_more(html, typed)):
        pages = _pages(builder, html, source)
        if pages and _says_more(pages, typed):
            for page in pages:
                add_pieces(builder, page.main, below)
            return
    for one in plain:
        _add_plain(builder, one, source)


def _add_plain(builder: Builder, plain: Plain, source: Source) -> None:
    """Blank lines part paragraphs, and what is quoted from another message is of its own kind."""
    text = plain.text
    if len(text) > source.limits.max_text:
        text = text[: source.limits.max_text]
        builder.note(CUT.format(source.limits.max_text))
    text = _without_armour(builder, text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = _joined(_lines(text), plain.drops_space) if plain.is_flowed else map(_unquoted, _lines(text))
    runs = groupby(lines, lambda line: (line[0], bool(line[1].strip())))
    for count, ((is_quote, is_filled), run) in enumerate(runs):
        if builder.is_full:
            return
        if count == _MOST_PARAGRAPHS or (count % _LOOK_EVERY == 0 and source.is_late):
            builder.note(LATE)
            return
        if is_filled:
            builder.block("\n".join(line for _, line in run), "quote" if is_quote else "text")


def _lines(text: str) -> Iterator[str]:
    """One after the other: a list of them may be much larger than the text."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]


def _plain(part: Part, text: str) -> Plain:
    is_flowed = part.parameters.get("format", "").lower() == "flowed"
    return Plain(text, is_flowed, part.parameters.get("delsp", "").lower() == "yes")


def _unquoted(line: str) -> tuple[bool, str]:
    """A line without the marks of a quotation, and whether it had any; mailboxes put one before "From"."""
    if not line.startswith(">"):
        return False, line
    if line.startswith(">From "):
        return False, line[1:]
    return True, _QUOTE.sub("", line)


def _joined(lines: Iterable[str], drops_space: bool) -> Iterator[tuple[bool, str]]:
    """Lines that end in a space go on in the next one of the same depth of quotation."""
    waiting: list[str] = []
    depth = 0
    for line in lines:
        found = _FLOWED_QUOTE.match(line)
        marks = len(found[1]) if found else 0
        text = line[found.end() :] if found else line
        if waiting and (marks != depth or text == _SIGNATURE):
            yield depth > 0, "".join(waiting)
            waiting = []
        depth = marks
        if text.endswith(" ") and text != _SIGNATURE:
            waiting.append(text[:-1] if drops_space else text)
            continue
        yield depth > 0, "".join([*waiting, text])
        waiting = []
    if waiting:
        yield depth > 0, "".join(waiting)


def _without_armour(builder: Builder, text: str) -> str:
    """Text without what PGP wraps around it, and without what it has encrypted."""
    parts = []
    position = 0
    for found in _ARMOUR.finditer(text):
        if found.start() < position:
            continue
        parts.append(text[position : found.start()])
        if found[1] == "SIGNED MESSAGE":  # a line or two about the signature follow, and a blank one
            position = text.find("\n\n", found.end(), found.end() + 300)
            position = position if position >= 0 else found.end()
            continue
        if found[1].startswith("MESSAGE"):
            builder.note(ENCRYPTED_MAIL)
        end = f"-----END PGP {found[1]}-----"
        position = text.find(end, found.end())
        position = position + len(end) if position >= 0 else len(text)
    return "".join([*parts, text[position:]]) if position else text


def _pages(builder: Builder, html: list[Html], source: Source) -> list[HtmlPage]:
    pages = []
    for one in html:
        try:
            pages.append(read_html(one.content, charset=one.charset, stop_at=source.stop_at))
        except DocumentError as error:
            builder.note(str(error))
    return pages


def _may_say_more(html: list[Html], typed: str) -> bool:
    """A cheap look before the pages are read: have they more letters outside their tags than the text has?"""
    letters = 0
    for one in html:
        content = one.content if isinstance(one.content, bytes) else one.content.encode("utf-8", "replace")
        letters += len(_TAG.sub(b"", content).translate(None, _LETTERS))
    return letters > _LONGER * _count_letters(_LINK.sub("", typed))


def _says_more(pages: list[HtmlPage], typed: str) -> bool:
    """Is the page longer, and are many words at its beginning not in the text?"""
    lines = [line for page in pages for piece in page.main for line in piece.lines]
    if not any(map(_WORD.search, lines)):
        return False
    typed = _LINK.sub("", typed)
    if sum(map(_count_letters, lines)) <= _LONGER * _count_letters(typed):
        return False
    known = {word.casefold() for word in _WORD.findall(typed[:_LONG])}
    shown = _WORD.findall("\n".join(lines)[:_LONG])
    return sum(1 for word in shown if word.casefold() not in known) > _NEW * len(shown)


def _count_letters(text: str) -> int:
    return sum(found.end() - found.start() for found in _WORD.finditer(text))
