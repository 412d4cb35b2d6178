"""Questions to a real index: what is limited, what is joined, what is left out, and what is said of a hit."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from concurrent.futures import wait
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from desktop_search.engine import model
from desktop_search.engine.query_service import QueryService
from desktop_search.errors import DocumentError, ModelError
from desktop_search.paths import find_paths
from desktop_search.records import MODES, Mode, SearchResult
from desktop_search.search import best_entries, candidates
from desktop_search.search.searcher import Overtaken
from desktop_search.search.word_index import WordIndex
from desktop_search.search.word_query import Lookup
from tests.fake_encoder import FakeEncoder
from tests.index_bench import Bench, note


@contextmanager
def asking(bench: Bench) -> Iterator[QueryService]:
    queries = QueryService(bench.paths)
    queries.use_meaning(bench.meaning)
    try:
        yield queries
    finally:
        queries.close()


def names(result: SearchResult) -> list[str]:
    return [os.path.basename(hit.path) for hit in result.hits]


def write_many(bench: Bench, count: int = 60) -> None:
    for number in range(count):
        bench.write(
            f"all/n{number:03}.md", f"# Note {number}\n\nThe walrus number {number} sleeps on the ice all day.\n"
        )
    bench.write("all/last.txt", "A walrus that is hardly mentioned, between many other words about fish and ships.\n")
    bench.survey()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "text", ["walrus ext:txt", "walrus name:last", "walrus -ext:md", "walrus in:all type:note ext:txt"]
)
def test_a_filter_is_met_before_the_best_are_taken(bench: Bench, mode: Mode, text: str) -> None:
    write_many(bench)
    with asking(bench) as queries:
        assert names(queries.search(text, 1, mode, None)) == ["last.txt"]


def test_a_folder_limits_and_an_unknown_one_leaves_nothing(bench: Bench) -> None:
    bench.write("a/one.md", note("walruses"))
    bench.write("b/two.md", note("walruses"))
    bench.survey()
    with asking(bench) as queries:
        assert names(queries.search("walruses", 9, "auto", str(bench.notes / "b"))) == ["two.md"]
        assert names(queries.search("walruses in:a", 9, "auto", None)) == ["one.md"]
        assert names(queries.search("walruses in:nowhere", 9, "auto", None)) == []


def test_last_year_limits_where_something_is_from_then_and_is_a_word_elsewhere(bench: Bench) -> None:
    old = bench.write("old.md", note("walruses"))
    bench.write("new.md", note("walruses and seals"))
    bench.survey()
    with asking(bench) as queries:
        assert sorted(names(queries.search("walruses last year", 9, "auto", None))) == ["new.md", "old.md"]
    then = date.today().replace(month=6, day=15) - timedelta(days=365)
    moment = (then - date(1970, 1, 1)).days * 86400
    os.utime(old, (moment, moment))
    bench.survey()
    with asking(bench) as queries:
        assert names(queries.search("walruses last year", 9, "auto", None)) == ["old.md"]


def test_conditions_alone_list_the_newest_files(bench: Bench) -> None:
    for number, name in enumerate(("old.md", "middle.md", "new.md", "other.txt")):
        path = bench.write(name, note(f"walruses {number}"))
        os.utime(path, (1_700_000_000 + number * 86_400, 1_700_000_000 + number * 86_400))
    bench.survey()
    with asking(bench) as queries:
        result = queries.search("ext:md", 2, "auto", None)
        assert names(result) == ["new.md", "middle.md"]
        assert {hit.strength for hit in result.hits} == {"good"}
        assert queries.with_answers(result).hits == result.hits
        assert names(queries.search("ext:pdf", 2, "auto", None)) == []
        assert names(queries.search("", 2, "auto", None)) == []


def test_copies_are_one_hit_with_all_their_places(bench: Bench) -> None:
    text = note("walruses that sleep on the ice for most of the day and dive for clams at night")
    for name in ("a.md", "b/copy.md", "c.md"):
        bench.write(name, text)
    bench.write("other.md", note("seals"))
    bench.survey()
    with asking(bench) as queries:
        hits = queries.search("walruses clams", 9, "auto", None).hits
        assert [os.path.basename(one) for one in (hits[0].path, *hits[0].copies)].count("copy.md") == 1
        assert len(hits[0].copies) == 2
        assert len(queries.search("walruses clams", 2, "words", None).hits[0].copies) == 2
    assert all("walrus" not in hit.text for hit in hits[1:])


def test_vectors_of_two_models_never_meet(bench: Bench) -> None:
    """While a model is changed, or where the one that the vectors are of is gone."""
    bench.write("a.md", note("walruses"))
    bench.write("b.md", note("walruses again"))
    bench.survey()
    with closing(QueryService(bench.paths)) as queries:
        for dimension in (64, 32):
            queries.use_meaning(model.read_meaning(bench.paths, FakeEncoder(dimension, "another")))
            assert names(queries.similar(str(bench.notes / "a.md"), None, 9, None)) == []


def test_similar_leaves_out_the_thing_itself_and_its_copies(bench: Bench) -> None:
    bench.write("a.md", note("walruses"))
    bench.write("copy.md", note("walruses"))
    bench.write("near.md", note("walruses and seals"))
    bench.write("far.md", "Recipe for bread: flour, water, salt, patience.\n")
    bench.survey()
    with asking(bench) as queries:
        for line in (None, 1):
            found = names(queries.similar(str(bench.notes / "a.md"), line, 9, None))
            assert found[0] == "near.md"
            assert not {"a.md", "copy.md"} & set(found)
        with pytest.raises(DocumentError, match="not in the index"):
            queries.similar(str(bench.notes / "none.md"), None, 9, None)


def test_files_are_alike_as_their_paragraphs_are(bench: Bench) -> None:
    def parts(*topics: str) -> str:
        return "\n\n".join(
            f"## {topic}\n\nA whole section says what there is to say on {topic}, at length." for topic in topics
        )

    bench.write("asked.md", parts("walruses", "volcanoes", "harpsichords"))
    bench.write("all.md", parts("harpsichords again", "walruses again", "volcanoes again"))
    bench.write("one.md", parts("walruses again", "tax returns", "knitting", "football", "cement"))
    bench.survey()
    with asking(bench) as queries:
        assert names(queries.similar(str(bench.notes / "asked.md"), None, 9, None))[:2] == ["all.md", "one.md"]


def test_the_sentence_that_answers_is_marked(bench: Bench) -> None:
    bench.write("a.md", "Ships sail far. The walrus sleeps on the ice. Bread needs salt and flour.\n")
    bench.survey()
    with asking(bench) as queries:
        result = queries.search("where does the walrus sleep on ice", 9, "auto", None)
        assert result.hits[0].answer is None
        hit = queries.with_answers(result).hits[0]
        assert hit.answer is not None
        assert hit.text[slice(*hit.answer)] == "The walrus sleeps on the ice."
        assert queries.with_answers(queries.search("walrus", 9, "words", None)).hits[0].answer is None


def test_a_hit_tells_its_reasons(bench: Bench) -> None:
    bench.write("a.md", note("walruses"))
    bench.survey()
    with asking(bench) as queries:
        hit = queries.search("sleeping walrus", 9, "auto", None).hits[0]
    assert hit.reasons.matched == ("walrus",)
    assert hit.reasons.document > 0
    assert hit.words is not None
    assert hit.meaning is not None


def test_words_are_looked_up_once_for_both_answers(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    write_many(bench)
    searched: list[object] = []
    search = WordIndex.search
    monkeypatch.setattr(WordIndex, "search", lambda *given, **named: searched.append(given) or search(*given, **named))
    with asking(bench) as queries:
        words = queries.search("walrus number 7", 5, "words", None)
        asked = len(searched)
        both = queries.search("walrus number 7", 5, "auto", None)
        assert asked == len(searched) > 0
        assert names(words) == names(queries.search("walrus number 7", 5, "words", None))
        assert names(both) == names(queries.search("walrus number 7", 5, "auto", None))
        bench.write("all/n007.md", "# Seals\n\nNothing here is about that.\n")
        bench.survey()
        assert "n007.md" in names(words)
        assert "n007.md" not in names(queries.search("walrus number 7", 5, "words", None))


def begun(queries: QueryService, text: str) -> None:
    """Has a question begun, and waits until it has been encoded."""
    queries.begin(text, None)
    assert queries.meaning is not None
    wait(queries.meaning.coming.values(), 10)


def test_a_question_that_is_begun_beside_its_words_is_encoded_once(bench: Bench) -> None:
    write_many(bench, 5)
    with asking(bench) as queries:
        before = bench.encoder.queries_encoded
        begun(queries, "walrus number 3")
        assert bench.encoder.queries_encoded == before + 1
        queries.search("walrus number 3", 5, "words", None)
        both = queries.search("walrus number 3", 5, "auto", None)
        assert bench.encoder.queries_encoded == before + 1
        assert names(both) == names(queries.search("walrus number 3", 5, "auto", None))
        begun(queries, "in:all")
        assert bench.encoder.queries_encoded == before + 1


def test_a_question_that_could_not_be_encoded_is_tried_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    write_many(bench, 5)

    def fail(*_: object) -> None:
        raise ModelError("The model failed.")

    with asking(bench) as queries:
        with monkeypatch.context() as failing:
            failing.setattr(FakeEncoder, "encode_query", fail)
            begun(queries, "walrus")
            with pytest.raises(ModelError, match="failed"):
                queries.search("walrus", 5, "auto", None)
            # Begun, and then overtaken: nobody has asked for it.
            begun(queries, "walrus")
        begun(queries, "walrus")
        assert names(queries.search("walrus", 5, "auto", None))


def test_while_one_question_is_encoded_no_other_is_begun(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    write_many(bench, 5)
    started, go_on = Event(), Event()
    encode = FakeEncoder.encode_query

    def slowly(self: FakeEncoder, text: str) -> NDArray[np.float32]:
        started.set()
        go_on.wait(10)
        return encode(self, text)

    monkeypatch.setattr(FakeEncoder, "encode_query", slowly)
    with asking(bench) as queries:
        assert queries.meaning is not None
        queries.begin("walr", None)
        assert started.wait(10)
        queries.begin("walrus", None)
        assert list(queries.meaning.coming) == ["walr"]
        go_on.set()
        assert names(queries.search("walrus", 5, "auto", None))


@pytest.mark.parametrize("text", ['walrus "\u2192"', '"\U0001f642" walrus', 'walrus "('])
def test_a_phrase_without_a_word_in_it_leaves_the_rest_as_it_is(bench: Bench, text: str) -> None:
    write_many(bench, 5)
    with asking(bench) as queries:
        plain = queries.search("walrus", 5, "auto", None)
        odd = queries.search(text, 5, "auto", None)
        assert all(hit.meaning is not None for hit in odd.hits)
        assert sorted(names(odd)) == sorted(names(plain))


def test_what_meaning_could_not_answer_is_marked_when_words_do(bench: Bench) -> None:
    write_many(bench, 5)
    with asking(bench) as queries:
        queries.use_meaning(None)
        assert queries.search("walrus", 5, "meaning", None).hits == ()
        assert all(hit.highlights for hit in queries.search("walrus", 5, "words", None).hits)


@pytest.mark.parametrize("mode", MODES)
def test_a_long_file_does_not_take_the_place_of_others(bench: Bench, mode: Mode) -> None:
    sections = (f"# Walrus {number}\n\nThe walrus sleeps on the ice.\n\n" for number in range(120))
    bench.write("all/long.md", "".join(sections))
    write_many(bench, 25)
    with asking(bench) as queries:
        found = names(queries.search("the walrus sleeps on the ice ", 20, mode, None))
    assert len(found) == 20
    assert found[0] == "long.md"


@pytest.mark.parametrize("text", ["the walrus sleeps on the ice ", "walrus sleeps ext:md"])
def test_where_all_files_are_shown_no_more_is_looked_for(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    for name in ("one.md", "two.md", "other.txt"):
        sections = (f"# Walrus {number}\n\nThe walrus sleeps on the ice of {name}.\n\n" for number in range(40))
        bench.write(name, "".join(sections))
    bench.survey()
    depths, by_words = list[int](), candidates.by_words

    def counted(words: WordIndex, lookup: Lookup, depth: int, allowed: Collection[int] | None) -> candidates.ByWords:
        depths.append(depth)
        return by_words(words, lookup, depth, allowed)

    monkeypatch.setattr(candidates, "by_words", counted)
    with asking(bench) as queries:
        assert len(queries.search(text, 20, "auto", None).hits) == (2 if "ext" in text else 3)
    assert len(depths) == 1


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_a_query_that_is_overtaken_ends_between_its_steps(bench: Bench, steps: int) -> None:
    write_many(bench, 5)
    answers = iter([False] * steps + [True] * 9)
    with asking(bench) as queries, pytest.raises(Overtaken):
        queries.search("walrus", 5, "auto", None, lambda: next(answers))


def test_a_long_list_without_an_excluded_word_is_filled_by_meaning(bench: Bench) -> None:
    write_many(bench, 120)
    bench.write("all/fish.txt", "A seal that eats fish.\n")
    bench.survey()
    with asking(bench) as queries:
        # No word of the question stands in what is left, and what is nearest is excluded.
        assert names(queries.search("sleeps ice day -walrus", 5, "auto", None)) == ["fish.txt"]


@pytest.mark.parametrize("costly", [0, 100_000])
def test_what_must_or_must_not_occur_holds_for_meaning_too(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, costly: int
) -> None:
    # A phrase is common, or rare.
    monkeypatch.setattr(best_entries, "_COSTLY", costly)
    bench.write("a.md", note("walruses in the cold north"))
    bench.write("b.md", note("walruses in the warm south"))
    bench.survey()
    with asking(bench) as queries:
        for mode in MODES:
            assert names(queries.search('walruses "cold north"', 9, mode, None)) == ["a.md"]
            assert names(queries.search("walruses -cold", 9, mode, None)) == ["b.md"]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from('"walrus ice" -note tag:x ext:md -ext:md before:2030 last week 海 " -'.split(" ")), max_size=6
    ).map(" ".join)
)
def test_any_text_is_a_question(shared_bench: Bench, text: str) -> None:
    with asking(shared_bench) as queries:
        for mode in MODES:
            queries.search(text, 5, mode, None)


@pytest.fixture(scope="module")
def shared_bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    home: Path = tmp_path_factory.mktemp("index")
    (home / "notes").mkdir()
    paths = find_paths(home / "home")
    paths.create()
    made = Bench(paths, home / "notes")
    write_many(made, 10)
    yield made
    made.service.close()


def test_a_text_from_elsewhere_finds_what_is_like_it_and_is_no_query(bench: Bench) -> None:
    bench.write("a/heron.md", note("an unusual heron by the river"))
    bench.write("b/garden.md", note("tomatoes want sun and a stake"))
    bench.survey()
    with asking(bench) as queries:
        # Taken as it is: no filter, no quoted words, and a text that is longer than any query.
        text = 'tomatoes want sun and a stake ext:pdf "heron" -tomatoes in:nowhere'
        found = queries.like(text, 10, None)
        assert names(found)[0] == "garden.md"
        assert (found.query, found.mode) == (text, "meaning")
        assert names(queries.like("tomatoes want sun", 10, str(bench.notes / "a"))) == ["heron.md"]
        assert len(queries.like("tomatoes " * 20_000, 1, None).hits) == 1
        assert queries.like("tomatoes", 10, "/nowhere").hits == ()


def test_without_meaning_nothing_is_like_a_text_and_that_is_said(bench: Bench) -> None:
    bench.write("a/heron.md", note("an unusual heron"))
    bench.survey()
    with closing(QueryService(bench.paths)) as queries, pytest.raises(DocumentError, match="not ready yet"):
        queries.like("an unusual heron", 10, None)
