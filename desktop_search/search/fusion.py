"""Words and meaning into one ranking: a weighted sum of normalised scores. Pure.

Each signal is brought to [0, 1]: BM25 by its best score in this query, the cosine by the stretch between the index's
background similarity and the best one found. By words both the paragraph and its whole document count. Reciprocal
rank fusion ignores how sure each side is; on the same candidates the weighted sum matched or beat it (Bruch et al.,
"An Analysis of Fusion Functions for Hybrid Retrieval", 2022).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

# The weight of meaning where both sides agree; measured on the collections named in CONTRIBUTING.md.
MEANING_WEIGHT = 0.575
# Of so many nearest paragraphs the best by words is looked at, and counts as agreement from this share on.
_NEAREST = 20
_AGREEMENT = 0.8
# Of what words say, the share of the whole document.
DOCUMENT_SHARE = 0.5
# In reciprocal rank fusion (Cormack et al., 2009), the constant of that paper.
_RANK_CONSTANT = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """One paragraph with all that is known of it: BM25 of it and of its document, and its cosine to the question.

    0 and None stand for what did not match, and for a signal that was not asked.
    """

    paragraph: int
    file: int
    words: float = 0.0
    document: float = 0.0
    meaning: float | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score in [0, 1]."""

    candidate: Candidate
    score: float


def fuse(candidates: Sequence[Candidate], background: float, weight: float = MEANING_WEIGHT) -> list[Scored]:
    """The ranking, best first, ties by id. `weight` in [0, 1] is that of meaning.

    A signal that has nothing to say about any candidate leaves its weight to the others. Raising one score of a
    candidate never lowers what it gets.
    """
    best_words = max((one.words for one in candidates), default=0.0)
    best_document = max((one.document for one in candidates), default=0.0)
    meanings = [one.meaning for one in candidates if one.meaning is not None]
    if not meanings:
        weight = 0.0
    elif not (best_words or best_document):
        weight = 1.0
    high = max(meanings, default=0.0)
    # In an index of few paragraphs the background holds the answer itself, and all may lie below it.
    low = background if high > background else min(meanings, default=0.0)
    share = DOCUMENT_SHARE if best_words and best_document else float(bool(best_document))
    scored = [
        Scored(
            one,
            weight * _place(one.meaning, low, high)
            + (1 - weight) * ((1 - share) * _part(one.words, best_words) + share * _part(one.document, best_document)),
        )
        for one in candidates
    ]
    return sorted(scored, key=lambda one: (-one.score, one.candidate.paragraph))


def weight_of(candidates: Sequence[Candidate]) -> float:
    """The weight of meaning in [0, 1], read from how far the two sides agree.

    Where none of the nearest paragraphs holds what words found best (a rare name, a code, an exact expression that
    the model cannot know), meaning is guessing, and words are followed.
    """
    best = max((one.words for one in candidates), default=0.0)
    known = [one for one in candidates if one.meaning is not None]
    if not best or not known:
        return MEANING_WEIGHT
    nearest = sorted(known, key=lambda one: -(one.meaning or 0.0))[:_NEAREST]
    agreement = max(one.words for one in nearest) / best
    return MEANING_WEIGHT * min(1.0, agreement / _AGREEMENT) ** 2


def reciprocal_ranks(rankings: Iterable[Sequence[Key]]) -> list[Key]:
    """Reciprocal rank fusion of several rankings, kept for comparison: the sum of 1 / (60 + rank)."""
    scores: dict[Key, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, 1):
            scores[key] = scores.get(key, 0.0) + 1 / (_RANK_CONSTANT + rank)
    return sorted(scores, key=scores.__getitem__, reverse=True)


def _place(meaning: float | None, low: float, high: float) -> float:
    """Where a cosine lies between the background and the best one."""
    if meaning is None:
        return 0.0
    return max(0.0, (meaning - low) / (high - low)) if high > low else 1.0


def _part(score: float, best: float) -> float:
    return score / best if best > 0 else 0.0
