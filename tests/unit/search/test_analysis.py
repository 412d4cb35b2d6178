"""Text into terms: stems of several languages, accents, scripts without spaces, and offsets that stay right."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_search.search.analysis import exact_sequence, forms, normal, sequence, words, written
from desktop_search.search.languages import LANGUAGES


def meet(asked: str, stands: str, language: str) -> bool:
    """Would a word find the other in a text of this language, in an index that holds several?"""
    choices, its = forms(asked, ("english", "french", "german", language)), sequence(stands, language)
    return len(choices) == len(its) and all(term in choice for choice, term in zip(choices, its, strict=True))


@pytest.mark.parametrize(
    ("asked", "stands", "language"),
    [
        ("renaming", "renamed", "english"),
        ("RENAME", "rename", "english"),
        ("cafe", "Cafés", "english"),
        ("Haus", "Häuser", "german"),
        ("Häuser", "Haus", "german"),
        ("Kündigung", "Kündigungen", "german"),
        ("strasse", "Straße", "german"),
        ("chevaux", "cheval", "french"),
        ("contratos", "contrato", "spanish"),
        ("книги", "книга", "russian"),
        ("ﬁle", "file", "english"),
        ("\uff21\uff22\uff23", "abc", "english"),
    ],
)
def test_a_word_is_found_in_any_of_its_forms(asked: str, stands: str, language: str) -> None:
    assert meet(asked, stands, language)


@pytest.mark.parametrize(
    ("asked", "stands", "language"),
    [("house", "home", "english"), ("Haus", "Hase", "german"), ("note", "not", "english"), ("care", "car", "english")],
)
def test_other_words_are_not_even_where_another_language_reads_them_so(asked: str, stands: str, language: str) -> None:
    assert not meet(asked, stands, language)


def test_numbers_and_characters_are_of_no_language() -> None:
    assert sequence("E18 2025 豆腐", "german") == ("e18", "2025", "豆腐")


def test_composed_and_decomposed_letters_are_the_same() -> None:
    apart = unicodedata.normalize("NFD", "Häuser")
    assert forms(apart, ("german",)) == forms("Häuser", ("german",))
    assert exact_sequence(unicodedata.normalize("NFD", "한국어")) == exact_sequence("한국어")


@pytest.mark.parametrize("unseen", ["\xad", "\u200b", "\u200d", "\u2060", "\ufeff"])
def test_what_is_not_seen_does_not_cut_a_word(unseen: str) -> None:
    assert exact_sequence(f"Steuer{unseen}bescheid") == ("steuerbescheid",)
    assert [one.term for one in words(f"Steuer{unseen}bescheid")] == ["steuerbescheid"]


def test_scripts_without_spaces_are_pairs_of_characters() -> None:
    assert sequence("豆瓣酱") == ("豆瓣", "瓣酱")
    assert sequence("東京タワー") == ("東京", "京タ", "タワ", "ワー")
    assert sequence("茶") == ("茶",)
    assert sequence("ภาษา") == ("ภา", "าษ", "ษา")
    assert exact_sequence("豆瓣酱") == ("豆", "瓣", "酱")


def test_mixed_scripts_are_cut_where_the_script_changes() -> None:
    assert sequence("用Python编程3天") == ("用", "python", "编程", "3", "天")
    assert exact_sequence("用Python编程") == ("用", "python", "编", "程")


def test_a_name_with_marks_in_it_has_parts() -> None:
    assert forms("file-name.txt") == (frozenset({"file"}), frozenset({"name"}), frozenset({"txt"}))
    assert written("Re-Naming") == ("re", "naming")


def test_what_is_no_word_has_no_forms() -> None:
    for text in ("", " ", "???", "-", "\0", "a" * 500):
        assert forms(text) == ()
        assert written(text) == ()


def test_half_a_surrogate_pair_becomes_a_mark() -> None:
    assert normal("a\udcffb") == "a?b"
    assert exact_sequence("a\udcffb") == ("a", "b")


@pytest.mark.parametrize(
    "text",
    [
        "Der Häuser Straße",
        unicodedata.normalize("NFD", "Über Cafés, naïve Häuser"),
        unicodedata.normalize("NFD", "한국어 문서"),
        "Steuer\xadbescheid und a\u200bb",
        "\ufeffbegin here",
        "a\udcff word",
    ],
)
def test_words_stand_where_they_say(text: str) -> None:
    found = list(words(text))
    assert found
    for token in found:
        assert normal(text[token.start : token.end]).lower() == token.term


@given(st.text(max_size=60))
def test_offsets_are_in_order_and_inside(text: str) -> None:
    place = 0
    for token in words(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.start >= place
        place = token.start


@given(st.text(max_size=60), st.lists(st.sampled_from(LANGUAGES), max_size=3))
def test_a_word_has_as_many_parts_in_every_reading(text: str, languages: list[str]) -> None:
    parts = forms(text, tuple(languages))
    assert len(parts) == len(written(text))
    assert all(parts)


@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_what_stands_in_a_text_is_found_by_asking_for_it(text: str, language: str) -> None:
    asked = forms(text, (language,))
    assert all(term in choice for choice, term in zip(asked, sequence(text, language), strict=True))
