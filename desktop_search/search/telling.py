"""A word that is far rarer than all others of a question, a name or a code: it leads the question.

The paragraphs that hold it are candidates whatever else they hold, and a file that lacks it comes further down.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from desktop_search.search import fusion
from desktop_search.search.analysis import has_unspaced
from desktop_search.search.text_index import Found
from desktop_search.search.word_index import WordIndex
from desktop_search.search.word_query import Lookup, Term


@dataclass(frozen=True, slots=True)
class Telling:
    """A word that tells more than all others of a question, by how much (in [0, 1]), and the best paragraphs that hold
    it. `whole` tells that no other does."""

    term: Term
    told: float
    held: list[Found]
    whole: bool

    @property
    def lost(self) -> float:
        """The share of the score that it costs to lack it."""
        return fusion.LACKING * self.told

    def best_of_files(self, limit: int) -> list[Found]:
        """The best paragraph of each of the best files that hold it."""
        best: dict[int, Found] = {}
        for one in self.held:
            best.setdefault(one.file, one)
        return list(islice(best.values(), limit))


def find_telling(words: WordIndex, lookup: Lookup, depth: int, allowed: Collection[int] | None) -> Telling | None:
    """The word that leads a question; None where no word does."""
    told, rarest = fusion.told_by_one(lookup.rarities), lookup.rarest
    # A phrase tells more than any word, and of one file all paragraphs lack it, or none.
    if not told or rarest is None or lookup.exact or (allowed is not None and len(allowed) < 2):
        return None
    # What occurs nowhere leads nowhere. Without spaces a pair of characters may belong to two words.
    if not rarest.known or has_unspaced(rarest.written):
        return None
    return Telling(rarest, told, *words.best_with(rarest, lookup, depth, allowed))


def lacking(words: WordIndex, telling: Telling | None, files: NDArray[np.int64]) -> NDArray[np.float64]:
    """How far the file of each candidate lacks the word that tells most of what was asked."""
    if telling is None:
        return np.zeros(len(files))
    holding, among = {one.file for one in telling.held}, files.tolist()
    if not telling.whole and (others := set(among) - holding):
        holding |= words.files_with(telling.term, others)
    # Where none holds it, it tells them apart no more.
    told = 0.0 if holding.isdisjoint(among) else telling.told
    return np.array([0.0 if file in holding else told for file in among])
