"""What was asked, as a query of one full-text index: of paragraphs, or of whole documents, which know stems alone.

Terms are built one by one, so that nothing a person types is read as an operator.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import tantivy

from desktop_search.search.text_index import Clause, Clauses, TextIndex
from desktop_search.search.word_query import Lookup, Phrase, Term, field_of, rarity

# A file's name says less about a paragraph than its text.
_NAME_BOOST = 0.6
_BEGINNING_BOOST = 0.4
# The parts of "file-name" next to each other are worth more than each alone.
_TOGETHER_BOOST = 1.0
_NEAR_BOOST = 0.6
# BM25's k1 is 1.2.
_MOST_OF_RARITY = 2.2
# Each goes one step deeper into the stack of its thread.
_MOST_NESTED = 64
_MUST, _SHOULD, _MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


def build(lookup: Lookup, index: TextIndex) -> tantivy.Query | None:
    """The query of an index; None where there is nothing to look for. A paragraph has to hold one of the phrases."""
    if lookup.empty:
        return None
    # Each word for itself, at the top: only of plain words the search skips entries that cannot be among the best.
    return _boolean((occur, one) for occur, some in _clauses(lookup, index) for one in some)


def build_within(lookup: Lookup, index: TextIndex, within: tantivy.Query) -> tantivy.Query | None:
    """The same for the few entries that match `within`; those that hold no word come with a score of 0.

    Clause by clause around the few, each of which is looked up in each list of entries; in one query together the
    lists would be read from end to end.
    """
    if lookup.empty:
        return None
    query, clauses = within, [(occur, _any(some)) for occur, some in _clauses(lookup, index)]
    if len(clauses) > _MOST_NESTED:
        return _boolean([(_MUST, within), (_MUST, _boolean(clauses))])
    for clause in clauses:
        query = _boolean([(_MUST, query), clause])
    return query


def build_narrow(lookup: Lookup, index: TextIndex) -> tantivy.Query:
    """As `build`, but that an entry has to hold one of the single words, too."""
    clauses = _clauses(lookup, index)
    needed = [one for occur, some in clauses if occur == _SHOULD for one in some]
    others = [(occur, one) for occur, some in clauses if occur != _SHOULD for one in some]
    return _boolean([(_MUST, _any(needed)), *others])


def build_loose(lookup: Lookup, index: TextIndex) -> tantivy.Query:
    """As `build` in an index of paragraphs, but that the words of the phrases may stand anywhere, and nothing is
    excluded."""
    builder = _Builder(index)
    words = {word for phrase in lookup.exact for terms in phrase for word in terms}
    clauses = _clauses(replace(lookup, exact=(), excluded=(), excluded_exact=()), index)
    return _any([*(one for _, some in clauses for one in some), *(builder.one("word", one) for one in sorted(words))])


def phrases_cost(phrases: Iterable[Phrase], index: TextIndex) -> float:
    """In how many entries, about, the places of words have to be compared to find the phrases: those that hold all of
    their words, if each word stood where it does by chance."""
    if not index.as_written:
        return 0.0
    searcher = index.searcher()
    several = [terms for phrase in phrases for terms in phrase if len(terms) > 1]
    shares = ([searcher.doc_freq("word", one) / max(1, searcher.num_docs) for one in terms] for terms in several)
    return searcher.num_docs * sum(math.prod(one) for one in shares)


def words_cost(lookup: Lookup, index: TextIndex) -> int:
    """In how many entries, at most, the single words of the question are, and what may have been meant by them."""
    searcher = index.searcher()
    asked = [(field, one) for term in lookup.terms for one in (*term.forms, *term.meant) for field in ("text", "name")]
    asked += [("word", one) for term in lookup.terms for one in term.near]
    return sum(searcher.doc_freq(field_of(field, one), one) for field, one in asked)


def best_without_words(lookup: Lookup, index: TextIndex) -> float:
    """No entry that holds a phrase but none of the other words can have a higher score: as often as each word of the
    phrases may stand in it, BM25 does not go beyond (k1 + 1) times their rarity."""
    searcher = index.searcher()
    words = [one for phrase in lookup.exact for terms in phrase for one in terms]
    return _MOST_OF_RARITY * sum(rarity(searcher.doc_freq("word", one), searcher) for one in words)


def holding(phrase: Phrase, index: TextIndex) -> tantivy.Query:
    """Paragraphs that hold a phrase, as it is written."""
    return _Builder(index).exact(phrase)


def holding_word(term: Term, index: TextIndex) -> tantivy.Query:
    """Entries that hold a word in any form, or what it may grow into; adds nothing to their score."""
    held = _any([one for some in _Builder(index).term(term) for one in some])
    return tantivy.Query.const_score_query(held, 0.0)


def without(lookup: Lookup, index: TextIndex) -> list[Clause]:
    """That an entry holds none of the single words that are excluded."""
    builder = _Builder(index)
    return [(_MUST_NOT, builder.excluded(one)) for one in lookup.excluded]


def _clauses(lookup: Lookup, index: TextIndex) -> list[Clauses]:
    return index.clauses.get(lookup, lambda: _new_clauses(lookup, index))


def _new_clauses(lookup: Lookup, index: TextIndex) -> list[Clauses]:
    builder = _Builder(index)
    clauses = [(_SHOULD, some) for term in lookup.terms for some in builder.term(term)]
    if index.as_written:
        clauses += [(_SHOULD, [_boosted(builder.exact(one), _TOGETHER_BOOST)]) for one in lookup.together]
        if lookup.exact:
            clauses.append((_MUST, [_any([builder.exact(one) for one in lookup.exact])]))
        clauses += [(_MUST_NOT, [builder.exact(one)]) for one in lookup.excluded_exact]
    else:
        clauses += [(_SHOULD, some) for phrase in lookup.phrases for some in builder.words_of(phrase)]
    return clauses + [(occur, [one]) for occur, one in without(lookup, index)]


class _Builder:
    def __init__(self, index: TextIndex) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        self._as_written = index.as_written

    def term(self, term: Term) -> list[list[tantivy.Query]]:
        """One word in the text, in the name, and what it may grow into; all of them are added up."""
        if term.near:
            field, others = ("word", term.near) if self._as_written else ("text", sorted(term.meant))
            # Several of them are no better than one: none or one of them was meant.
            near = tantivy.Query.const_score_query(_any([self.one(field, one) for one in others]), 1.0)
            return [[_boosted(near, _NEAR_BOOST**term.errors * term.weight)]]
        found = [self._any_form("text", term.forms, 1.0)]
        # Most words are in no name; a query is copied with every clause that is put around it.
        if in_names := self._known("name", term.forms):
            found.append(self._as_one("name", in_names, _NAME_BOOST))
        if term.meant:
            found.append(self._grown(term))
        return found

    def words_of(self, phrase: Phrase) -> list[list[tantivy.Query]]:
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

    def _any_form(self, field: str, terms: frozenset[str], boost: float) -> list[tantivy.Query]:
        """Terms that stand for one word; where none of them occurs, all of them."""
        return self._as_one(field, self._known(field, terms) or dict.fromkeys(sorted(terms), 0), boost)

    def _as_one(self, field: str, counts: dict[str, int], boost: float) -> list[tantivy.Query]:
        """Terms that stand for one word, each worth as much as all of them are rare: one may be rare in one language
        alone."""
        if len(counts) == 1:
            return [_boosted(self.one(field, one), boost) for one in counts]
        return self._worth(field, counts, boost * rarity(sum(counts.values()), self._searcher))

    def _grown(self, term: Term) -> list[tantivy.Query]:
        """What a word may grow into, worth less than the word as it is typed, where that occurs."""
        typed = sum(self._known("text", term.forms).values())
        in_text = self._known("text", term.meant)
        weight = (_BEGINNING_BOOST if typed else 1.0) * rarity(typed + sum(in_text.values()), self._searcher)
        in_names = self._known("name", term.meant)
        return [*self._worth("text", in_text, weight), *self._worth("name", in_names, _NAME_BOOST * weight)]

    def _worth(self, field: str, counts: dict[str, int], weight: float) -> list[tantivy.Query]:
        """Terms that are all worth as much as one of this rarity."""
        rarities = ((one, rarity(count, self._searcher)) for one, count in counts.items())
        return [_boosted(self.one(field, one), weight / its) for one, its in rarities]

    def _known(self, field: str, terms: frozenset[str]) -> dict[str, int]:
        """Those of the terms that occur, with the number of entries that hold them."""
        counts = ((one, self._searcher.doc_freq(self._field(field, one), one)) for one in sorted(terms))
        return {one: count for one, count in counts if count}

    def _field(self, field: str, term: str) -> str:
        return field_of(field, term) if self._as_written else field


def _any(choices: Sequence[tantivy.Query]) -> tantivy.Query:
    return choices[0] if len(choices) == 1 else _boolean((_SHOULD, one) for one in choices)


def _boolean(clauses: Iterable[Clause]) -> tantivy.Query:
    return tantivy.Query.boolean_query(list(clauses))


def _boosted(query: tantivy.Query, boost: float) -> tantivy.Query:
    return query if boost == 1.0 else tantivy.Query.boost_query(query, boost)
