"""What words tell about a question: what counts how much, and phrases of words that are nearly everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_search.search import best_entries
from desktop_search.search.query import parse
from desktop_search.search.word_index import WordIndex
from tests.unit.search.paragraph_files import add_file, add_files

Fill = Callable[[list[str]], WordIndex]


@pytest.fixture
def fill(tmp_path: Path) -> Iterator[Fill]:
    """Fills an index with files of one paragraph each."""
    opened = WordIndex(tmp_path / "words", "store", writable=True)

    def add(texts: list[str]) -> WordIndex:
        add_files(opened, texts)
        return opened

    yield add
    opened.close()


def scores(index: WordIndex, text: str) -> dict[int, float]:
    return {one.key: one.score for one in index.search(index.look_up(parse(text)), 50)}


def test_a_word_is_worth_more_than_what_it_may_grow_into(fill: Fill) -> None:
    others = [f"a filler that says {number}" for number in range(30)]
    index = fill(["a harbour here", "some harbourmaster or harbourmaster", "it is harboursome", *others])
    found = scores(index, "harbour")
    assert list(found) == [0, 1, 2]
    assert list(scores(index, "harbour ")) == [0]


def test_a_form_of_the_word_that_is_typed_counts_once(fill: Fill) -> None:
    found = scores(fill(["one black cat", "two blacks here", "nothing of it"]), "black")
    assert found[0] == pytest.approx(found[1])


def test_nor_does_it_count_twice_where_another_language_has_other_stems(fill: Fill) -> None:
    german = "Das Training ist nicht mit der Mannschaft und auch nicht von ihr, die es wird."
    index = fill(["a fast train", "the good training", german, "nothing of it"])
    found = scores(index, "train")
    assert found[0] == pytest.approx(found[1])
    assert 2 in found
    assert scores(index, "traini").keys() == {0, 1, 2}


def test_what_a_word_may_grow_into_is_found_in_names_too(fill: Fill) -> None:
    index = fill(["nothing of it", "nor of that"])
    add_file(index, 7, "/n/thermometers.md", "hot")
    index.commit(2)
    assert scores(index, "thermo").keys() == {7}


def test_several_words_that_may_have_been_meant_are_no_better_than_one(fill: Fill) -> None:
    found = scores(fill(["the arterial blood", "arterial and material", "nothing of it"]), "aterial ")
    assert found[0] == pytest.approx(found[1])


TEXTS = [f"{'of the river' if number % 2 else 'the bank of a river'} {number}" for number in range(50)]


@pytest.mark.parametrize("words_are_few", [True, False])
@pytest.mark.parametrize("text", ['"of the"', '"of the" river 35', '"of the" -37', '"bank of a" "a river"'])
def test_a_phrase_of_common_words_is_found_as_if_it_were_rare(
    fill: Fill, monkeypatch: pytest.MonkeyPatch, text: str, words_are_few: bool
) -> None:
    index = fill(TEXTS)
    lookup = index.look_up(parse(text))
    everything = range(len(TEXTS))
    rare = index.search(lookup, 20), dict(index.search_documents(lookup, 50)), index.fitting(lookup, everything)
    assert rare[2] == rare[1].keys() != set(everything)
    monkeypatch.setattr(best_entries, "_COSTLY", 0)
    monkeypatch.setattr(best_entries, "words_cost", lambda *_: 0 if words_are_few else 1)
    assert index.has_common_phrases(lookup)
    found = index.search(lookup, 20)
    assert [one.score for one in found] == pytest.approx([one.score for one in rare[0]])
    assert dict(index.search_documents(lookup, 50)) == pytest.approx(rare[1])
    assert index.fitting(lookup, everything) == rare[2]


def test_what_holds_nothing_but_a_common_phrase_may_be_the_best(fill: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    others = (
        ["a river"] * 80,
        [f"a river and more of the same, and more and more of it: {number}" for number in range(20)],
    )
    index = fill([f"of the {number}" for number in range(9)] + others[0] + others[1])
    lookup = index.look_up(parse('"of the" river '))
    rare = [one.key for one in index.search(lookup, 9)]
    assert set(rare) == set(range(9))
    monkeypatch.setattr(best_entries, "_COSTLY", 0)
    monkeypatch.setattr(best_entries, "words_cost", lambda *_: 0)
    assert [one.key for one in index.search(lookup, 9)] == rare


def test_a_phrase_of_common_words_is_found_where_hardly_an_entry_holds_it(
    fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = fill([*["the end of a day"] * 40, "of the sea", "a day of the end"])
    monkeypatch.setattr(best_entries, "_COSTLY", 0)
    monkeypatch.setattr(best_entries, "_AHEAD", 1)
    for text in ('"of the"', '"of the" day '):
        lookup = index.look_up(parse(text))
        assert {one.key for one in index.search(lookup, 5)} == {40, 41}
        assert {file for file, _ in index.search_documents(lookup, 5)} == {40, 41}
