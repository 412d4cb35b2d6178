"""Which words of a paragraph answer the query: exact offsets, found in any grammatical form."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from desktop_search.search.query import Query
from desktop_search.search.word_index import build_analyzer

_ANALYZER = build_analyzer()


def query_terms(query: Query) -> frozenset[str]:
    """The stems that count as a match."""
    return frozenset(term for part in (*query.words, *query.phrases) for term in _ANALYZER.analyze(_safe(part)))


def find(text: str, terms: Collection[str], open_word: str = "") -> tuple[tuple[tuple[int, int], ...], float]:
    """([start, end) offsets of matching words, share of `terms` in [0, 1] that occur in `text`)."""
    if not terms:
        return (), 0.0
    prefix = _safe(open_word).lower()
    spans: list[tuple[int, int]] = []
    met: set[str] = set()
    for token in _tokens(text):
        word = text[token[1] : token[2]].lower()
        if token[0] in terms:
            met.add(token[0])
            spans.append((token[1], token[2]))
        elif len(prefix) > 1 and word.startswith(prefix):
            spans.append((token[1], token[1] + len(prefix)))
    return tuple(spans), len(met) / len(terms)


def obeys(fields: Iterable[str], query: Query) -> bool:
    """Do the fields of a paragraph (text, headings, title, name) hold every phrase and none of the excluded words?"""
    stems = [_stems(field) for field in fields]

    def occurs(wanted: str) -> bool:
        asked = _stems(wanted)
        return bool(asked) and any(_occurs(asked, field) for field in stems)

    return all(occurs(phrase) for phrase in query.phrases if _stems(phrase)) and not any(map(occurs, query.excluded))


def _stems(text: str) -> list[str]:
    return list(_ANALYZER.analyze(_safe(text)))


def _occurs(wanted: list[str], stems: list[str]) -> bool:
    return any(stems[at : at + len(wanted)] == wanted for at in range(len(stems) - len(wanted) + 1))


def _tokens(text: str) -> Iterable[tuple[str, int, int]]:
    for token in _ANALYZER.pre_tokenize(_safe(text)).tokens:
        yield token.text, token.char_offset_from, token.char_offset_to


def _safe(text: str) -> str:
    # One question mark for one broken character: offsets stay.
    return text.encode("utf-8", "replace").decode("utf-8")
