"""Typing errors: the words that may have been meant are found among those that the index has."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_search.search.near_words import distance, near

WORDS = (
    "passport",
    "password",
    "sport",
    "form",
    "from",
    "farm",
    "information",
    "\u043f\u0430\u0441\u043f\u043e\u0440\u0442",
)
short = st.text("abcd", min_size=1, max_size=7)


def beginning(words: tuple[str, ...]) -> Callable[[str], list[tuple[str, int]]]:
    return lambda start: [(one, len(one)) for one in words if one.startswith(start)]


@pytest.mark.parametrize(
    ("word", "errors", "expected"),
    [
        ("pasport", 1, (1, ("passport",))),
        ("passpotr", 1, (1, ("passport",))),
        ("assport", 1, (1, ("passport",))),
        ("apssport", 1, (1, ("passport",))),
        ("passprot", 2, (1, ("passport",))),
        ("passwart", 2, (2, ("password", "passport"))),
        ("infromatoin", 2, (2, ("information",))),
        ("frm", 1, (1, ("farm", "form", "from"))),
        ("\u043f\u0430\u0441\u043f\u0440\u0442", 1, (1, ("\u043f\u0430\u0441\u043f\u043e\u0440\u0442",))),
        ("zebra", 1, (0, ())),
    ],
)
def test_the_words_that_were_meant_are_found(word: str, errors: int, expected: tuple[int, tuple[str, ...]]) -> None:
    made, found = near(word, errors, beginning(WORDS))
    assert (made, sorted(found)) == (expected[0], sorted(expected[1]))


@given(short, st.lists(short, max_size=20))
def test_every_word_with_one_error_is_found(word: str, words: list[str]) -> None:
    expected = {one for one in words if distance(word, one, 1) <= 1}
    made, found = near(word, 1, beginning(tuple(words)))
    assert set(found) == expected
    assert made == (1 if expected else 0)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("form", "form", 0),
        ("form", "from", 1),
        ("form", "forms", 1),
        ("form", "farm", 1),
        ("form", "fame", 3),
        ("a", "abcd", 3),
    ],
)
def test_typing_errors_are_counted(one: str, other: str, expected: int) -> None:
    assert distance(one, other, 2) == distance(other, one, 2) == expected
