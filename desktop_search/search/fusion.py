"""Words and meaning into one ranking: a weighted sum of normalised scores. Pure.

Each side is brought to [0, 1]: BM25 by its best score in this query, the cosine by the stretch between the
index's background similarity and the best one found. Reciprocal rank fusion ignores how sure each side is; on
the same candidates the weighted sum matched or beat it (Bruch et al., "An Analysis of Fusion Functions for
Hybrid Retrieval", 2022).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MEANING_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Scored:
    """One paragraph of the ranking: `score` in [0, 1]; the signals are None where they did not see it."""

    paragraph: int
    score: float
    meaning: float | None
    words: float | None


def fuse(
    words: Sequence[tuple[int, float]],
    meaning: Sequence[tuple[int, float]],
    background: float = 0.0,
    weight: float = MEANING_WEIGHT,
) -> list[Scored]:
    """The ranking, best first, ties by id. A side without candidates leaves the whole weight to the other."""
    by_words, by_meaning = dict(words), dict(meaning)
    if not by_words:
        weight = 1.0
    elif not by_meaning:
        weight = 0.0
    word_part = _scaled(by_words, 0.0)
    meaning_part = _scaled(by_meaning, background)
    scored = [
        Scored(
            paragraph,
            weight * meaning_part.get(paragraph, 0.0) + (1 - weight) * word_part.get(paragraph, 0.0),
            by_meaning.get(paragraph),
            by_words.get(paragraph),
        )
        for paragraph in by_words.keys() | by_meaning.keys()
    ]
    return sorted(scored, key=lambda one: (-one.score, one.paragraph))


def _scaled(scores: Mapping[int, float], low: float) -> dict[int, float]:
    """Each score's place between `low` and the best one; in a small index even candidates lie below the background."""
    if not scores:
        return {}
    low, high = min(low, *scores.values()), max(scores.values())
    if high <= low:
        return dict.fromkeys(scores, 1.0)
    return {paragraph: (score - low) / (high - low) for paragraph, score in scores.items()}
