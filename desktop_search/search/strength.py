"""How good a hit really is, beside how it ranks: the best of a bad list must not look like an answer. Pure.

Measured by how far its cosine rises above what is usual in this index, and by how much of the question, weighed by
the rarity of its words, the paragraph says. `python -m tests.quality.strength` prints how often it is right.
"""

from __future__ import annotations

from collections.abc import Collection

from desktop_search.records import Strength
from desktop_search.search.word_query import Lookup, Term

# In units of cosine above the background; all words of the question together are worth so much of it.
_WORDS_WORTH = 0.3
_STRONG = 0.68
_GOOD = 0.48
# For words alone: the share of the question.
_STRONG_SHARE = 0.9
_GOOD_SHARE = 0.5
# A paragraph in place of a question has no words that count; its neighbours lie as much nearer.
_ALONE = 1.4


def word_share(lookup: Lookup, met: Collection[Term]) -> float | None:
    """The part of the query's words that were met, each as much as it is rare, in [0, 1]; None where there are none."""
    if not lookup.terms:
        return 1.0 if lookup.phrases else None
    total = sum(term.weight for term in lookup.terms)
    share = sum(term.weight for term in lookup.terms if term in met)
    return share / total if total else float(bool(met))


def rate(meaning: float | None, background: float, share: float | None) -> Strength:
    """`meaning` and `background` are cosines; `share` as `word_share` gives it."""
    if meaning is None:
        if share is None:
            # Nothing was asked but a condition, and that is met.
            return "good"
        return "strong" if share >= _STRONG_SHARE else "good" if share >= _GOOD_SHARE else "weak"
    lift = meaning - background
    evidence = lift * _ALONE if share is None else lift + _WORDS_WORTH * share
    return "strong" if evidence >= _STRONG else "good" if evidence >= _GOOD else "weak"
