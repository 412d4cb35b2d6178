"""The paragraphs nearest to a question among those that hold what must occur, and nothing that must not.

What must or must not occur is the word index's to say, what is near the vector index's: neither can ask the other. The
paragraphs that hold a phrase are mostly few: all of them are compared. Else, and where a phrase is of common words, the
nearest are asked about, ever more of them until enough are left.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Nearest:
    """One question to both indexes. `allowed` limits it to these files; None for all."""

    words: WordIndex
    lookup: Lookup
    index: VectorSearch
    vector: Vector
    allowed: Collection[int] | None

    def best(self, limit: int, *, all_of_them: bool = False) -> Near:
        """The nearest paragraphs that fit, as (paragraph, cosine), best first. Where words answer too, a part of
        `limit` is enough, unless it is to be `all_of_them`."""
        if self.lookup.exact and not self.words.has_common_phrases(self.lookup):
            return self._holding(limit)
        return self.left_of(self.index.search(self.vector, limit, self.allowed), limit, all_of_them=all_of_them)

    def left_of(self, found: Near, limit: int, *, all_of_them: bool = False) -> Near:
        """What is left of the `limit` nearest paragraphs without those that lack a phrase or hold an excluded word;
        where that is little, more are looked for."""
        if not (self.lookup.exact or self.lookup.excludes):
            return found
        enough, depth = limit if all_of_them else -(-limit // _ENOUGH), limit
        while True:
            fitting = self.words.fitting(self.lookup, [one for one, _ in found])
            kept = [one for one in found if one[0] in fitting]
            if len(found) < depth or len(kept) >= enough:
                return kept[:limit]
            if depth >= limit * _DEEPEST:
                return self._holding(limit) if self.lookup.exact else kept[:limit]
            depth *= _DEEPER
            found = self.index.search(self.vector, depth, self.allowed)

    def _holding(self, limit: int) -> Near:
        alone = self.lookup.without_words
        ids = [one.key for one in self.words.search(alone, _HOLDING, self.allowed)]
        known, rows = self.index.vectors(ids)
        found = dict(zip(known, np.vecdot(rows, self.vector).tolist(), strict=True))
        if len(ids) == _HOLDING:
            # A phrase of common words: some of those that are near hold it, too.
            near = self.index.search(self.vector, limit * _ENOUGH, self.allowed)
            fitting = self.words.fitting(alone, [one for one, _ in near])
            found |= {one: cosine for one, cosine in near if one in fitting}
        best = sorted(found, key=lambda one: (-found[one], one))[:limit]
        return [(one, found[one]) for one in best]
