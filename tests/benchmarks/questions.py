"""Questions of every kind that a person asks, drawn from the text that they are asked of."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from pathlib import Path

from desktop_search.search.query import STOP_WORDS
from tests.benchmarks.made_text import Piece, strewn

_WORD = re.compile(r"[^\W\d_]{3,}")
_COMMONEST = 40
_TEMPLATES = ("how does {} work", "what is said about {}", "why is {} better", "when was {} changed", "{}")
_ENDINGS = ("type:markdown", "in:part", "before:2017", "after:2019-05", "ext:md", "-name:bu")


def questions(taken: list[Piece], each: int, data: Path | None, seed: int = 0) -> dict[str, list[str]]:
    """`each` questions of every group, no two alike; the same for the same seed."""
    chance = random.Random(seed)
    counts = Counter(word for one in taken for word in set(_WORD.findall(one.text.lower())))
    common = [word for word, _ in counts.most_common(400) if word not in STOP_WORDS][:_COMMONEST]
    ranked = [word for word, _ in counts.most_common()]
    usual = ranked[len(ranked) // 100 : len(ranked) // 8]
    rare = [word for word in ranked if counts[word] <= 3]
    natural = _asked(data) or [chance.choice(_TEMPLATES).format(" ".join(chance.sample(usual, 3))) for _ in range(999)]
    chance.shuffle(natural)
    groups = {
        "questions": natural,
        "rare word": [chance.choice((*rare[:5000], *usual)) for _ in range(each)],
        "name or code": [
            f"{chance.choice((chance.choice(usual), ''))} {strewn(chance.randrange(3000))}".strip() for _ in range(each)
        ],
        "common words": [
            chance.choice(("{}", "what is the {}", "how to {}")).format(" ".join(chance.sample(common, 2 + at % 5)))
            for at in range(each)
        ],
        "phrase": [_phrase(chance, taken, common, at) for at in range(each)],
        "exclusion": [
            f"{' '.join(chance.sample(usual, 2))} -{chance.choice((common, usual)[at % 2])}" for at in range(each)
        ],
        "typing error": [
            " ".join([_misspelt(chance, chance.choice(usual)), chance.choice(usual)][: 1 + at % 2])
            for at in range(each)
        ],
        "condition": [
            f"{' '.join(chance.sample(usual, 2))} {_ENDINGS[at % len(_ENDINGS)]}" for at in range(each)
        ],
        "half typed": [_half_typed(chance, natural) for _ in range(each)],
    }  # fmt: skip
    return {name: list(dict.fromkeys(some))[:each] for name, some in groups.items()}


def _asked(data: Path | None) -> list[str]:
    """The questions of real collections, to the end that they were asked to."""
    if data is None:
        return []
    lines = [line for one in sorted(data.glob("ir/*/queries.jsonl")) for line in one.read_text("utf-8").splitlines()]
    return [json.loads(line)["text"] for line in lines]


def _phrase(chance: random.Random, taken: list[Piece], common: list[str], at: int) -> str:
    words = _WORD.findall(chance.choice(taken).text)[:60] or common
    if at % 3 == 0:
        return '"of the" ' + chance.choice(common)
    start = chance.randrange(max(1, len(words) - 3))
    return f'"{" ".join(words[start : start + 2 + at % 2])}" {chance.choice(words)}'


def _misspelt(chance: random.Random, word: str) -> str:
    at = chance.randrange(1, len(word))
    return chance.choice((word[:at] + word[at + 1 :], word[:at] + chance.choice("aeiourst") + word[at:]))


def _half_typed(chance: random.Random, natural: list[str]) -> str:
    text = chance.choice(natural)
    return text[: chance.randrange(2, max(3, min(len(text), 40)))].strip()
