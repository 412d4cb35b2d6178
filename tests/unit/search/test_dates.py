"""Days and spans of time as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_search.search.dates import PLAIN, parse

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024", "2024-01-01", "2025-01-01"),
        ("2024-05", "2024-05-01", "2024-06-01"),
        ("2024/12", "2024-12-01", "2025-01-01"),
        ("2024-02-29", "2024-02-29", "2024-03-01"),
        ("31.12.2024", "2024-12-31", "2025-01-01"),
        ("May 2024", "2024-05-01", "2024-06-01"),
        ("sep-2024", "2024-09-01", "2024-10-01"),
        ("December_2024", "2024-12-01", "2025-01-01"),
        ("2023..2024-06", "2023-01-01", "2024-07-01"),
        ("today", "2026-11-25", "2026-11-26"),
        ("yesterday", "2026-11-24", "2026-11-25"),
        ("this week", "2026-11-23", "2026-11-30"),
        ("last week", "2026-11-16", "2026-11-23"),
        ("LAST MONTH", "2026-10-01", "2026-11-01"),
        ("previous-year", "2025-01-01", "2026-01-01"),
        ("past 10 days", "2026-11-15", "2026-11-26"),
        ("last three months", "2026-08-25", "2026-11-26"),
        ("past 2 years", "2024-11-25", "2026-11-26"),
        ("last 12 months", "2025-11-25", "2026-11-26"),
    ],
)
def test_a_span_is_read(text: str, start: str, end: str) -> None:
    assert parse(text, TODAY) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    "text",
    "banana|2024-13|2024-00|2023-02-29|0000|9999|99999|12:30|last|may|2025..2024|2024..|..|2024...2025|"
    "past 999 years a|32.01.2024".split("|"),
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse(text, TODAY) is None


def test_january_looks_back_into_december() -> None:
    new_year = date(2026, 1, 1)
    assert parse("last month", new_year) == (date(2025, 12, 1), date(2026, 1, 1))
    assert parse("last week", new_year) == (date(2025, 12, 22), date(2025, 12, 29))
    assert parse("past 2 months", new_year) == (date(2025, 11, 1), date(2026, 1, 2))


def test_the_last_day_of_a_month_counts_back_to_a_day_that_exists() -> None:
    assert parse("past 1 months", date(2026, 3, 31)) == (date(2026, 2, 28), date(2026, 4, 1))


@pytest.mark.parametrize("text", ["goals for this year", "what is on today", "everlast weekly", "the-last-year"])
def test_words_that_are_mostly_part_of_a_question_limit_nothing(text: str) -> None:
    assert PLAIN.search(text) is None


@given(st.text(max_size=30), st.dates())
def test_any_text_is_a_span_or_none(text: str, today: date) -> None:
    span = parse(text, today)
    assert span is None or span.start < span.end


@given(
    st.lists(st.sampled_from("last past 2024 .. 12 - / . 99 years months days may 0 999".split()), max_size=6),
    st.dates(),
)
def test_any_mixture_is_a_span_or_none(parts: list[str], today: date) -> None:
    for joined in ("".join(parts), " ".join(parts)):
        span = parse(joined, today)
        assert span is None or span.start < span.end
