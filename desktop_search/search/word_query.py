"""What was asked, as the word index knows it: each word with its forms and its weight, then as a query of the index.

Terms are built one by one, so that nothing a person types is read as an operator. A word that occurs nowhere is
taken for a typing error, and words that are nearly it are taken instead.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import tantivy

from desktop_search.search.analysis import exact_sequence, forms, has_unspaced, sequence, written
from desktop_search.search.query import Query
from desktop_search.search.text_index import TextIndex

MOST_WORDS = 64
_MOST_BEGINNINGS = 24
_SHORTEST_BEGINNING = 2
# A file's name says less about a paragraph than its text.
_NAME_BOOST = 0.6
_BEGINNING_BOOST = 0.4
# The parts of "file-name" next to each other are worth more than each alone.
_TOGETHER_BOOST = 1.0
_NEAR_BOOST = 0.6
# Each goes one step deeper into the stack of its thread.
_MOST_NESTED = 64
# From so many letters on, one and two typing errors are forgiven.
_ONE_ERROR, _TWO_ERRORS = 4, 8

Phrase = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or one part of a word.

    `forms` are the stems that it stands as, `written` is how it was typed; `weight` is how rare it is. `errors` (1 or
    2) tells that it occurs nowhere and how many typing errors are forgiven; `beginnings` are words of the index that
    begin with it, while it may still grow.
    """

    word: str
    forms: frozenset[str]
    weight: float
    written: str = ""
    errors: int = 0
    beginnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lookup:
    """A whole query. A phrase is a choice of term sequences, one for each language that reads it differently.

    `phrases` are told by their stems, for marking them; `exact`, one for each of them, is what has to occur, as it is
    written: a choice of several where its last word may still grow.
    """

    terms: tuple[Term, ...] = ()
    together: tuple[Phrase, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    exact: tuple[Phrase, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.terms or self.phrases)


def look_up(query: Query, index: TextIndex, languages: Collection[str]) -> Lookup:
    """Finds out what the words of a query are in this index of paragraphs."""
    searcher = index.searcher()
    terms: list[Term] = []
    together: list[Phrase] = []
    for word in dict.fromkeys(query.words[:MOST_WORDS]):
        # Without spaces between its words a whole sentence may be one.
        parts = list(zip(forms(word, tuple(languages)), written(word), strict=True))[: MOST_WORDS - len(terms)]
        is_open = word == query.open_word
        for place, (part, as_written) in enumerate(parts):
            terms.append(_term(word, part, as_written, searcher, is_open and place == len(parts) - 1))
        if len(parts) > 1:
            together.append(_phrase(word, languages))
    return Lookup(
        tuple(terms),
        tuple(together),
        _phrases(query.phrases, languages),
        _phrases(query.excluded, languages),
        tuple(
            _exact(found, searcher, text == query.open_phrase)
            for text in query.phrases[:MOST_WORDS]
            if (found := exact_sequence(text)[:MOST_WORDS])
        ),
    )


def build(lookup: Lookup, index: TextIndex, *, whole: bool = False) -> tantivy.Query | None:
    """The query of an index; None where there is nothing to look for.

    A paragraph has to hold one of the phrases, a `whole` document all of them.
    """
    if lookup.empty:
        return None
    return tantivy.Query.boolean_query(_clauses(lookup, _Builder(index), whole))


def build_within(
    lookup: Lookup, index: TextIndex, within: tantivy.Query, *, whole: bool = False
) -> tantivy.Query | None:
    """The same for the few entries that match `within`; those that hold no word come with a score of 0.

    Clause by clause around the few, each of which is looked up in each list of entries; in one query together the
    lists would be read from end to end.
    """
    if lookup.empty:
        return None
    query, clauses = within, _clauses(lookup, _Builder(index), whole)
    if len(clauses) > _MOST_NESTED:
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, within), (tantivy.Occur.Must, tantivy.Query.boolean_query(clauses))]
        )
    for clause in clauses:
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), clause])
    return query


def asks_of_files(lookup: Lookup) -> bool:
    """Is anything said of the file as a whole, that one of its paragraphs cannot tell?"""
    return bool(lookup.excluded) or len(lookup.exact) > 1


def required_clauses(lookup: Lookup, index: TextIndex) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    """What a whole document has to meet: it holds every phrase, and nothing that is excluded."""
    builder = _Builder(index)
    clauses = [(tantivy.Occur.Must, builder.exact(one)) for one in lookup.exact]
    return clauses + [(tantivy.Occur.MustNot, builder.phrase(one)) for one in lookup.excluded]


def _clauses(lookup: Lookup, builder: _Builder, whole: bool) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    # Plain terms stay at the top: only there does the search skip what cannot be among the best.
    clauses = [(tantivy.Occur.Should, one) for term in lookup.terms for one in builder.term(term)]
    clauses += [(tantivy.Occur.Should, builder.phrase(one, _TOGETHER_BOOST)) for one in lookup.together]
    exact = [builder.exact(one) for one in lookup.exact]
    if exact and not whole:
        exact = [_any(exact)]
    clauses += [(tantivy.Occur.Must, one) for one in exact]
    clauses += [(tantivy.Occur.MustNot, builder.phrase(one)) for one in lookup.excluded]
    return clauses


def _term(word: str, part: frozenset[str], as_written: str, searcher: tantivy.Searcher, is_open: bool) -> Term:
    frequency = sum(searcher.doc_freq(_field_of("text", form), form) for form in part)
    weight = _rarity(frequency, searcher)
    beginnings = _beginnings(as_written, searcher) if is_open else ()
    known = frequency or beginnings or any(searcher.doc_freq("name", form) for form in part)
    return Term(word, part, weight, as_written, 0 if known else _errors(as_written), beginnings)


def _beginnings(as_written: str, searcher: tantivy.Searcher) -> tuple[str, ...]:
    """Words that the word under the cursor may become, the most frequent: "renam" finds "renaming"."""
    if len(as_written) < _SHORTEST_BEGINNING:
        return ()
    found = searcher.terms_with_prefix("word", as_written, limit=_MOST_BEGINNINGS)
    return tuple(term for term, _ in found if term != as_written)


def _exact(terms: tuple[str, ...], searcher: tantivy.Searcher, is_open: bool) -> Phrase:
    grown = _beginnings(terms[-1], searcher) if is_open else ()
    return tuple((*terms[:-1], last) for last in (terms[-1], *grown))


def _errors(as_written: str) -> int:
    if len(as_written) < _ONE_ERROR or any(letter.isdigit() for letter in as_written):
        return 0
    return 1 if len(as_written) < _TWO_ERRORS else 2


def _phrases(texts: Iterable[str], languages: Collection[str]) -> tuple[Phrase, ...]:
    return tuple(phrase for text in list(texts)[:MOST_WORDS] if (phrase := _phrase(text, languages)))


def _phrase(text: str, languages: Collection[str]) -> Phrase:
    found = (sequence(text, language)[:MOST_WORDS] for language in languages)
    return tuple(dict.fromkeys(one for one in found if one))


def _rarity(frequency: int, searcher: tantivy.Searcher) -> float:
    """As BM25 has it: ln(1 + (N - n + 0.5) / (n + 0.5)), with n of N entries that hold a word."""
    return math.log1p(max(0.0, searcher.num_docs - frequency + 0.5) / (frequency + 0.5))


class _Builder:
    def __init__(self, index: TextIndex) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()

    def term(self, term: Term) -> list[tantivy.Query]:
        """One word in the text and in the name; they are added up."""
        if term.errors:
            near = [
                _boosted(self._near(term.written, errors), _NEAR_BOOST**errors) for errors in range(1, term.errors + 1)
            ]
            return [_boosted(tantivy.Query.disjunction_max_query(near), term.weight)]
        found = [self._any_form(field, term.forms, boost) for field, boost in (("text", 1.0), ("name", _NAME_BOOST))]
        if term.beginnings:
            # One word may be both: it is not to count twice.
            grown = tantivy.Query.disjunction_max_query([self._one("word", one) for one in term.beginnings])
            found[0] = tantivy.Query.disjunction_max_query([found[0], _boosted(grown, _BEGINNING_BOOST)])
        return found

    def phrase(self, phrase: Phrase, boost: float = 1.0) -> tantivy.Query:
        choices = [
            _boosted(self._sequence(field, terms), boost * field_boost)
            for terms in phrase
            for field, field_boost in (("text", 1.0), ("name", _NAME_BOOST))
        ]
        return _any(choices)

    def exact(self, phrase: Phrase) -> tantivy.Query:
        return _any([self._sequence("word", terms) for terms in phrase])

    def _near(self, word: str, errors: int) -> tantivy.Query:
        return tantivy.Query.fuzzy_term_query(self._schema, "word", word, distance=errors)

    def _sequence(self, field: str, terms: tuple[str, ...]) -> tantivy.Query:
        if len(terms) == 1:
            return self._one(field, terms[0])
        return tantivy.Query.phrase_query(self._schema, field, list(terms))

    def _any_form(self, field: str, terms: frozenset[str], boost: float) -> tantivy.Query:
        """The forms of one word, each worth as much as the word is rare: it may be rare in one language alone."""
        counts = {one: self._searcher.doc_freq(_field_of(field, one), one) for one in sorted(terms)}
        known = {one: count for one, count in counts.items() if count} or counts
        weight = _rarity(sum(known.values()), self._searcher)
        choices = [
            _boosted(self._one(field, one), boost * (weight / _rarity(count, self._searcher) if len(known) > 1 else 1))
            for one, count in known.items()
        ]
        return choices[0] if len(choices) == 1 else tantivy.Query.disjunction_max_query(choices)

    def _one(self, field: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, _field_of(field, term), term, index_option="freq")


def _field_of(field: str, term: str) -> str:
    """Such characters are indexed in pairs; one alone is found where words are as they are written."""
    return "word" if len(term) == 1 and has_unspaced(term) else field


def _any(choices: Sequence[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in choices])


def _boosted(query: tantivy.Query, boost: float) -> tantivy.Query:
    return query if boost == 1.0 else tantivy.Query.boost_query(query, boost)
