"""What was asked, as the index knows it: forms, rarity, beginnings, typing errors and phrases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_search.search.query import parse
from desktop_search.search.text_index import TextIndex
from desktop_search.search.word_query import MOST_WORDS, Lookup, look_up

LANGUAGES = ("english", "german")
TEXTS = {
    1: ("The reminder about the payment was received in Hamburg.", "english"),
    2: ("Renaming files, renamed files and the renaming of folders.", "english"),
    3: ("Die Häuser der Straße sind alt und nicht schön, es sind die letzten.", "german"),
    4: ("Error E1801 in the thermometer; a note about the donation and its renaming.", "english"),
    5: ("We do not renew the contract, not this year.", "english"),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TextIndex]:
    opened = TextIndex(tmp_path_factory.mktemp("words") / "index", writable=True)
    for key, (text, language) in TEXTS.items():
        opened.add(key, key, [text], f"File{key}.md", language)
    opened.commit()
    yield opened
    opened.close()


def looked_up(index: TextIndex, text: str) -> Lookup:
    return look_up(parse(text), index, LANGUAGES)


def test_rare_words_weigh_more(index: TextIndex) -> None:
    weight = {term.word: term.weight for term in looked_up(index, "reminder note unheardof ").terms}
    assert weight["unheardof"] > weight["reminder"] == weight["note"] > 0


def test_the_words_of_another_language_do_not_make_a_word_common(index: TextIndex) -> None:
    # Read as German, "note" has the stem "not".
    (note,) = looked_up(index, "note ").terms
    assert {"note", "not/ger"} <= note.forms
    (reminder,) = looked_up(index, "reminder ").terms
    assert note.weight == reminder.weight


def test_the_fewer_paragraphs_hold_a_word_the_rarer_it_is(index: TextIndex) -> None:
    twice, once, nowhere = looked_up(index, "renaming reminder zzz123 ").rarities
    assert 0 < twice < once < nowhere


def test_a_typing_error_is_as_rare_as_what_was_meant(index: TextIndex) -> None:
    assert looked_up(index, "remindr ").rarities == looked_up(index, "reminder ").rarities


def test_a_word_of_names_is_as_common_as_the_names(tmp_path: Path) -> None:
    opened = TextIndex(tmp_path / "index", writable=True)
    for key in range(40):
        opened.add(key, key, ["nothing of it" if key else "one scan and one thesis"], f"scan{key} of it.md", "english")
        opened.add(100 + key, 100 + key, ["nothing of it"], "scan.md", "english")
    opened.commit()
    scan, thesis = looked_up(opened, "scan thesis ").rarities
    assert scan < thesis
    opened.close()


def test_two_forms_of_a_word_are_one(index: TextIndex) -> None:
    assert looked_up(index, "Reminder reminders ").rarities == looked_up(index, "reminder ").rarities


def test_a_word_of_several_parts_is_as_rare_as_the_rarest_of_them(index: TextIndex) -> None:
    assert looked_up(index, "renaming-note ").rarities == looked_up(index, "note ").rarities
    # Without spaces a sentence is one word to Python.
    assert len(looked_up(index, "\u6f22\u5b57\u6587 ").rarities) == 2


def test_a_word_that_may_still_grow_is_no_rarer_than_what_it_may_become(index: TextIndex) -> None:
    (begun,) = looked_up(index, "rena").rarities
    (whole,) = looked_up(index, "renaming ").rarities
    assert begun == whole > 0


def test_the_word_under_the_cursor_has_beginnings(index: TextIndex) -> None:
    assert looked_up(index, "renam").terms[0].beginnings == ("renaming", "renamed")
    assert looked_up(index, "renam ").terms[0].beginnings == ()
    assert looked_up(index, "renam files").terms[0].beginnings == ()


def test_stems_that_are_those_of_what_is_typed_are_not_meant_by_it_once_more(index: TextIndex) -> None:
    assert looked_up(index, "renam").terms[0].meant == frozenset()
    assert looked_up(index, "rena").terms[0].meant == {"renam"}


def test_a_beginning_longer_than_the_stem_is_one_too(index: TextIndex) -> None:
    assert looked_up(index, "thermometer").terms[0].errors == 0
    for typed in ("donati", "donatio", "thermome", "häu", "hau"):
        assert looked_up(index, typed).terms[0].beginnings, typed


def test_the_most_frequent_beginnings_are_taken(tmp_path: Path) -> None:
    opened = TextIndex(tmp_path / "index", writable=True)
    words = [f"pre{first}{second}" for first in "abcdef" for second in "abcdef"]
    for key, word in enumerate(words):
        opened.add(key, key, [word], "", "english")
    for key in (100, 101):
        opened.add(key, key, ["prezz"], "", "english")
    opened.commit()
    beginnings = looked_up(opened, "pre").terms[0].beginnings
    assert beginnings[0] == "prezz"
    assert len(beginnings) < len(words)
    opened.close()


def test_the_last_part_of_a_name_may_grow(index: TextIndex) -> None:
    *_, last = looked_up(index, "file-renam").terms
    assert last.beginnings == ("renaming", "renamed")


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ("remindr", 1),
        ("paymnet", 1),
        ("reminderr", 1),
        ("remindrer", 1),
        ("remmindrer", 2),
        ("abc", 0),
        ("E1802", 0),
        ("reminder", 0),
        ("reminders", 0),
        ("hamburg", 0),
        ("file5", 0),
    ],
)
def test_typing_errors_are_forgiven_where_a_word_is_unknown_and_no_code(
    index: TextIndex, typed: str, errors: int
) -> None:
    assert looked_up(index, typed + " ").terms[0].errors == errors


def test_parts_are_words_and_wanted_next_to_each_other(index: TextIndex) -> None:
    asked = looked_up(index, "file-name ")
    assert [term.written for term in asked.terms] == ["file", "name"]
    assert len(asked.together) == 1
    assert not asked.phrases


def test_a_phrase_is_exact_and_may_grow_while_it_is_open(index: TextIndex) -> None:
    assert looked_up(index, '"Renamed files"').exact == ((("renamed", "files"),),)
    assert looked_up(index, '"files, renam').exact == (
        (("files", "renam"), ("files", "renaming"), ("files", "renamed")),
    )
    assert looked_up(index, '"..."').empty


def test_a_pasted_text_is_cut(index: TextIndex) -> None:
    for text in ("豆腐切成小块用淡盐水煮" * 50, "-".join("abcdefgh" * 40), " ".join(map(str, range(500)))):
        asked = looked_up(index, text + " ")
        assert 0 < len(asked.terms) <= MOST_WORDS


@pytest.mark.parametrize(
    ("text", "guesses"),
    [
        ("remindr ", False),
        ("remindr zzzzzz qqqqqq ", True),
        ("remindr paymnet qqqqqq ", False),
        ("reminder zzzzzz qqqqqq ", False),
        ('remindr zzzzzz qqqqqq "about the"', False),
    ],
)
def test_a_question_that_is_mostly_unknown_is_not_answered_by_a_typing_error(
    index: TextIndex, text: str, guesses: bool
) -> None:
    assert looked_up(index, text).guesses is guesses
