"""OpenDocument files: texts, presentations and drawings, packed and flat."""

from __future__ import annotations

import base64
from functools import partial
from pathlib import Path

import pytest

from desktop_search.documents.opendocument.document import parse as parse_source
from desktop_search.documents.source import DAMAGED, ENCRYPTED
from desktop_search.errors import DocumentError
from tests.unit.documents.checks import check_paragraphs, parse_as, read_file
from tests.unit.documents.office_files import ODF_NAMES, OLE, blocks, late, odf, packed, texts

parse = partial(parse_as, "letter.odt")
BOX = "<draw:frame><draw:text-box>{}</draw:text-box></draw:frame>"
META = (
    f"<office:document-meta {ODF_NAMES}><office:meta><dc:title>On pumps</dc:title><dc:creator>Last</dc:creator>"
    "<meta:initial-creator>Ada Field</meta:initial-creator><meta:creation-date>2025-03-01T10:00:00</meta:creation-date>"
    "<dc:language>en-GB</dc:language><meta:keyword>water</meta:keyword><meta:keyword>tests, pumps</meta:keyword>"
    "</office:meta></office:document-meta>"
)


def text(body: str, automatic: str = "", **members: str | bytes) -> bytes:
    return odf("text", body, automatic, **members)


def p(inner: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{inner}</text:p>'


def test_headings_and_facts() -> None:
    body = '<text:h text:outline-level="1">Results</text:h>' + p("More water.")
    body += '<text:h text:outline-level="2">Pressure</text:h>' + p("Two bar.") + p("", "Title")
    document = parse(text(body, meta=META))
    assert (document.title, document.author, document.date) == ("On pumps", "Ada Field", "2025-03-01T10:00:00")
    assert (document.language, document.tags) == ("en-GB", ("water", "tests", "pumps"))
    assert [block.heading for block in document.blocks] == [("Results",), ("Results", "Pressure")]
    assert all(block.page is None and block.line is None for block in document.blocks)
    check_paragraphs(document)


def test_the_style_of_the_title_gives_the_title_where_the_file_has_none() -> None:
    style = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    assert parse(text(p("Own  title", "P1") + p("Text."), style)).title == "Own title"


def test_white_space_is_that_which_a_person_sees() -> None:
    inner = 'a <text:span>wo</text:span><text:span>rd</text:span>\n   and<text:s text:c="3"/>more<text:tab/>tab'
    inner += "<text:line-break/>line<text:soft-page-break/>s"
    assert texts(parse(text(p(inner)))) == ["a word and more tab\nlines"]


def test_code_keeps_its_spaces_and_raised_numbers_stay_raised() -> None:
    styles = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Preformatted_20_Text"/>'
    styles += (
        '<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/>'
    )
    styles += "</style:style>"
    body = p("if x:", "P1") + p('<text:s text:c="4"/>y()', "P1") + p('10<text:span text:style-name="T1">6</text:span>')
    assert blocks(parse(text(body, styles))) == [("code", "if x:\n    y()"), ("text", "10⁶")]


def test_notes_comments_and_frames_follow_their_paragraph() -> None:
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body>{}</text:note-body></text:note>"
    inner = "Fact" + note.format(p("Source.")) + " more"
    inner += "<office:annotation><dc:creator>Eva</dc:creator><dc:date>2025-01-01</dc:date>" + p("Sure?")
    inner += "</office:annotation> end" + BOX.format(p("In the box")) + " last"
    inner += "<draw:frame><draw:image><office:binary-data>AAAA</office:binary-data></draw:image>"
    inner += "<svg:title>pump.png</svg:title><svg:desc>A red pump</svg:desc></draw:frame>"
    assert texts(parse(text(p(inner) + p("Next.")))) == [
        "Fact[1] more end last",
        "[1] Source.",
        "Comment by Eva: Sure?",
        "In the box",
        "[A red pump]",
        "Next.",
    ]


def test_deleted_text_and_the_templates_of_an_index_are_left_out() -> None:
    body = f"<text:tracked-changes><text:deletion>{p('gone')}</text:deletion></text:tracked-changes>"
    body += "<text:table-of-content><text:table-of-content-source><text:index-title-template>Template"
    body += f"</text:index-title-template></text:table-of-content-source><text:index-body>{p('1 Results')}"
    body += "</text:index-body></text:table-of-content>" + p("kept<text:change text:change-id='c'/> here")
    assert texts(parse(text(body))) == ["1 Results", "kept here"]


def test_lists_have_the_labels_that_a_person_sees() -> None:
    levels = (
        '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="." text:start-value="3"/>'
    )
    levels += '<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"'
    levels += ' text:display-levels="2"/><text:list-level-style-bullet text:level="3" text:bullet-char="-"/>'
    styles = f'<text:list-style style:name="L">{levels}</text:list-style>'
    items = "<text:list-header>" + p("Before") + "</text:list-header><text:list-item>" + p("One") + p("more of it")
    items += "<text:list><text:list-item>" + p("Sub") + "<text:list><text:list-item>" + p("Dot")
    items += "</text:list-item></text:list></text:list-item></text:list></text:list-item><text:list-item>" + p("Two")
    body = f'<text:list text:style-name="L">{items}</text:list-item></text:list>' + p("Between.")
    body += '<text:list text:style-name="L" text:continue-numbering="true"><text:list-item>' + p("Three")
    assert texts(parse(text(body + "</text:list-item></text:list>", styles))) == [
        "Before\n3. One\n  more of it\n  3.a) Sub\n    • Dot\n4. Two",
        "Between.",
        "5. Three",
    ]


def test_tables_have_a_line_for_each_row_and_repeated_cells_are_bounded() -> None:
    inner = "<table:table><table:table-row><table:table-cell>" + p("x") + "</table:table-cell><table:table-cell>"
    inner += p("y") + "</table:table-cell></table:table-row></table:table>"
    body = "<table:table><table:table-header-rows><table:table-row><table:table-cell>" + p("Pump")
    body += "</table:table-cell><table:table-cell>" + p("Litres") + "</table:table-cell></table:table-row>"
    body += "</table:table-header-rows><table:table-row table:number-rows-repeated='1000000'><table:table-cell>"
    body += p("Model") + p("A") + "</table:table-cell><table:covered-table-cell/>"
    body += "<table:table-cell table:number-columns-repeated='1000000'>" + inner + "</table:table-cell>"
    body += "</table:table-row></table:table>"
    assert blocks(parse(text(body))) == [("table", "Pump | Litres\nModel A | x | y")]


def test_headers_and_footers_are_said_once() -> None:
    page = "<style:master-page style:name='{}'><style:header>{}</style:header><style:footer>{}</style:footer>"
    page += "</style:master-page>"
    pages = page.format("A", p("Field Works"), p("7")) + page.format("B", p("Field Works"), p("Draft"))
    styles = f"<office:document-styles {ODF_NAMES}><office:master-styles>{pages}</office:master-styles>"
    document = parse(text(p("Text."), styles=styles + "</office:document-styles>"))
    assert blocks(document) == [("metadata", "Field Works\nDraft"), ("text", "Text.")]


def test_a_formula_that_is_a_file_of_its_own_is_read() -> None:
    formula = '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mi>E</mi><mo>=</mo><mi>m</mi><msup>'
    formula += "<mi>c</mi><mn>2</mn></msup></mrow><annotation>E = m c^2</annotation></semantics></math>"
    body = p('So <draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>it is.')
    assert texts(parse(text(body, **{"Object 1__content": formula}))) == ["So it is.", "E=mc²"]


def page(title: str, inner: str) -> str:
    frame = f'<draw:frame presentation:class="title"><draw:text-box>{p(title)}</draw:text-box></draw:frame>'
    return f"<draw:page>{frame if title else ''}{inner}</draw:page>"


def test_slides_have_their_number_their_title_and_their_notes() -> None:
    listed = "<text:list><text:list-item>" + p("Point") + "</text:list-item></text:list>"
    notes = '<presentation:notes><draw:page-thumbnail/><draw:frame presentation:class="notes"><draw:text-box>'
    notes += p("Show it") + '</draw:text-box></draw:frame><draw:frame presentation:class="page-number"><draw:text-box>'
    notes += p("1") + "</draw:text-box></draw:frame></presentation:notes>"
    body = page("Why?", BOX.format(listed) + notes) + page("", f"<draw:g>{BOX.format(p('Group'))}</draw:g>")
    document = parse_as("talk.odp", odf("presentation", body))
    assert [(block.page, block.unit, block.heading) for block in document.blocks] == [
        (1, "slide", ("Why?",)),
        (1, "slide", ("Why?", "Notes")),
        (2, "slide", ("Slide 2",)),
    ]
    assert texts(document) == ["• Point", "Show it", "Group"]
    check_paragraphs(document)


def test_a_drawing_has_pages() -> None:
    document = parse_as("plan.odg", odf("drawing", page("", f"<draw:custom-shape>{p('Kitchen')}</draw:custom-shape>")))
    assert [(block.page, block.unit, block.heading) for block in document.blocks] == [(1, "page", ("Page 1",))]


def flat(kind: str, body: str) -> bytes:
    inner = f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    return f"<office:document {ODF_NAMES}>{inner}</office:document>".encode()


def test_flat_files_are_read_with_large_pictures_in_them() -> None:
    picture = base64.b64encode(bytes(9_000_000)).decode()
    image = f"<draw:frame><draw:image><office:binary-data>{picture}</office:binary-data></draw:image></draw:frame>"
    assert texts(parse_as("a.fodt", flat("text", p(f"Before {image}after")))) == ["Before after"]
    assert parse_as("a.fodp", flat("presentation", page("One", ""))).blocks[0].page == 1


MANIFEST = "<manifest><file-entry><encryption-data/></file-entry></manifest>"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.odt", packed({"META-INF/manifest.xml": MANIFEST, "content.xml": "x"}), ENCRYPTED),
        ("a.odt", packed({"mimetype": "x"}), "not an OpenDocument file"),
        ("a.odt", text(p("a"))[:300], DAMAGED),
        ("a.odt", packed({"content.xml": "<a"}), DAMAGED),
        ("a.odt", packed({"content.xml": "<a/>"}), "not an OpenDocument file"),
        ("a.odt", OLE, "not an OpenDocument file"),
        ("a.odt", bytes(500), "not an OpenDocument file"),
        ("a.fodt", b"<html><body>no</body></html>", "not an OpenDocument file"),
        ("a.fodt", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "entities"),
        ("a.fodt", flat("text", "<text:section>" * 50_000 + "</text:section>" * 50_000), DAMAGED),
        ("a.fodt", flat("text", p("cut"))[:-40], DAMAGED),
    ],
)
def test_bad_input_gets_one_clear_sentence(name: str, content: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        parse_as(name, content)


def test_elements_in_places_where_they_do_not_belong_do_no_harm() -> None:
    body = "<table:table-cell>" + p("loose") + "</table:table-cell><text:list-item>" + p("item") + "</text:list-item>"
    body += "<text:note-body>" + p("note") + "</text:note-body><draw:page/><table:table>" + p("row") + "</table:table>"
    body += p("<text:list><text:list-item>" + p("inner") + "</text:list-item></text:list>outer")
    assert texts(parse(text(body))) == ["loose", "item", "note", "row", "• inner", "outer"]


def test_an_empty_document_says_so_and_a_late_one_stops() -> None:
    assert parse(text("")).note == "The document holds no text."
    document = parse_source(late("a.odt", text(p("a"))))
    assert document.blocks == ()
    assert "too long" in document.note


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("formula.odt", "E=m⋅c²"),
        ("listContinueNumbering2.odt", "2. Top two\n  a. Sub item 2.a"),
        ("endnote.odt", "Some text[i] with an endnote."),
        ("simpleTableWithMultipleHeaderRows.odt", "A | B | C\nI | II | II\n1\n2\n3"),
    ],
)
def test_real_files_are_read_as_a_person_sees_them(shared_data: Path, name: str, expected: str) -> None:
    path = shared_data / "formats/pandoc-test/test/odt/odt" / name
    if not path.is_file():
        pytest.skip("the file is not there")
    document = read_file(path)
    assert expected in document.text
    check_paragraphs(document)
