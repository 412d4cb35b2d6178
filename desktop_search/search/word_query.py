"""What was asked, as the word index knows it: each word with its forms and its weight (word_clauses.py has the rest).

A word that occurs nowhere is taken for a typing error, and words that are nearly it are taken instead.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import tantivy

from desktop_search.search.analysis import exact_sequence, forms, has_unspaced, sequence, written
from desktop_search.search.near_words import near
from desktop_search.search.query import Query
from desktop_search.search.text_index import TextIndex

MOST_WORDS = 64
_MOST_BEGINNINGS = 12
_SHORTEST_BEGINNING = 2
_MOST_LOOKED_AT = 20_000
# From so many letters on, one and two typing errors are forgiven.
_ONE_ERROR, _TWO_ERRORS = 4, 8

Phrase = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or one part of a word.

    `forms` are the stems that it stands as, `written` is how it was typed; `weight` is how rare it is. `errors` (1 or
    2) tells that it occurs nowhere, and by how many typing errors the words of `near` differ from it; `beginnings` are
    words of the index that begin with it, while it may still grow; `meant` are the stems of all these words, but for
    its own. `known` tells that it occurs as it was typed, or begins a word that does; `rarity` is how rare it is in
    texts or names, together with the commonest of what it may grow into, or of what was meant by a typing error.
    """

    word: str
    forms: frozenset[str]
    weight: float
    written: str = ""
    errors: int = 0
    beginnings: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    meant: frozenset[str] = frozenset()
    known: bool = True
    rarity: float = 0.0

    def __hash__(self) -> int:
        # A few of them are put into hundreds of sets.
        return hash(self.written)


@dataclass(frozen=True, slots=True)
class Lookup:
    """A whole query. A phrase is a choice of term sequences.

    `phrases` are told by their stems, a choice for each language that reads it differently; `exact`, one for each of
    them, is what has to occur, as it is written: a choice of several where its last word may still grow. `together`
    are words of several parts, as they are written. `excluded` are single words by their stems, `excluded_exact`
    phrases as they are written.
    """

    terms: tuple[Term, ...] = ()
    together: tuple[Phrase, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    exact: tuple[Phrase, ...] = ()
    excluded_exact: tuple[Phrase, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.terms or self.phrases)

    @property
    def guesses(self) -> bool:
        """Is nothing of it known as it was typed, and only the smaller part of it taken for typing errors?"""
        if self.exact or any(term.known for term in self.terms):
            return False
        taken = sum(term.weight for term in self.terms if term.near)
        return 2 * taken < sum(term.weight for term in self.terms)

    @property
    def rarest(self) -> Term | None:
        """The word that the fewest paragraphs hold; None where there are no words."""
        return max(self.terms, key=lambda term: term.rarity, default=None)

    @property
    def rarities(self) -> tuple[float, ...]:
        """How rare each word is; one of several parts as the rarest of them, and two forms of one word once."""
        rarest: dict[str, Term] = {}
        for term in self.terms:
            # Without spaces between its words a whole sentence may be one.
            word = term.written if has_unspaced(term.written) else term.word
            rarest[word] = max(rarest.get(word, term), term, key=lambda one: one.rarity)
        return tuple({term.forms: term.rarity for term in rarest.values()}.values())

    @property
    def excludes(self) -> bool:
        return bool(self.excluded or self.excluded_exact)

    @property
    def without_words(self) -> Lookup:
        """Its phrases, and what it excludes."""
        return replace(self, terms=(), together=())


def look_up(query: Query, index: TextIndex, languages: Collection[str]) -> Lookup:
    """Finds out what the words of a query are in this index of paragraphs."""
    terms: list[Term] = []
    together: list[Phrase] = []
    for word in dict.fromkeys(query.words[:MOST_WORDS]):
        # Without spaces between its words a whole sentence may be one.
        parts = list(zip(forms(word, tuple(languages)), written(word), strict=True))[: MOST_WORDS - len(terms)]
        is_open = word == query.open_word
        for place, (part, as_written) in enumerate(parts):
            may_grow = is_open and place == len(parts) - 1
            terms.append(_term(word, part, as_written, index, tuple(languages), may_grow))
        if len(parts) > 1:
            together.append((exact_sequence(word)[:MOST_WORDS],))
    excluded = [(_phrase(text, languages), exact_sequence(text)[:MOST_WORDS]) for text in query.excluded[:MOST_WORDS]]
    return Lookup(
        tuple(terms),
        tuple(together),
        tuple(phrase for text in query.phrases[:MOST_WORDS] if (phrase := _phrase(text, languages))),
        tuple(stems for stems, _ in excluded if stems and all(len(one) == 1 for one in stems)),
        tuple(
            _exact(found, index, text == query.open_phrase)
            for text in query.phrases[:MOST_WORDS]
            if (found := exact_sequence(text)[:MOST_WORDS])
        ),
        tuple((exact,) for stems, exact in excluded if any(len(one) > 1 for one in stems)),
    )


def _term(
    word: str, part: frozenset[str], as_written: str, index: TextIndex, languages: tuple[str, ...], is_open: bool
) -> Term:
    searcher = index.searcher()
    frequency = sum(searcher.doc_freq(field_of("text", form), form) for form in part)
    weight = rarity(frequency, searcher)
    beginnings = _beginnings(as_written, index) if is_open else ()
    if frequency or beginnings or any(searcher.doc_freq("name", form) for form in part):
        # What has its own stem is found by that, and is not to count twice.
        meant = frozenset(one for one in _stems(beginnings, languages) - part if _occurs(one, searcher))
        rare = _rarity(part | meant, searcher)
        return Term(word, part, weight, as_written, beginnings=beginnings, meant=meant, rarity=rare)
    errors, nearest = _near(as_written, index)
    meant = _stems(nearest, languages)
    rare = _rarity(meant, searcher) if meant else weight
    return Term(word, part, weight, as_written, errors, (), nearest, meant, known=False, rarity=rare)


def _rarity(stems: Collection[str], searcher: tantivy.Searcher) -> float:
    """How rare what has one of these stems is, in texts or in names."""
    held = (sum(searcher.doc_freq(field_of(field, one), one) for one in stems) for field in ("text", "name"))
    return rarity(max(held), searcher)


def _occurs(stem: str, searcher: tantivy.Searcher) -> bool:
    return bool(searcher.doc_freq("text", stem) or searcher.doc_freq("name", stem))


def _stems(some: Sequence[str], languages: tuple[str, ...]) -> frozenset[str]:
    return frozenset(form for one in some for part in forms(one, languages) for form in part)


def _beginnings(as_written: str, index: TextIndex) -> tuple[str, ...]:
    """Words that the word under the cursor may become, the most frequent: "renam" finds "renaming"."""
    if len(as_written) < _SHORTEST_BEGINNING:
        return ()

    def find() -> tuple[str, ...]:
        found = index.searcher().terms_with_prefix("word", as_written, limit=_MOST_BEGINNINGS)
        return tuple(term for term, _ in found if term != as_written)

    return index.words.get(("beginnings", as_written), find)


def _near(as_written: str, index: TextIndex) -> tuple[int, tuple[str, ...]]:
    """By how many typing errors the nearest words of the index differ, and these words; (0, ()) where none is near."""
    errors = _errors(as_written)
    if not errors:
        return 0, ()

    def find() -> tuple[str, ...]:
        searcher = index.searcher()
        made, found = near(
            as_written, errors, lambda start: searcher.terms_with_prefix("word", start, limit=_MOST_LOOKED_AT)
        )
        return (str(made), *found)

    made, *found = index.words.get(("near", as_written), find)
    return int(made), tuple(found)


def _exact(terms: tuple[str, ...], index: TextIndex, is_open: bool) -> Phrase:
    grown = _beginnings(terms[-1], index) if is_open else ()
    return tuple((*terms[:-1], last) for last in (terms[-1], *grown))


def _errors(as_written: str) -> int:
    if len(as_written) < _ONE_ERROR or any(letter.isdigit() for letter in as_written):
        return 0
    return 1 if len(as_written) < _TWO_ERRORS else 2


def _phrase(text: str, languages: Collection[str]) -> Phrase:
    found = (sequence(text, language)[:MOST_WORDS] for language in languages)
    return tuple(dict.fromkeys(one for one in found if one))


def rarity(frequency: int, searcher: tantivy.Searcher) -> float:
    """As BM25 has it: ln(1 + (N - n + 0.5) / (n + 0.5)); n counts removed entries, too, until they are merged away."""
    return math.log1p(max(0.5, searcher.num_docs - frequency + 0.5) / (frequency + 0.5))


def field_of(field: str, term: str) -> str:
    """Such characters are indexed in pairs; one alone is found where words are as they are written."""
    return "word" if len(term) == 1 and has_unspaced(term) else field
