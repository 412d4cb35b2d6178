"""The word index: what is added is found, what is removed is not, and losing it loses nothing."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_search.search.query import parse
from desktop_search.search.word_index import WordIndex
from desktop_search.store.paragraphs import StoredParagraph

STORE = "store-1"


def paragraph(number: int, text: str, heading: tuple[str, ...] = ()) -> StoredParagraph:
    return StoredParagraph(
        number, number // 10, "/notes/a.md", "", 0, text, 0, len(text), 1, None, "page", heading, b""
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "words"


@pytest.fixture
def index(folder: Path) -> Iterator[WordIndex]:
    opened = WordIndex(folder, STORE, writable=True)
    opened.add(1, "/notes/travel.md", "Travel", [paragraph(10, "Renewing a passport takes six weeks.")])
    opened.add(2, "/notes/garden.md", "Garden", [paragraph(20, "Café tables among tomatoes", ("Summer",))])
    opened.add(3, "/notes/old-form.md", "", [paragraph(30, "Bring the form in place of the old one.")])
    opened.commit(3)
    yield opened
    opened.close()


def found(index: WordIndex, text: str, files: list[int] | None = None) -> list[int]:
    return [one.key for one in index.search(index.look_up(parse(text)), 10, files)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("passports", [10]),
        ("PASSPORT", [10]),
        ("cafe", [20]),
        ("summer", [20]),
        ("garden", [20]),
        ("renew", [10]),
        ('"in place"', [30]),
        ('"place in"', []),
        ("nothing-like-it", []),
        ("", []),
        ("pass", [10]),
    ],
)
def test_finds_words_in_any_form_and_any_field(index: WordIndex, text: str, expected: list[int]) -> None:
    assert found(index, text) == expected


def test_an_excluded_word_is_not_there(index: WordIndex) -> None:
    assert found(index, "form passport") == [30, 10] or found(index, "form passport") == [10, 30]
    assert found(index, "form passport -weeks") == [30]


def test_a_limit_to_files_applies_before_the_ranking(index: WordIndex) -> None:
    assert found(index, "passport form", [3]) == [30]
    assert found(index, "passport form", []) == []


def test_a_removed_file_is_not_found(index: WordIndex) -> None:
    index.remove([1])
    index.commit(4)
    assert found(index, "passport") == []


def test_a_file_is_replaced_in_one_commit(index: WordIndex) -> None:
    index.remove([1])
    index.add(1, "/notes/travel.md", "Travel", [paragraph(11, "Only a visa is needed.")])
    index.commit(4)
    assert found(index, "passport") == []
    assert found(index, "visa") == [11]


def test_it_remembers_how_far_it_has_come(index: WordIndex, folder: Path) -> None:
    index.close()
    again = WordIndex(folder, STORE, writable=True)
    assert again.generation == 3
    assert found(again, "passport") == [10]
    again.close()


def test_a_reader_sees_what_the_writer_commits(index: WordIndex, folder: Path) -> None:
    reader = WordIndex(folder, STORE, writable=False)
    index.add(4, "/notes/new.md", "", [paragraph(40, "A heron by the river")])
    index.commit(4)
    reader.refresh()
    assert found(reader, "heron") == [40]
    reader.close()


def test_an_index_of_another_store_is_begun_again(index: WordIndex, folder: Path) -> None:
    index.close()
    other = WordIndex(folder, "store-2", writable=True)
    assert other.generation == 0
    assert found(other, "passport") == []
    other.close()


def test_a_damaged_index_is_begun_again(index: WordIndex, folder: Path) -> None:
    index.close()
    for part in filter(Path.is_file, folder.rglob("*")):
        if part.name != "desktop-search.json":
            part.write_bytes(b"broken")
    again = WordIndex(folder, STORE, writable=True)
    assert again.generation == 0
    again.add(1, "/notes/travel.md", "", [paragraph(10, "passport")])
    again.commit(1)
    assert found(again, "passport") == [10]
    again.close()


def test_a_reader_without_an_index_finds_nothing(folder: Path) -> None:
    reader = WordIndex(folder, STORE, writable=False)
    assert found(reader, "passport") == []


@pytest.fixture
def mixed(folder: Path) -> Iterator[WordIndex]:
    """Files in several languages and scripts: the file is the tens of its paragraphs."""
    opened = WordIndex(folder, STORE, writable=True)
    files: dict[str, list[tuple[str, tuple[str, ...]]]] = {
        "MeetingNotes2024.md": [
            ("The harbour was frozen in that winter.", ("Plum cake",)),
            ("Recipes for the bakery, with flour and with butter.", ()),
        ],
        "haus.md": [("Die Häuser der Siedlung sind alt, und das Dach ist nicht mehr dicht.", ())],
        "麻婆豆腐.md": [("豆腐切成小块,加入豆瓣酱。茶", ())],
        "tokyo.txt": [("東京タワーは高いです。", ())],
        "thai.txt": [("ฉันชอบภาษาไทยมาก", ())],
        "letter.txt": [
            ("Dear Gregor, the rent of the house is due. Not before Monday.", ()),
            ("The kitchen smells of mould; a note was sent to the keeper of the house.", ()),
        ],
        "nfd.txt": [(unicodedata.normalize("NFD", "Ein Café in Łódź, naïve Grüße"), ())],
        "codes.txt": [("RE-2025-0417 and RE-2025-0418, file-name, name of a file", ())],
    }
    for file, (name, texts) in enumerate(files.items(), 1):
        stored = [paragraph(file * 10 + at, text, heading) for at, (text, heading) in enumerate(texts)]
        opened.add(file, f"/notes/{name}", "", stored)
    opened.commit(1)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Haus ", [20]),
        ("HÄUSER", [20]),
        ("hauser ", [20]),
        ("dächer dicht ", [20]),
        ("豆腐", [30]),
        ("豆瓣酱", [30]),
        ("茶", [30]),
        ("酱", [30]),
        ("タワー", [40]),
        ("ภาษา", [50]),
        ("cafe", [70]),
        ("lodz", [70]),
        ("grusse ", [70]),
        ("meeting", [10, 11]),
        ("2024", [10, 11]),
        ("meetingnotes2024.md", [10, 11]),
        ("meetingno", [10, 11]),
        ("麻婆", [30]),
        ("harb", [10]),
        ("hrabour ", [10]),
        ("harbor ", [10]),
        ("harbbour ", [10]),
        ("harvest ", []),
        ("0417", [80]),
        ("0419 ", []),
        ("keep ", []),
        ("notes\0house", [61]),
    ],
)
def test_words_of_any_language_are_found(mixed: WordIndex, text: str, expected: list[int]) -> None:
    # What a whole index of eight files ranks behind the ones that are meant does not matter here.
    assert sorted(found(mixed, text)[: max(1, len(expected))]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"the harbour was frozen"', [10]),
        ('"harbour frozen"', []),
        ('"the rents of"', []),
        ('"rent of the"', [60]),
        ('"due not before"', [60]),
        ('"plum cake"', [10]),
        ('"cake the harbour"', []),
        ('"butter dear"', []),
        ('"豆瓣酱"', [30]),
        ('"块小"', []),
        ('"成小"', [30]),
        ('"東京タワー"', [40]),
        ('"ภาษาไทย"', [50]),
        ('"cafe in lodz"', [70]),
        ('"re 2025 0418"', [80]),
        ('"re 2025 0419"', []),
        ('"meeting notes"', [10, 11]),
        ('"the har', [10]),
    ],
)
def test_a_phrase_is_found_word_for_word_and_within_one_text(mixed: WordIndex, text: str, expected: list[int]) -> None:
    assert sorted(found(mixed, text)) == expected


def test_several_phrases_may_stand_in_different_paragraphs_of_a_file(mixed: WordIndex) -> None:
    assert sorted(found(mixed, '"rent of" "smells of"')) == [60, 61]
    assert found(mixed, '"rent of" "harbour was"') == []


def test_what_is_excluded_is_in_no_paragraph_of_a_file(mixed: WordIndex) -> None:
    assert set(found(mixed, "house")) == {60, 61}
    assert found(mixed, "house -rents") == []
    assert found(mixed, 'house -"smells of mould"') == []
    assert set(found(mixed, 'house -"mould smells"')) == {60, 61}
    assert found(mixed, "豆腐 -茶") == []
    assert mixed.fitting(mixed.look_up(parse("x -rent")), [10, 60, 61]) == {10}
    assert mixed.fitting(mixed.look_up(parse("x")), [10, 60]) == {10, 60}
    assert mixed.scored(mixed.look_up(parse("house -rent")), [60, 61]) == {}


def test_a_limit_is_filled_although_many_files_are_excluded(folder: Path) -> None:
    opened = WordIndex(folder, STORE, writable=True)
    for file in range(1, 200):
        texts = ["common heron here", "another text" if file % 50 == 0 else "with a draft in it"]
        opened.add(file, f"/n/{file}.md", "", [paragraph(file * 10 + at, text) for at, text in enumerate(texts)])
    opened.commit(1)
    lookup = opened.look_up(parse("heron -draft"))
    assert [one.key for one in opened.search(lookup, 3)] == [500, 1000, 1500]
    assert [one for one, _ in opened.search_documents(lookup, 9)] == [50, 100, 150]
    opened.close()


def test_another_word_is_not_found_because_another_language_reads_it_so(mixed: WordIndex) -> None:
    assert found(mixed, "note ")[0] == 61
    assert 60 not in found(mixed, "note ")


def test_a_document_is_found_although_its_words_are_spread_over_paragraphs(mixed: WordIndex) -> None:
    lookup = mixed.look_up(parse("frozen bakery "))
    best, *others = mixed.search_documents(lookup, 5)
    assert best[0] == 1
    assert not others
    assert {one.key for one in mixed.search(lookup, 5)} == {10, 11}


def test_parts_of_a_name_next_to_each_other_come_first(index: WordIndex) -> None:
    index.add(5, "/n/b.md", "", [paragraph(50, "the file and its good name: a name for a file")])
    index.add(6, "/n/c.md", "", [paragraph(60, "the file name is here, and other words follow it")])
    index.commit(4)
    assert found(index, "file-name ")[:2] == [60, 50]


def test_surrogates_and_zeros_are_no_error(index: WordIndex) -> None:
    index.add(7, "/n/b\udcff.md", "t\udcff\0", [paragraph(70, "broken\udcff walrus\0tusk", ("h\udcff",))])
    index.commit(4)
    for text in ("walrus", "tusk", "broken", "broken\udcff", '"walrus\0tusk"'):
        assert found(index, text) == [70]


@pytest.mark.parametrize("part", ["paragraphs", "documents"])
@pytest.mark.parametrize("lost", [True, False])
def test_damage_in_one_of_the_two_begins_both_again(index: WordIndex, folder: Path, part: str, lost: bool) -> None:
    index.close()
    if lost:
        shutil.rmtree(folder / part)
    else:
        (folder / part / "meta.json").write_bytes(b"{")
    assert found(WordIndex(folder, STORE, writable=False), "passport") in ([], [10])
    again = WordIndex(folder, STORE, writable=True)
    assert again.generation == 0
    assert found(again, "passport") == []
    again.add(1, "/notes/travel.md", "", [paragraph(10, "passport")])
    again.commit(1)
    lookup = again.look_up(parse("passport"))
    assert [one.key for one in again.search(lookup, 5)] == [10]
    assert [one for one, _ in again.search_documents(lookup, 5)] == [1]
    again.close()


def test_a_reader_without_an_index_answers_everything_with_nothing(folder: Path) -> None:
    reader = WordIndex(folder, STORE, writable=False)
    lookup = reader.look_up(parse('passport "in place" -draft'))
    assert lookup.empty
    assert reader.search_documents(lookup, 5) == []
    assert reader.scored(lookup, [1]) == {}
    assert reader.fitting(lookup, [1]) == {1}
    reader.refresh()
    reader.close()


WORDS = "heron river harbour draft note winter butter 豆腐 e18 house".split()


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordIndex]:
    """Enough files for both ways of limiting a search."""
    opened = WordIndex(tmp_path_factory.mktemp("many") / "words", STORE, writable=True)
    for file in range(1, 2201):
        texts = [
            " ".join(word for at, word in enumerate(WORDS) if (file * 7 + part * 3) % (at + 2) == 0) for part in (0, 1)
        ]
        opened.add(file, f"/n/{file}.md", "", [paragraph(file * 10 + part, text) for part, text in enumerate(texts)])
    opened.commit(1)
    yield opened
    opened.close()


QUERIES = st.lists(
    st.one_of(
        st.sampled_from(WORDS),
        st.sampled_from(WORDS).map(lambda word: "-" + word),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(lambda some: f'"{" ".join(some)}"'),
        st.sampled_from(["herron", "wintr", "har", "e18-house", "unknown"]),
    ),
    max_size=5,
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(
    text=QUERIES,
    files=st.one_of(
        st.sets(st.integers(1, 2300), max_size=20),
        st.integers(2, 9).map(lambda step: set(range(step, 2201, step))),
        st.just(set(range(1, 2201))),
    ),
)
def test_a_limit_to_files_equals_a_look_at_all_that_is_found(many: WordIndex, text: str, files: set[int]) -> None:
    lookup = many.look_up(parse(text))
    everything = many.search(lookup, 10_000)
    expected = {one.key: one.score for one in everything if one.key // 10 in files}
    assert {one.key: one.score for one in many.search(lookup, 10_000, files)} == pytest.approx(expected, rel=1e-4)
    best = [one.score for one in many.search(lookup, 20, files)]
    assert best == pytest.approx(sorted(expected.values(), reverse=True)[:20], rel=1e-4)
    some = many.scored(lookup, [*list(expected)[:50], *range(50)])
    assert {key: one.score for key, one in some.items() if one.score > 0 and key in expected} == pytest.approx(
        {one: expected[one] for one in expected if one in some}, rel=1e-4
    )
    assert set(list(expected)[:50]) <= some.keys()
    assert all(one.file == key // 10 for key, one in some.items())
    documents = {one: score for one, score in many.search_documents(lookup, 10_000) if one in files}
    assert dict(many.search_documents(lookup, 10_000, files)) == pytest.approx(documents, rel=1e-4)


@settings(max_examples=60, deadline=None)
@given(text=QUERIES)
def test_what_is_found_holds_every_phrase_and_nothing_excluded(many: WordIndex, text: str) -> None:
    query = parse(text)
    lookup = many.look_up(query)
    found = [one.key for one in many.search(lookup, 50)]
    assert many.fitting(lookup, found) == set(found)
    documents = {one for one, _ in many.search_documents(lookup, 10_000)}
    if query.phrases or query.excluded:
        assert {one.file for one in many.search(lookup, 10_000)} <= documents


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80))
def test_no_text_is_an_error(index: WordIndex, text: str) -> None:
    # One index for all examples: it is only read.
    lookup = index.look_up(parse(text))
    index.search(lookup, 10)
    index.search_documents(lookup, 10, [1, 2])
    index.scored(lookup, [10, 20])
    index.fitting(lookup, [10, 20])


def test_a_file_is_found_by_its_author_and_its_tags(index: WordIndex) -> None:
    told = replace(paragraph(40, "Patch, glue and a pump."), about="Ada Byron\nrepair/puncture\nbicycle")
    index.add(4, "/notes/tyre.md", "", [told])
    index.commit(4)
    assert found(index, "puncture") == found(index, "byron") == [40]
    assert [file for file, _ in index.search_documents(index.look_up(parse("bicycle ")), 5)] == [4]


def test_a_phrase_counts_in_documents_only_where_it_stands(mixed: WordIndex) -> None:
    lookup = mixed.look_up(parse('"frozen bakery"'))
    assert mixed.search(lookup, 5) == mixed.search_documents(lookup, 5) == []
