"""HTML: what a person sees on the page, in its order, and what the page says about itself."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

import pytest

from desktop_search.documents.building.builder import Builder
from desktop_search.documents.source import Limits, Source
from desktop_search.documents.web.pages import parse
from desktop_search.documents.web.text import add_html
from desktop_search.errors import DocumentError
from desktop_search.records import Block, Document
from tests.unit.documents.checks import check_paragraphs, parse_as, read_file


def page(body: str, head: str = "") -> Document:
    document = parse_as("page.html", f"<html><head>{head}</head><body>{body}</body></html>".encode())
    check_paragraphs(document)
    return document


def texts(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def block_with(document: Document, word: str) -> Block:
    return next(block for block in document.blocks if word in document.text[block.start : block.end])


def test_headings_become_the_path() -> None:
    document = page("<h1>One</h1><p>a</p><h2>Two <em>half</em></h2><p>b</p><h1>Three</h1><p>c</p>")
    assert [block.heading for block in document.blocks] == [("One",), ("One", "Two half"), ("Three",)]


def test_heading_that_is_never_closed_ends_at_the_next_paragraph() -> None:
    document = page("<h2>Title<p>Text of the paragraph.<p>More.")
    assert [block.heading for block in document.blocks] == [("Title",), ("Title",)]
    assert texts(document) == ["Text of the paragraph.", "More."]


def test_a_heading_made_of_blocks_is_one_heading() -> None:
    assert page("<h1><div>Part</div><div>Two</div></h1><p>a").blocks[0].heading == ("Part Two",)


def test_lists_keep_their_numbers_and_depth() -> None:
    document = page(
        "<ol start=3><li>three<li><p>four</p><ul><li>inner</ul><li value=9>nine</ol><ol type=a><li>letter</ol>"
    )
    assert texts(document) == ["3. three\n4. four\n  - inner\n9. nine", "a. letter"]
    assert {block.kind for block in document.blocks} == {"list"}


def test_definitions_stand_with_their_terms() -> None:
    assert texts(page("<dl><dt>Cat</dt><dd>purrs</dd><dt>Dog</dt><dd>barks</dd></dl>")) == [
        "Cat\n  purrs",
        "Dog\n  barks",
    ]


def test_table_rows_are_lines_of_cells() -> None:
    document = page(
        "<table><caption>Prices</caption><tr><th>Item<th>Price<tr><td>Tea<br>green<td><b>2</b><tr><td><td>5</table>"
    )
    assert texts(document) == ["Prices", "Item | Price\nTea green | 2\n | 5"]
    assert document.blocks[1].kind == "table"


def test_table_that_lays_out_a_page_is_not_flattened() -> None:
    long = "This is a paragraph of the left column, long enough to be one. " * 3
    document = page(f"<table><tr><td><h2>Left</h2><p>{long}</p><p>{long}</p><td><p>right</p><pre>x\n y</pre></table>")
    assert texts(document) == [long.strip(), long.strip(), "right", "x\n y"]


def test_table_in_a_table() -> None:
    document = page("<table><tr><td><table><tr><td>a<td>b<tr><td>c<td>d</table><td>side</table>")
    assert texts(document) == ["a | b\nc | d", "side"]


def test_numbers_beside_code_are_left_out() -> None:
    document = page("<table><tr><td><pre>1\n2</pre></td><td><pre>first()\nsecond()</pre></td></tr></table>")
    assert texts(document) == ["first()\nsecond()"]


def test_code_keeps_its_lines_and_indents() -> None:
    document = page("<pre>\ndef f():\n    return <b>1</b>\n\n\nf()\n</pre>")
    assert texts(document) == ["def f():\n    return 1\n\n\nf()"]
    assert document.blocks[0].kind == "code"
    assert texts(page("<pre><div>one</div><div>  two</div></pre>")) == ["one\n  two"]


def test_quotes() -> None:
    document = page("<blockquote><p>said</p><p>more</p></blockquote><p>He: <q>yes</q></p>")
    assert [block.kind for block in document.blocks] == ["quote", "quote", "text"]
    assert texts(document)[2] == "He: “yes”"


@pytest.mark.parametrize(
    ("markup", "seen"),
    [
        ("<p>wo<b>rd</b>s", "words"),
        ("<p>un&shy;break<wbr>able&nbsp;space&amp;&lt;b&gt; &eacute;&#233;&#xE9;", "unbreakable space&<b> ééé"),
        ("<p>one<br>two", "one\ntwo"),
        ("<p>  a \n\t b  ", "a b"),
        ("<a href=1>Home</a><a href=2>News</a>", "Home News"),
        ("<p>H<sub>2</sub>O, 10<sup>6</sup>, 1<sup>st</sup>", "H2O, 10^6, 1st"),
        ("<p>word<sup><a href='#n'>3</a></sup> next", "word[3] next"),
        ("<p>word.<a href='#n'>3</a> 20<a href=x>5</a>", "word.[3] 205"),
        ("<p><img alt='O'>nce <img alt='a smile'>said", "Once a smile said"),
        ("<p>Name <input value=Anna><input type=hidden value=x><input type=submit value=Send>", "Name Anna Send"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "漢 (kan)"),
        ("<p>a<svg><title>icon</title><text>label</text></svg>b", "a label b"),
        ("<div>first<div>second</div>third</div>", "first\n\nsecond\n\nthird"),
        ("<div><div>roses</div><div>violets</div><div><br></div><div>end</div></div>", "roses\nviolets\n\nend"),
        ("<p>a<template>b</template><noscript>c</noscript><p hidden>d<p style='display: none'>e", "a"),
        ("<p>x<i aria-hidden=true>menu</i>y<div aria-hidden=true>z</div>", "xy\n\nz"),
        ("<li><strong aria-hidden=true>1.</strong> Start", "- 1. Start"),
        (
            "<p>a <span class=katex><math><mi>x</mi><annotation>tex</annotation></math>"
            "<span class=katex-html aria-hidden=true>x</span></span>",
            "a x",
        ),
        ("<details><summary>More</summary>inside</details>", "More\n\ninside"),
        ("<host><template shadowrootmode=open><p>shadow</p></template></host>", "shadow"),
        ("<iframe srcdoc='&lt;p>framed&lt;/p>'></iframe>", "framed"),
        ("<p>x < y <![CDATA[a < b]]> z", "x < y a < b z"),
        ("<div style='white-space: pre-wrap'>one\ntwo</div>", "one\ntwo"),
        ("<p>a<!-- b --><script>c</script><style>d</style>e", "ae"),
        ("</div></p><b><p>a</b>b</i><td>c", "ab\n\nc"),
    ],
)
def test_what_is_seen(markup: str, seen: str) -> None:
    text = page(markup).text.removeprefix("Elsewhere on the page").strip()
    assert [line for line in text.split("\n") if line] == [line for line in seen.split("\n") if line]


def test_text_without_markup_keeps_its_lines() -> None:
    document = parse_as("page.html", b"Dear Anna,\r\nsee <http://example.org/a>.\r\n\r\nYours,\r\n  Bo")
    assert texts(document) == ["Dear Anna,\nsee <http://example.org/a>.", "Yours,\nBo"]


def test_everything_hidden_is_shown_where_the_page_would_be_empty() -> None:
    assert page("<div style='display:none'><p>waits for a script</p></div>").text.strip() == "waits for a script"


def test_page_without_text_says_so() -> None:
    assert page("<div id=root></div><script>render()</script>").note.startswith("The page has no text of its own")
    assert page("<img src=x>").note == "The page has no text."
    assert parse_as("x.html", b"<!-- only a comment -->").note == "The page has no text."


def test_facts_of_the_page() -> None:
    head = (
        "<title>On  bees\n</title><meta name=author content='A. Keeper'><meta name=DC.date content='2020-03-01'>"
        "<meta http-equiv=content-language content=de>"
    )
    document = page("<h1>Another heading</h1><p>x", head)
    assert (document.title, document.author, document.date, document.language) == (
        "On bees",
        "A. Keeper",
        "2020-03-01",
        "de",
    )
    assert page("<h1>Only a heading</h1><p>x").title == "Only a heading"
    assert page("<p>x <time datetime='2019-07-04'>July</time>").date == "2019-07-04"


def test_broken_json_costs_only_itself() -> None:
    script = "<script type='application/ld+json'>{}</script>"
    deep = script.format("[" * 100_000)
    good = script.format('{"@graph": [{"headline": "H", "datePublished": "2021-01-02", "author": {"name": "N"}}]}')
    document = page("<p>x", deep + script.format("{oops") + good)
    assert (document.title, document.date, document.author) == ("H", "2021-01-02", "N")


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        ("<p>naïve €".encode("utf-8-sig"), "naïve €"),
        ("<p>naïve €".encode("utf-16"), "naïve €"),
        ("<html><p>naïve €</p></html>".encode("utf-16-le"), "naïve €"),
        (b"<meta charset=iso-8859-1><p>na\xefve \x80", "naïve €"),
        (
            b"<meta http-equiv=Content-Type content='text/html; charset=windows-1251'><p>\xcf\xf0\xe8\xe2\xe5\xf2",
            "Привет",
        ),
        ("<meta charset='shift_jis'><p>日本語 ①".encode("cp932"), "日本語 ①"),
        (b"<?xml version='1.0' encoding='koi8-r'?><html><p>\xf0\xd2\xc9\xd7\xc5\xd4", "Привет"),
        ("<meta charset=iso-8859-1><p>naïve".encode(), "naïve"),
        (b"<meta charset=no-such-code><p>na\xefve", "naïve"),
        (b"<meta charset=utf-16><p>plain", "plain"),
        (b"<p>nul\0 inside", "nul inside"),
    ],
)
def test_encodings(content: bytes, seen: str) -> None:
    assert parse_as("page.htm", content).text.strip() == seen


def test_charset_of_the_carrier_is_used() -> None:
    builder = Builder(Limits())
    add_html(builder, b"<p>\xcf\xf0\xe8\xe2\xe5\xf2", charset="windows-1251")
    assert builder.finish().text.strip() == "Привет"


def test_add_html_takes_text_and_keeps_the_order_of_the_page() -> None:
    builder = Builder(Limits())
    facts = add_html(builder, "<title>T</title><nav>menu</nav><main><p>text\0</main>")
    assert builder.finish().text == "menu\n\ntext\n\n"
    assert facts.title == "T"


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 ...",
        b"PK\x03\x04" + bytes(range(256)) * 20,
        bytes(range(256)) * 20,
    ],
)
def test_other_files_are_refused(content: bytes) -> None:
    with pytest.raises(DocumentError):
        parse_as("page.html", content)


@pytest.mark.parametrize(
    "content",
    [
        "<div>" * 100_000 + "deep" + "</div>" * 100_000,
        "<table><tr><td>" * 20_000 + "deep",
        "<ul><li>" * 20_000 + "deep",
        "<blockquote>" * 50_000 + "deep",
        "<b>" * 150_000 + "deep",
        "<!--" * 50_000 + "--><p>deep",
        "<a " + " ".join(f"a{number}=1" for number in range(20_000)) + ">deep",
        "<![CDATA[" * 50_000 + "]]> deep",
    ],
)
def test_hostile_pages_are_read(content: str) -> None:
    assert "deep" in parse_as("page.html", content.encode()).text


def test_time_and_room_are_kept() -> None:
    content = b"<p>some words</p>" * 50_000
    assert parse_as("x.html", content, Limits(max_text=1000)).text.count("some") < 101
    late = parse(Source(content, "x.html", stop_at=monotonic() - 1))
    assert late.note.startswith("Only the beginning of the page was read")
    assert "some" not in late.text


REAL = "formats/pandoc-test/test"


@pytest.mark.parametrize(
    ("name", "paths", "parts"),
    [
        (
            "html-reader.html",
            {("Lists", "Nested"), ("Block Quotes",), ("Level 1", "Level 2 with emphasis", "Level 3")},
            ["This is a set of tests", "E-mail style:", "1. item one\n2. item two", "(should be four hyphens)"],
        ),
        ("tables.html5", set(), ["Demonstration of simple table syntax.", "Right | Left | Center | Default\n12 | 12"]),
        (
            "tables/planets.html5",
            set(),
            ["Data about the planets", "Name | Mass (10^24kg)", "Mercury | 0.330 | 4,879", "Venus | 4.87", "Pluto"],
        ),
        ("s5-basic.html", set(), ["Sam Smith", "July 15, 2006", "- first bullet\n- second bullet"]),
        (
            "ipynb/rank.out.html",
            set(),
            [
                "import matplotlib.pyplot as plt",
                "fig, ax = plt.subplots(figsize=(1, 1), dpi=4)\nax.imshow",
                "image below.",
            ],
        ),
    ],
)
def test_real_pages(
    shared_data: Path, tmp_path: Path, name: str, paths: set[tuple[str, ...]], parts: list[str]
) -> None:
    file = shared_data / REAL / name
    if not file.is_file():
        pytest.skip(f"not there: {file}")
    copy = tmp_path / "page.html"
    copy.write_bytes(file.read_bytes())
    document = read_file(copy)
    check_paragraphs(document)
    position = 0
    for part in parts:
        assert part in document.text[position:], part
        position = document.text.index(part, position)
    assert paths <= {block.heading for block in document.blocks}
