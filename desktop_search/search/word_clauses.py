"""What was asked, as a query of one full-text index: of paragraphs, or of whole documents, which know stems alone.

Terms are built one by one, so that nothing a person types is read as an operator.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import tantivy

from desktop_search.search.text_index import Clause, TextIndex
from desktop_search.search.word_query import Lookup, Phrase, Term, field_of, rarity

# A file's name says less about a paragraph than its text.
_NAME_BOOST = 0.6
_BEGINNING_BOOST = 0.4
# The parts of "file-name" next to each other are worth more than each alone.
_TOGETHER_BOOST = 1.0
_NEAR_BOOST = 0.6
# Each goes one step deeper into the stack of its thread.
_MOST_NESTED = 64
_MUST, _SHOULD, _MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


def build(lookup: Lookup, index: TextIndex) -> tantivy.Query | None:
    """The query of an index; None where there is nothing to look for. A paragraph has to hold one of the phrases."""
    return None if lookup.empty else tantivy.Query.boolean_query(_clauses(lookup, index))


def build_within(lookup: Lookup, index: TextIndex, within: tantivy.Query) -> tantivy.Query | None:
    """The same for the few entries that match `within`; those that hold no word come with a score of 0.

    Clause by clause around the few, each of which is looked up in each list of entries; in one query together the
    lists would be read from end to end.
    """
    if lookup.empty:
        return None
    query, clauses = within, _clauses(lookup, index)
    if len(clauses) > _MOST_NESTED:
        return tantivy.Query.boolean_query([(_MUST, within), (_MUST, tantivy.Query.boolean_query(clauses))])
    for clause in clauses:
        query = tantivy.Query.boolean_query([(_MUST, query), clause])
    return query


def build_loose(lookup: Lookup, index: TextIndex) -> tantivy.Query:
    """As `build` in an index of paragraphs, but that the words of the phrases may stand anywhere, and nothing is
    excluded."""
    builder = _Builder(index)
    words = {word for phrase in lookup.exact for terms in phrase for word in terms}
    # Each word for itself, at the top: see _new_clauses.
    terms = tuple(replace(term, beginnings=()) for term in lookup.terms)
    grown = [_boosted(builder.one("word", one), _BEGINNING_BOOST) for term in lookup.terms for one in term.beginnings]
    clauses = _clauses(replace(lookup, terms=terms, exact=(), excluded=(), excluded_exact=()), index)
    return _any([*(query for _, query in clauses), *grown, *(builder.one("word", one) for one in sorted(words))])


def phrases_cost(lookup: Lookup, index: TextIndex) -> float:
    """In how many entries, about, the places of words have to be compared to find the phrases: those that hold all of
    their words, if each word stood where it does by chance."""
    if not index.as_written:
        return 0.0
    searcher = index.searcher()
    phrases = [terms for phrase in lookup.exact for terms in phrase if len(terms) > 1]
    shares = ([searcher.doc_freq("word", one) / max(1, searcher.num_docs) for one in terms] for terms in phrases)
    return searcher.num_docs * sum(math.prod(one) for one in shares)


def holding(phrase: Phrase, index: TextIndex) -> tantivy.Query:
    """Paragraphs that hold a phrase, as it is written."""
    return _Builder(index).exact(phrase)


def without(lookup: Lookup, index: TextIndex) -> list[Clause]:
    """That an entry holds none of the single words that are excluded."""
    builder = _Builder(index)
    return [(_MUST_NOT, builder.excluded(one)) for one in lookup.excluded]


def _clauses(lookup: Lookup, index: TextIndex) -> list[Clause]:
    return index.clauses.get(lookup, lambda: _new_clauses(lookup, index))


def _new_clauses(lookup: Lookup, index: TextIndex) -> list[Clause]:
    builder = _Builder(index)
    # Plain terms stay at the top: only there does the search skip what cannot be among the best.
    clauses = [(_SHOULD, one) for term in lookup.terms for one in builder.term(term)]
    if index.as_written:
        clauses += [(_SHOULD, _boosted(builder.exact(one), _TOGETHER_BOOST)) for one in lookup.together]
        if lookup.exact:
            clauses.append((_MUST, _any([builder.exact(one) for one in lookup.exact])))
        clauses += [(_MUST_NOT, builder.exact(one)) for one in lookup.excluded_exact]
    else:
        clauses += [(_SHOULD, one) for phrase in lookup.phrases for one in builder.words_of(phrase)]
    return clauses + without(lookup, index)


class _Builder:
    def __init__(self, index: TextIndex) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        self._as_written = index.as_written

    def term(self, term: Term) -> list[tantivy.Query]:
        """One word in the text and in the name; they are added up."""
        field, others = ("word", term.beginnings) if self._as_written else ("text", sorted(term.meant - term.forms))
        if term.near:
            others = term.near if self._as_written else sorted(term.meant)
            any_of_them = tantivy.Query.const_score_query(_any([self.one(field, one) for one in others]), 1.0)
            return [_boosted(any_of_them, _NEAR_BOOST**term.errors * term.weight)]
        found = [self._any_form("text", term.forms, 1.0)]
        # Most words are in no name; a query is copied with every clause that is put around it.
        if any(self._searcher.doc_freq(self._field("name", one), one) for one in term.forms):
            found.append(self._any_form("name", term.forms, _NAME_BOOST))
        if term.beginnings and others:
            # One word may be both: it is not to count twice.
            grown = tantivy.Query.disjunction_max_query([self.one(field, one) for one in others])
            found[0] = tantivy.Query.disjunction_max_query([found[0], _boosted(grown, _BEGINNING_BOOST)])
        return found

    def words_of(self, phrase: Phrase) -> list[tantivy.Query]:
        """The words of a phrase by their stems, each for itself."""
        places = range(max(map(len, phrase)))
        each = [frozenset(one[place] for one in phrase if place < len(one)) for place in places]
        return [self._any_form("text", some, 1.0) for some in each]

    def excluded(self, phrase: Phrase) -> tantivy.Query:
        """A single word, by any of its stems."""
        return _any([self.one(field, one) for (one,) in phrase for field in ("text", "name")])

    def exact(self, phrase: Phrase) -> tantivy.Query:
        return _any([self._sequence(terms) for terms in phrase])

    def one(self, field: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, self._field(field, term), term, index_option="freq")

    def _sequence(self, terms: tuple[str, ...]) -> tantivy.Query:
        if len(terms) == 1:
            return self.one("word", terms[0])
        return tantivy.Query.phrase_query(self._schema, "word", list(terms))

    def _any_form(self, field: str, terms: frozenset[str], boost: float) -> tantivy.Query:
        """The forms of one word, each worth as much as the word is rare: it may be rare in one language alone."""
        counts = {one: self._searcher.doc_freq(self._field(field, one), one) for one in sorted(terms)}
        known = {one: count for one, count in counts.items() if count} or counts
        weight = rarity(sum(known.values()), self._searcher)
        choices = [
            _boosted(self.one(field, one), boost * (weight / rarity(count, self._searcher) if len(known) > 1 else 1))
            for one, count in known.items()
        ]
        return choices[0] if len(choices) == 1 else tantivy.Query.disjunction_max_query(choices)

    def _field(self, field: str, term: str) -> str:
        return field_of(field, term) if self._as_written else field


def _any(choices: Sequence[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(_SHOULD, one) for one in choices])


def _boosted(query: tantivy.Query, boost: float) -> tantivy.Query:
    return query if boost == 1.0 else tantivy.Query.boost_query(query, boost)
