"""The builder: pieces in order become a document with exact blocks, places and heading paths."""

from __future__ import annotations

import pytest

from desktop_search.documents.building.builder import Builder, clean
from desktop_search.documents.building.facts import iso_date, one_line
from desktop_search.documents.source import Limits
from desktop_search.documents.splitting.paragraphs import split
from desktop_search.records import Document
from tests.unit.documents.checks import check_paragraphs, parse_as


def described(document: Document) -> list[tuple[str, tuple[str, ...], int | None, int | None, str]]:
    check_paragraphs(document)
    return [
        (block.kind, block.heading, block.page, block.line, document.text[block.start : block.end])
        for block in document.blocks
    ]


def test_headings_are_the_path_of_what_follows_and_places_hold_until_changed() -> None:
    builder = Builder(Limits())
    builder.place(page=1)
    builder.heading(1, "One")
    builder.block("First.")
    builder.heading(2, "Inner")
    builder.place(page=2)
    builder.block("a | b", "table")
    builder.heading(1, "Empty")
    document = builder.finish(title=" A\n title ", author="Ann", date="D:20260102", language="en-GB", tags=("x y",))
    assert described(document) == [
        ("text", ("One",), 1, None, "First."),
        ("table", ("One", "Inner"), 2, None, "a | b"),
        ("heading", (), 2, None, "Empty"),
    ]
    assert (document.title, document.author, document.date) == ("A title", "Ann", "2026-01-02")
    assert (document.language, document.tags, document.lined) == ("en-GB", ("x y",), False)
    assert document.text == "One\n\nFirst.\n\nInner\n\na | b\n\nEmpty\n\n"


def test_rows_stand_alone_and_lines_of_a_table_count_on() -> None:
    builder = Builder(Limits())
    for row in (2, 3, 7):
        builder.place(1, "sheet", row)
        builder.block(f"Name: row {row}", "row")
    builder.place(2, "sheet", 10)
    builder.block("\n".join(f"Name: {'a long value ' * 12}{row}" for row in range(10, 40)), "table")
    paragraphs = split(builder.finish())
    assert [(one.page, one.unit, one.line, one.text) for one in paragraphs[:3]] == [
        (1, "sheet", 2, "Name: row 2"),
        (1, "sheet", 3, "Name: row 3"),
        (1, "sheet", 7, "Name: row 7"),
    ]
    assert len(paragraphs) > 5
    for one in paragraphs[3:]:
        assert one.page == 2
        assert one.text.splitlines()[0].endswith(f" {one.line}")


def test_an_embedded_document_stands_below_its_name_with_its_own_lines() -> None:
    inner = parse_as("inner.md", "# Top\n\nFirst é.\n\n## Low\n\n\nSecond.\n".encode())
    builder = Builder(Limits())
    builder.heading(1, "Letter")
    builder.block("Before.")
    builder.embed("box/inner.md", inner)
    builder.block("After.")
    assert described(builder.finish()) == [
        ("text", ("Letter",), None, None, "Before."),
        ("text", ("box/inner.md", "Top"), None, 3, "First é."),
        ("text", ("box/inner.md", "Top", "Low"), None, 8, "Second."),
        ("text", (), None, None, "After."),
    ]


def test_notes_are_kept_once_and_say_which_part_they_speak_of() -> None:
    builder = Builder(Limits())
    builder.note("Cut.")
    builder.note("Cut.")
    builder.embed("scan.pdf", Document("", (), note="The pages are pictures."))
    assert builder.is_empty
    assert builder.finish().note == "Cut. scan.pdf: The pages are pictures."


def test_what_exceeds_the_limit_is_dropped_and_said() -> None:
    builder = Builder(Limits(max_text=20))
    builder.block("Ten letters and more than that.")
    assert builder.is_full
    builder.block("Never seen.")
    builder.embed("x", Document("Never seen.", ()))
    document = builder.finish()
    assert document.text == "Ten letters and more\n\n"
    assert document.note == "The text is longer than the limit; the first 20 characters of it were read."
    check_paragraphs(document)


def test_an_embedded_document_is_cut_at_the_limit_too() -> None:
    builder = Builder(Limits(max_text=30))
    builder.block("Fifteen letters")
    builder.embed("inner.txt", parse_as("inner.txt", b"First part.\n\nSecond part, beyond it.\n"))
    document = builder.finish()
    assert [text for *_, text in described(document)] == ["Fifteen letters", "First part."]


def test_control_characters_and_odd_line_ends_are_cleaned() -> None:
    assert clean("a\r\nb\rc\x00\x07\ud800d\x0ce\u2028f\ufeff") == "a\nb\ncd\ne\nf"
    assert one_line(" a\n\tb\x00c\ud800 ") == "a b c\ufffd"
    assert one_line("x" * 1000) == "x" * 500


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026", "2026"),
        ("2026-3", "2026-03"),
        ("2026-03-09", "2026-03-09"),
        ("2026-03-09T10:11:12Z", "2026-03-09T10:11:12Z"),
        ("2026-03-09 10:11", "2026-03-09T10:11:00"),
        ("2026-03-09T10:11:12.345+0100", "2026-03-09T10:11:12+01:00"),
        ("D:20260309101112+01'00'", "2026-03-09T10:11:12+01:00"),
        ("D:20260309", "2026-03-09"),
        ("Mon, 09 Mar 2026 10:11:12 +0100", "2026-03-09T10:11:12+01:00"),
        ("9 March 2026", "2026-03-09"),
        ("March 9, 2026", "2026-03-09"),
        ("last spring", "last spring"),
        ("", ""),
        ("99999999999999999999", "99999999999999999999"),
    ],
)
def test_dates_become_iso_8601_or_stay_as_they_are(written: str, expected: str) -> None:
    assert iso_date(written) == expected
