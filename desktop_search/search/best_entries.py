"""The best entries of one full-text index for what was asked: of all entries, or of a few."""

from __future__ import annotations

import tantivy

from desktop_search.search.text_index import Found, TextIndex
from desktop_search.search.word_clauses import build, build_loose, build_within, phrases_cost
from desktop_search.search.word_query import Lookup

_AHEAD = 10
# So many are looked up one by one before all are ranked after all.
_MOST_AHEAD = 2000
# Entries in which the words of a phrase are compared in about ten milliseconds.
_COSTLY = 100_000


def best_of_all(index: TextIndex, lookup: Lookup, limit: int) -> list[Found]:
    """The best entries of an index.

    To rank a phrase of the commonest words, the places of words have to be compared in a good part of all entries.
    It is looked for first in those that would be best if its words stood anywhere.
    """
    if phrases_cost(lookup, index) > _COSTLY:
        depth = min(_AHEAD * limit, _MOST_AHEAD)
        found = index.best(build_loose(lookup, index), depth)
        kept = best_within(index, lookup, index.one_of("id", [one.key for one in found]), limit)
        if len(kept) >= limit or len(found) < depth:
            return kept
    query = build(lookup, index)
    return [] if query is None else index.best(query, limit)


def best_within(
    index: TextIndex, lookup: Lookup, within: tantivy.Query, limit: int, *, matching: bool = True
) -> list[Found]:
    """A few entries: those that match, or else all that hold a phrase and nothing excluded, with a score of 0, too."""
    query = build_within(lookup, index, within)
    found = [] if query is None else index.best(query, limit)
    return [one for one in found if one.score > 0] if matching else found
