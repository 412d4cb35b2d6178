"""All that is known of the paragraphs that may answer a question: both signals asked, each about what the other found.

words -> best paragraphs, best documents (with their best paragraphs)      meaning -> nearest paragraphs
  -> what one signal brought is scored by the other, too -> fused -> once more, with what the best of them say
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from desktop_search.embedding.encoder import Encoder
from desktop_search.search import fusion
from desktop_search.search.fusion import Candidate, Scored
from desktop_search.search.query import Query
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
    """What is asked of the vector index (search/vector_index.py; named here so that torch loads later)."""

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


def by_words(
    db: Database, words: WordIndex, lookup: Lookup, depth: int, allowed: Collection[int] | None
) -> list[Candidate]:
    """The best paragraphs by words, those of the best documents among them."""
    found = dict(words.search(lookup, depth, allowed))
    documents = dict(words.search_documents(lookup, depth, allowed))
    file_of = stored_paragraphs.files_of(db, list(found))
    if unseen := documents.keys() - set(file_of.values()):
        more = dict(words.search(lookup, _IN_DOCUMENT * len(unseen), unseen))
        found |= more
        file_of |= stored_paragraphs.files_of(db, list(more))
    if unseen := set(file_of.values()) - documents.keys():
        documents |= dict(words.search_documents(lookup, len(unseen), unseen))
    return [
        Candidate(one, file_of[one], score, documents.get(file_of[one], 0.0))
        for one, score in found.items()
        if one in file_of
    ]


def rank_words(candidates: Sequence[Candidate]) -> Ranking:
    """The ranking by words alone."""
    return Ranking(tuple(fusion.fuse(candidates, 0.0, 0.0)))


def rank_newest(db: Database, allowed: Collection[int], limit: int) -> Ranking:
    """The files that meet the conditions of a query without words, the one that was changed last first."""
    newest = stored_paragraphs.first_of_newest(db, list(allowed), limit)
    return Ranking(tuple(Scored(Candidate(paragraph, file), 1.0) for paragraph, file in newest))


def rank_meaning(db: Database, found: Sequence[tuple[int, float]], background: float) -> Ranking:
    """The ranking by meaning alone, from (paragraph, cosine)."""
    file_of = stored_paragraphs.files_of(db, [one for one, _ in found])
    candidates = [Candidate(one, file_of[one], meaning=cosine) for one, cosine in found if one in file_of]
    return Ranking(tuple(fusion.fuse(candidates, background, 1.0)), background, 1.0)


def nearest(
    words: WordIndex,
    lookup: Lookup,
    index: VectorSearch,
    vector: Vector,
    depth: int,
    allowed: Collection[int] | None,
) -> list[tuple[int, float]]:
    """The nearest paragraphs that hold every phrase and no excluded word, as (paragraph, cosine), best first.

    What must or must not occur is the word index's to say; it is asked of ever more paragraphs until enough are left.
    """
    while True:
        found = index.search(vector, depth, allowed)
        ids = [one for one, _ in found]
        kept = set(ids)
        if lookup.phrases:
            kept &= words.score(replace(lookup, terms=()), ids).keys()
        if lookup.excluded:
            kept -= words.excluded(lookup, ids)
        if len(found) < depth or len(kept) * 4 >= len(found):
            return [pair for pair in found if pair[0] in kept]
        depth *= 4


def rank_both(
    db: Database,
    words: WordIndex,
    lookup: Lookup,
    query: Query,
    meaning: Meaning,
    depth: int,
    allowed: Collection[int] | None,
) -> Ranking:
    """The ranking by both signals, each candidate scored by both."""
    vector = meaning.vector(query.text)
    candidates = {one.paragraph: one for one in by_words(db, words, lookup, depth, allowed)}
    near = dict(nearest(words, lookup, meaning.index, vector, depth, allowed))
    new = [one for one in near if one not in candidates]
    score_of = words.score(lookup, new)
    file_of = stored_paragraphs.files_of(db, new)
    documents = dict(words.search_documents(lookup, len(file_of), set(file_of.values())))
    for one in new:
        if one in file_of:
            file = file_of[one]
            candidates[one] = Candidate(one, file, score_of.get(one, 0.0), documents.get(file, 0.0))
    known, rows = meaning.index.vectors(list(candidates))
    background = meaning.index.background(vector)
    asked = _with_meaning(candidates, known, rows @ vector)
    weight = fusion.weight_of(asked)
    first = fusion.fuse(asked, background, weight)
    moved = _moved(vector, first, dict(zip(known, rows, strict=True)))
    if moved is None:
        return Ranking(tuple(first), background, weight)
    second = fusion.fuse(_with_meaning(candidates, known, rows @ moved), meaning.index.background(moved), weight)
    own = dict(zip(known, (rows @ vector).tolist(), strict=True))
    # What is shown of a hit is its nearness to what was asked, not to what the question was moved to.
    shown = tuple(replace(one, candidate=_nearness(one.candidate, own)) for one in second)
    return Ranking(shown, background, weight)


def _with_meaning(candidates: dict[int, Candidate], known: Sequence[int], cosines: Vector) -> list[Candidate]:
    cosine_of = dict(zip(known, cosines.tolist(), strict=True))
    return [_nearness(one, cosine_of) for one in candidates.values()]


def _nearness(candidate: Candidate, cosine_of: dict[int, float]) -> Candidate:
    return replace(candidate, meaning=cosine_of.get(candidate.paragraph))


def _moved(vector: Vector, ranking: Sequence[Scored], row_of: dict[int, Vector]) -> Vector | None:
    """The question moved towards the best paragraph of each of the best files; None where none has a vector."""
    best: dict[int, Scored] = {}
    for one in ranking:
        if one.candidate.paragraph in row_of:
            best.setdefault(one.candidate.file, one)
        if len(best) == _FEEDBACK_FILES:
            break
    if not best:
        return None
    centre = sum(one.score * row_of[one.candidate.paragraph] for one in best.values())
    length = float(np.linalg.norm(centre))
    if length < 1e-6:
        return None
    moved = vector + _FEEDBACK * centre / length
    return (moved / max(float(np.linalg.norm(moved)), 1e-12)).astype(np.float32)
