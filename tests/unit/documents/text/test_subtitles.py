"""Subtitles: the words of the cues and nothing else, with the line where they begin."""

# ruff: noqa: E501 - the samples are read best as they are

from __future__ import annotations

import pytest

from desktop_search.errors import DocumentError
from tests.unit.documents.checks import check_document, check_paragraphs, parse_as


def blocks(name: str, text: str) -> list[tuple[int | None, tuple[str, ...], str]]:
    document = parse_as(name, text.encode())
    check_paragraphs(document)
    return [(block.line, block.heading, document.text[block.start : block.end]) for block in document.blocks]


def test_srt() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:03,000\n<i>Hello</i> there,\nGeneral &amp; friends.\n\n"
        "2\n00:00:03,100 --> 00:00:05,000 X1:1 X2:2\n{\\an8}You are <font color='red'>bold</font>.\n"
        "3\n00:00:20,100 --> 00:00:25,000\n1984\n\n4\n00:00:40,100 --> 00:00:45,000\n5 > 3\n"
    )
    assert blocks("a.srt", text) == [
        (3, (), "Hello there, General & friends. You are bold."),
        (11, (), "1984"),
        (15, (), "5 > 3"),
    ]
    assert blocks("a.srt", text.replace("\n", "\r\n")) == blocks("a.srt", text)


def test_vtt() -> None:
    text = (
        "WEBVTT - title\nKind: captions\nLanguage: en\n\nNOTE this is\na comment\n\nSTYLE\n::cue { color: red }\n\nintro\n"
        "00:01.000 --> 00:04.000 align:start\n<v Fred>Good <00:00:02.000><c.big>day</c>\n\n"
        "1:00:04.000 --> 1:00:06.000\nrolling line\n\n1:00:06.000 --> 1:00:08.000\nrolling line\nand a new one\n"
    )
    document = parse_as("a.vtt", text.encode())
    assert document.language == "en"
    assert blocks("a.vtt", text) == [
        (13, ("00:00:00",), "Fred: Good day"),
        (16, ("01:00:00",), "rolling line and a new one"),
    ]


def test_sbv_ass_and_lrc() -> None:
    assert blocks("a.sbv", "0:00:01.000,0:00:02.000\nOne[br]two\n\n0:00:02.000,0:00:05.000\nthree\n") == [
        (2, (), "One two three")
    ]
    ass = (
        "[Script Info]\nTitle: My Film\nOriginal Script: Ann\n[Events]\n"
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
        "Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,{\\i1}Hi{\\i0}, you\\Nthere\n"
        "Comment: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,hidden\nDialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,{\\p1}m 0 0 l 1 1\n"
    )
    document = parse_as("a.ass", ass.encode())
    assert (document.title, document.author) == ("My Film", "Ann")
    assert blocks("a.ass", ass) == [(6, (), "Hi, you there")]
    lrc = "[ti:Song]\n[ar:Singer]\n[00:12.00]La la\n[00:13.30][01:20.10]Chorus <00:16.00>line\n"
    assert parse_as("a.lrc", lrc.encode()).title == "Song"
    assert blocks("a.lrc", lrc) == [(3, (), "La la Chorus line")]


def test_blocks_end_at_sentences_and_times_are_coarse_headings() -> None:
    cues = "".join(
        f"{n}\n{n // 1200:02}:{n // 20 % 60:02}:{n % 20 * 3:02},000 --> 00:00:00,000\nSentence number {n} is said here.\n\n"
        for n in range(300)
    )
    found = blocks("a.srt", cues)
    assert {heading for _, heading, _ in found} == {("00:00:00",), ("00:05:00",), ("00:10:00",)}
    assert all(text.startswith("Sentence") and text.endswith(".") and len(text) < 600 for _, _, text in found)
    assert sum(text.count("Sentence") for _, _, text in found) == 300
    lines = cues.split("\n")
    for line, _, text in found:
        assert line is not None
        assert text.startswith(lines[line - 1])


@pytest.mark.parametrize("name", ["a.srt", "a.vtt", "a.sbv", "a.ass", "a.lrc"])
def test_odd_files(name: str) -> None:
    with pytest.raises(DocumentError, match="binary"):
        parse_as(name, bytes(range(256)) * 9)
    for text in ("words without times\n", "WEBVTT\n"):
        document = parse_as(name, text.encode())
        assert document.blocks == ()
        assert document.note == "There are no subtitles in it."
    for hostile in ("<" * 99_999, "00:00:01 --> " * 20_000, "[00:01.00]" * 20_000, "{\\" * 50_000, "Dialogue: " + "," * 99_999,
                    "00:00:01,0 --> 0\n" * 20_000, "99999:99:99,999 --> x\ntext\n"):  # fmt: skip
        check_document(parse_as(name, hostile.encode()))
