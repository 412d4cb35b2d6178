"""A query into hits: words and meaning are asked, fused, grouped by file, and dressed for the row.

One Searcher serves one thread: it reads SQLite through that thread's own connection. `meaning` is set once the
model is ready; until then words answer alone. What words found is remembered for a moment: the same question is asked
by words first, then by both.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sqlite_utils import Database

from desktop_search.errors import DocumentError
from desktop_search.records import Hit, Mode, SearchResult
from desktop_search.search import candidates, similar
from desktop_search.search import query as queries
from desktop_search.search.answer import answers
from desktop_search.search.candidates import ByWords, Meaning, Ranking, Vector
from desktop_search.search.helpers import Beside
from desktop_search.search.hits import Asked, Dresser
from desktop_search.search.nearest import Nearest
from desktop_search.search.query import Query
from desktop_search.search.remembered import Remembered
from desktop_search.search.word_index import WordIndex
from desktop_search.search.word_query import Lookup
from desktop_search.store import files, paragraphs, selection, vectors

# More candidates than rows: several paragraphs of one file share a row, and either side may know a hit alone.
_CANDIDATES_PER_HIT = 2
_FEWEST_CANDIDATES = 40
# Where so many do not fill the rows, so many times as many are looked at.
_DEEPER = 5
# Of what is like something there is no second look; in one file every paragraph counts.
_LIKE_PER_HIT = 3
_FEWEST_LIKE = 60


class Overtaken(Exception):
    """A query was given up for a newer one."""


def never() -> bool:
    """Nothing overtakes this query."""
    return False


class Searcher:
    """Answers questions from one store with its derived indexes."""

    def __init__(self, db: Database, words: WordIndex) -> None:
        self._db = db
        self._words = words
        self.meaning: Meaning | None = None
        self._selected: Remembered[frozenset[int]] = Remembered()
        self._lookups: Remembered[Lookup] = Remembered()
        self._by_words: Remembered[ByWords] = Remembered()
        self._dressers: Remembered[Dresser] = Remembered(1)
        self._sentences: dict[str, Vector] = {}

    def search(
        self,
        text: str,
        limit: int = 10,
        mode: Mode = "auto",
        folder: str | None = None,
        overtaken: Callable[[], bool] = never,
    ) -> SearchResult:
        """The best paragraph of each of the `limit` best files. Any text is valid; "" finds nothing.

        Raises Overtaken as soon as `overtaken`, asked between its steps, says so.
        """
        started = time.perf_counter()
        query, allowed = self._read(text, folder)

        def look(depth: int) -> tuple[Ranking, tuple[Hit, ...]]:
            lookup, ranking = self._rank(query, mode, depth, allowed, overtaken)
            go_on(overtaken)
            return ranking, self._dresser(query, lookup).dress(ranking, limit)

        depth = max(_FEWEST_CANDIDATES, limit * _CANDIDATES_PER_HIT)
        ranking, hits = look(depth)
        if len(hits) < limit and len(ranking.scored) >= depth and self._has_others(ranking, allowed):
            # Most of them share their files, or their text.
            _, hits = look(_DEEPER * depth)
        return self._result(text, mode, hits, started)

    def begin(self, text: str, folder: str | None = None) -> None:
        """Has a question encoded that is going to be asked by words first, then by meaning too."""
        query, _ = self._read(text, folder)
        if self.meaning is not None and not query.empty:
            self.meaning.begin(query.text)

    def with_answers(self, result: SearchResult, overtaken: Callable[[], bool] = never) -> SearchResult:
        """The same result, its first hits with the sentence that answers best; takes as long as encoding them does.

        Raises Overtaken as `search` does.
        """
        query = queries.parse(result.query, date.today())
        meaning = self.meaning
        if meaning is None or query.empty or not any(hit.meaning is not None for hit in result.hits):
            return result
        marked = list(result.hits)
        for place, answer in answers(result.hits, meaning.vector(query.text), meaning.encoder, self._sentences):
            marked[place] = replace(marked[place], answer=answer)
            go_on(overtaken)
        return replace(result, hits=tuple(marked))

    def similar(
        self, path: str, line: int | None, limit: int = 10, folder: str | None = None, start: int | None = None
    ) -> SearchResult:
        """The paragraphs nearest in meaning to one paragraph, or to a whole file; itself and its copies left out.

        The paragraph is the one at the character `start` of the document, or else the one at `line`.
        Raises DocumentError where the file is not in the index or has no vectors yet.
        """
        started = time.perf_counter()
        own = similar.find_place(self._db, path, line, start)
        if self.meaning is None:
            raise DocumentError(f"Meaning search is not ready for {path} yet.")
        _, allowed = self._read("", folder)
        ranking = similar.rank_similar(self._db, self.meaning.index, own, _depth_of_like(limit), allowed)
        if not ranking.scored and vectors.any_waits(self._db, [one.id for one in own]):
            raise DocumentError(f"Meaning search is not ready for {path} yet.")
        label = path if line is None else f"{path}:{line}"
        return self._by_likeness(label, ranking, limit, started)

    def like(self, text: str, limit: int = 10, folder: str | None = None) -> SearchResult:
        """The paragraphs nearest in meaning to a text from elsewhere, which is taken as it is, not as a query.

        Raises DocumentError where meaning search is not ready, ModelError.
        """
        started = time.perf_counter()
        if self.meaning is None:
            raise DocumentError("Meaning search is not ready yet.")
        _, allowed = self._read("", folder)
        vector = self.meaning.encoder.encode_passages([text])[0]
        ranking = similar.rank_near(self._db, self.meaning.index, vector, _depth_of_like(limit), allowed)
        return self._by_likeness(text, ranking, limit, started)

    def within(
        self,
        path: str,
        text: str,
        place: tuple[str, int | None, int | None] | None,
        least: int,
        limit: int,
        overtaken: Callable[[], bool] = never,
    ) -> tuple[Hit, ...]:
        """The paragraphs of one file that answer `text`, or that are like a place (path, line, start).

        See Dresser.dress_within. Raises DocumentError where the file is not in the index, Overtaken as `search` does.
        """
        own = frozenset([similar.find_place(self._db, path, None, None)[0].file])
        query, lookup = queries.parse(text if place is None else ""), Lookup()
        if place is None:
            lookup, ranking = self._rank(query, "auto", _FEWEST_LIKE, own, overtaken)
        elif self.meaning is not None:
            near = similar.find_place(self._db, *place)
            ranking = similar.rank_similar(self._db, self.meaning.index, near, _FEWEST_LIKE, own)
        else:
            ranking = Ranking()
        return Dresser(self._db, Asked(query, lookup, self._words.languages)).dress_within(ranking, least, limit)

    def _dresser(self, query: Query, lookup: Lookup) -> Dresser:
        """The one that dressed what words found of the same question, a moment ago."""
        key = (query, self._words.generation, paragraphs.version(self._db))
        return self._dressers.get(key, lambda: Dresser(self._db, Asked(query, lookup, self._words.languages)))

    def _read(self, text: str, folder: str | None) -> tuple[Query, frozenset[int] | None]:
        """The query, and the ids of the files that it is limited to; None for all."""
        query = queries.parse(text, date.today())
        allowed = self._select(query, folder)
        if query.plain_date and not allowed:
            # Nothing is from "last year": the words were part of the question.
            query = queries.parse(text)
            allowed = self._select(query, folder)
        return query, allowed

    def _select(self, query: Query, folder: str | None) -> frozenset[int] | None:
        inside = () if folder is None else (selection.Condition("folder", (os.path.abspath(folder),)),)
        conditions = (*query.conditions, *inside)
        if not conditions:
            return None
        return self._selected.get(
            (conditions, paragraphs.version(self._db)), lambda: frozenset(selection.select(self._db, conditions) or ())
        )

    def _rank(
        self,
        query: Query,
        mode: Mode,
        depth: int,
        allowed: frozenset[int] | None,
        overtaken: Callable[[], bool],
    ) -> tuple[Lookup, Ranking]:
        meaning = self.meaning
        if query.empty:
            newest = candidates.rank_newest(self._db, allowed, depth) if query.conditions and allowed else Ranking()
            return Lookup(), newest
        if mode == "words" or (mode == "auto" and meaning is None):
            lookup = self._look_up(query)
            found = self._find_words(query, lookup, depth, allowed)
            return lookup, candidates.rank_words(self._words, lookup, found)
        if meaning is None:
            return self._look_up(query), Ranking()
        if mode == "meaning":
            lookup, vector = self._look_up(query), meaning.vector(query.text)
            near = Nearest(self._words, lookup, meaning.index, vector, allowed).best(depth, all_of_them=True)
            return lookup, candidates.rank_meaning(self._db, near, meaning.index.background(vector))
        return self._rank_both(query, meaning, depth, allowed, overtaken)

    def _rank_both(
        self,
        query: Query,
        meaning: Meaning,
        depth: int,
        allowed: frozenset[int] | None,
        overtaken: Callable[[], bool],
    ) -> tuple[Lookup, Ranking]:
        """Words are looked up on another thread, while the question is encoded and its neighbours are found."""
        with (
            Beside(lambda: self._look_up(query)) as looked_up,
            Beside(lambda: self._find_words(query, looked_up.result(), depth, allowed)) as words,
        ):
            vector = meaning.vector(query.text)
            go_on(overtaken)
            found_near = None if query.phrases else meaning.index.search(vector, depth, allowed)
            go_on(overtaken)
            lookup = looked_up.result()
            asked = Nearest(self._words, lookup, meaning.index, vector, allowed)
            if found_near is not None:
                near = asked.left_of(found_near, depth)
            else:
                rare = lookup.exact and not self._words.has_common_phrases(lookup)
                # All paragraphs that hold a phrase may be known: no other may come.
                near = [] if rare and words.result().whole else asked.best(depth)
            go_on(overtaken)
            known = words.result().paragraphs if words.done else ()
            brought = candidates.by_meaning(self._words, lookup, near, known)
            found = words.result()
        go_on(overtaken)
        return lookup, candidates.rank_both(self._db, self._words, lookup, found, brought, meaning, vector)

    def _has_others(self, ranking: Ranking, allowed: frozenset[int] | None) -> bool:
        """Are there files of which no paragraph is a candidate?"""
        known = len({one.candidate.file for one in ranking.scored})
        return known < (files.count_indexed(self._db, known + 1) if allowed is None else len(allowed))

    def _look_up(self, query: Query) -> Lookup:
        return self._lookups.get((query, self._words.generation), lambda: self._words.look_up(query))

    def _find_words(self, query: Query, lookup: Lookup, depth: int, allowed: frozenset[int] | None) -> ByWords:
        return self._by_words.get(
            (query, depth, allowed, self._words.generation),
            lambda: candidates.by_words(self._words, lookup, depth, allowed),
        )

    def _by_likeness(self, label: str, ranking: Ranking, limit: int, started: float) -> SearchResult:
        """Nothing was asked in words, so that none are marked."""
        asked = Asked(Query(""), Lookup(), self._words.languages)
        return self._result(label, "meaning", Dresser(self._db, asked).dress(ranking, limit), started)

    def _result(self, text: str, mode: Mode, found: tuple[Hit, ...], started: float) -> SearchResult:
        return SearchResult(
            query=text,
            mode=mode,
            hits=found,
            took_ms=round((time.perf_counter() - started) * 1000, 3),
            meaning_ready=self.meaning is not None,
            paragraphs=paragraphs.count(self._db),
        )


def _depth_of_like(limit: int) -> int:
    return max(_FEWEST_LIKE, limit * _LIKE_PER_HIT)


def go_on(overtaken: Callable[[], bool]) -> None:
    """Raises Overtaken where a newer query waits."""
    if overtaken():
        raise Overtaken
