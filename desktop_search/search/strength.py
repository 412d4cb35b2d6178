"""How good a hit really is, beside how it ranks: the best of a bad list must not look like an answer. Pure."""

from __future__ import annotations

from desktop_search.records import Strength

# Cosine above the index's own background similarity. In the shared notes, headings asked as questions reach
# 0.55 and more at their own paragraph, and foreign questions stay below 0.35.
_STRONG = 0.50
_GOOD = 0.32


def rate(meaning: float | None, background: float, word_share: float) -> Strength:
    """`word_share` in [0, 1] is the part of the query's telling words that stand in the paragraph."""
    lift = (meaning - background) if meaning is not None else 0.0
    if lift >= _STRONG or word_share == 1.0:
        return "strong"
    if lift >= _GOOD or word_share >= 0.5:
        return "good"
    return "weak"
