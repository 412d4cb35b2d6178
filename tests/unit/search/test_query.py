"""What was typed, as a Query: any text is valid."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_search.search.query import parse


def test_words_without_a_topic_are_left_out_while_others_are_there() -> None:
    assert parse("how do I rename a note?").words == ("rename", "note?")
    assert parse("to be or not to be").words == ("not",)
    assert parse("who").words == ("who",)


def test_the_text_for_the_model_stays_as_it_was_asked() -> None:
    assert parse("how do I rename a note?").text == "how do I rename a note?"


def test_phrases_and_exclusions() -> None:
    query = parse('links "in place" -draft -"old style"')
    assert (query.words, query.phrases, query.excluded) == (("links",), ("in place",), ("draft", "old style"))
    assert query.text == "links in place"


def test_a_dash_inside_a_word_or_alone_excludes_nothing() -> None:
    assert parse("file-name - x").excluded == ()


def test_an_unclosed_quote_is_closed_at_the_end() -> None:
    assert parse('say "hello wor').phrases == ("hello wor",)


def test_the_last_word_may_still_grow() -> None:
    assert parse("renew pass").open_word == "pass"
    assert parse("renew pass ").open_word == ""


@given(st.text(max_size=300))
def test_any_text_is_a_query(text: str) -> None:
    query = parse(text)
    assert query.empty == (not query.words and not query.phrases)
