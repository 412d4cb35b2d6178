"""All that is known of the paragraphs that may answer a question: both signals asked, each about what the other found.

words -> best paragraphs, best documents (with their best paragraphs)      meaning -> nearest paragraphs (nearest.py)
  -> what one signal brought is scored by the other, too -> fused -> once more, with what the best of them say
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from desktop_search.embedding.encoder import Encoder
from desktop_search.search import fusion, helpers
from desktop_search.search.fusion import Candidate, Columns, Scored
from desktop_search.search.telling import Telling, find_telling, lacking
from desktop_search.search.text_index import Found
from desktop_search.search.word_index import WordIndex
from desktop_search.search.word_query import Lookup
from desktop_search.store import paragraphs as stored_paragraphs

Vector = NDArray[np.float32]

# The question is moved towards the passages that answer it best so far (Rocchio, 1971), by this much.
_FEEDBACK = 0.4
_FEEDBACK_FILES = 3
_REMEMBERED = 64
# Of the candidates, one in so many may be there for a word alone that tells most.
_SHARE_HELD = 4
# Paragraphs asked for in each document that was found as a whole.
_IN_DOCUMENT = 3


class VectorSearch(Protocol):
    """What is asked of the vector index (search/vector_index.py)."""

    def search(
        self,
        query: Vector,
        limit: int,
        files: Collection[int] | None = None,
        without: Collection[int] = (),
    ) -> list[tuple[int, float]]: ...

    def vectors(self, paragraphs: Sequence[int]) -> tuple[list[int], Vector]: ...

    def background(self, query: Vector) -> float: ...


@dataclass(frozen=True, slots=True)
class Meaning:
    """The two things that meaning search needs; they exist together or not at all."""

    encoder: Encoder
    index: VectorSearch
    asked: dict[str, Vector] = field(default_factory=dict, repr=False, compare=False)
    coming: dict[str, Future[Vector]] = field(default_factory=dict, repr=False, compare=False)

    def knows(self, text: str) -> bool:
        """Was this question encoded a moment ago?"""
        return text in self.asked

    def begin(self, text: str) -> None:
        """Has a question encoded on another thread, for which `vector` waits; unless the model is still at work on the
        one that was begun before."""
        if text in self.asked or not all(one.cancel() or one.done() for one in self.coming.values()):
            return
        self.coming.clear()
        self.coming[text] = helpers.begin(lambda: self._encode(text))

    def vector(self, text: str) -> Vector:
        """A question as float32[d]; one that was asked a moment ago is not encoded again. Raises ModelError."""
        coming = self.coming.pop(text, None)
        if coming is not None and not coming.cancelled():
            return coming.result()
        known = self.asked.get(text)
        return self._encode(text) if known is None else known

    def _encode(self, text: str) -> Vector:
        vector = self.encoder.encode_query(text)
        if len(self.asked) >= _REMEMBERED:
            self.asked.clear()
        self.asked[text] = vector
        return vector


@dataclass(frozen=True, slots=True)
class Ranking:
    """The candidates in order. `weight` is that of meaning, `background` what a cosine is in this index by chance.

    `telling` is the word that leads the question, if there is one, and `lacking` are the files without it.
    """

    scored: tuple[Scored, ...] = ()
    background: float = 0.0
    weight: float = 0.0
    telling: Telling | None = None
    lacking: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ByWords:
    """What words alone found: paragraphs by id, and by file the BM25 of their documents, 0 for those that do not match.

    Documents are asked about once all candidates are there, and remembered, so that nothing is asked twice. `whole`
    tells that no other paragraph matches.
    """

    paragraphs: dict[int, Found]
    documents: dict[int, float]
    whole: bool
    telling: Telling | None = None

    def columns(self) -> Columns:
        """The paragraphs, each with the score of its document; nothing is known of their meaning."""
        ids, scores, files = zip(*self.paragraphs.values(), strict=True)
        documents = [self.documents[file] for file in files]
        return Columns(np.array(ids), np.array(files), np.array(scores), np.array(documents), np.full(len(ids), np.nan))


@dataclass(frozen=True, slots=True)
class ByMeaning:
    """The paragraphs that meaning found, best first, and what words say of those of which the word index knows."""

    paragraphs: Sequence[int]
    said: dict[int, Found]


def by_words(words: WordIndex, lookup: Lookup, depth: int, allowed: Collection[int] | None) -> ByWords:
    """The best paragraphs by words, those of the best documents among them, and those with a word that tells most."""
    best = words.search(lookup, depth, allowed)
    found = {one.key: one for one in best}
    documents = dict(words.search_documents(lookup, depth, allowed))
    # No more of them than bring as many paragraphs once more.
    if unseen := set(islice(documents, depth // _IN_DOCUMENT)) - {one.file for one in best}:
        found |= {one.key: one for one in words.search(lookup, _IN_DOCUMENT * len(unseen), unseen)}
    if (telling := find_telling(words, lookup, depth, allowed)) is not None:
        # Several common words may have outweighed it.
        found |= {one.key: one for one in telling.best_of_files(depth // _SHARE_HELD)}
    return ByWords(found, documents, len(best) < depth, telling)


def by_meaning(
    words: WordIndex, lookup: Lookup, near: Sequence[tuple[int, float]], known: Collection[int]
) -> ByMeaning:
    """The nearest paragraphs, from (paragraph, cosine), and what words say of those that they did not find anyway."""
    paragraphs = [one for one, _ in near]
    return ByMeaning(paragraphs, words.scored(lookup, [one for one in paragraphs if one not in known]))


def _add_documents(words: WordIndex, lookup: Lookup, found: ByWords) -> None:
    """Finds the scores of those documents of the paragraphs that are not known yet."""
    if unseen := {one.file for one in found.paragraphs.values()} - found.documents.keys():
        scores = words.scored_documents(lookup, unseen)
        found.documents.update((file, scores.get(file, 0.0)) for file in unseen)


def rank_words(words: WordIndex, lookup: Lookup, found: ByWords) -> Ranking:
    """The ranking by words alone."""
    _add_documents(words, lookup, found)
    return Ranking(tuple(fusion.ranked(found.columns(), 0.0, 0.0))) if found.paragraphs else Ranking()


def rank_newest(db: Database, allowed: Collection[int], limit: int) -> Ranking:
    """The files that meet the conditions of a query without words, the one that was changed last first."""
    newest = stored_paragraphs.first_of_newest(db, list(allowed), limit)
    return Ranking(tuple(Scored(Candidate(paragraph, file), 1.0) for paragraph, file in newest))


def rank_meaning(db: Database, found: Sequence[tuple[int, float]], background: float) -> Ranking:
    """The ranking by meaning alone, from (paragraph, cosine)."""
    file_of = stored_paragraphs.files_of(db, [one for one, _ in found])
    candidates = [Candidate(one, file_of[one], meaning=cosine) for one, cosine in found if one in file_of]
    return Ranking(tuple(fusion.fuse(candidates, background, 1.0)), background, 1.0)


def rank_both(
    db: Database,
    words: WordIndex,
    lookup: Lookup,
    found: ByWords,
    near: ByMeaning,
    meaning: Meaning,
    vector: Vector,
) -> Ranking:
    """The ranking by both signals, each candidate scored by both."""
    found = replace(found, paragraphs=near.said | found.paragraphs)
    # Those of which the word index tells nothing.
    rest = stored_paragraphs.files_of(db, [one for one in near.paragraphs if one not in found.paragraphs])
    found.paragraphs.update((one, Found(one, 0.0, file)) for one, file in rest.items())
    _add_documents(words, lookup, found)
    if not found.paragraphs:
        return Ranking()
    own = found.columns()
    known, rows = meaning.index.vectors(list(found.paragraphs))
    place_of = dict(zip(found.paragraphs, range(len(found.paragraphs)), strict=True))
    places = np.array([place_of[one] for one in known], np.intp)
    own.meanings[places] = np.vecdot(rows, vector)
    lacks = lacking(words, found.telling, own.files)
    weight = fusion.MEANING_WEIGHT if lookup.guesses else fusion.weight_of(own)
    background = meaning.index.background(vector)
    scored = fusion.scores(own, background, weight, lacks)
    order = fusion.best_first(own, scored)
    moved = _moved(vector, own, scored, order, rows, places)
    if moved is not None:
        second = own._replace(meanings=own.meanings.copy())
        second.meanings[places] = np.vecdot(rows, moved)
        scored = fusion.scores(second, meaning.index.background(moved), weight, lacks)
        order = fusion.best_first(second, scored)
    # What is shown of a hit is its nearness to what was asked, not to what the question was moved to.
    ranked = tuple(fusion.in_order(own, scored, order))
    return Ranking(ranked, background, weight, found.telling, frozenset(own.files[lacks > 0].tolist()))


def _moved(
    vector: Vector,
    found: Columns,
    scored: NDArray[np.float64],
    order: NDArray[np.intp],
    rows: Vector,
    places: NDArray[np.intp],
) -> Vector | None:
    """The question moved towards the best paragraph of each of the best files; None where there is none.

    `order` are the places of the candidates, best first; `rows` the vectors of those at `places`.
    """
    row_of = dict(zip(places.tolist(), range(len(rows)), strict=True))
    best: dict[int, int] = {}
    for place in order.tolist():
        if place in row_of:
            best.setdefault(int(found.files[place]), place)
        if len(best) == _FEEDBACK_FILES:
            break
    if not best:
        return None
    centre = sum(float(scored[place]) * rows[row_of[place]] for place in best.values())
    length = float(np.linalg.norm(centre))
    if length < 1e-6:
        return None
    moved = vector + _FEEDBACK * centre / length
    return (moved / max(float(np.linalg.norm(moved)), 1e-12)).astype(np.float32)
