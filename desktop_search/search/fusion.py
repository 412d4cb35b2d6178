"""Words and meaning into one ranking: a weighted sum of normalised scores. Pure.

Each signal is brought to [0, 1]: BM25 by its best score in this query, the cosine by the stretch between the index's
background similarity and the best one found. By words both the paragraph and its whole document count. Reciprocal
rank fusion ignores how sure each side is; on the same candidates the weighted sum matched or beat it (Bruch et al.,
"An Analysis of Fusion Functions for Hybrid Retrieval", 2022).
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from functools import partial
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

Key = TypeVar("Key", bound=Hashable)

# The weight of meaning where both sides agree; measured on the collections named in CONTRIBUTING.md.
MEANING_WEIGHT = 0.575
# Of so many nearest paragraphs the best by words is looked at, and counts as agreement from this share on.
_NEAREST = 20
_AGREEMENT = 0.8
# A word tells more than all others where it is so much rarer than each of them (20 to 400 times, as logarithms) and so
# rare (in one paragraph of 150 to 3,000). What a candidate without it loses of its score.
_RARER, _RARE = (3.0, 6.0), (5.0, 8.0)
LACKING = 0.8
# What words do not tell apart, meaning still does.
_LEAST_WEIGHT = 0.02
# Of what words say, the share of the whole document.
DOCUMENT_SHARE = 0.5
# In reciprocal rank fusion (Cormack et al., 2009), the constant of that paper.
_RANK_CONSTANT = 60


# Hundreds of both are made for every query: named tuples, which are made in a quarter of the time.
class Candidate(NamedTuple):
    """One paragraph with all that is known of it: BM25 of it and of its document, and its cosine to the question.

    0 and None stand for what did not match, and for a signal that was not asked.
    """

    paragraph: int
    file: int
    words: float = 0.0
    document: float = 0.0
    meaning: float | None = None


class Scored(NamedTuple):
    """A candidate with its score in [0, 1]."""

    candidate: Candidate
    score: float


class Columns(NamedTuple):
    """n candidates, a signal a column: int64[n] ids, then float64[n] each; the meaning of one without is NaN."""

    paragraphs: NDArray[np.int64]
    files: NDArray[np.int64]
    words: NDArray[np.float64]
    documents: NDArray[np.float64]
    meanings: NDArray[np.float64]


# As their own constructors do it, in a third of the time.
_candidate, _scored = partial(tuple.__new__, Candidate), partial(tuple.__new__, Scored)


def columns(candidates: Sequence[Candidate]) -> Columns:
    """The same candidates by column."""
    if not candidates:
        nothing = np.empty(0)
        return Columns(np.empty(0, np.int64), np.empty(0, np.int64), nothing, nothing, nothing)
    paragraphs, files, words, documents, meanings = zip(*candidates, strict=True)
    signals = (np.array(one, np.float64) for one in (words, documents, meanings))  # None becomes NaN.
    return Columns(np.array(paragraphs, np.int64), np.array(files, np.int64), *signals)


def fuse(candidates: Sequence[Candidate], background: float, weight: float = MEANING_WEIGHT) -> list[Scored]:
    """The ranking, best first, ties by id. `weight` in [0, 1] is that of meaning.

    A signal that has nothing to say about any candidate leaves its weight to the others. Raising one score of a
    candidate never lowers what it gets.
    """
    return ranked(columns(candidates), background, weight)


def ranked(found: Columns, background: float, weight: float) -> list[Scored]:
    """See fuse."""
    scored = scores(found, background, weight)
    return in_order(found, scored, best_first(found, scored))


def in_order(found: Columns, scored: NDArray[np.float64], order: NDArray[np.intp]) -> list[Scored]:
    """The candidates with their scores, in this order."""
    *signals, meanings = (column[order].tolist() for column in found)
    known = [None if math.isnan(one) else one for one in meanings]
    candidates = map(_candidate, zip(*signals, known, strict=True))
    return list(map(_scored, zip(candidates, scored[order].tolist(), strict=True)))


def scores(
    found: Columns, background: float, weight: float, lacks: NDArray[np.float64] | float = 0.0
) -> NDArray[np.float64]:
    """What `fuse` ranks by, float64[n]; less where a word leads the question (`told_by_one`) which the candidate's file
    lacks: by how much it leads, in [0, 1]."""
    known = ~np.isnan(found.meanings)
    if not known.any():
        weight = 0.0
    elif not (found.words.any() or found.documents.any()):
        weight = 1.0
    high = found.meanings[known].max(initial=-np.inf)
    # In an index of few paragraphs the background holds the answer itself, and all may lie below it.
    low = background if high > background else found.meanings[known].min(initial=np.inf)
    meant = np.maximum(0.0, (found.meanings - low) / (high - low)) if high > low else np.ones(len(known))
    fused = weight * np.where(known, meant, 0.0) + (1 - weight) * _said(found)
    return fused * (1 - LACKING * lacks)


def best_first(found: Columns, scored: NDArray[np.float64]) -> NDArray[np.intp]:
    """Places of the candidates, the highest score first, ties by id."""
    return np.lexsort((found.paragraphs, -scored))


def weight_of(found: Columns) -> float:
    """The weight of meaning in [0, 1], read from how far the two sides agree.

    Where words say little of all the nearest paragraphs and of their documents (they know a rare name, a code, an exact
    expression that the model cannot know), meaning is guessing, and words are followed, all but alone.
    """
    known = ~np.isnan(found.meanings)
    if not found.words.any() or not known.any():
        return MEANING_WEIGHT
    said = _said(found)
    nearest = np.argsort(-found.meanings[known], kind="stable")[:_NEAREST]
    agreement = float(said[known][nearest].max() / said.max())
    share = min(1.0, agreement / _AGREEMENT) ** 3
    return max(MEANING_WEIGHT * share, _LEAST_WEIGHT)


def told_by_one(rarities: Iterable[float]) -> float:
    """How far, in [0, 1], one word of a question tells more than all others: a name or a code among everyday words, or
    alone.

    `rarities` are the words' inverse document frequencies, as BM25 has them.
    """
    rarest, next_one, *_ = (*sorted(rarities, reverse=True), 0.0, 0.0)
    return _ramp(rarest - next_one, *_RARER) * _ramp(rarest, *_RARE)


def reciprocal_ranks(rankings: Iterable[Sequence[Key]]) -> list[Key]:
    """Reciprocal rank fusion of several rankings, kept for comparison: the sum of 1 / (60 + rank)."""
    scores: dict[Key, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, 1):
            scores[key] = scores.get(key, 0.0) + 1 / (_RANK_CONSTANT + rank)
    return sorted(scores, key=scores.__getitem__, reverse=True)


def _said(found: Columns) -> NDArray[np.float64]:
    """What words say of each, in [0, 1]: of the paragraph, and of its document."""
    best_words, best_document = found.words.max(initial=0.0), found.documents.max(initial=0.0)
    share = DOCUMENT_SHARE if best_words and best_document else float(bool(best_document))
    return (1 - share) * _parts(found.words, best_words) + share * _parts(found.documents, best_document)


def _ramp(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))


def _parts(values: NDArray[np.float64], best: float) -> NDArray[np.float64]:
    return values / best if best > 0 else np.zeros_like(values)
