"""Which words of a paragraph answer the query: exact offsets, found in any grammatical form."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from desktop_search.search.analysis import Token, forms, words
from desktop_search.search.languages import DEFAULT
from desktop_search.search.query import Query
from desktop_search.search.word_query import Lookup, Term

Spans = tuple[tuple[int, int], ...]
_Languages = tuple[str, ...]


def find(text: str, lookup: Lookup, query: Query, languages: _Languages = (DEFAULT,)) -> Spans:
    """[start, end) offsets of the words that match, in order and without overlap; neighbouring pairs are joined."""
    phrase_forms = {form for phrase in lookup.phrases for choice in phrase for form in choice}
    prefix = query.open_word.lower()
    spans: list[tuple[int, int]] = []
    for token in words(text):
        own = _forms(token, languages)
        if own & phrase_forms or any(_matches(term, token, own) for term in lookup.terms):
            spans.append((token.start, token.end))
        elif len(prefix) > 1 and token.term.startswith(prefix):
            spans.append((token.start, token.start + len(prefix)))
    return tuple(_joined(spans))


def matched(fields: Collection[str], lookup: Lookup, languages: _Languages = (DEFAULT,)) -> frozenset[str]:
    """The words of the query that occur in any of the fields of a paragraph."""
    tokens = [(token, _forms(token, languages)) for field in fields for token in words(field)]
    return frozenset(term.word for term in lookup.terms if any(_matches(term, token, own) for token, own in tokens))


def _matches(term: Term, token: Token, own: frozenset[str]) -> bool:
    if term.errors:
        return any(distance(form, other, term.errors) <= term.errors for form in term.forms for other in own)
    return not own.isdisjoint(term.forms)


def _forms(token: Token, languages: _Languages) -> frozenset[str]:
    return frozenset().union(*forms(token.term, languages))


def distance(one: str, other: str, most: int) -> int:
    """Typing errors between two words: letters added, left out, changed or swapped; `most` + 1 stands for more.

    Optimal string alignment (Damerau, 1964), as the index counts them.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        last, before, row = before, row, [at]
        for place, its in enumerate(other, 1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != its))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == its:
                cost = min(cost, last[place - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def _joined(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Pairs of characters overlap where words are not set apart."""
    start = end = -1
    for one in spans:
        if one[0] < end:
            end = max(end, one[1])
            continue
        if end > start:
            yield start, end
        start, end = one
    if end > start:
        yield start, end
