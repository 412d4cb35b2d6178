"""The paragraphs nearest to a question among those that hold what must occur, and nothing that must not.

What must or must not occur is the word index's to say, what is near the vector index's: neither can ask the other. The
paragraphs that hold a phrase are mostly few: all of them are compared. Else, and where a phrase is of common words, the
nearest are asked about, ever more of them until enough are left.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from desktop_search.search.candidates import Vector, VectorSearch
from desktop_search.search.word_index import WordIndex
from desktop_search.search.word_query import Lookup

Near = list[tuple[int, float]]
# So many paragraphs with a phrase are compared one by one; of more, those that are the most of it.
_HOLDING = 400
# Where hardly anything is left of this many times what is wanted, words have to do.
_DEEPEST = 16
_ENOUGH = 4
_DEEPER = 4


def nearest(
    words: WordIndex,
    lookup: Lookup,
    index: VectorSearch,
    vector: Vector,
    depth: int,
    allowed: Collection[int] | None,
) -> Near:
    """The nearest paragraphs that hold one of the phrases and no excluded word, as (paragraph, cosine), best first."""
    if lookup.exact and not words.has_common_phrases(lookup):
        return _holding(words, lookup, index, vector, depth, allowed)
    return left_of(index.search(vector, depth, allowed), words, lookup, index, vector, depth, allowed)


def left_of(
    found: Near,
    words: WordIndex,
    lookup: Lookup,
    index: VectorSearch,
    vector: Vector,
    depth: int,
    allowed: Collection[int] | None,
) -> Near:
    """What is left of the nearest paragraphs without those that lack a phrase or hold an excluded word; where that is
    little, more are looked for."""
    wanted = depth
    while lookup.exact or lookup.excludes:
        fitting = words.fitting(lookup, [one for one, _ in found])
        kept = [one for one in found if one[0] in fitting]
        if len(found) < depth or len(kept) * _ENOUGH >= wanted or depth >= wanted * _DEEPEST:
            return kept[:wanted]
        depth *= _DEEPER
        found = index.search(vector, depth, allowed)
    return found


def _holding(
    words: WordIndex,
    lookup: Lookup,
    index: VectorSearch,
    vector: Vector,
    depth: int,
    allowed: Collection[int] | None,
) -> Near:
    alone = lookup.without_words
    ids = [one.key for one in words.search(alone, _HOLDING, allowed)]
    known, rows = index.vectors(ids)
    found = dict(zip(known, np.vecdot(rows, vector).tolist(), strict=True))
    if len(ids) == _HOLDING:
        # A phrase of common words: some of those that are near hold it, too.
        near = index.search(vector, depth * _ENOUGH, allowed)
        holding = words.scored(alone, [one for one, _ in near])
        found |= {one: cosine for one, cosine in near if one in holding}
    best = sorted(found, key=lambda one: (-found[one], one))[:depth]
    return [(one, found[one]) for one in best]
