"""Plain text: runs of lines, underlined headings and the fields at the top."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_search.errors import DocumentError
from desktop_search.records import Document
from tests.unit.documents.checks import check_paragraphs, offsets, parse_as

parse = partial(parse_as, "note.txt")


def blocks(document: Document) -> list[tuple[tuple[str, ...], str]]:
    return [(block.heading, document.text[block.start : block.end]) for block in document.blocks]


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_reason(data: bytes) -> None:
    try:
        document = parse(data)
    except DocumentError:
        return
    check_paragraphs(document)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_blank_lines_part_the_blocks_and_line_ends_are_kept(end: str) -> None:
    text = end.join(["", "one", "still one", "", " \t", "two", ""])
    document = parse(text.encode())
    assert document.text == text
    assert blocks(document) == [((), f"one{end}still one"), ((), "two")]
    assert [paragraph.line for paragraph in check_paragraphs(document)] == [2]


def test_underlined_lines_become_headings_by_order_of_their_style() -> None:
    text = (
        "==========\nThe Title\n==========\n\nIntro.\n\nFirst\n-----\nAt once.\n\n"
        "Deep\n~~~~\n\nDeep text.\n\nSecond\n------\n\nEnd."
    )
    document = parse(text.encode())
    assert document.title == "The Title"
    assert blocks(document) == [
        (("The Title",), "Intro."),
        (("The Title", "First"), "At once."),
        (("The Title", "First", "Deep"), "Deep text."),
        (("The Title", "Second"), "End."),
    ]


def test_a_heading_with_nothing_below_it_is_kept_as_a_block() -> None:
    document = parse(b"Top\n===\n\nA\n---\n\nB\n---\n\nLast\n====\n")
    assert [(block.kind, block.heading) for block in document.blocks] == [
        ("heading", ("Top",)),
        ("heading", ("Top",)),
        ("heading", ()),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A sentence of some length stands here.\n---\nmore",
        "first\nsecond\n======\n",
        "=====  =====\nA      B\n=====  =====\n1      2\n=====  =====",
        "----------",
        "* * *\n\n-----\n\ntext",
        "short\n" + "-" * 79,
    ],
)
def test_what_only_looks_like_a_heading_stays_text(text: str) -> None:
    document = parse(text.encode())
    assert document.title == ""
    assert all(block.heading == () and block.kind == "text" for block in document.blocks)


def test_fields_at_the_top_are_metadata_and_searchable() -> None:
    text = (
        "PEP: 8\nTitle: Style Guide\n  for Python\nAuthor: Guido,\n        Barry\nCreated: 05-Jul-2001\n\n"
        "Introduction\n============\n\nBody."
    )
    document = parse(text.encode())
    assert (document.title, document.author, document.date) == ("Style Guide for Python", "Guido, Barry", "05-Jul-2001")
    assert [block.kind for block in document.blocks] == ["metadata", "text"]
    assert check_paragraphs(document)[1].passage == "Style Guide for Python > Introduction\nBody."


@pytest.mark.parametrize(
    "text", ["Note: one\nWarning: two\n\nText", "Title: only one\n\nText", "Dear all,\nTitle: x\n\nText"]
)
def test_prose_with_colons_is_no_metadata(text: str) -> None:
    document = parse(text.encode())
    assert document.title == ""
    assert document.blocks[0].kind == "text"


LINES = st.sampled_from(
    [
        "word",
        "Two words",
        "=====",
        "-----",
        "~~~",
        "",
        " ",
        "\t\x0b",
        "\x0c",
        "Title: x",
        "Author: y",
        "ä 漢字.",
        "- item",
        "=",
    ]
)


@settings(deadline=None)
@given(st.lists(LINES, max_size=30), st.sampled_from(["\n", "\r\n", "\r"]))
def test_every_character_is_in_a_block_or_in_a_heading_line(lines: list[str], end: str) -> None:
    document = parse(end.join(lines).encode())
    check_paragraphs(document)
    covered = offsets(document, [(block.start, block.end) for block in document.blocks])
    names = {name for block in document.blocks for name in block.heading}
    position = 0
    texts = [line.strip() for line in lines]
    for index, line in enumerate(lines):
        inside = offsets(document, [(position, position + len(line))])
        position += len(line) + len(end)
        near = {*texts[max(0, index - 1) : index + 2]}
        assert inside <= covered or near & names, line


def test_a_great_many_headings_and_lines() -> None:
    document = parse("".join(f"Head {n}\n=========\n\nText {n}.\n\n" for n in range(5000)).encode())
    assert len(document.blocks) == 5000
    assert all(len(block.heading) == 1 for block in document.blocks)
