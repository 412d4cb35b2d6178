"""Outlook's messages: their properties, three kinds of text, attachments, messages inside messages, damage."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from desktop_search.documents.mail.letter import ENCRYPTED_MAIL
from desktop_search.documents.mail.outlook_rtf import carried_html, unpacked
from desktop_search.documents.source import Limits, Source
from desktop_search.errors import DocumentError
from desktop_search.records import Document
from tests.unit.documents.checks import check_paragraphs, parse_as, read_file
from tests.unit.documents.ole_files import Tree, compound_file, message, packed_rtf, properties

parse = partial(parse_as, "letter.msg")

SENT = datetime(2024, 2, 29, 12, 30, tzinfo=UTC)
FACTS: dict[int, Any] = {
    0x0037: "Pumps for the café",
    0x0042: "Ada Field",
    0x5D02: "ada@example.org",
    0x0E04: "Ben",
    0x0039: SENT,
    0x1000: "Two pumps are enough.\r\n\r\n> Are three better?\r\n",
}


def person(kind: int, name: str, address: str) -> Tree:
    return properties({0x0C15: kind, 0x3001: name, 0x39FE: address}, 8)


def file(name: str, content: bytes, **more: str) -> Tree:
    return properties({0x3707: name, 0x3701: content, **{int(tag[1:], 16): text for tag, text in more.items()}}, 8)


def texts(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def test_subject_people_date_and_text() -> None:
    people = [
        person(1, "Ben Hill", "ben@example.org"),
        person(2, "cy@example.org", "cy@example.org"),
        person(3, "Di", "/o=Exchange/cn=di"),
    ]
    document = parse(compound_file(message(FACTS, people=people)))
    check_paragraphs(document)
    assert document.title == "Pumps for the café"
    assert document.author == "Ada Field <ada@example.org>"
    assert document.date == "2024-02-29T12:30:00+00:00"
    assert texts(document) == [
        (
            "metadata",
            "From: Ada Field <ada@example.org>\nTo: Ben Hill <ben@example.org>\nCc: cy@example.org\nBcc: Di\n"
            "Date: 2024-02-29T12:30:00+00:00",
        ),
        ("text", "Two pumps are enough."),
        ("quote", "Are three better?"),
    ]


@pytest.mark.parametrize(("page", "encoding"), [(1252, "cp1252"), (1251, "cp1251"), (65001, "utf-8"), (932, "cp932")])
def test_text_of_one_byte_a_character_is_in_the_code_page_of_the_message(page: int, encoding: str) -> None:
    words = {"cp1252": "Größe", "cp1251": "Привет", "utf-8": "Ελλάδα", "cp932": "日本語"}[encoding]
    content = compound_file(message({0x3FFD: page, 0x0037: words, 0x1000: f"{words}!"}, ansi=encoding))
    document = parse(content)
    assert document.title == words
    assert document.text.strip() == f"{words}!"


def test_html_is_read_where_there_is_no_text_or_only_a_stub() -> None:
    html = "<html><meta charset=iso-8859-1><body><p>Für die Pumpen: <b>zwei</b> reichen aus.</p></body></html>"
    for typed in ("", "See HTML."):
        document = parse(compound_file(message({0x0037: "x", 0x1000: typed, 0x1013: html.encode("cp1252")})))
        assert document.text.strip() == "Für die Pumpen: zwei reichen aus."


def test_packed_rtf_as_the_specification_shows_it() -> None:
    # MS-OXRTFCP, section 4.1: the first example is plain, the second reaches into what it writes.
    plain = "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    crossing = "1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0"
    assert unpacked(bytes.fromhex(plain), Source(b"")) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert unpacked(bytes.fromhex(crossing), Source(b"")) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


def test_rtf_is_read_where_there_is_nothing_else() -> None:
    rtf = rb"{\rtf1\ansi\ansicpg1252 Gr\'fc\'dfe aus dem Hafen\par Bis bald\par}"
    document = parse(compound_file(message({0x0037: "x", 0x1009: packed_rtf(rtf)})))
    check_paragraphs(document)
    assert [text for _, text in texts(document)] == ["Grüße aus dem Hafen", "Bis bald"]


CARRIED = (
    rb"{\rtf1\ansi\ansicpg1251\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset161 Arial Greek;}}"
    rb"{\colortbl\red0\green0\blue0;}\uc1\pard\plain\deftab360 \f0\fs24"
    rb"{\*\htmltag19 <html>}{\*\htmltag50 <body>}{\*\htmltag64 <p>}\htmlrtf {\b \htmlrtf0 {\*\htmltag84 <b>}"
    rb"\'cf\'f0\'e8\'e2\'e5\'f2{\*\htmltag92 </b>}\htmlrtf }\htmlrtf0 {\*\htmltag84 &nbsp;}\htmlrtf \'a0\htmlrtf0 "
    rb"{\f1 \'e2}\u8364?\htmlrtf only for RTF\htmlrtf0  {\*\mhtmltag64 <p class=x>} a \{b\} c{\*\htmltag72 </p>}"
    rb"{\*\htmltag58 </body>}{\*\htmltag27 </html>}}"
)


def test_html_inside_rtf_is_taken_out() -> None:
    html = carried_html(CARRIED, Source(b""))
    assert html == "<html><body><p><b>Привет</b>&nbsp;β€  a {b} c</p></body></html>"
    document = parse(compound_file(message({0x0037: "x", 0x1009: packed_rtf(CARRIED)})))
    assert texts(document) == [("text", "Привет β€ a {b} c")]


def test_attachments_are_read_below_their_names(tmp_path: Path) -> None:
    files = [
        file("Notes.MD", b"# Inside\n\nWords about rowan.\n"),
        file("", b"Nameless words.", t370E="text/plain"),
        file("photo.jpg", b"\xff\xd8"),
    ]
    path = tmp_path / "letter.msg"
    path.write_bytes(compound_file(message(FACTS, files)))
    document = read_file(path)
    check_paragraphs(document)
    assert "Attachments: Notes.MD, photo.jpg" in document.text
    found = {document.text[one.start : one.end]: (one.heading, one.line) for one in document.blocks}
    assert found["Words about rowan."] == (("Notes.MD", "Inside"), 3)
    assert found["Nameless words."] == (("Attachment",), 1)
    assert document.note == "Not read, as there is no reader for this type: photo.jpg."


def test_large_streams_are_read_from_the_sectors_of_the_file(tmp_path: Path) -> None:
    words = "".join(f"Sentence {number} of a long text.\n\n" for number in range(3000))
    path = tmp_path / "long.msg"
    path.write_bytes(compound_file(message({0x0037: "Long", 0x1000: words}, [file("a.txt", words.encode())])))
    document = read_file(path)
    assert [text for _, text in texts(document)][1:] == words.split("\n\n")[:-1] * 2


def test_messages_inside_messages_stand_below_their_subjects() -> None:
    innermost = message({0x0037: "Third", 0x1000: "Deepest words."}, head=24)
    inner = message({0x0037: "Second", 0x1000: "Inner words."}, [properties({0x3701: innermost}, 8)], head=24)
    outer = message({0x0037: "First", 0x1000: "Outer words."}, [properties({0x3001: "Second", 0x3701: inner}, 8)])
    document = parse(compound_file(outer))
    check_paragraphs(document)
    assert [(block.heading, document.text[block.start : block.end]) for block in document.blocks] == [
        ((), "Outer words."),
        (("Second",), "Inner words."),
        (("Second", "Third"), "Deepest words."),
    ]


def test_endless_nesting_ends_with_a_note() -> None:
    tree = message({0x1000: "words"}, head=24)
    for _ in range(30):
        tree = message({0x1000: "words"}, [properties({0x3701: tree}, 8)], head=24)
    document = parse(compound_file(message({0x1000: "words"}, [properties({0x3701: tree}, 8)])))
    assert document.note == "Its parts are nested too deeply; not all of them were read."
    assert 5 < document.text.count("words") < 30


def test_an_encrypted_message_says_so_and_can_be_found_by_its_subject() -> None:
    tree = message({**FACTS, 0x1000: "", 0x001A: "IPM.Note.SMIME"}, [file("smime.p7m", b"\x30\x80")])
    document = parse(compound_file(tree))
    assert (document.title, document.note) == ("Pumps for the café", ENCRYPTED_MAIL)
    assert "ada@example.org" in document.text


def test_a_signed_message_is_read_from_what_was_signed(tmp_path: Path) -> None:
    signed = b"Content-Type: multipart/signed; boundary=b\n\n--b\n\nSigned words.\n--b\n\nsignature\n--b--\n"
    tree = message({**FACTS, 0x1000: ""}, [file("smime.p7m", signed, t370E="multipart/signed")])
    path = tmp_path / "letter.msg"
    path.write_bytes(compound_file(tree))
    assert "Signed words." in read_file(path).text


def test_a_message_without_text_says_so() -> None:
    assert parse(compound_file(message({}))).note == "The message holds no text."


def test_other_files_are_refused() -> None:
    for content in (b"", b"text", compound_file({"WordDocument": b"x" * 5000})):
        with pytest.raises(DocumentError, match="not an Outlook message"):
            parse(content)


def test_damage_costs_the_file_and_nothing_else() -> None:
    content = compound_file(message(FACTS, [file("a.md", b"# A\n\nb\n" * 1000)]))
    chance = random.Random(7)
    refused = 0
    for _ in range(300):
        broken = bytearray(content)
        for _ in range(chance.choice((1, 5, 50))):
            broken[chance.randrange(8, len(broken))] = chance.randrange(256)
        try:
            check_paragraphs(parse(bytes(broken[: chance.choice((len(broken), chance.randrange(len(broken))))])))
        except DocumentError:
            refused += 1
    assert 0 < refused < 300


def test_a_chain_of_sectors_that_bites_its_tail_ends() -> None:
    words = "Words of a long text. " * 2000
    content = bytearray(compound_file(message({0x0037: "Long", 0x1000: words})))
    table = len(content) - 1024  # its two sectors are written last, and the text first
    assert content[table + 12 : table + 16] == (4).to_bytes(4, "little")
    content[table + 12 : table + 16] = bytes(4)  # the first sector follows the fourth
    document = parse(bytes(content))
    assert document.title == "Long"
    assert len(document.text.strip()) <= len(words)


def test_streams_beyond_the_limit_are_not_read(tmp_path: Path) -> None:
    tree = message({0x0037: "x", 0x1000: "words"}, [file(f"{n}.txt", b"w" * 100_000) for n in range(40)])
    path = tmp_path / "bomb.msg"
    path.write_bytes(compound_file(tree))
    document = read_file(path, Limits(max_unpacked=1_000_000))
    assert "more than its size allows" in document.note
    assert 800_000 < len(document.text) < 1_000_000
