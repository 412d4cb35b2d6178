"""The best entries of one full-text index for what was asked: of all entries, or of a few."""

from __future__ import annotations

from collections.abc import Sequence

import tantivy

from desktop_search.search.text_index import Found, TextIndex
from desktop_search.search.word_clauses import (
    best_without_words,
    build,
    build_loose,
    build_narrow,
    build_within,
    phrases_cost,
    words_cost,
)
from desktop_search.search.word_query import Lookup, Phrase

# So many times as many entries as are wanted are looked up one by one, before all are ranked after all.
_AHEAD = 10
_MOST_AHEAD = 2000
# Entries in which the words of a phrase are compared in about ten milliseconds.
_COSTLY = 100_000


def best_of_all(index: TextIndex, lookup: Lookup, limit: int) -> list[Found]:
    """The best entries of an index.

    To rank a phrase of the commonest words, the places of words have to be compared in a good part of all entries. It
    is looked for where other words of the question are, and in those that would be best if its words stood anywhere.
    """
    if is_common(index, lookup.exact) and (found := best_of_common(index, lookup, limit)) is not None:
        return found
    query = build(lookup, index)
    return [] if query is None else index.best(query, limit)


def best_of_common(index: TextIndex, lookup: Lookup, limit: int) -> list[Found] | None:
    """The best entries for a question with a phrase of common words; None where these hardly stand so."""
    ways = (_where_other_words_are, _where_its_words_are)
    for find in ways if words_cost(lookup, index) <= _COSTLY else reversed(ways):
        if (found := find(index, lookup, limit)) is not None:
            return found
    return None


def best_within(
    index: TextIndex, lookup: Lookup, within: tantivy.Query, limit: int, *, matching: bool = True
) -> list[Found]:
    """A few entries: those that match, or else all that hold a phrase and nothing excluded, with a score of 0, too."""
    query = build_within(lookup, index, within)
    found = [] if query is None else index.best(query, limit)
    return [one for one in found if one.score > 0] if matching else found


def is_common(index: TextIndex, phrases: Sequence[Phrase]) -> bool:
    """Are the words of these phrases so common that to find all entries with them is dear?"""
    return phrases_cost(phrases, index) > _COSTLY


def _where_other_words_are(index: TextIndex, lookup: Lookup, limit: int) -> list[Found] | None:
    """None where an entry with a phrase alone may be among the best."""
    found = index.best(build_narrow(lookup, index), limit) if lookup.terms else []
    return found if len(found) >= limit and found[-1].score >= best_without_words(lookup, index) else None


def _where_its_words_are(index: TextIndex, lookup: Lookup, limit: int) -> list[Found] | None:
    """The best of those that would be it without their order; None where too few of them hold a phrase."""
    depth = min(_AHEAD * limit, _MOST_AHEAD)
    found = index.best(build_loose(lookup, index), depth)
    kept = best_within(index, lookup, index.one_of("id", [one.key for one in found]), limit)
    return kept if len(kept) >= limit or len(found) < depth else None
