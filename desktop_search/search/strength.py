"""How good a hit really is, beside how it ranks: the best of a bad list must not look like an answer. Pure."""

from __future__ import annotations

from collections.abc import Collection

from desktop_search.records import Strength
from desktop_search.search.word_query import Lookup

# Cosine above the index's own background similarity. In the shared notes, headings asked as questions reach
# 0.55 and more at their own paragraph, and foreign questions stay below 0.35.
_STRONG = 0.50
_GOOD = 0.32


def word_share(lookup: Lookup, matched: Collection[str]) -> float:
    """The part of the query's words that were met, each as much as it is rare; in [0, 1]."""
    total = sum(term.weight for term in lookup.terms)
    return sum(term.weight for term in lookup.terms if term.word in matched) / total if total else 0.0


def rate(meaning: float | None, background: float, word_share: float) -> Strength:
    """`word_share` in [0, 1] is the part of the query's telling words that stand in the paragraph."""
    lift = (meaning - background) if meaning is not None else 0.0
    if lift >= _STRONG or word_share == 1.0:
        return "strong"
    if lift >= _GOOD or word_share >= 0.5:
        return "good"
    return "weak"
