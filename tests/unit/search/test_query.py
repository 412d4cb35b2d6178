"""What was typed, as a Query: words, phrases, conditions; any text is valid."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_search.search.query import parse
from desktop_search.store.selection import Condition

TODAY = date(2026, 11, 25)


def test_words_without_a_topic_are_left_out_while_others_are_there() -> None:
    assert parse("how do I rename a note?").words == ("rename", "note")
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
    assert parse("(renew pass").open_word == "pass"
    for finished in ("renew pass ", "renew pass.", "renew pass?", "renew (pass)", 'renew "pass"', "renew pass ext:md"):
        assert parse(finished).open_word == ""


def test_the_last_phrase_may_still_grow() -> None:
    assert parse('renew "the pass').open_phrase == "the pass"
    assert parse('renew "the pass"').open_phrase == ""
    assert parse('renew "the ').open_phrase == "the "
    assert parse("renew the").open_phrase == ""


@pytest.mark.parametrize(
    "text", ["\u201cin place\u201d", "\u201ein place\u201c", "\xabin place\xbb", "\uff02in place\uff02"]
)
def test_printed_quotation_marks_are_read_as_typed_ones(text: str) -> None:
    assert parse(text).phrases == ("in place",)


def test_a_pasted_text_may_hold_any_number_of_conditions() -> None:
    query = parse(" ".join(f"tag:t{number}" for number in range(5000)))
    assert len(query.conditions) < 100
    assert "tag:t4999" in query.words


def test_marks_and_possessives_are_no_part_of_a_word() -> None:
    assert parse("(Anna's) passport?!").words == ("Anna", "passport")
    assert parse("???").words == ("???",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ext:pdf", Condition("suffix", (".pdf",))),
        ("ext:.PDF", Condition("suffix", (".pdf",))),
        ("type:mail", Condition("kind", ("mail", "outlook"))),
        ("type:mails", Condition("kind", ("mail", "outlook"))),
        ("type:docx", Condition("kind", (".docx",))),
        ("type:js", Condition("kind", (".js",))),
        ("type:TS", Condition("kind", (".ts",))),
        ("type:css", Condition("kind", (".css",))),
        ("type:pdfs", Condition("kind", ("pdf",))),
        ("type:epubs", Condition("kind", (".epub",))),
        ("date:May-2024", Condition("span", ("2024-05-01 2024-06-01",))),
        ("date:2023..2024-05", Condition("span", ("2023-01-01 2024-06-01",))),
        ("in:Work", Condition("folder", ("Work",))),
        ('in:"My Documents"', Condition("folder", ("My Documents",))),
        ("name:report", Condition("name", ("report",))),
        ("title:plan", Condition("title", ("plan",))),
        ("tag:#house", Condition("tag", ("house",))),
        ("-tag:house", Condition("tag", ("house",), negated=True)),
        ("before:2024-05", Condition("before", ("2024-05-01",))),
        ("after:2024-05", Condition("from", ("2024-06-01",))),
        ("date:2024", Condition("span", ("2024-01-01 2025-01-01",))),
        ("date:2024-02-29", Condition("span", ("2024-02-29 2024-03-01",))),
        ("date:yesterday", Condition("span", ("2026-11-24 2026-11-25",))),
        ('date:"last month"', Condition("span", ("2026-10-01 2026-11-01",))),
        ("date:last-year", Condition("span", ("2025-01-01 2026-01-01",))),
        ("date:17.05.2024", Condition("span", ("2024-05-17 2024-05-18",))),
    ],
)
def test_conditions_are_read_and_are_no_words(text: str, expected: Condition) -> None:
    query = parse(f"renew {text} passport", TODAY)
    assert query.conditions == (expected,)
    assert (query.words, query.text) == (("renew", "passport"), "renew passport")


@pytest.mark.parametrize(
    "text", ["foo:bar", "http://a.b/c", "type:xyz", "before:banana", "date:2024-13", "ext:", "12:30", "date:2023-02-29"]
)
def test_what_only_looks_like_a_condition_is_a_word(text: str) -> None:
    query = parse(text, TODAY)
    assert query.conditions == ()
    assert query.text == text
    assert not query.empty


def test_conditions_on_what_a_file_has_one_of_are_alternatives() -> None:
    query = parse("ext:pdf ext:docx in:a in:b -ext:txt tag:x tag:y")
    assert query.conditions == (
        Condition("suffix", (".pdf", ".docx")),
        Condition("folder", ("a", "b")),
        Condition("suffix", (".txt",), negated=True),
        Condition("tag", ("x",)),
        Condition("tag", ("y",)),
    )


@pytest.mark.parametrize(
    ("text", "days", "words"),
    [
        ("report last month", "2026-10-01 2026-11-01", ("report",)),
        ("invoices from last year", "2025-01-01 2026-01-01", ("invoices",)),
        ("notes of the past 2 weeks on tax", "2026-11-11 2026-11-26", ("notes", "tax")),
        ("what did I write yesterday", "2026-11-24 2026-11-25", ("write",)),
        ("letters this week", "2026-11-23 2026-11-30", ("letters",)),
    ],
)
def test_spans_of_time_in_plain_words(text: str, days: str, words: tuple[str, ...]) -> None:
    query = parse(text, TODAY)
    assert query.plain_date
    assert query.conditions == (Condition("span", (days,)),)
    assert query.words == words
    # Without a date to count from, and where nothing else is asked, they are words.
    assert parse(text).conditions == ()
    assert parse("last month", TODAY).conditions == ()


def test_a_span_of_time_within_a_phrase_is_part_of_it() -> None:
    query = parse('"the report of last month was" tax', TODAY)
    assert (query.phrases, query.conditions) == (("the report of last month was",), ())
    assert parse('"a report" tax last month', TODAY).plain_date


@given(st.text(max_size=300))
def test_any_text_is_a_query(text: str) -> None:
    query = parse(text, TODAY)
    assert query.empty == (not query.words and not query.phrases)


@given(
    st.lists(
        st.sampled_from(
            'type: ext: in: date: before: after: tag: name: title: " - last week 2024 99 mail x'.split(" ")
        ),
        max_size=9,
    )
)
def test_any_mixture_of_signs_is_a_query(parts: list[str]) -> None:
    for joined in (" ".join(parts), "".join(parts)):
        parse(joined, TODAY)


@pytest.mark.parametrize("text", ["in:~\0ann", "in:~\0/notes lantern", "in:~", "-in:~\udcff/a"])
def test_a_home_that_cannot_be_is_a_folder_of_that_name(text: str) -> None:
    (condition,) = parse(text).conditions
    assert condition.field == "folder"
