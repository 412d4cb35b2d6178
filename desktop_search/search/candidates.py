"""All that is known of the paragraphs that may answer a question: both signals asked, each about what the other found.

words -> best paragraphs, best documents (with their best paragraphs)      meaning -> nearest paragraphs (nearest.py)
  -> what one signal brought is scored by the other, too -> fused -> once more, with what the best of them say
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from desktop_search.embedding.encoder import Encoder
from desktop_search.search import fusion
from desktop_search.search.fusion import Candidate, Columns, Scored
from desktop_search.search.text_index import Found
from desktop_search.search.word_index import WordIndex
from desktop_search.search.word_query import Lookup
from desktop_search.store import paragraphs as stored_paragraphs

Vector = NDArray[np.float32]

# The question is moved towards the passages that answer it best so far (Rocchio, 1971), by this much.
_FEEDBACK = 0.4
_FEEDBACK_FILES = 3
_REMEMBERED = 64
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

    def knows(self, text: str) -> bool:
        """Was this question encoded a moment ago?"""
        return text in self.asked

    def vector(self, text: str) -> Vector:
        """A question as float32[d]; one that was asked a moment ago is not encoded again. Raises ModelError."""
        known = self.asked.get(text)
        if known is None:
            if len(self.asked) >= _REMEMBERED:
                self.asked.clear()
            known = self.asked[text] = self.encoder.encode_query(text)
        return known


@dataclass(frozen=True, slots=True)
class Ranking:
    """The candidates in order. `weight` is that of meaning, `background` what a cosine is in this index by chance."""

    scored: tuple[Scored, ...] = ()
    background: float = 0.0
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class ByWords:
    """What words alone found: paragraphs by id, and the BM25 of documents by file.

    It grows by what is asked about candidates that meaning has brought, so that nothing is asked twice. `whole` tells
    that no other paragraph matches.
    """

    paragraphs: dict[int, Found]
    documents: dict[int, float]
    whole: bool

    def candidates(self) -> list[Candidate]:
        """The paragraphs, each with the score of its document as far as that is known."""
        known = self.documents
        return [Candidate(one.key, one.file, one.score, known.get(one.file, 0.0)) for one in self.paragraphs.values()]


def by_words(words: WordIndex, lookup: Lookup, depth: int, allowed: Collection[int] | None) -> ByWords:
    """The best paragraphs by words, those of the best documents among them."""
    best = words.search(lookup, depth, allowed)
    found = {one.key: one for one in best}
    documents = dict(words.search_documents(lookup, depth, allowed))
    if unseen := documents.keys() - {one.file for one in best}:
        found |= {one.key: one for one in words.search(lookup, _IN_DOCUMENT * len(unseen), unseen)}
    return ByWords(found, documents, len(best) < depth)


def add_documents(words: WordIndex, lookup: Lookup, found: ByWords) -> None:
    """Finds the scores of those documents of the candidates that were not among the best."""
    if unseen := {one.file for one in found.paragraphs.values()} - found.documents.keys():
        scores = dict(words.search_documents(lookup, len(unseen), unseen))
        # 0 for those that do not match, so that they are not asked about again.
        found.documents.update((file, scores.get(file, 0.0)) for file in unseen)


def rank_words(words: WordIndex, lookup: Lookup, found: ByWords) -> Ranking:
    """The ranking by words alone."""
    add_documents(words, lookup, found)
    return Ranking(tuple(fusion.fuse(found.candidates(), 0.0, 0.0)))


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
    near: Sequence[tuple[int, float]],
    meaning: Meaning,
    vector: Vector,
) -> Ranking:
    """The ranking by both signals, each candidate scored by both; `near` is what meaning brought."""
    found = replace(found, paragraphs=dict(found.paragraphs))
    new = [one for one, _ in near if one not in found.paragraphs]
    found.paragraphs.update(words.scored(lookup, new))
    # Those of which the word index tells nothing.
    rest = [one for one in new if one not in found.paragraphs]
    found.paragraphs.update((one, Found(one, 0.0, file)) for one, file in stored_paragraphs.files_of(db, rest).items())
    add_documents(words, lookup, found)
    candidates = found.candidates()
    if not candidates:
        return Ranking()
    known, rows = meaning.index.vectors([one.paragraph for one in candidates])
    place_of = {one.paragraph: place for place, one in enumerate(candidates)}
    places = np.array([place_of[one] for one in known], np.intp)
    background = meaning.index.background(vector)
    asked = _with_meaning(fusion.columns(candidates), places, rows @ vector)
    weight = fusion.MEANING_WEIGHT if lookup.guesses else fusion.weight_of(asked)
    scored = fusion.scores(asked, background, weight)
    order = fusion.best_first(asked, scored)
    row_of = dict(zip(places.tolist(), rows, strict=True))
    moved = _moved(vector, ((at, candidates[at].file, scored[at]) for at in order.tolist() if at in row_of), row_of)
    if moved is not None:
        second = _with_meaning(asked, places, rows @ moved)
        scored = fusion.scores(second, meaning.index.background(moved), weight)
        order = fusion.best_first(second, scored)
    # What is shown of a hit is its nearness to what was asked, not to what the question was moved to.
    own: list[float | None] = [None] * len(candidates)
    for place, cosine in zip(places.tolist(), (rows @ vector).tolist(), strict=True):
        own[place] = cosine
    values = scored.tolist()
    every = [
        Candidate(one.paragraph, one.file, one.words, one.document, cosine)
        for one, cosine in zip(candidates, own, strict=True)
    ]
    return Ranking(tuple([Scored(every[at], values[at]) for at in order.tolist()]), background, weight)


def _with_meaning(found: Columns, places: NDArray[np.intp], cosines: Vector) -> Columns:
    meanings = np.full(len(found.paragraphs), np.nan)
    meanings[places] = cosines
    return found._replace(meanings=meanings)


def _moved(vector: Vector, ranked: Iterable[tuple[int, int, float]], row_of: dict[int, Vector]) -> Vector | None:
    """The question moved towards the best paragraph of each of the best files; None where there is none.

    `ranked` are (place, file, score) of the candidates that have a vector.
    """
    best: dict[int, tuple[int, float]] = {}
    for place, file, score in ranked:
        best.setdefault(file, (place, score))
        if len(best) == _FEEDBACK_FILES:
            break
    if not best:
        return None
    centre = sum(score * row_of[place] for place, score in best.values())
    length = float(np.linalg.norm(centre))
    if length < 1e-6:
        return None
    moved = vector + _FEEDBACK * centre / length
    return (moved / max(float(np.linalg.norm(moved)), 1e-12)).astype(np.float32)
