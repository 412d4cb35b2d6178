"""Which words of a document answer the query, and where in the whole file: from the index, for the reading pane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from sqlite_utils import Database

from desktop_search.paths import Paths
from desktop_search.records import Piece, Place
from desktop_search.search import query as queries
from desktop_search.search import strength
from desktop_search.search.highlight import Marker
from desktop_search.search.word_index import WordIndex
from desktop_search.search.word_query import Lookup
from desktop_search.store import database, files, paragraphs

# A paragraph counts as a place where it says at least this share of what the one that says most does.
_SHARE = 0.75
# Of a long file only so many paragraphs around the hit are looked at.
_MOST_LOOKED_AT = 3_000
_MOST_PLACES = 500
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, ready to be looked for in texts."""

    lookup: Lookup
    marker: Marker


class ReadingMarks:
    """Stays on one thread. Opens the index with the first question; `rest` lets go of it."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._db: Database | None = None
        self._words: WordIndex | None = None

    def ask(self, query: str) -> Asked | None:
        """Reads a query as the search does; None where it has no words. Raises StoreError where there is no index."""
        read = queries.parse(query, date.today())
        if not query.strip() or read.empty:
            return None
        with database.store_errors():
            _, words = self._open()
            words.refresh()
            lookup = words.look_up(read)
            return None if lookup.empty else Asked(lookup, Marker(lookup, read, words.languages))

    def places(self, path: str, around: int, asked: Asked | None) -> tuple[Place, ...]:
        """The file's paragraphs that answer, in order: those that say most of the query's words."""
        if asked is None:
            return ()
        with database.store_errors():
            db, _ = self._open()
            known = files.find(db, path)
            every = paragraphs.of_file(db, known.id) if known is not None else []
        if len(every) > _MOST_LOOKED_AT:
            nearest = min(range(len(every)), key=lambda number: abs(every[number].start - around))
            every = every[max(0, nearest - _MOST_LOOKED_AT // 2) : nearest + _MOST_LOOKED_AT // 2]
        said = []
        for one in every:
            _, met = asked.marker.mark(one.text)
            said.append(strength.word_share(asked.lookup, met) or 0.0 if met else 0.0)
        least = _SHARE * max(said, default=0.0)
        found = (
            Place(one.start, one.end, one.page, one.text[:_LONGEST])
            for one, share in zip(every, said, strict=True)
            if share >= least > 0
        )
        return tuple(islice(found, _MOST_PLACES))

    def rest(self) -> None:
        """Closes the index: an open word index wakes the processor twice a second."""
        if self._words is not None:
            self._words.close()
        if self._db is not None:
            self._db.close()
        self._db = self._words = None

    def _open(self) -> tuple[Database, WordIndex]:
        if self._db is None or self._words is None:
            self.rest()
            self._db = database.open_reader(self._paths.database)
            self._words = WordIndex(self._paths.word_index, database.store_id(self._db), writable=False)
        return self._db, self._words


def marked(pieces: Sequence[Piece], asked: Asked | None) -> tuple[Piece, ...]:
    """The pieces with the query's words marked."""
    if asked is None:
        return tuple(pieces)
    return tuple(replace(piece, marks=asked.marker.mark(piece.text)[0]) for piece in pieces)
