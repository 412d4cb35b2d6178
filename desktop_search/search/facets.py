"""How many files answer a question, by kind, by folder and by date. Bounded: what is cut says so.

A file counts where it holds one of the words, or where a paragraph of it means what was asked. Each list is counted
as if nothing of its own were asked, so that choosing one kind still tells what there is of the others.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from sqlite_utils import Database

from desktop_search.search import dates, strength
from desktop_search.search import query as queries
from desktop_search.search.candidates import Meaning
from desktop_search.search.nearest import Nearest
from desktop_search.search.query import TYPES, Query
from desktop_search.search.word_index import WordIndex
from desktop_search.search.word_query import Lookup
from desktop_search.store import paragraphs, selection
from desktop_search.store.files import from_column
from desktop_search.store.selection import Condition

# The kinds that are counted, in the order in which they are told where counts are equal.
GROUPS = (
    *("note", "pdf", "mail", "document", "sheet", "slides", "web"),
    *("code", "book", "notebook", "subtitles", "archive"),
)
# Spans of time that are counted, as a query writes them.
SPANS = ("today", "past-7-days", "past-30-days", "past-12-months")
# So many files are counted; of more it is told that there are more.
MOST_FILES = 2000
_MOST_FOLDERS = 12
_BY_MEANING = 100

_TYPE, _FOLDER, _DATE = frozenset({"kind", "suffix"}), frozenset({"folder"}), frozenset({"before", "from", "span"})
_GROUP_OF = {one: group for group in reversed(GROUPS) for one in TYPES[group].split()}


class Row(NamedTuple):
    """What is counted of one file."""

    path: str
    folder: str
    reader: str
    day: str


@dataclass(frozen=True, slots=True)
class Counts:
    """(value, files) of each list, the most first; `files` of every kind; `cut`: there are more than were counted."""

    files: int = 0
    types: tuple[tuple[str, int], ...] = ()
    folders: tuple[tuple[str, int], ...] = ()
    dates: tuple[tuple[str, int], ...] = ()
    cut: bool = False


@dataclass(slots=True)
class _Asked:
    """One question with what it is asked of; the files that meet a set of conditions are found once."""

    db: Database
    words: WordIndex
    meaning: Meaning | None
    query: Query
    lookup: Lookup
    known: dict[tuple[Condition, ...], tuple[list[Row], bool]] = field(default_factory=dict)

    def files(self, without: frozenset[str]) -> tuple[list[Row], bool]:
        """The files that match whatever these fields say, and whether there are more than are counted."""
        conditions = tuple(one for one in self.query.conditions if one.negated or one.field not in without)
        if conditions not in self.known:
            ids = self._matching(selection.select(self.db, conditions))
            self.known[conditions] = _rows(self.db, ids[:MOST_FILES]), len(ids) > MOST_FILES
        return self.known[conditions]

    def _matching(self, allowed: list[int] | None) -> list[int]:
        if self.query.empty:
            return allowed if allowed is not None else _newest(self.db)
        among = None if allowed is None else frozenset(allowed)
        found = dict.fromkeys(file for file, _ in self.words.search_documents(self.lookup, MOST_FILES + 1, among))
        found |= dict.fromkeys(self._meant(among))
        return list(found)

    def _meant(self, among: frozenset[int] | None) -> Iterable[int]:
        """Files of the nearest paragraphs that would be called good by their meaning alone."""
        meaning, text = self.meaning, self.query.text
        if meaning is None or not meaning.knows(text) or self.lookup.exact:
            return ()
        vector = meaning.vector(text)
        background = meaning.index.background(vector)
        near = Nearest(self.words, self.lookup, meaning.index, vector, among).best(_BY_MEANING)
        good = [one for one, cosine in near if strength.rate(cosine, background, None) != "weak"]
        return paragraphs.files_of(self.db, good).values()


def count(
    db: Database, words: WordIndex, meaning: Meaning | None, text: str, go_on: Callable[[], None], today: date
) -> Counts:
    """Counts the files that answer `text`; `go_on` is called between the steps and may raise."""
    query = queries.parse(text, today)
    if query.plain_date and not selection.select(db, query.conditions):
        # Nothing is from then: the words were part of the question, as they are for the search.
        query = queries.parse(text)
    asked = _Asked(db, words, meaning, query, words.look_up(query))
    go_on()
    by_type, cut_types = asked.files(_TYPE)
    go_on()
    by_folder, cut_folders = asked.files(_FOLDER)
    go_on()
    by_date, cut_dates = asked.files(_DATE)
    return Counts(
        files=len(by_type),
        types=_most_first(Counter(group for row in by_type if (group := group_of(row.path, row.reader))), GROUPS),
        folders=_folders(by_folder)[:_MOST_FOLDERS],
        dates=_spans(by_date, today),
        cut=cut_types or cut_folders or cut_dates,
    )


def group_of(path: str, reader: str) -> str:
    """The kind of a file, as `type:` names it; "" for one that has none. `reader` may carry its version."""
    suffix = os.path.splitext(path)[1].lower()
    return _GROUP_OF.get(suffix) or _GROUP_OF.get(reader.partition(" ")[0], "")


def _newest(db: Database) -> list[int]:
    asked = "SELECT id FROM files WHERE state = 'indexed' ORDER BY mtime_ns DESC LIMIT ?"
    return [row[0] for row in db.execute(asked, [MOST_FILES + 1])]


def _rows(db: Database, ids: Sequence[int]) -> list[Row]:
    found = db.execute(
        f"SELECT path, folder, reader, {selection.DAY} FROM files"
        " WHERE id IN (SELECT value FROM json_each(?)) AND state = 'indexed'",
        [json.dumps(list(ids))],
    )
    return [Row(from_column(path), from_column(folder), reader, day or "") for path, folder, reader, day in found]


def _folders(rows: Sequence[Row]) -> tuple[tuple[str, int], ...]:
    """The watched folders, where there are several, and the folders in them."""
    counted: Counter[str] = Counter()
    several = len({row.folder for row in rows}) > 1
    for row in rows:
        name = os.path.basename(row.folder) or row.folder
        inner = os.path.relpath(os.path.dirname(row.path), row.folder).split(os.sep)[0]
        if several:
            counted[name] += 1
        if inner not in (os.curdir, os.pardir):
            counted[f"{name}/{inner}"] += 1
    return _most_first(counted, ())


def _spans(rows: Sequence[Row], today: date) -> tuple[tuple[str, int], ...]:
    counted = []
    for value in SPANS:
        span = dates.parse(value, today) or dates.Span(today, today + timedelta(days=1))
        start, end = span.start.isoformat(), span.end.isoformat()
        counted.append((value, sum(1 for row in rows if start <= row.day < end)))
    return tuple(counted)


def _most_first(counted: Counter[str], order: Sequence[str]) -> tuple[tuple[str, int], ...]:
    place = {value: at for at, value in enumerate(order)}
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], place.get(one[0], 0), one[0])))
