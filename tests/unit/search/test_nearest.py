"""The nearest among those that fit, with both indexes as they are, held against a look at each paragraph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from desktop_search.search import best_entries, nearest
from desktop_search.search.nearest import Nearest
from desktop_search.search.query import parse
from desktop_search.search.vector_index import VectorIndex
from desktop_search.search.word_index import WordIndex
from tests.unit.search.paragraph_files import add_files

COUNT, LIMIT = 800, 20
Ask = Callable[[str, Callable[[int], str]], Nearest]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """A question to paragraphs of which each says what it is given; the lower its number, the nearer it is."""
    monkeypatch.setattr(best_entries, "_COSTLY", 0)
    monkeypatch.setattr(nearest, "_DEEPEST", 8)
    words = WordIndex(tmp_path / "words", "store", writable=True)
    angles = np.linspace(0.0, 1.5, COUNT)
    vectors = VectorIndex(4)
    rows = np.stack([np.cos(angles), np.sin(angles), 0 * angles, 0 * angles], axis=1).astype(np.float32)
    vectors.add(list(range(COUNT)), list(range(COUNT)), rows)

    def filled(text: str, says: Callable[[int], str]) -> Nearest:
        add_files(words, map(says, range(COUNT)))
        return Nearest(words, words.look_up(parse(text)), vectors, rows[0], None)

    yield filled
    words.close()


def numbers(found: list[tuple[int, float]]) -> list[int]:
    return [number for number, _ in found]


@pytest.mark.parametrize(("text", "fits"), [('"of the"', "of the river"), ("river -bank", "the river of")])
def test_a_part_is_enough_unless_it_is_to_be_all(ask: Ask, text: str, fits: str) -> None:
    asked = ask(text, lambda number: fits if number % 3 == 2 else "the bank of a river")
    fitting = list(range(2, COUNT, 3))
    assert numbers(asked.best(LIMIT, all_of_them=True)) == fitting[:LIMIT]
    some = numbers(asked.best(LIMIT))
    assert len(some) >= LIMIT / 4
    assert some == fitting[: len(some)]


def test_a_phrase_that_nothing_near_holds_is_looked_for_by_words(ask: Ask) -> None:
    asked = ask('"of the"', lambda number: "of the river" if number >= COUNT - 5 else "the bank of a river")
    assert numbers(asked.best(LIMIT)) == list(range(COUNT - 5, COUNT))


def test_what_all_of_the_nearest_hold_leaves_nothing(ask: Ask) -> None:
    asked = ask("river -bank", lambda number: "a river" if number == COUNT - 1 else "the bank of a river")
    assert asked.best(LIMIT) == []
