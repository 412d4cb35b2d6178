"""What the person typed, as a Query. Any text is a valid query; nothing in it is ever an error.

    renaming "exact words" -draft type:mail in:Work before:2024-05 last month

Words, a phrase, a word that must not occur, and conditions on the file. What only looks like a condition (an
unknown name before the colon, a date that is none) is a word like any other.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from desktop_search.documents.registry import has_reader
from desktop_search.search import dates
from desktop_search.store.selection import Condition, Field

_PART = re.compile(
    r'(?P<minus>(?<!\S)-)?(?:(?P<name>(?<![^\s-])[a-z]{2,8}):(?P<value>"[^"]*"|[^\s"]+)|"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))',
    re.I,
)
# A word that carries no topic. Taken out of the word search while anything else is left.
STOP_WORDS = frozenset(
    "a about an and are as at be by can could did do does for from has have how i in into is it its my of on or "
    "should than that the their then there these this those to was we were what when where which who why will "
    "with would you your".split()
)
_POSSESSIVE = re.compile(r"['\u2019]s\Z", re.I)
# Quotation marks as they are set in print, and typed by telephones.
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u300c\u300d\uff02", '"'))
_MARKS = "?!.,;:()[]{}'\u2018\u2019\u201c\u201d"

# What a kind of document is: readers by their name, and suffixes where a reader takes several kinds.
TYPES = {
    "mail": "mail outlook",
    "pdf": "pdf",
    "text": "text markdown markup",
    "note": "text markdown markup",
    "markdown": "markdown",
    "document": "word rtf .odt .ott .fodt",
    "word": "word",
    "slides": "slides .odp .otp .fodp",
    "presentation": "slides .odp .otp .fodp",
    "sheet": "sheets tables",
    "spreadsheet": "sheets tables",
    "table": "sheets tables",
    "web": "html",
    "html": "html",
    "code": "code",
    "notebook": "notebook",
    "book": "ebook",
    "ebook": "ebook",
    "archive": "archive",
    "subtitles": "subtitles",
}
_FIELDS: dict[str, Field] = {
    "ext": "suffix",
    "in": "folder",
    "folder": "folder",
    "name": "name",
    "file": "name",
    "title": "title",
    "tag": "tag",
}
# Of these a file has one: several values are alternatives. Of the others it may have many: all are asked for.
_SINGLE: tuple[Field, ...] = ("suffix", "kind", "folder", "span")
# More than a person types; a pasted text may hold any number of them.
_MOST_CONDITIONS = 64


@dataclass(frozen=True, slots=True)
class Query:
    """`text` goes to the model as it was asked; `words`, `phrases` and `excluded` go to the word index.

    `open_word` is the last word, and `open_phrase` the last phrase, while it may still be growing under the person's
    hands, else "". `conditions` limit the files; `plain_date` tells that one of them was read from plain words, so
    that it may be a misreading.
    """

    text: str
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    open_word: str = ""
    open_phrase: str = ""
    conditions: tuple[Condition, ...] = ()
    plain_date: bool = False

    @property
    def empty(self) -> bool:
        return not (self.words or self.phrases)


def parse(text: str, today: date | None = None) -> Query:
    """Reads what was typed. An unclosed quote counts as closed at the end; a lone dash is a word like any other.

    Spans of time in plain words ("last month") are read only where `today` is given.
    """
    typed = text = text.translate(_QUOTES)
    unclosed = text.count('"') % 2 == 1
    if unclosed:
        text += '"'
    conditions: list[Condition] = []
    plain_date = False
    if today is not None and (found := _plain_date(text)) and (span := dates.parse(found["span"], today)):
        rest = f"{text[: found.start()]} {text[found.end() :]}"
        if rest.strip():
            conditions += _between(span, negated=False)
            text, plain_date = rest, True
    words: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    asked: list[str] = []
    for part in _PART.finditer(text):
        if part["name"] is not None and len(conditions) < _MOST_CONDITIONS:
            read = _condition(part["name"].lower(), part["value"].strip('"'), part["minus"] is not None, today)
            if read:
                conditions += read
                continue
        content = part["phrase"] if part["phrase"] is not None else part[0].removeprefix(part["minus"] or "")
        if not content.strip():
            continue
        if part["minus"]:
            excluded.append(content.strip('"'))
            continue
        asked.append(content)
        (phrases if part["phrase"] is not None else words).append(content)
    telling = [bare for word in words if (bare := _bare(word)).lower() not in STOP_WORDS]
    bare_words = telling or [_bare(word) for word in words]
    # A mark behind a word tells that it is finished.
    open_word = bare if words and typed.endswith(bare := _bare(words[-1])) else ""
    return Query(
        text=" ".join(asked),
        words=tuple(bare_words),
        phrases=tuple(phrases),
        excluded=tuple(excluded),
        open_word=open_word if open_word in bare_words else "",
        open_phrase=phrases[-1] if unclosed and phrases and typed.endswith(phrases[-1]) else "",
        conditions=_merged(conditions),
        plain_date=plain_date,
    )


def _plain_date(text: str) -> re.Match[str] | None:
    """The first span of time in plain words that stands in no phrase."""
    return next((one for one in dates.PLAIN.finditer(text) if text.count('"', 0, one.start()) % 2 == 0), None)


def _bare(word: str) -> str:
    """A word without the marks around it and its possessive ending; as it stands where nothing else is left."""
    return _POSSESSIVE.sub("", word.strip(_MARKS)) or word


def _condition(name: str, value: str, negated: bool, today: date | None) -> list[Condition]:
    """The conditions that `name:value` means; none where it means nothing."""
    value = value.strip()
    if not value:
        return []
    if name in ("before", "after", "date"):
        return _dated(name, value, negated, today or date.today())
    if name in ("type", "kind"):
        return _typed(value.lower(), negated)
    field = _FIELDS.get(name)
    if field is None:
        return []
    if field == "suffix":
        value = "." + value.lower().lstrip("*.")
    elif field == "folder" and value.startswith("~"):
        with contextlib.suppress(ValueError):  # a NUL in the name of a person
            value = os.path.expanduser(value)
    elif field == "tag":
        value = value.lstrip("#").strip("/")
    return [Condition(field, (value,), negated)] if value.strip(".") else []


def _typed(kind: str, negated: bool) -> list[Condition]:
    """A kind by its name or by the ending of its files, in the singular or the plural: "mails", "js", "docs"."""
    both = (kind, kind.removesuffix("s"))
    found = next((TYPES[one] for one in both if one in TYPES), None)
    if found is None:
        found = next((f".{one}" for one in both if has_reader(f"of.{one}")), None)
    return [Condition("kind", tuple(found.split()), negated)] if found else []


def _dated(name: str, value: str, negated: bool, today: date) -> list[Condition]:
    span = dates.parse(value, today)
    if span is None:
        return []
    if name == "before":
        return [Condition("before", (span.start.isoformat(),), negated)]
    if name == "after":
        return [Condition("from", (span.end.isoformat(),), negated)]
    return _between(span, negated)


def _between(span: dates.Span, negated: bool) -> list[Condition]:
    return [Condition("span", (f"{span.start.isoformat()} {span.end.isoformat()}",), negated)]


def _merged(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """Conditions on what a file has only one of become alternatives."""
    merged: list[Condition] = []
    for one in conditions:
        place = next(
            (at for at, other in enumerate(merged) if other.field == one.field and other.negated == one.negated), None
        )
        if place is None or one.field not in _SINGLE:
            merged.append(one)
        else:
            merged[place] = Condition(one.field, (*merged[place].values, *one.values), one.negated)
    return tuple(merged)
