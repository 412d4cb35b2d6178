"""The window writes conditions that the search reads; both are asked here about the same texts."""

from __future__ import annotations

from datetime import date

import pytest

from desktop_search.documents.registry import READERS
from desktop_search.gui.asking import query_text
from desktop_search.gui.asking.query_text import DATE, FOLDER, TYPE
from desktop_search.gui.results.file_kind import kind_of
from desktop_search.search import facets
from desktop_search.search.query import TYPES, parse

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    "text",
    [
        "walrus type:mail",
        'in:"My Work" plan',
        '"type:mail" walrus',
        "-type:mail -in:Archive form",
        "see http://example.org and C:\\x",
        "before:2024-05 after:2023 date:2020..2021 date:past-7-days date:today date:yesterday",
        "before:lunch date:soon",
        "ext:.PDF tag:#house name:plan title:x file:y kind:pdf folder:Work",
        "\u201ctype:mail\u201d type:\u201cmail\u201d",
        "a:b foo:bar type: ext:.",
    ],
)
def test_the_window_sees_the_conditions_that_the_search_reads(text: str) -> None:
    read = sum(len(one.values) for one in parse(text, TODAY).conditions if one.field != "kind")
    read += sum(1 for one in query_text.parts(text) if one.name in TYPE)
    assert len(query_text.parts(text)) == read
    bare = query_text.without(text, lambda part: True)
    assert parse(bare, TODAY).conditions == ()
    assert parse(bare, TODAY).text == parse(text, TODAY).text


def test_a_value_takes_the_place_of_the_one_before() -> None:
    text = query_text.with_value("walrus", "type", "mail", TYPE)
    assert text == "walrus type:mail"
    assert query_text.with_value(f"{text} ice", "type", "pdf", TYPE) == "walrus ice type:pdf"
    assert query_text.with_value("walrus kind:mails", "type", "pdf", TYPE) == "walrus type:pdf"
    assert query_text.with_value("walrus -type:mail", "type", "pdf", TYPE) == "walrus -type:mail type:pdf"
    assert query_text.with_value("walrus type:pdf", "type", "mail", TYPE, beside=True) == "walrus type:pdf type:mail"
    assert query_text.with_value("", "in", "My Work", FOLDER) == 'in:"My Work"'


def test_a_value_is_taken_out_by_any_of_its_names() -> None:
    assert query_text.without_value("kind:mails walrus", "mail", TYPE) == "walrus"
    assert query_text.without_value('a folder:"My Work" b', "My Work", FOLDER) == "a b"


@pytest.mark.parametrize("kind", [*TYPES, "mails", "notes", "sheets", "codes"])
def test_every_kind_has_one_usual_name(kind: str) -> None:
    (usual,) = query_text.values(f"type:{kind}", TYPE)
    (asked,), (meant,) = parse(f"type:{kind}").conditions, parse(f"type:{usual}").conditions
    assert set(asked.values) <= set(meant.values)


def test_every_counted_value_lights_its_own_chip() -> None:
    for group in facets.GROUPS:
        assert query_text.values(f"x type:{group}", TYPE) == [group]
    for span in facets.SPANS:
        assert query_text.values(f"x date:{span}", DATE) == [span]


def test_icons_tell_the_kinds_that_are_counted() -> None:
    for reader in READERS:
        for suffix in reader.suffixes:
            assert kind_of(f"/a/b{suffix.upper()}") == (facets.group_of(f"b{suffix}", reader.name) or "other"), suffix


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("ext:", "ext", ""),
        ("walrus ext:p", "ext", "p"),
        ("walrus -type:ma", "type", "ma"),
        ('in:"My Wo', "in", "My Wo"),
    ],
)
def test_a_condition_is_completed_while_it_is_written(text: str, name: str, value: str) -> None:
    found = query_text.typing(text, len(text))
    assert found is not None
    assert (found.name, found.value) == (name, value)


@pytest.mark.parametrize(
    "text", ["ext", "walrus", 'in:"My Work"', "ext:pdf ", '"say ext:p', "http://x", "foo:b", "a-ext:p"]
)
def test_nothing_else_is_completed(text: str) -> None:
    assert query_text.typing(text, len(text)) is None


def test_a_completed_value_leaves_the_rest_of_the_text() -> None:
    def complete(before: str, after: str, value: str) -> tuple[str, int]:
        found = query_text.typing(before + after, len(before))
        assert found is not None
        return query_text.completed(before + after, len(before), found, value)

    assert complete("ext:p", "", "pdf") == ("ext:pdf ", 8)
    assert complete("ext:p", " walrus", "pdf") == ("ext:pdf walrus", 8)
    assert complete("ext:p", "df walrus", "png") == ("ext:png walrus", 8)
    assert complete('in:"My', " walrus", "My Work") == ('in:"My Work" walrus', 13)
    assert complete("in:W", "", "My Work") == ('in:"My Work" ', 13)


@pytest.mark.parametrize("ending", ["js", "ts", "css", "cs"])
def test_the_ending_of_a_files_name_keeps_its_s(ending: str) -> None:
    assert query_text.values(f"type:{ending}", TYPE) == [ending]
    assert query_text.without_value(f"type:{ending} walrus", ending, TYPE) == "walrus"
    (condition,) = parse(f"type:{ending}").conditions
    assert condition.values == (f".{ending}",)
