"""Text into the terms that are compared: lower case, without accents, word stems of the text's own language.

Where words are not set apart by spaces (Chinese, Japanese, Thai and others) each two neighbouring characters are a
term. What is asked is brought into the same forms, in every language that the index holds; a stem says which language
it is of, or else "note" would find "not", as which its German reading stands. Beside its stems a text
has its words as they are written, single characters where there are none: for exact phrases and beginnings of words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
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
# Text of which Python and the index see the same words: Latin, Greek and Cyrillic letters, composed, with their marks.
_SIMPLE = re.compile(
    "[\\x00-\u00ac\u00ae-\u02af\u0386-\u03ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u22ff]*"
)
_WORD = re.compile(r"[^\W_]+")
_APART = str.maketrans({one: " " for one in map(chr, range(128)) if not one.isalnum()})
# Characters that are not seen and may stand inside a word: soft hyphen, zero width space and joiners, byte order mark.
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


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


@lru_cache(maxsize=2)
def plain(*, folded: bool = True) -> tantivy.TextAnalyzer:
    """The chain that leaves words as they are written, but for lower case and, where `folded`, accents."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    builder = builder.filter(tantivy.Filter.remove_long(_LONGEST_WORD)).filter(tantivy.Filter.lowercase())
    return (builder.filter(tantivy.Filter.ascii_fold()) if folded else builder).build()


def normal(text: str) -> str:
    """One way of writing for what looks the same: composed characters, none that are not seen.

    Half of a surrogate pair (from a broken file name) cannot pass to the index and becomes a mark.
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text.encode("utf-8", "replace").decode("utf-8")))


def has_unspaced(text: str) -> bool:
    """Does the text hold a script whose words are not set apart by spaces?"""
    return not text.isascii() and _UNSPACED.search(text) is not None


def pre_tokenized(text: str, language: str) -> tantivy.PreTokenizedString:
    """The stems of a text, as the index takes them. `text` has to be normal."""
    if has_unspaced(text):
        return _numbered(text, _stems(text, language))
    # The index does not keep where a term stands in the text, only its number.
    return tantivy.PreTokenizedString(
        text, [tantivy.Token(one, place, 0, 0) for place, one in enumerate(_terms(text, language))]
    )


def pre_tokenized_words(text: str) -> tantivy.PreTokenizedString:
    """The words of a text as they are written, as the index takes them. `text` has to be normal."""
    return _numbered(text, _tokens(text, plain(), _characters))


def words(text: str) -> Iterator[Token]:
    """The words of a text as they stand there, in lower case; pairs of characters where there are no words."""
    simple = simple_text(text)
    if simple is not None:
        return (Token(one[0], *one.span()) for one in _WORD.finditer(simple))
    return _in_place(text, plain(folded=False), _pairs)


def simple_text(text: str) -> str | None:
    """A text in lower case, of which Python sees the same words as the index, at the same places; None for others."""
    if text.isascii():
        return text.lower()
    if _SIMPLE.fullmatch(text) is None or len(lower := text.lower()) != len(text):
        return None
    return lower


def simple_words(simple: str) -> list[str]:
    """The words of such a text: each is a run of letters and digits."""
    # The usual case, in a third of the time.
    return simple.translate(_APART).split() if simple.isascii() else _WORD.findall(simple)


def words_as_written(text: str) -> Iterator[Token]:
    """The words of a text as exact phrases have them: without accents; single characters where there are no words."""
    if text.isascii():
        return words(text)
    return _in_place(text, plain(), _characters)


@lru_cache(maxsize=100_000)
def forms(word: str, languages: Collection[str] = (DEFAULT,)) -> tuple[frozenset[str], ...]:
    """What a word is looked up as: for each of its parts ("file-name" has two) the terms that it may stand as."""
    clean = normal(word)
    parts = [_terms(clean, language) for language in dict.fromkeys((DEFAULT, *languages))]
    # An accent that is folded away never changes how many parts there are; a word that is too long leaves none.
    longest = max(map(len, parts))
    return tuple(frozenset(one[place] for one in parts if len(one) == longest) for place in range(longest))


def written(word: str) -> tuple[str, ...]:
    """The parts of a word as they are written, without accents; as many as `forms` has."""
    return tuple(token.term for token in _tokens(normal(word), plain(), _pairs))


def sequence(text: str, language: str = DEFAULT) -> tuple[str, ...]:
    """The stems of a phrase, one after the other."""
    return tuple(_terms(normal(text), language))


def exact_sequence(text: str) -> tuple[str, ...]:
    """The words of a phrase as they are written, one after the other."""
    return tuple(token.term for token in _tokens(normal(text), plain(), _characters))


def _in_place(
    text: str, chain: tantivy.TextAnalyzer, cut: Callable[[str, int, int], Iterator[Token]]
) -> Iterator[Token]:
    clean = normal(text)
    tokens = _tokens(clean, chain, cut)
    if clean == text:
        yield from tokens
        return
    places = _places(text)
    for term, start, end in tokens:
        yield Token(term, places[start], places[end])


def _terms(text: str, language: str) -> list[str]:
    """The stems of a text alone, without their places."""
    if has_unspaced(text):
        return [token.term for token in _stems(text, language)]
    return [_told(token.text, language) for token in analyzer(language).pre_tokenize(text).tokens]


def _stems(text: str, language: str) -> Iterator[Token]:
    for token in _tokens(text, analyzer(language), _pairs):
        yield Token(_told(token.term, language), token.start, token.end)


@lru_cache(maxsize=100_000)
def _told(term: str, language: str) -> str:
    """A stem with the language that it is of. Numbers, codes and characters in pairs are of none."""
    return term if language == DEFAULT or not term.isalpha() or has_unspaced(term) else f"{term}/{language[:3]}"


def _tokens(text: str, chain: tantivy.TextAnalyzer, cut: Callable[[str, int, int], Iterator[Token]]) -> Iterator[Token]:
    """`cut` takes apart what is not set apart by spaces."""
    if not has_unspaced(text):
        for token in chain.pre_tokenize(text).tokens:
            yield Token(token.text, token.char_offset_from, token.char_offset_to)
        return
    done = 0
    for run in _UNSPACED.finditer(text):
        yield from _spaced(text, done, run.start(), chain)
        yield from cut(text, run.start(), run.end())
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


def _characters(text: str, start: int, end: int) -> Iterator[Token]:
    for at in range(start, end):
        yield Token(text[at], at, at + 1)


def _numbered(text: str, tokens: Iterator[Token]) -> tantivy.PreTokenizedString:
    return tantivy.PreTokenizedString(
        text, [tantivy.Token(one.term, place, one.start, one.end) for place, one in enumerate(tokens)]
    )


def _places(text: str) -> list[int]:
    """For each character of the normal text, and for its end, where it begins in the text as it stands."""
    places: list[int] = []
    start = 0
    for at in range(1, len(text) + 1):
        # A stretch ends where the next character cannot grow together with it.
        if at == len(text) or not _joins(text[at]):
            places += [start] * len(normal(text[start:at]))
            start = at
    return [*places, len(text)]


def _joins(character: str) -> bool:
    """May it become one with the character before it? Marks, the later parts of Hangul, and what is not seen."""
    return (
        unicodedata.category(character)[0] == "M"
        or "\u1160" <= character <= "\u11ff"
        or _UNSEEN.match(character) is not None
    )
