"""Plain text: encodings, runs of lines, underlined headings and the fields at the top."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_search.documents.text import decode, parse
from desktop_search.errors import DocumentError
from desktop_search.records import Document
from tests.unit.documents.checks import check_paragraphs, offsets

SENTENCE = "Die Größe der Straße beträgt fünf Meter, ungefähr.\r\nŽluťoučký kůň, 漢字.\n"


def blocks(document: Document) -> list[tuple[tuple[str, ...], str]]:
    return [(block.heading, document.text[block.start : block.end]) for block in document.blocks]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_unicode_with_a_mark_is_read_and_the_mark_is_no_character(encoding: str) -> None:
    mark = {
        "utf-16-le": b"\xff\xfe",
        "utf-16-be": b"\xfe\xff",
        "utf-32-le": b"\xff\xfe\0\0",
        "utf-32-be": b"\0\0\xfe\xff",
    }
    assert decode(mark.get(encoding, b"") + SENTENCE.encode(encoding)) == SENTENCE


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_recognised(encoding: str) -> None:
    text = "The quick brown fox - schöne Grüße.\r\n" * 20
    assert decode(text.encode(encoding)) == text


def test_a_few_broken_bytes_do_not_change_the_encoding() -> None:
    data = ("Grüße aus Köln, schöne Straße. " * 50).encode()
    text = decode(data[:100] + b"\xff" + data[100:])
    assert text.count("\ufffd") == 1
    assert text.count("Köln") >= 49


def test_western_text_in_one_byte_a_character() -> None:
    text = "Grüße aus Köln: “schön”, fünf €. " * 5
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    "data",
    [
        b"\x7fELF\x02\x01\x01" + bytes(50) + b"text" * 10,
        b"ordinary text\0with a NUL",
        bytes(range(1, 256)) * 20,
        bytes(1000),
        b"\xff\xfe" + b"\x01\x00\x02\x00" * 100,
        random.Random(1).randbytes(5000),
        random.Random(2).randbytes(5000).replace(b"\0", b"\1"),
    ],
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"^This is a binary file, not text\.$"):
        decode(data)


def test_an_encoding_that_is_not_known_is_refused_rather_than_garbled() -> None:
    data = ("これは日本語の文章です。エンコーディングはシフトJISです。" * 10).encode("shift_jis")
    with pytest.raises(DocumentError, match="encoding"):
        decode(data)


def test_terminal_logs_are_text() -> None:
    assert decode(b"\x1b[31mred\x1b[0m\tand\x0cmore\x0b\x08\n" * 20)


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
