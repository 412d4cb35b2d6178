"""Which words of a paragraph answer the query: exact offsets, found in any grammatical form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from desktop_search.search.analysis import Token, forms, words
from desktop_search.search.languages import DEFAULT
from desktop_search.search.query import Query
from desktop_search.search.word_query import Lookup, Term

Spans = tuple[tuple[int, int], ...]
_Languages = tuple[str, ...]


class Marker:
    """One query, ready to be looked for in many texts."""

    def __init__(self, lookup: Lookup, query: Query, languages: _Languages = (DEFAULT,)) -> None:
        self._languages = languages
        self._terms_of: dict[str, list[Term]] = {}
        for term in lookup.terms:
            for form in term.forms:
                self._terms_of.setdefault(form, []).append(term)
        self._in_phrases = {form for phrase in lookup.phrases for choice in phrase for form in choice}
        self._misspelt = [term for term in lookup.terms if term.errors]
        self._prefix = query.open_word.lower() if len(query.open_word) > 1 else ""

    def mark(self, text: str, others: Iterable[str] = ()) -> tuple[Spans, frozenset[str]]:
        """[start, end) offsets into `text` of what matches, in order and without overlap, and the words of the query
        that occur in it or in the `others`, which are a paragraph's title, headings and file name."""
        met: set[str] = set()
        spans: list[tuple[int, int]] = []
        for token in words(text):
            found = self._terms(token)
            met.update(term.word for term in found)
            if found or not self._in_phrases.isdisjoint(_forms(token.term, self._languages)):
                spans.append((token.start, token.end))
            elif self._prefix and token.term.startswith(self._prefix):
                spans.append((token.start, token.start + len(self._prefix)))
        for other in others:
            met.update(term.word for token in words(other) for term in self._terms(token))
        return tuple(_joined(spans)), frozenset(met)

    def _terms(self, token: Token) -> Sequence[Term]:
        own = _forms(token.term, self._languages)
        found = [term for form in own for term in self._terms_of.get(form, ())]
        if not self._misspelt or found:
            return found
        return [term for term in self._misspelt if _is_near(term, own)]


@lru_cache(maxsize=100_000)
def _forms(word: str, languages: _Languages) -> frozenset[str]:
    return frozenset().union(*forms(word, languages))


def _is_near(term: Term, own: frozenset[str]) -> bool:
    return any(distance(form, other, term.errors) <= term.errors for form in term.forms for other in own)


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
