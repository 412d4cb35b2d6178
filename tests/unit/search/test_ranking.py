"""Fusion, strength and highlights: pure functions, held by properties."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_search.search import highlight, hits, strength
from desktop_search.search.analysis import forms, has_unspaced, normal, plain, words
from desktop_search.search.fusion import (
    MEANING_WEIGHT,
    Candidate,
    columns,
    fuse,
    ranked,
    reciprocal_ranks,
    scores,
    told_by_one,
    weight_of,
)
from desktop_search.search.query import Query, parse
from desktop_search.search.word_query import Lookup, Term

LANGUAGES = ("english",)


def candidate(paragraph: int, words: float = 0.0, document: float = 0.0, meaning: float | None = None) -> Candidate:
    return Candidate(paragraph, paragraph // 3, words, document, meaning)


many = st.dictionaries(
    st.integers(0, 20),
    st.tuples(st.floats(0, 50), st.floats(0, 50), st.none() | st.floats(-1, 1)),
    max_size=12,
).map(lambda one: [candidate(paragraph, *scores) for paragraph, scores in one.items()])
weights = st.floats(0, 1)
backgrounds = st.floats(-0.2, 0.3)


def lookup(text: str) -> tuple[Lookup, Query]:
    """A query as an index of English knows it in which every word is equally rare."""
    query = parse(text)
    terms = [Term(word, part, 1.0) for word in query.words for part in forms(word, LANGUAGES)]
    return Lookup(tuple(terms)), query


@given(many, backgrounds, weights)
def test_every_candidate_is_ranked_once_between_0_and_1(
    candidates: list[Candidate], background: float, weight: float
) -> None:
    ranking = fuse(candidates, background, weight)
    assert sorted(one.candidate.paragraph for one in ranking) == sorted(one.paragraph for one in candidates)
    assert all(0 <= one.score <= 1 + 1e-9 for one in ranking)
    assert ranking == sorted(ranking, key=lambda one: (-one.score, one.candidate.paragraph))


@given(many.filter(bool), backgrounds, weights, st.sampled_from(["words", "document", "meaning"]), st.floats(0, 20))
def test_a_better_score_of_any_kind_never_ranks_lower(
    candidates: list[Candidate], background: float, weight: float, signal: str, more: float
) -> None:
    chosen = candidates[0]
    if chosen.meaning is None and signal == "meaning":
        return
    best = max(getattr(one, signal) or 0.0 for one in candidates)
    raised = chosen._replace(**{signal: min(max(best, getattr(chosen, signal)), getattr(chosen, signal) + more)})
    # Raised within the best score of the query, so that the scale of the others stays.
    before = {one.candidate.paragraph: one.score for one in fuse(candidates, background, weight)}
    after = {one.candidate.paragraph: one.score for one in fuse([raised, *candidates[1:]], background, weight)}
    if (
        min((one.meaning for one in candidates if one.meaning is not None), default=1.0) > background
        or signal != "meaning"
    ):
        assert after[chosen.paragraph] >= before[chosen.paragraph] - 1e-9


def test_one_side_alone_has_the_whole_say() -> None:
    assert [one.score for one in fuse([candidate(1, 4.0), candidate(2, 2.0)], 0.0)] == [1.0, 0.5]
    near = [candidate(1, meaning=0.8), candidate(2, meaning=0.4)]
    assert [one.score for one in fuse(near, 0.0)] == [1.0, 0.5]


def test_the_document_counts_beside_its_paragraph() -> None:
    inside, alone = candidate(1, 3.0, 9.0), candidate(6, 4.0, 1.0)
    assert [one.candidate.paragraph for one in fuse([inside, alone], 0.0)] == [1, 6]
    assert [one.candidate.paragraph for one in fuse([candidate(1, 3.0), candidate(6, 4.0)], 0.0)] == [6, 1]


def test_the_nearest_stays_first_where_all_lie_below_the_background() -> None:
    # In an index of three paragraphs the background holds the question's own paragraph.
    near = [candidate(1, meaning=0.05), candidate(2, meaning=0.3)]
    assert [one.candidate.paragraph for one in fuse(near, background=0.45)] == [2, 1]


def weighed(candidates: list[Candidate]) -> float:
    return weight_of(columns(candidates))


def test_words_are_followed_where_meaning_does_not_know_what_they_found() -> None:
    agreeing = [candidate(1, 8.0, meaning=0.6), candidate(2, 1.0, meaning=0.5)]
    assert weighed(agreeing) == MEANING_WEIGHT
    guessing = [candidate(number, 0.0, meaning=0.5) for number in range(20)] + [candidate(30, 8.0, meaning=0.1)]
    # Of what words do not tell apart the nearest still comes first.
    assert 0 < weighed(guessing) < 0.05
    half = [candidate(number, 3.2, meaning=0.5) for number in range(20)] + [candidate(30, 8.0, meaning=0.1)]
    assert weighed(guessing) < weighed(half) < MEANING_WEIGHT / 2
    assert weighed([candidate(1, meaning=0.4)]) == MEANING_WEIGHT


def test_nearest_paragraphs_of_a_document_that_words_found_agree() -> None:
    """Words may stand anywhere in a document; the paragraph that says what is meant need not repeat them."""
    best = candidate(30, 8.0, 9.0, meaning=0.1)
    apart = [candidate(number, 2.0, 1.0, meaning=0.5) for number in range(20)]
    together = [candidate(number, 2.0, 9.0, meaning=0.5) for number in range(20)]
    assert weighed([*apart, best]) < weighed([*together, best])


@given(st.lists(st.floats(0, 15), max_size=6))
def test_the_further_a_word_is_rarer_than_all_others_the_more_it_tells(others: list[float]) -> None:
    as_rare = max(others, default=0.0)
    told = [told_by_one([*others, as_rare + more]) for more in (0, 1, 3, 10, 30)]
    assert told == sorted(told)
    assert told[0] == 0.0
    assert told[-1] == 1.0


def test_neither_common_words_nor_several_rare_ones_tell_more_than_the_others() -> None:
    for rarities in ([], [4.0], [4.0, 0.5], [9.0, 8.5, 1.0], [12.0, 11.0]):
        assert told_by_one(rarities) == 0.0, rarities
    assert told_by_one([9.0, 2.0]) == 1.0
    assert 0 < told_by_one([7.0, 3.0]) < 1


def test_what_lacks_the_word_that_tells_most_comes_behind_what_holds_it() -> None:
    nearer, holding, far = candidate(1, 6.0, 6.0, 0.9), candidate(2, 8.0, 8.0, 0.3), candidate(3, 0.0, 0.0, 0.1)
    found = columns([nearer, holding, far])
    assert [one.candidate.paragraph for one in ranked(found, 0.0, 0.6)] == [1, 2, 3]
    led = scores(found, 0.0, 0.6, np.array([1.0, 0.0, 1.0]))
    # What is only near stays, and in its order.
    assert led[1] > led[0] > led[2] > 0


def test_reciprocal_ranks_are_those_of_the_paper() -> None:
    assert reciprocal_ranks([["a", "b", "c"], ["b", "d"]]) == ["b", "a", "d", "c"]
    assert reciprocal_ranks([]) == []


def test_highlights_are_the_words_in_any_form() -> None:
    text = "Die Café-Tische: renaming renames the cafe."
    asked, query = lookup("rename cafés")
    spans, met = highlight.Marker(asked, query).mark(text)
    assert [text[start:end] for start, end in spans] == ["Café", "renaming", "renames", "cafe"]
    assert {term.word for term in met} == {"rename", "cafés"}
    spans, met = highlight.Marker(asked, query).mark("nothing", ["Cafe"])
    assert (spans, {term.word for term in met}) == ((), {"cafés"})


@pytest.mark.parametrize(
    ("asked", "text", "language"),
    [
        ("werken", "Er is hard gewerkt.", "dutch"),
        ("aanbodricht", "Het is aanbodgerichte.", "dutch"),
        ("verkoop", "Zij verkopen.", "dutch"),
        ("Ärobic", "Jeden Montag Aerobic.", "german"),
        ("Rückgabe", "Eine späte Rueckgabe.", "german"),
        ("abdiquer", "Il y a une abdication.", "french"),
        ("ability", "Her many abilities.", "english"),
    ],
)
def test_forms_that_begin_or_go_on_otherwise_are_highlights_too(asked: str, text: str, language: str) -> None:
    query = parse(asked)
    terms = tuple(Term(asked, part, 1.0) for part in forms(asked, (language,)))
    spans, met = highlight.Marker(Lookup(terms), query, (language,)).mark(text)
    assert [text[start:end] for start, end in spans] == [text.split()[-1].strip(".")]
    assert {term.word for term in met} == {asked}


def test_the_unfinished_word_is_marked_as_far_as_it_goes() -> None:
    asked, query = lookup("pass")
    assert highlight.Marker(asked, query).mark("a passport")[0] == ((2, 6),)


def test_a_forgiven_typing_error_is_marked_where_the_right_word_stands() -> None:
    term = Term("pasport", frozenset({"pasport"}), 5.0, "pasport", 1, near=("passport",))
    found = highlight.Marker(Lookup((term,)), Query("pasport")).mark("a Passport, a sport, passports")
    assert found == (((2, 10),), {term})


def test_a_phrase_is_marked_where_it_stands_and_nowhere_else() -> None:
    asked = Lookup(exact=((("in", "place"), ("in", "places")),))
    text = "In the place, in place; placed in places"
    spans, _ = highlight.Marker(asked, Query("")).mark(text)
    assert [text[start:end] for start, end in spans] == ["in", "place", "in", "places"]
    assert spans[0] == (14, 16)


def test_the_unfinished_word_is_marked_without_its_accents_too() -> None:
    asked, query = lookup("prere")
    text = "Prérequis, PRÉREQUIS"
    assert highlight.Marker(asked, query).mark(text)[0] == ((0, 5), (11, 16))
    asked, query = lookup("gross")
    assert highlight.Marker(asked, query).mark("Großeltern")[0] == ((0, 4),)


def test_a_single_character_is_marked_where_words_are_not_set_apart() -> None:
    term = Term("\u7ea7", frozenset({"\u7ea7"}), 3.0, "\u7ea7")
    found = highlight.Marker(Lookup((term,)), Query("\u7ea7")).mark("\u6c34\u7ea7\u5347\u7ea7")
    assert found == (((1, 2), (3, 4)), {term})


def test_one_part_of_a_word_is_not_the_whole_word() -> None:
    parts = tuple(Term("file-name", frozenset({one}), 2.0, one) for one in ("file", "name"))
    asked = Lookup((*parts, Term("new", frozenset({"new"}), 4.0, "new")))
    marker = highlight.Marker(asked, Query("file-name new"))
    _, met = marker.mark("a new file")
    assert strength.word_share(asked, met) == pytest.approx(0.75)
    assert hits.met_words(asked, met) == ("new",)
    assert hits.met_words(asked, marker.mark("a new file by its name")[1]) == ("file-name", "new")


@given(
    st.text(st.characters(codec="utf-8", max_codepoint=0x2300), max_size=60).filter(lambda one: not has_unspaced(one))
)
def test_words_of_simple_texts_are_those_that_the_index_sees(text: str) -> None:
    tokens = [one for one in words(text) if len(one.term.encode()) < 80]
    assert [one.term for one in tokens] == [one.text for one in plain(folded=False).pre_tokenize(normal(text)).tokens]


@given(st.text(max_size=200), st.text(max_size=40))
def test_highlights_lie_within_the_text_and_do_not_overlap(text: str, asked: str) -> None:
    spans, _ = highlight.Marker(*lookup(asked)).mark(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("meaning", "share", "expected"),
    [
        (0.8, 0.0, "strong"),
        (0.55, 0.0, "good"),
        (0.3, 1.0, "good"),
        (0.1, 0.2, "weak"),
        (0.45, 0.1, "weak"),
        (None, 1.0, "strong"),
        (None, 0.6, "good"),
        (None, 0.0, "weak"),
        (0.6, None, "strong"),
        (0.2, None, "weak"),
    ],
)
def test_strength_rises_with_meaning_and_with_words(meaning: float | None, share: float | None, expected: str) -> None:
    assert strength.rate(meaning, 0.05, share) == expected


def test_the_share_of_words_counts_rare_ones_more() -> None:
    the, passport = Term("the", frozenset({"the"}), 0.1), Term("passport", frozenset({"passport"}), 7.9)
    asked = Lookup((the, passport))
    assert strength.word_share(asked, {passport}) == pytest.approx(7.9 / 8)
    assert strength.word_share(asked, {the}) == pytest.approx(0.1 / 8)
    assert strength.word_share(Lookup(), ()) is None
    assert strength.word_share(Lookup(phrases=((("in", "place"),),)), ()) == 1.0
