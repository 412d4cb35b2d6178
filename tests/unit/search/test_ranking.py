"""Fusion, strength and highlights: pure functions, held by properties."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_search.search import highlight, strength
from desktop_search.search.fusion import fuse
from desktop_search.search.query import parse

scores = st.dictionaries(st.integers(0, 20), st.floats(0, 50), max_size=12).map(lambda one: list(one.items()))
cosines = st.dictionaries(st.integers(0, 20), st.floats(-1, 1), max_size=12).map(lambda one: list(one.items()))


@given(scores, cosines, st.floats(-0.2, 0.3))
def test_every_candidate_is_ranked_once_between_0_and_1(
    words: list[tuple[int, float]], meaning: list[tuple[int, float]], background: float
) -> None:
    ranking = fuse(words, meaning, background)
    assert sorted(one.paragraph for one in ranking) == sorted({one for one, _ in [*words, *meaning]})
    assert all(0 <= one.score <= 1 + 1e-9 for one in ranking)
    assert ranking == sorted(ranking, key=lambda one: (-one.score, one.paragraph))


@given(scores.filter(lambda one: len(one) > 1), cosines, st.floats(0, 20))
def test_a_better_word_score_never_ranks_lower(
    words: list[tuple[int, float]], meaning: list[tuple[int, float]], more: float
) -> None:
    chosen = words[0][0]
    top = max(score for _, score in words)
    before = {one.paragraph: one.score for one in fuse(words, meaning)}
    # Raised within the best score of the query, so that the scale of the others stays.
    raised = [(one, min(top, score + more) if one == chosen else score) for one, score in words]
    after = {one.paragraph: one.score for one in fuse(raised, meaning)}
    assert after[chosen] >= before[chosen] - 1e-9


def test_one_side_alone_has_the_whole_say() -> None:
    assert [one.score for one in fuse([(1, 4.0), (2, 2.0)], [])] == [1.0, 0.5]
    assert [one.score for one in fuse([], [(1, 0.8), (2, 0.4)])] == [1.0, 0.5]


def test_the_nearest_stays_first_where_all_lie_below_the_background() -> None:
    # In an index of three paragraphs the background holds the question's own paragraph.
    assert [one.paragraph for one in fuse([], [(1, 0.05), (2, 0.3)], background=0.45)] == [2, 1]


@pytest.mark.parametrize(
    ("meaning", "share", "expected"),
    [(0.8, 0.0, "strong"), (0.45, 0.0, "good"), (0.1, 0.0, "weak"), (None, 1.0, "strong"), (None, 0.0, "weak")],
)
def test_strength(meaning: float | None, share: float, expected: str) -> None:
    assert strength.rate(meaning, 0.05, share) == expected


def test_highlights_are_the_words_in_any_form() -> None:
    text = "Die Café-Tische: renaming renames the cafe."
    query = parse("rename cafés")
    spans, share = highlight.find(text, highlight.query_terms(query))
    assert [text[start:end] for start, end in spans] == ["Café", "renaming", "renames", "cafe"]
    assert share == 1.0


def test_the_unfinished_word_is_marked_as_far_as_it_goes() -> None:
    query = parse("pass")
    spans, _ = highlight.find("a passport", highlight.query_terms(query), query.open_word)
    assert spans == ((2, 6),)


@given(st.text(max_size=200), st.text(max_size=40))
def test_highlights_lie_within_the_text_and_do_not_overlap(text: str, asked: str) -> None:
    query = parse(asked)
    spans, share = highlight.find(text, highlight.query_terms(query), query.open_word)
    assert 0 <= share <= 1
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_phrases_and_exclusions_are_compared_as_stems() -> None:
    assert highlight.obeys(["Renaming notes in place"], parse('"note in place"'))
    assert not highlight.obeys(["Renaming", "notes"], parse("rename -note"))
    # A phrase does not reach from one field into the next.
    assert not highlight.obeys(["Renaming", "notes"], parse('"renaming notes"'))
