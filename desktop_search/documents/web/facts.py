"""What an HTML page says about itself: its title, author, date and language, from meta elements and JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_search.documents.building.facts import one_line

_TITLES = ("og:title", "dc.title", "dcterms.title", "citation_title", "twitter:title")
_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author", "byl", "parsely-author")
_DATES = (
    "article:published_time",
    "datepublished",
    "dc.date",
    "dcterms.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "citation_publication_date",
    "citation_date",
    "parsely-pub-date",
    "pubdate",
    "publish-date",
    "date",
)
_LANGUAGES = ("content-language", "dc.language", "dcterms.language", "og:locale")
_NAMES = frozenset((*_TITLES, *_AUTHORS, *_DATES, *_LANGUAGES))
_SEPARATORS = "-\u2013\u2014|\u00b7\u2022\u00bb\u00ab/<>"
_MAX_JSON = 300_000
_MAX_NODES = 2_000
_MAX_AUTHORS = 10


@dataclass(frozen=True, slots=True)
class HtmlFacts:
    """Each is empty where the page does not say it; the date stands as the page gives it."""

    title: str = ""
    author: str = ""
    date: str = ""
    language: str = ""


class FactsCollector:
    """Takes what the parser meets, in any order; `finish` weighs it."""

    def __init__(self) -> None:
        self.title = ""
        self.language = ""
        self.time = ""
        self._meta: dict[str, list[str]] = {}
        self._json: list[str] = []

    def meta(self, attributes: Mapping[str, str]) -> None:
        """A meta element, or another one with an itemprop."""
        content = one_line(attributes.get("content") or attributes.get("datetime") or "")
        for key in ("name", "property", "itemprop", "http-equiv"):
            name = attributes.get(key, "").strip().lower()
            if content and name in _NAMES:
                values = self._meta.setdefault(name, [])
                if len(values) < _MAX_AUTHORS and content not in values:
                    values.append(content)

    def json_ld(self, text: str) -> None:
        """The text of a script of type application/ld+json."""
        if len(text) <= _MAX_JSON and len(self._json) < 20:
            self._json.append(text)

    def finish(self, heading: str = "") -> HtmlFacts:
        """What is known; `heading` is the first of the main text.

        The name of the site is cut off the title where the page says its own title elsewhere.
        """
        linked = _from_json(self._json)
        title = one_line(self.title)
        own = [*self._first(_TITLES), linked.title, one_line(heading)]
        for name in own:
            if len(name) > 3 and title.startswith(name) and title[len(name) :].lstrip()[:1] in tuple(_SEPARATORS):
                title = name
                break
        authors = [name for name in self._first(_AUTHORS) if "://" not in name]
        return HtmlFacts(
            title or next(filter(None, own), ""),
            ", ".join(authors) or linked.author,
            next(iter(self._first(_DATES)), "") or linked.date or self.time,
            self.language or linked.language or next(iter(self._first(_LANGUAGES)), "").replace("_", "-"),
        )

    def _first(self, names: tuple[str, ...]) -> list[str]:
        """The values under the first of these names that has any."""
        return next((self._meta[name] for name in names if name in self._meta), [])


def _from_json(texts: list[str]) -> HtmlFacts:
    """The facts of the first article in JSON-LD; walked level by level, as far as _MAX_NODES."""
    queue: list[Any] = []
    for text in texts:
        try:
            queue.append(json.loads(text))
        except (ValueError, RecursionError):
            continue
    for node in queue:
        if len(queue) > _MAX_NODES:
            break
        if isinstance(node, list):
            queue += node[:100]
        elif isinstance(node, dict):
            if isinstance(node.get("datePublished"), str) and ("headline" in node or "author" in node):
                return HtmlFacts(
                    _name(node.get("headline")),
                    ", ".join(_authors(node.get("author"))),
                    one_line(node["datePublished"]),
                    _name(node.get("inLanguage")),
                )
            queue += [node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node]
    return HtmlFacts()


def _authors(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [name for name in map(_name, values[:_MAX_AUTHORS]) if name and "://" not in name]


def _name(value: Any) -> str:
    """A plain text, or the name of a thing."""
    if isinstance(value, dict):
        value = value.get("name")
    return one_line(value) if isinstance(value, str) else ""
