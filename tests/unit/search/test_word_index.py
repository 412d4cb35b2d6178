"""The word index: what is added is found, what is removed is not, and losing it loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
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
    return [one for one, _ in index.search(index.look_up(parse(text)), 10, files)]


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


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80))
def test_no_text_is_an_error(index: WordIndex, text: str) -> None:
    # One index for all examples: it is only read.
    index.search(index.look_up(parse(text)), 10)
