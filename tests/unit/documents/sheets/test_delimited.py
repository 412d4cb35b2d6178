"""Tables as text: delimiters, headers, quoted fields, and the line in the file at which each row begins."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_search.documents.sheets.delimited import parse as parse_source
from desktop_search.documents.source import Limits
from desktop_search.errors import DocumentError
from desktop_search.records import Document
from tests.unit.documents.checks import check_paragraphs, parse_as
from tests.unit.documents.office_files import late, texts

parse = partial(parse_as, "people.csv")


def rows(document: Document) -> list[tuple[int | None, str]]:
    return [(block.line, document.text[block.start : block.end]) for block in document.blocks]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_and_rows_carry_their_header(delimiter: str) -> None:
    lines = ["Name|City|Age", "Anna|Berlin|41", "Bob|Paris|39"]
    document = parse("\n".join(line.replace("|", delimiter) for line in lines).encode())
    assert rows(document) == [(2, "Name: Anna; City: Berlin; Age: 41"), (3, "Name: Bob; City: Paris; Age: 39")]
    assert {block.kind for block in document.blocks} == {"row"}
    assert not document.lined
    check_paragraphs(document)


def test_a_row_begins_at_its_own_line_after_fields_of_several_lines() -> None:
    document = parse(b'Name,Note\r\nAnna,"two\r\nlines, really"\r\n\r\nBob,"a ""quoted"" word"\r\n')
    assert rows(document) == [(2, "Name: Anna; Note: two lines, really"), (5, 'Name: Bob; Note: a "quoted" word')]


def test_a_comma_in_a_number_does_not_outweigh_the_delimiter() -> None:
    document = parse(b"Item;Price\nPump;1,50\nValve;2,75\n")
    assert texts(document) == ["Item: Pump; Price: 1,50", "Item: Valve; Price: 2,75"]


def test_the_hint_that_excel_writes_is_followed() -> None:
    assert rows(parse(b"sep=|\r\na|b\r\n1|x, y\r\n")) == [(3, "a: 1; b: x, y")]


def test_tabs_come_first_in_a_tsv() -> None:
    assert texts(parse_as("a.tsv", b"a\tb\n1, 2\t3, 4\n")) == ["a: 1, 2; b: 3, 4"]


@pytest.mark.parametrize("content", [b"1,2\n3,4\n", b"x,x\n3,4\n", b"Name:,Anna\nCity:,Berlin\n", b"a,b\na,c\nb,c\n"])
def test_a_first_row_that_names_no_columns_is_a_row_like_the_others(content: bytes) -> None:
    lines = content.decode().splitlines()
    assert rows(parse(content)) == [(number, line.replace(",", " | ")) for number, line in enumerate(lines, start=1)]


def test_a_caption_above_the_header_and_a_second_table_below() -> None:
    document = parse(b"Sales,,\nRegion,Sum,Note\nEast,5,good\nWest,7,\n\nPump,Weight\nA,12\n")
    assert rows(document) == [
        (1, "Sales"),
        (3, "Region: East; Sum: 5; Note: good"),
        (4, "Region: West; Sum: 7"),
        (7, "Pump: A; Weight: 12"),
    ]


def test_years_name_columns_of_other_numbers_but_not_of_years() -> None:
    assert texts(parse(b"Region,2024,2025\nEast,5,7\n")) == ["Region: East; 2024: 5; 2025: 7"]
    assert texts(parse(b"Anna,1980\nBob,1979\n")) == ["Anna | 1980", "Bob | 1979"]


def test_a_header_that_no_value_stands_under_is_not_lost() -> None:
    assert rows(parse(b"Name,Remark\nAnna,\n")) == [(1, "Name | Remark"), (2, "Name: Anna")]


def test_text_of_one_column_stays_together() -> None:
    document = parse(b"apples\npears\n\nplums\n")
    assert rows(document) == [(1, "apples\npears"), (4, "plums")]
    assert {block.kind for block in document.blocks} == {"table"}


@pytest.mark.parametrize("content", [b'a,b\n"x,1\n2,3\n4,5\n', b'a,b\n"' + b"x,1\n" * 1000])
def test_a_quote_that_is_never_closed_costs_no_row(content: bytes) -> None:
    found = rows(parse(content))
    assert found[0] == (2, "a: x; b: 1")
    assert len(found) == content.count(b"\n") - 1


def test_many_rows_become_blocks_of_consecutive_rows() -> None:
    content = "id,word\n" + "".join(f"{number},word{number}\n" for number in range(5000))
    document = parse(content.encode())
    assert {block.kind for block in document.blocks} == {"table"}
    seen = [
        (line + offset, text)
        for line, block in rows(document)
        if line is not None
        for offset, text in enumerate(block.split("\n"))
    ]
    assert seen == [(number + 2, f"id: {number}; word: word{number}") for number in range(5000)]
    for paragraph in check_paragraphs(document):
        assert paragraph.text.startswith(f"id: {(paragraph.line or 0) - 2};")


def test_encodings_and_nul_characters() -> None:
    assert texts(parse("Größe,Straße\n3,Köln\n".encode("utf-16"))) == ["Größe: 3; Straße: Köln"]
    assert texts(parse("Größe,Straße\n3,Köln\n".encode("cp1252"))) == ["Größe: 3; Straße: Köln"]


def test_what_is_no_text_is_refused_and_what_holds_nothing_says_so() -> None:
    with pytest.raises(DocumentError, match="binary"):
        parse(bytes(range(256)) * 20)
    assert parse(b",,,\n\n,\n").note == "The table is empty."


def test_the_limits_hold() -> None:
    document = parse(b"a,b\n" + b"one,two\n" * 3000, Limits(max_text=1000))
    assert "longer than the limit" in document.note
    assert len(document.text) < 1200
    late_document = parse_source(late("a.csv", b"a,b\n1,2\n"))
    assert "only the first 0 rows" in late_document.note


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab1,;\t|\"\n\r '.", max_size=120))
def test_no_word_is_lost_and_no_text_ends_the_reader(text: str) -> None:
    document = parse(text.encode() or b" ")
    check_paragraphs(document)
    assert sorted(set(text) & set("ab1")) == sorted(set(document.text) & set("ab1"))
