"""How many word pieces a text will become, without a tokenizer: fast, and rather too many than too few.

The model's vocabulary is BERT's: a frequent English word is one piece, a rare word, a name or a word of another
language falls into pieces of about three letters, each punctuation mark and each Chinese character is one piece
of its own, and most other scripts fall apart into letters. How English a text is shows in its share of words
such as "the" and "of". The numbers were fitted to the real tokenizer on notes, specifications and source code;
tests/unit/documents/splitting/test_token_estimate.py compares the two.
"""

from __future__ import annotations

import re
import unicodedata

_ANY = re.compile(r"[^\W_]+|[^\w\s]|_")
_MARKS = bytes(code for code in range(33, 127) if not chr(code).isalnum())
_NO_MARKS = bytes.maketrans(_MARKS, b" " * len(_MARKS))
_COMMON = frozenset({
    "a", "about", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "because", "been",
    "before", "but", "by", "can", "could", "did", "do", "does", "down", "each", "even", "first", "for", "from",
    "get", "had", "has", "have", "he", "her", "his", "how", "i", "if", "in", "into", "is", "it", "its", "just",
    "like", "made", "many", "may", "more", "most", "much", "must", "my", "new", "no", "not", "now", "of", "on",
    "one", "only", "or", "other", "our", "out", "over", "she", "should", "so", "some", "such", "than", "that",
    "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "two", "up", "us", "use",
    "used", "was", "we", "were", "what", "when", "where", "which", "while", "who", "will", "with", "would",
    "you", "your",
})  # fmt: skip
# The share of common words from which a text counts as English altogether.
_ENGLISH = 0.3
# Hundredths of a piece for an ordinary English word by its number of letters; beyond the list it is no ordinary one.
_ENGLISH_COST = (0, 100, 105, 108, 110, 112, 122, 127, 130, 146, 151, 166, 186, 195, 215, 260, 340)
_LONGEST_WORD = 100  # the tokenizer gives up on longer ones: one piece
_REMEMBERED = 100_000
# Three sums share one number of 60 bits, which Python adds without leaving C. A slice keeps each below 20 bits.
_SHIFT = 20
_MASK = (1 << _SHIFT) - 1
_SLICE = 3000


class _Costs(dict[str | bytes, int]):
    """A word's three numbers in one: is it common, its cost in other text, its cost in English text."""

    def __missing__(self, word: str | bytes) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        plain = word.decode("ascii") if isinstance(word, bytes) else word
        english, other = _cost(plain)
        value = ((plain.lower() in _COMMON) << 2 * _SHIFT) | (other << _SHIFT) | english
        self[word] = value
        return value


_costs = _Costs()


def estimate_tokens(text: str) -> int:
    """The estimated number of word pieces, without the two that frame a passage."""
    if len(text) > _SLICE:
        return sum(estimate_tokens(text[start : start + _SLICE]) for start in range(0, len(text), _SLICE))
    words: list[bytes] | list[str]
    marks = 0
    if text.isascii():
        data = text.encode()
        marks = len(data) - len(data.translate(None, _MARKS))
        words = data.translate(_NO_MARKS).split()
    else:
        words = _ANY.findall(text)
    total = sum(map(_costs.__getitem__, words))
    english, other, common = total & _MASK, total >> _SHIFT & _MASK, total >> 2 * _SHIFT
    share = min(1.0, (common + 0.5) / (_ENGLISH * (len(words) + 4)))
    return marks + round((other + (english - other) * share) / 100 + 0.4)


def _cost(word: str) -> tuple[int, int]:
    """Hundredths of a piece: in English text and in other text."""
    if not word.isascii():
        bare = "".join(part for part in unicodedata.normalize("NFD", word) if unicodedata.category(part) != "Mn")
        if not bare.isascii() or not bare:
            return 100 * max(1, len(bare)), 100 * max(1, len(bare))
        word = bare
    length = len(word)
    if length > _LONGEST_WORD:
        return 200, 200
    if word.isdigit():
        cost = (0, 100, 100, 155, 160)[length] if length < 5 else 57 * length
    elif not word.isalpha():
        cost = 60 + 65 * length
    elif word.islower() or word.istitle():
        other = max(100, 10 + 41 * length)
        return (_ENGLISH_COST[length] if length < len(_ENGLISH_COST) else 30 * length), other
    elif word.isupper():
        cost = 65 + 26 * length
    else:
        cost = 115 + 25 * length
    return cost, cost
