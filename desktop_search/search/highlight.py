"""Which words of a paragraph answer the query: exact offsets, found in any form; phrases as they are written.

A list of hits holds thousands of words, most of which have nothing to do with the query: what a word is worth is found
out once, and a word is brought into its forms only where it begins as one that is looked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from desktop_search.search.analysis import (
    Token,
    forms,
    has_unspaced,
    simple_text,
    simple_words,
    words,
    words_as_written,
    written,
)
from desktop_search.search.languages import DEFAULT
from desktop_search.search.query import Query
from desktop_search.search.word_query import Lookup, Term

Spans = tuple[tuple[int, int], ...]
_Languages = tuple[str, ...]
_Sequence = tuple[str, ...]
_Worth = tuple[tuple[Term, ...], int]
# Endings are taken off from behind, and at most two letters before them change. Only of short words ("dying", "die")
# hardly any is sure to stay.
_SHORT, _MAY_CHANGE, _LEAST = 5, 2, 2
# In these languages more may change, and a word that begins so may lose what it begins with: "gewerkt" is a form of
# "werken", "aanbodgericht" of "aanbodricht"; in Finnish two letters may become one.
_CHANGING = {"dutch": ("ge",), "german": ("ae", "oe", "ue"), "finnish": ()}


class Marker:
    """One query, ready to be looked for in many texts."""

    def __init__(self, lookup: Lookup, query: Query, languages: _Languages = (DEFAULT,)) -> None:
        self._languages = languages
        self._terms_of: dict[str, list[Term]] = {}
        self._near: dict[str, list[Term]] = {}
        # By its first word, what has to follow it; with the term that a single character stands for.
        self._sequences: dict[str, list[tuple[_Sequence, Term | None]]] = {}
        for term in lookup.terms:
            if len(term.written) == 1 and has_unspaced(term.written):
                self._sequences.setdefault(term.written, []).append(((), term))
            for form in term.forms:
                self._terms_of.setdefault(form, []).append(term)
            for word in term.near:
                self._near.setdefault(word, []).append(term)
        for phrase in lookup.exact:
            for first, *rest in phrase:
                self._sequences.setdefault(first, []).append((tuple(rest), None))
        self._prefix = _open_prefix(query)
        changing = [start for one in languages for start in _CHANGING.get(one, ())]
        starts = [*map(_start, self._terms_of), *map(_start, self._near), *changing]
        self._starts = tuple({*starts, self._prefix} - {""})
        self._first_letters = frozenset(one[:1] for one in self._starts)
        self._known: dict[str, _Worth] = {}

    def mark(self, text: str, others: Iterable[str] = ()) -> tuple[Spans, frozenset[Term]]:
        """[start, end) offsets into `text` of what matches, in order and without overlap, and the terms of the query
        that occur in it or in the `others`, which are a paragraph's title, headings and file name."""
        spans, met = self._look(text)
        # No phrase reaches from one of them into the next; without phrases one look at all of them will do.
        for other in others if self._sequences else ["\n".join(others)]:
            met |= self._look(other)[1]
        return tuple(_joined(spans)), frozenset(met)

    def _look(self, text: str) -> tuple[list[tuple[int, int]], set[Term]]:
        met: set[Term] = set()
        spans: list[tuple[int, int]] = []
        simple = simple_text(text)
        if simple is None:
            for token in words(text):
                self._take(token.term, [(token.start, token.end)], spans, met)
        else:
            for word in set(self._may_be(simple_words(simple))):
                self._take(word, _places(word, simple), spans, met)
        if self._sequences:
            self._look_for_sequences(list(words_as_written(text)), spans, met)
        spans.sort()
        return spans, met

    def _may_be(self, some: Iterable[str]) -> list[str]:
        """Those of the words that begin as one that is looked for, and all with other letters than those of ASCII."""
        firsts, starts = self._first_letters, self._starts
        # Asked of thousands of words, hence in one expression.
        return [
            one
            for one in some
            if (one[0] in firsts and (len(one) <= _SHORT or one.startswith(starts))) or not one.isascii()
        ]

    def _take(self, word: str, places: Iterable[tuple[int, int]], spans: list[tuple[int, int]], met: set[Term]) -> None:
        """Marks what a word at these places is worth."""
        found, begun = self._worth_of(word)
        met.update(found)
        if found:
            spans += places
        elif begun:
            spans += [(start, start + begun) for start, _ in places]

    def _look_for_sequences(self, tokens: list[Token], spans: list[tuple[int, int]], met: set[Term]) -> None:
        for at, token in enumerate(tokens):
            for rest, term in self._sequences.get(token.term, ()):
                following = tokens[at + 1 : at + 1 + len(rest)]
                if tuple(one.term for one in following) == rest:
                    spans += [(one.start, one.end) for one in (token, *following)]
                    if term is not None:
                        met.add(term)

    def _worth_of(self, word: str) -> _Worth:
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._worth(word)
        return known

    def _worth(self, word: str) -> _Worth:
        """The terms that a word stands for; where there are none, how many of its characters the person has typed."""
        found = [term for form in _forms(word, self._languages) for term in self._terms_of.get(form, ())]
        if self._near and not found:
            found = [term for one in written(word) for term in self._near.get(one, ())]
        begun = 0 if found else self._begun(word)
        return tuple(found), begun

    def _begun(self, word: str) -> int:
        if not self._prefix or word.isascii():
            return len(self._prefix) if self._prefix and word.startswith(self._prefix) else 0
        # Without its accents a word may have more characters than with them.
        ends = (end for end in range(1, len(word) + 1) if _folded(word[:end]).startswith(self._prefix))
        return next(ends, 0)


def _places(word: str, simple: str) -> Iterator[tuple[int, int]]:
    """Where a word stands in a simple text: it is not part of a longer one."""
    start = simple.find(word)
    while start >= 0:
        end = start + len(word)
        if not (simple[start - 1 : start].isalnum() or simple[end : end + 1].isalnum()):
            yield start, end
        start = simple.find(word, end)


def _start(form: str) -> str:
    """What every longer word begins with that stands as a form, which says its language."""
    stem, _, language = form.partition("/")
    changes = language != "" and any(one.startswith(language) for one in _CHANGING)
    return stem[:_LEAST] if changes else stem[: max(_LEAST, len(stem) - _MAY_CHANGE)]


def _open_prefix(query: Query) -> str:
    return _folded(query.open_word) if len(query.open_word) > 1 else ""


def _folded(word: str) -> str:
    """As it is compared with beginnings: in lower case and without accents; several parts are none."""
    parts = written(word)
    return parts[0] if len(parts) == 1 else ""


@lru_cache(maxsize=100_000)
def _forms(word: str, languages: _Languages) -> frozenset[str]:
    return frozenset().union(*forms(word, languages))


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
