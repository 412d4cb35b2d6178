"""The conditions in a query's text, as text: which there are, and the text with one of them set or taken out.

What they mean is for the engine to say (search/query.py); the window only has to write what that reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

TYPE, FOLDER, DATE = ("type", "kind"), ("in", "folder"), ("date", "before", "after")
_NAMES = frozenset((*TYPE, *FOLDER, *DATE, "ext", "name", "file", "title", "tag"))
# Other words for the same kind.
_SAME = {"text": "note", "spreadsheet": "sheet", "table": "sheet", "presentation": "slides"}
_SAME |= {"html": "web", "ebook": "book", "subtitle": "subtitles"}
_KINDS = frozenset(("note", "markdown", "document", "word", "sheet", "web", "code", "notebook", "book", "archive"))
_KINDS |= {"pdf", "mail"}
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u300c\u300d\uff02", '"'))
_PART = re.compile(
    r'(?P<minus>(?<!\S)-)?(?:(?P<name>(?<![^\s-])[a-z]{2,8}):(?P<value>"[^"]*"|[^\s"]+)|"[^"]*"|[^\s"]+)', re.I
)
# What begins a span of time; anything else behind `date:` is a word like any other.
_TIME = re.compile(
    r"\d|today|yesterday|(?:this|last|past|previous)[ _-]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", re.I
)
_TYPING = re.compile(r'(?:\A|(?<=\s))-?(?P<name>[a-z]{2,8}):(?P<value>"[^"]*|[^\s"]*)\Z', re.I)


@dataclass(frozen=True, slots=True)
class Part:
    """One condition at text[start:end], its value without quotation marks."""

    name: str
    value: str
    negated: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Typing:
    """A condition that is being written: its name, what there is of its value, and where that begins."""

    name: str
    value: str
    start: int


def parts(text: str) -> list[Part]:
    """The conditions in the order of the text."""
    found = []
    for match in _PART.finditer(text.translate(_QUOTES)):
        name, value = (match["name"] or "").lower(), (match["value"] or "").strip('"').strip()
        if name in _NAMES and value.strip(".") and (name not in DATE or _TIME.match(value)):
            found.append(Part(name, value, match["minus"] is not None, *match.span()))
    return found


def values(text: str, names: tuple[str, ...]) -> list[str]:
    """What the text is limited to by these names; kinds by their usual name."""
    return [usual(part) for part in parts(text) if part.name in names and not part.negated]


def usual(part: Part) -> str:
    """A part's value; a kind by its usual name: "emails" is none, "mails" and "mail" are the same."""
    if part.name not in TYPE:
        return part.value
    kind = part.value.lower()
    single = kind.removesuffix("s")
    # What is no kind is the ending of a file's name, which may have an s of its own: "js".
    return _SAME.get(kind) or _SAME.get(single) or (single if single in _KINDS else kind)


def with_value(text: str, name: str, value: str, names: tuple[str, ...], *, beside: bool = False) -> str:
    """The text limited to a value, at its end; what limited it by these names before goes, unless it stays `beside`."""
    rest = text if beside else without(text, lambda part: part.name in names and not part.negated)
    return f"{rest.rstrip()} {written(name, value)}".lstrip()


def without_value(text: str, value: str, names: tuple[str, ...]) -> str:
    """The text no longer limited to a value."""
    return without(text, lambda part: part.name in names and not part.negated and usual(part) == value)


def without(text: str, goes: Callable[[Part], bool]) -> str:
    """The text without some of its conditions."""
    for part in reversed(parts(text)):
        if goes(part):
            before, after = text[: part.start].rstrip(), text[part.end :].lstrip()
            text = f"{before} {after}" if before and after else before + after
    return text


def written(name: str, value: str) -> str:
    """A condition as it is typed."""
    return f'{name}:"{value}"' if re.search(r"\s", value) else f"{name}:{value}"


def typing(text: str, cursor: int) -> Typing | None:
    """The condition whose value is written at the cursor; None where something else is."""
    match = _TYPING.search(text.translate(_QUOTES)[:cursor])
    if (
        match is None
        or match["name"].lower() not in _NAMES
        or text[:cursor].count('"') % 2 != match["value"].count('"')
    ):
        return None
    return Typing(match["name"].lower(), match["value"].lstrip('"'), match.start("value"))


def completed(text: str, cursor: int, found: Typing, value: str) -> tuple[str, int]:
    """The text with the value in place of what there was of it, and where the cursor goes: behind it and a blank."""
    shown = f'"{value}"' if re.search(r"\s", value) else value
    end = cursor + len(re.split(r'[\s"]', text[cursor:], maxsplit=1)[0])
    end += text[end : end + 1] == '"'
    head = f"{text[: found.start]}{shown} "
    return head + text[end:].lstrip(), len(head)
