"""Text into the terms that are compared: lower case, without accents, word stems of the text's own language.

Where words are not set apart by spaces (Chinese, Japanese, Thai and others) each two neighbouring characters are a
term. What is asked is brought into the same forms, in every language that the index holds.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

import tantivy

from desktop_search.search.languages import DEFAULT

_LONGEST_WORD = 80
# Han, kana, Hangul, Thai, Lao, Tibetan, Burmese, Khmer: scripts whose words are not, or not only, set apart by spaces.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af]+"
)


class Token(NamedTuple):
    """One term, and the characters text[start:end] that it was made from."""

    term: str
    start: int
    end: int


@lru_cache(maxsize=32)
def analyzer(language: str = DEFAULT) -> tantivy.TextAnalyzer:
    """The chain of steps for one of languages.LANGUAGES.

    English loses its accents before its endings: they are foreign to it. Elsewhere accents tell endings apart.
    """
    stem, fold = tantivy.Filter.stemmer(language), tantivy.Filter.ascii_fold()
    steps = (fold, stem) if language == DEFAULT else (stem, fold)
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (tantivy.Filter.remove_long(_LONGEST_WORD), tantivy.Filter.lowercase(), *steps):
        builder = builder.filter(step)
    return builder.build()


@lru_cache(maxsize=1)
def _plain() -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase()).build()


def safe(text: str) -> str:
    """Half of a surrogate pair (from a broken file name) cannot pass to the index; one mark for each, offsets stay."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def has_unspaced(text: str) -> bool:
    """Does the text hold a script whose words are not set apart by spaces?"""
    return not text.isascii() and _UNSPACED.search(text) is not None


def pre_tokenized(text: str, language: str) -> tantivy.PreTokenizedString:
    """The text with its terms, as the index takes it. `text` has to be safe."""
    if not has_unspaced(text):
        return analyzer(language).pre_tokenize(text)
    found = enumerate(_tokens(text, analyzer(language)))
    return tantivy.PreTokenizedString(text, [tantivy.Token(term, place, *span) for place, (term, *span) in found])


def words(text: str) -> Iterator[Token]:
    """The words of a text as they stand there, in lower case; pairs of characters where there are no words."""
    return _tokens(safe(text), _plain())


@lru_cache(maxsize=100_000)
def forms(word: str, languages: Collection[str] = (DEFAULT,)) -> tuple[frozenset[str], ...]:
    """What a word is looked up as: for each of its parts ("file-name" has two) the terms that it may stand as."""
    plain = safe(word)
    parts = [
        [token.term for token in _tokens(plain, analyzer(language))]
        for language in dict.fromkeys((DEFAULT, *languages))
    ]
    # An accent that is folded away never changes how many parts there are; a word that is too long leaves none.
    longest = max(map(len, parts))
    return tuple(frozenset(one[place] for one in parts if len(one) == longest) for place in range(longest))


def sequence(text: str, language: str = DEFAULT) -> tuple[str, ...]:
    """The terms of a phrase, one after the other."""
    return tuple(token.term for token in _tokens(safe(text), analyzer(language)))


def _tokens(text: str, chain: tantivy.TextAnalyzer) -> Iterator[Token]:
    if not has_unspaced(text):
        for token in chain.pre_tokenize(text).tokens:
            yield Token(token.text, token.char_offset_from, token.char_offset_to)
        return
    done = 0
    for run in _UNSPACED.finditer(text):
        yield from _spaced(text, done, run.start(), chain)
        yield from _pairs(text, run.start(), run.end())
        done = run.end()
    yield from _spaced(text, done, len(text), chain)


def _spaced(text: str, start: int, end: int, chain: tantivy.TextAnalyzer) -> Iterator[Token]:
    for token in chain.pre_tokenize(text[start:end]).tokens:
        yield Token(token.text, start + token.char_offset_from, start + token.char_offset_to)


def _pairs(text: str, start: int, end: int) -> Iterator[Token]:
    if end - start == 1:
        yield Token(text[start:end], start, end)
    for at in range(start, end - 1):
        yield Token(text[at : at + 2], at, at + 2)
