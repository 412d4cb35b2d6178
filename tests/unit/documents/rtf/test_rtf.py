"""RTF: characters of all encodings, structure, notes, and what holds nothing to be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_search.documents.rtf.document import parse as parse_source
from desktop_search.errors import DocumentError
from desktop_search.records import Document
from tests.unit.documents.checks import check_paragraphs, parse_as, read_file
from tests.unit.documents.office_files import blocks, late, texts

FONTS = (
    r"{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fnil\fcharset204{\*\panose 0102}Cyr;}{\f2\fcharset2 Symbol;}"
    r"{\f3\fcharset128 Mincho;}{\f4\fcharset2 Wingdings;}}"
)


def parse(inner: str, head: str = FONTS) -> Document:
    return parse_as("letter.rtf", rf"{{\rtf1\ansi\ansicpg1252\deff0{head} {inner}}}".encode("latin-1"))


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (r"fett \b wo\b0 rd", "fett word"),
        (r"Gr\'fc\'dfe und \u8364 ?5", "Grüße und €5"),
        (r"\uc2\u228\'c3\'a4x\uc0\u246y\uc1\u-10179 ?\u-8704 ?", "äxöy😀"),
        (r"{\f1\'cf\'f0\'e8\'e2\'e5\'f2} and {\f0\'e9}", "Привет and é"),
        (r"{\f3\'93\'fa\'96\'7b}{\f3\'83A}", "日本ア"),
        (r"{\f2 a}\'80 {\f4\'fc}", "\u03b1€ ✓"),
        (r"a\~b\_c\-d\{e\}\\f", "a b-cd{e}\\f"),
        (r"one\line two\tab three\emdash four\lquote x\rquote", "one\ntwo three—four\u2018x\u2019"),
        ("bro\r\nken wo\nrd", "broken word"),
        (r"kept{\v secret}{\deleted gone} \v hidden\v0 shown", "kept shown"),
        (r"10{\super 6} and CO{\sub 2}", "10⁶ and CO₂"),
    ],
)
def test_characters(rtf: str, text: str) -> None:
    assert texts(parse(rtf + r"\par")) == [text]


def test_the_code_page_of_the_document_holds_where_the_font_says_nothing() -> None:
    assert texts(parse_as("a.rtf", b"{\\rtf1\\ansi\\ansicpg1251 \\'cf\xf0\\par}")) == ["Пр"]
    assert texts(parse_as("a.rtf", b"{\\rtf1\\mac \\'8a\\par}")) == ["ä"]
    assert texts(parse_as("a.rtf", b"{\\rtf1\\ansi\\ansicpg99999 \\'e4\\par}")) == ["ä"]


def test_headings_by_style_and_by_outline_level_with_the_title_and_the_facts() -> None:
    styles = r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2 heading 2;}{\s3 Title;}{\*\cs9 Bold;}}"
    info = r"{\info{\title On pumps}{\author Ada \'46ield}{\*\company Works}{\keywords water, tests}"
    info += r"{\creatim\yr2025\mo3\dy1\hr10\min5}{\revtim\yr2026\mo1\dy1}}"
    inner = r"\pard\s1 Results\par\pard\s2 Pressure\par\pard\plain Two bar.\par"
    document = parse(inner + r"\pard\outlinelevel2 Deep\par\pard End.\par", FONTS + styles + info)
    assert (document.title, document.author, document.date) == ("On pumps", "Ada Field", "2025-03-01T10:05:00")
    assert document.tags == ("water", "tests")
    assert [(block.heading, block.line) for block in document.blocks] == [
        (("Results", "Pressure"), None),
        (("Results", "Pressure", "Deep"), None),
    ]
    assert parse(r"\pard\s3 Own title\par", styles).title == "Own title"
    check_paragraphs(document)


def test_what_holds_nothing_to_be_read_is_left_out() -> None:
    skipped = [
        r"{\pict\wmetafile8 00ff00ff}",
        r"{\*\unknown text}",
        r"{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}",
        r"{\object{\*\objdata 00ff}{\result {\pict 00}}}",
        r"{\*\bkmkstart mark}{\xe index entry}",
        r"{\shp{\*\shpinst{\sp{\sn name}{\sv value}}{\shptxt In the box\par}}{\shprslt fallback}}",
        r"{\upr{old}{\*\ud new}}",
        r"{\pict\bin6 }}}{{{ 00}",
    ]
    assert texts(parse(r"a " + " ".join(skipped) + r" z\par")) == ["a link new z", "In the box"]


def test_notes_follow_their_paragraph_and_headers_stand_at_the_top() -> None:
    inner = r"{\header Field Works\par}{\footer Page 7\par}{\headerl Field Works\par}"
    inner += r"Fact{\super\chftn}{\footnote{\super\chftn} Source.\par} more"
    inner += r"{\*\atnid E}{\*\atnauthor Eva}\chatn{\*\annotation Sure?\par}.\par Next.{\footnote Other.}\par"
    assert blocks(parse(inner)) == [
        ("metadata", "Field Works\nPage 7"),
        ("text", "Fact[1] more."),
        ("quote", "[1] Source."),
        ("quote", "Comment by Eva: Sure?"),
        ("text", "Next.[2]"),
        ("quote", "[2] Other."),
    ]


def test_lists_keep_the_labels_that_the_file_shows() -> None:
    inner = r"\pard{\listtext 1.\tab}\ls1 One\par{\pntext\f2\'b7\tab}\ilvl1 Dot\par\pard Text.\par"
    assert blocks(parse(inner)) == [("list", "1. One\n  • Dot"), ("text", "Text.")]


def test_tables_have_a_line_for_each_row_with_nested_ones_and_notes_after_them() -> None:
    inner = r"\trowd\cellx1\cellx2\pard\intbl Pump\cell Litres\cell\row\trowd\pard\intbl Model\par A\cell"
    inner += r"\pard\intbl\itap2 x\nestcell y{\footnote Note.}\nestcell{\*\nesttableprops\trowd\nestrow}"
    inner += r"{\nonesttables fallback\par}\pard\intbl 40\cell\row\pard After.\par"
    assert blocks(parse(inner)) == [
        ("table", "Pump | Litres\nModel A | x | y[1] 40"),
        ("quote", "[1] Note."),
        ("text", "After."),
    ]


@pytest.mark.parametrize("content", [b"\\rtf1 text", b"%PDF-1.7", bytes(100), b"{\\html text}", b"plain text"])
def test_what_is_no_rtf_is_refused(content: bytes) -> None:
    with pytest.raises(DocumentError, match="not an RTF file"):
        parse_as("a.rtf", content)


def test_deep_nesting_is_refused_and_many_groups_are_not() -> None:
    with pytest.raises(DocumentError, match="nested too deeply"):
        parse("{" * 100_000)
    assert texts(parse("{}" * 50_000 + r"text\par")) == ["text"]


def test_a_file_that_is_cut_off_gives_what_it_holds() -> None:
    for cut in (r"One.\par Two", r"One.\par Two{\footnote no", r"One.\par\intbl Two\cell three", r"One.\par Two\'"):
        document = parse_as("a.rtf", rf"{{\rtf1 {cut}".encode())
        assert texts(document)[0] == "One."
        assert "Two" in document.text
        assert "cut off" in document.note


def test_numbers_out_of_all_bounds_do_no_harm() -> None:
    inner = r"\u99999999 ?\u-99999999 ?\uc-5\f-9\s99999\itap9999\intbl a\cell\nestcell\nestrow\row\row\cell}"
    assert "a" in parse(inner + r"}}}}{\bin99999999 x").text
    assert "b" in parse(r"\bin-5 b\par").text


def test_an_empty_document_says_so_and_a_late_one_stops() -> None:
    assert parse(r"\par").note == "The document holds no text."
    assert "too long" in parse_source(late("a.rtf", b"{\\rtf1 text\\par}")).note


WORDS = r"{ } \par \cell \row \nestcell \nestrow \intbl \itap3 \pard {\footnote {\header {\*\annotation {\listtext"
WORDS += r" {\shptxt {\info {\title {\fonttbl {\pict \u8364 \'e4 \v x;"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=40))
def test_no_order_of_words_ends_the_reader(words: list[str]) -> None:
    check_paragraphs(parse(" ".join(words)))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("table_nested.rtf", "Deep A | Deep B\nDeep C | Deep D"),
        ("list_complex.rtf", "1. One\n2. Two\n  a. Three\n  b. Four\n    i. Five"),
        ("footnote.rtf", "[1] See Sahlins, Bateson, and Geertz for a complete bibliography."),
        ("unicode.rtf", "“hi”\u2018hi\u2019•\u03b1ä"),
    ],
)
def test_real_files_are_read_as_a_person_sees_them(shared_data: Path, name: str, expected: str) -> None:
    path = shared_data / "formats/pandoc-test/test/rtf" / name
    if not path.is_file():
        pytest.skip("the file is not there")
    document = read_file(path)
    assert expected in document.text
    check_paragraphs(document)
