"""The block between two `---` lines at the top of a Markdown file: title, author, date, language, tags."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import yaml

MAX_CHARACTERS = 64 * 1024
_OPEN = re.compile(r"---[ \t]*(?>\r\n?|\n)")
_CLOSE = re.compile(r"(?:(?<=\r)|(?<=\n))(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)")
_LINE_END = re.compile(r"\r\n?|\n")
_FIELD = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+(.*))?\Z")
_INSIDE = re.compile(r"\s|#|-|\Z")  # how a line begins that belongs to the field above it, or says nothing
_ALIAS = re.compile(r"(?:^|[\s\[{,])\*[^\s*]")
_DEEP = re.compile(r"(?:[-?:][ \t]+){20}")
_MAX_BRACKETS = 500
_MAX_VALUE = 500
_MAX_TAGS = 100
# What is read above, and what programs write for themselves.
_KNOWN = frozenset("title author authors date created updated lang language tags keywords".split())
_GENERATED = frozenset(
    "id uid uuid guid modified lastmod last_modified timestamp layout template permalink slug url canonical draft"
    " publish published toc weight order nav_order sidebar sidebar_position sidebar_label cssclass cssclasses output"
    " format jupyter kernelspec bibliography csl documentclass geometry fontsize header-includes nav_exclude hide_title"
    " type config stub parent children fname vault contenthash links anchors schemastub iscopy pagetitle".split()
)
_MOST_VALUES = 200


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the front matter says; `inner` is its text without the two lines, as [start, end) in characters.

    `says_more` tells that it has words in other fields, which a person may search for: a description, an alias.
    """

    title: str = ""
    author: str = ""
    date: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    inner: tuple[int, int] | None = None
    says_more: bool = False


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # which of them is known when it runs
    """Safe YAML that leaves dates as they are written."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:timestamp"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def front_matter(text: str) -> tuple[FrontMatter, int]:
    """The front matter of `text`, and the offset at which the body starts: 0 where there is none.

    Broken YAML is read line by line instead; it never raises.
    """
    opened = _OPEN.match(text)
    closed = _CLOSE.search(text, opened.end(), MAX_CHARACTERS) if opened else None
    if not opened or not closed:
        return FrontMatter(), 0
    inner = (opened.end(), closed.start())
    fields = _fields(text[inner[0] : inner[1]])
    if fields is None:
        return FrontMatter(), 0
    found = FrontMatter(
        title=_first(fields, "title"),
        author=", ".join(_list(fields, "author") or _list(fields, "authors")),
        date=_date(fields),
        language=_first(fields, "lang", "language"),
        tags=_list(fields, "tags", ",;") or _list(fields, "keywords", ",;"),
        inner=inner,
        says_more=_says_more(fields),
    )
    return found, closed.end()


def _fields(source: str) -> dict[str, Any] | None:
    """Values by lower-case name; None where this is prose between two rules rather than front matter."""
    try:
        loaded = yaml.load(source, Loader=_Loader) if _is_harmless(source) else source
    except (yaml.YAMLError, ValueError, RecursionError):
        loaded = source
    if loaded is None:
        return {}
    if isinstance(loaded, str):
        return _by_line(source)
    if not isinstance(loaded, dict):
        return None
    return {str(name).lower(): value for name, value in loaded.items()}


def _is_harmless(source: str) -> bool:
    """A few bytes of aliases can expand to gigabytes, and the C parser overflows the stack on deep nesting."""
    nesting = source.count("[") + source.count("{")
    return nesting < _MAX_BRACKETS and not _ALIAS.search(source) and not _DEEP.search(source)


def _by_line(source: str) -> dict[str, Any] | None:
    """The simple fields of YAML that does not parse; None where other text stands between them."""
    fields: dict[str, Any] = {}
    for line in _LINE_END.split(source):
        if found := _FIELD.match(line):
            fields[found[1].lower()] = (found[2] or "").strip().strip("'\"")
        elif not _INSIDE.match(line):
            return None
    return fields or None


def _says_more(fields: dict[str, Any]) -> bool:
    """Has a field that is not read here, and that no program writes for itself, a word in it?"""
    known = _KNOWN | _GENERATED
    other = [value for name, value in fields.items() if name not in known and not name.endswith("id")]
    if fields.get("tags") and fields.get("keywords"):
        other.append(fields["keywords"])
    title = fields.get("title")
    looked_at = 0
    while other and looked_at < _MOST_VALUES:
        value = other.pop()
        looked_at += 1
        if isinstance(value, str) and value != title and any(letter.isalpha() for letter in value[:_MAX_VALUE]):
            return True
        if isinstance(value, list):
            other += value[:_MAX_TAGS]
        elif isinstance(value, dict):
            other += list(value.values())[:_MAX_TAGS]
    return False


def _plain(value: object) -> str:
    """A value as one line; empty for what is no text and no number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(str(value).split())[:_MAX_VALUE]


def _first(fields: dict[str, Any], *names: str) -> str:
    return next((value for name in names if (value := _plain(fields.get(name)))), "")


def _list(fields: dict[str, Any], name: str, separators: str = "") -> tuple[str, ...]:
    """The entries of a list, of which each may be a mapping with a name; or of one text, divided at `separators`."""
    value = fields.get(name)
    if isinstance(value, str) and separators:
        value = re.split(rf"[{separators}]|\s(?=#)", value)
    entries = value if isinstance(value, list) else [value]
    plain = (_plain(entry.get("name") if isinstance(entry, dict) else entry) for entry in entries[:_MAX_TAGS])
    return tuple(entry for entry in plain if entry)


def _date(fields: dict[str, Any]) -> str:
    """The date as it is written; some programs write seconds or milliseconds since 1970, which become a date."""
    value = _first(fields, "date", "created", "updated")
    if value.isascii() and value.isdigit() and len(value) in (10, 13):
        return datetime.fromtimestamp(int(value[:10]), UTC).date().isoformat()
    return value
