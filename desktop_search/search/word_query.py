"""What was asked, as the word index knows it: each word with its forms and its weight, then as a query of the index.

Terms are built one by one, so that nothing a person types is read as an operator. A word that occurs nowhere is
taken for a typing error, and words that are nearly it are taken instead.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import tantivy

from desktop_search.search.analysis import forms, safe, sequence
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
# From so many letters on, one and two typing errors are forgiven.
_ONE_ERROR, _TWO_ERRORS = 4, 8

Phrase = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or one part of a word.

    `forms` are the terms that it stands as; `weight` is how rare it is: ln(1 + (N - n + 0.5) / (n + 0.5)), with n of
    N paragraphs that hold it. `errors` (1 or 2) tells that it occurs nowhere and how many typing errors are forgiven;
    `beginnings` are terms that begin with it, while it may still grow.
    """

    word: str
    forms: frozenset[str]
    weight: float
    errors: int = 0
    beginnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lookup:
    """A whole query. A phrase is a choice of term sequences, one for each language that reads it differently."""

    terms: tuple[Term, ...] = ()
    together: tuple[Phrase, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.terms or self.phrases)


def look_up(query: Query, index: TextIndex, languages: Collection[str]) -> Lookup:
    """Finds out what the words of a query are in this index of paragraphs."""
    searcher = index.searcher()
    terms: list[Term] = []
    together: list[Phrase] = []
    for word in dict.fromkeys(query.words[:MOST_WORDS]):
        parts = forms(word, tuple(languages))
        is_open = word == query.open_word
        for place, part in enumerate(parts):
            terms.append(_term(word, part, searcher, is_open and place == len(parts) - 1))
        if len(parts) > 1:
            together.append(_phrase(word, languages))
    return Lookup(
        tuple(terms),
        tuple(together),
        _phrases(query.phrases, languages),
        _phrases(query.excluded, languages),
    )


def build(lookup: Lookup, index: TextIndex) -> tantivy.Query | None:
    """The query of an index; None where there is nothing to look for."""
    if lookup.empty:
        return None
    builder = _Builder(index.schema)
    # Plain terms stay at the top: only there does the search skip what cannot be among the best.
    clauses = [(tantivy.Occur.Should, one) for term in lookup.terms for one in builder.term(term)]
    clauses += [(tantivy.Occur.Should, builder.phrase(one, _TOGETHER_BOOST)) for one in lookup.together]
    clauses += [(tantivy.Occur.Must, builder.phrase(one)) for one in lookup.phrases]
    clauses += [(tantivy.Occur.MustNot, builder.phrase(one)) for one in lookup.excluded]
    return tantivy.Query.boolean_query(clauses)


def build_excluded(lookup: Lookup, index: TextIndex) -> tantivy.Query | None:
    """What matches any of the excluded words or phrases."""
    builder = _Builder(index.schema)
    clauses = [(tantivy.Occur.Should, builder.phrase(one)) for one in lookup.excluded]
    return tantivy.Query.boolean_query(clauses) if clauses else None


def _term(word: str, part: frozenset[str], searcher: tantivy.Searcher, is_open: bool) -> Term:
    frequency = sum(searcher.doc_freq("text", form) for form in part)
    weight = math.log1p(max(0.0, searcher.num_docs - frequency + 0.5) / (frequency + 0.5))
    beginnings = _beginnings(word, searcher) if is_open else ()
    known = frequency or beginnings or any(searcher.doc_freq("name", form) for form in part)
    return Term(word, part, weight, 0 if known else _errors(part), beginnings)


def _beginnings(word: str, searcher: tantivy.Searcher) -> tuple[str, ...]:
    """Terms that the word under the cursor may become: "renam" finds "renaming" before it is finished."""
    prefix = safe(word).lower()
    if len(prefix) < _SHORTEST_BEGINNING or not prefix.isalnum():
        return ()
    found = searcher.terms_with_prefix("text", prefix, limit=_MOST_BEGINNINGS)
    return tuple(term for term, _ in found if term != prefix)


def _errors(part: frozenset[str]) -> int:
    shortest = min(map(len, part))
    if shortest < _ONE_ERROR or any(any(letter.isdigit() for letter in form) for form in part):
        return 0
    return 1 if shortest < _TWO_ERRORS else 2


def _phrases(texts: Iterable[str], languages: Collection[str]) -> tuple[Phrase, ...]:
    return tuple(phrase for text in list(texts)[:MOST_WORDS] if (phrase := _phrase(text, languages)))


def _phrase(text: str, languages: Collection[str]) -> Phrase:
    return tuple(dict.fromkeys(found for language in languages if (found := sequence(text, language))))


class _Builder:
    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    def term(self, term: Term) -> list[tantivy.Query]:
        """One word in the text and in the name; they are added up."""
        if term.errors:
            near = [
                tantivy.Query.fuzzy_term_query(self._schema, field, form, distance=term.errors)
                for form in term.forms
                for field in ("text", "name")
            ]
            return [_boosted(tantivy.Query.disjunction_max_query(near), _NEAR_BOOST * term.weight)]
        found = [self._any_form(field, term.forms, boost) for field, boost in (("text", 1.0), ("name", _NAME_BOOST))]
        if term.beginnings:
            grown = [self._one("text", form) for form in term.beginnings]
            found.append(_boosted(tantivy.Query.disjunction_max_query(grown), _BEGINNING_BOOST))
        return found

    def phrase(self, phrase: Phrase, boost: float = 1.0) -> tantivy.Query:
        choices = [
            _boosted(self._sequence(field, terms), boost * field_boost)
            for terms in phrase
            for field, field_boost in (("text", 1.0), ("name", _NAME_BOOST))
        ]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in choices])

    def _sequence(self, field: str, terms: tuple[str, ...]) -> tantivy.Query:
        if len(terms) == 1:
            return self._one(field, terms[0])
        return tantivy.Query.phrase_query(self._schema, field, list(terms))

    def _any_form(self, field: str, terms: frozenset[str], boost: float) -> tantivy.Query:
        choices = [self._one(field, term) for term in sorted(terms)]
        return _boosted(choices[0] if len(choices) == 1 else tantivy.Query.disjunction_max_query(choices), boost)

    def _one(self, field: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, term, index_option="freq")


def _boosted(query: tantivy.Query, boost: float) -> tantivy.Query:
    return query if boost == 1.0 else tantivy.Query.boost_query(query, boost)
