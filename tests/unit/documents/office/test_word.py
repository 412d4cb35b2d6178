"""Word files: text as it is shown, structure, notes, and what is left out."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path

import docx
import pytest

from desktop_search.documents.office.word import parse as parse_source
from desktop_search.documents.source import DAMAGED, ENCRYPTED
from desktop_search.errors import DocumentError
from tests.unit.documents.checks import check_paragraphs, parse_as, read_file
from tests.unit.documents.office_files import (
    ENCRYPTED_OOXML,
    OLE,
    STRICT_W,
    blocks,
    late,
    packed,
    paragraph,
    run,
    texts,
    word,
)

parse = partial(parse_as, "letter.docx")

TABLE = "<w:tbl><w:tr>{}</w:tr></w:tbl>"
CELL = "<w:tc>{}</w:tc>"
LIST = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'
NUMBERS = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>'
    '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
)


def made_by_library() -> bytes:
    document = docx.Document()
    document.core_properties.title = "Pumps"
    document.core_properties.author = "Ada Field"
    document.core_properties.keywords = "water, pressure; tests"
    document.core_properties.language = "en-GB"
    document.sections[0].header.paragraphs[0].text = "Field Works, confidential"
    document.add_heading("Results", 1)
    document.add_paragraph("The new pump lifts more water.")
    document.add_heading("Pressure", 2)
    document.add_paragraph("Two bar are enough.", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    cells = [cell for row in table.rows for cell in row.cells]
    for cell, text in zip(cells, ["Pump", "Litres", "Model A", "40"], strict=True):
        cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_file_of_a_library_gives_facts_headings_list_table_and_header() -> None:
    document = parse(made_by_library())
    assert (document.title, document.author, document.language) == ("Pumps", "Ada Field", "en-GB")
    assert document.tags == ("water", "pressure", "tests")
    assert document.date.startswith("20")
    assert [(block.kind, block.heading) for block in document.blocks] == [
        ("metadata", ()),
        ("text", ("Results",)),
        ("list", ("Results", "Pressure")),
        ("table", ("Results", "Pressure")),
    ]
    assert texts(document) == [
        "Field Works, confidential",
        "The new pump lifts more water.",
        "• Two bar are enough.",
        "Pump | Litres\nModel A | 40",
    ]
    assert all(block.page is None and block.line is None for block in document.blocks)
    check_paragraphs(document)


def test_runs_inside_a_word_are_one_word_and_marks_between_words_stay() -> None:
    inner = run("wo") + run("rd") + "<w:r><w:tab/></w:r>" + run("next")
    inner += "<w:r><w:br/></w:r>" + run("line") + "<w:r><w:noBreakHyphen/></w:r>" + run("up")
    inner += "<w:r><w:softHyphen/></w:r>" + run("on a") + '<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>'
    assert texts(parse(word(f"<w:p>{inner}</w:p>"))) == ["word next\nline-upon a\u03b1"]


def test_the_strict_variant_of_the_standard_is_read_alike() -> None:
    body = paragraph("Top", '<w:pStyle w:val="h"/>') + paragraph("Below.")
    styles = '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 1"/></w:style>'
    for namespace in (STRICT_W, "http://schemas.openxmlformats.org/wordprocessingml/2006/main"):
        document = parse(word(body, namespace, styles=styles))
        assert [block.heading for block in document.blocks] == [("Top",)]
        assert texts(document) == ["Below."]


@pytest.mark.parametrize(
    ("style", "level"),
    [
        ('<w:name w:val="heading 2"/>', 2),
        ('<w:name w:val="Überschrift 3"/>', 3),
        ('<w:name w:val="Own"/><w:pPr><w:outlineLvl w:val="3"/></w:pPr>', 4),
        ('<w:name w:val="Own"/><w:basedOn w:val="base"/>', 5),
        ('<w:name w:val="TOC Heading"/><w:basedOn w:val="base"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>', 0),
        ('<w:name w:val="Own"/><w:basedOn w:val="s"/>', 0),
    ],
)
def test_a_heading_is_known_by_name_outline_level_or_the_style_below(style: str, level: int) -> None:
    base = '<w:style w:type="paragraph" w:styleId="base"><w:name w:val="heading 5"/></w:style>'
    styles = f'{base}<w:style w:type="paragraph" w:styleId="s">{style}</w:style>'
    above = "".join(paragraph(f"L{number}", f'<w:outlineLvl w:val="{number - 1}"/>') for number in range(1, 7))
    document = parse(word(above + paragraph("Here", '<w:pStyle w:val="s"/>') + paragraph("End"), styles=styles))
    last = document.blocks[-1]
    if level:
        assert last.heading == (*(f"L{number}" for number in range(1, level)), "Here")
    else:
        assert last.heading[-1] == "L6"
        assert "Here" in texts(document)


def test_the_title_style_gives_the_title_where_the_file_has_none() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>'
    document = parse(word(paragraph("On  Pumps", '<w:pStyle w:val="t"/>') + paragraph("Text."), styles=styles))
    assert document.title == "On Pumps"


def test_deleted_and_hidden_text_is_left_out_and_inserted_text_stays() -> None:
    body = "<w:p>" + run("kept ") + f"<w:del>{run('gone ')}</w:del><w:ins>{run('new ')}</w:ins>"
    body += run("secret ", "<w:vanish/>") + run("shown", '<w:vanish w:val="0"/>') + "</w:p>"
    body += f"<w:moveFrom>{paragraph('moved away')}</w:moveFrom>"
    body += TABLE.format("<w:trPr><w:del/></w:trPr>" + CELL.format(paragraph("old row")))
    assert texts(parse(word(body))) == ["kept new shown"]


def test_paragraphs_whose_border_was_deleted_and_a_drop_cap_are_one() -> None:
    body = paragraph("first half", "<w:rPr><w:del/></w:rPr>") + paragraph("second half")
    body += paragraph("D", '<w:framePr w:dropCap="drop"/>') + paragraph("rop caps")
    assert texts(parse(word(body))) == ["first half second half", "Drop caps"]


def test_a_field_shows_its_result_not_its_instruction() -> None:
    def turn(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    nested = turn("begin") + run("inner") + turn("separate") + run("Name") + turn("end")
    field = turn("begin") + "<w:r><w:instrText>IF</w:instrText></w:r>" + nested + turn("separate") + run("Dear Eve")
    body = f"<w:p>{field}{turn('end')}{run(', hello')}</w:p>"
    body += f'<w:p><w:fldSimple w:instr="PAGE">{run("7")}</w:fldSimple>{turn("begin")}{run("lost")}</w:p>'
    assert texts(parse(word(body + paragraph("after")))) == ["Dear Eve, hello", "7", "after"]


def test_a_text_box_is_read_once_and_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('In the box')}</w:txbxContent>"
    choice = f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
    inner = run("Before") + f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>" + run(" after")
    assert texts(parse(word(f"<w:p>{inner}</w:p>"))) == ["Before after", "In the box"]


def test_notes_follow_the_paragraph_that_names_them() -> None:
    body = "<w:p>" + run("Fact") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(" and more")
    body += '<w:r><w:endnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="7"/></w:r></w:p>'
    body += '<w:p><w:r><w:footnoteReference w:id="0"/></w:r></w:p>' + paragraph("Next.")
    body += '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    document = parse(
        word(
            body,
            footnotes='<w:footnote w:type="separator" w:id="0"/>'
            f'<w:footnote w:id="2">{paragraph("Source one.")}</w:footnote>',
            endnotes=f'<w:endnote w:id="2">{paragraph("At the end.")}</w:endnote>',
            comments=f'<w:comment w:id="7" w:author="Eva">{paragraph("Check this")}</w:comment>',
        )
    )
    assert texts(document) == [
        "Fact[1] and more[i]",
        "[1] Source one.",
        "[i] At the end.",
        "Comment by Eva: Check this",
        "Next.",
        "[1]",
    ]


def test_lists_have_the_labels_that_a_person_sees() -> None:
    items = [("One", 0, 1), ("Sub", 1, 1), ("Sub", 1, 1), ("Two", 0, 1), ("Dot", 0, 2), ("None", 0, 0)]
    body = "".join(paragraph(text, LIST.format(level, number)) for text, level, number in items)
    assert blocks(parse(word(body, numbering=NUMBERS))) == [
        ("list", "3. One\n  3.a) Sub\n  3.b) Sub\n4. Two\n• Dot"),
        ("text", "None"),
    ]


def test_tables_nested_ones_too_have_a_line_for_each_row() -> None:
    inner = TABLE.format(CELL.format(paragraph("x")) + CELL.format(paragraph("y")))
    outer = TABLE.format(CELL.format(paragraph("a") + paragraph("b")) + CELL.format(paragraph("c") + inner))
    assert blocks(parse(word(outer))) == [("table", "a b | c x | y")]


def test_a_table_that_arranges_the_page_gives_its_paragraphs() -> None:
    many = "".join(paragraph(f"Paragraph {number}.") for number in range(12))
    found = texts(parse(word(TABLE.format(CELL.format(paragraph("Side")) + CELL.format(many)))))
    assert found == ["Side", *(f"Paragraph {number}." for number in range(12))]


def test_formulas_raised_numbers_pictures_and_code() -> None:
    def token(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    half = f"<m:f><m:num>{token('1')}</m:num><m:den>{token('2')}</m:den></m:f>"
    body = f"<w:p><m:oMath>{half}{token('x')}</m:oMath></w:p>"
    body += "<w:p>" + run("10") + run("6", '<w:vertAlign w:val="superscript"/>') + run(" and CO")
    body += run("2", '<w:vertAlign w:val="subscript"/>') + "</w:p>"
    body += '<w:p><w:r><wp:docPr descr="A pump"/></w:r><w:r><wp:docPr descr="C:\\x\\pump.png"/></w:r></w:p>'
    code = '<w:pStyle w:val="SourceCode"/>'
    styles = '<w:style w:type="paragraph" w:styleId="SourceCode"><w:name w:val="Source Code"/></w:style>'
    body += paragraph("if x:", code) + paragraph("    y()", code)
    assert texts(parse(word(body, styles=styles))) == ["1/2 x", "10⁶ and CO₂", "[A pump]", "if x:\n    y()"]


def test_the_main_part_may_have_any_name() -> None:
    inner = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    inner += paragraph("Here") + "</w:body></w:document>"
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship'
    relations += ' Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"'
    relations += ' Target="/parts/main2.xml"/></Relationships>'
    assert texts(parse(packed({"_rels/.rels": relations, "parts/main2.xml": inner}))) == ["Here"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (ENCRYPTED_OOXML, ENCRYPTED),
        (OLE + "WordDocument".encode("utf-16-le"), r"older kind \(.doc\)"),
        (b"%PDF-1.7", "not an Office file"),
        (bytes(1000), "not an Office file"),
        (b"PK\x03\x04" + bytes(50), DAMAGED),
        (made_by_library()[:-4000], DAMAGED),
        (packed({"word/document.xml": "<w:document"}), DAMAGED),
        (packed({"word/document.xml": "<a/>"}), "not a Word file"),
        (packed({"other": "x"}), "A part of the file is missing"),
        (packed({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "entities"),
        (packed({"word/document.xml": "<a>" * 100_000 + "</a>" * 100_000}), "bomb|damaged"),
        (packed({"word/document.xml": bytes(40_000_000)}), "bomb"),
    ],
)
def test_bad_input_gets_one_clear_sentence(content: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        parse(content)


def test_parts_that_are_damaged_cost_no_more_than_themselves() -> None:
    content = word(paragraph("Still here", '<w:pStyle w:val="x"/>'), relations=[("styles", "styles.xml")])
    assert texts(parse(content)) == ["Still here"]


def test_elements_in_places_where_they_do_not_belong_do_no_harm() -> None:
    body = "<w:tc><w:p/></w:tc><w:tr><w:tc>" + paragraph("loose") + "</w:tc></w:tr><w:txbxContent/>"
    body += "<w:tbl><w:p/>" + paragraph("in between") + "</w:tbl>" + run("no paragraph")
    body += "<w:p><w:tbl><w:tr><w:tc><w:tr/><w:p>" + run("odd") + "</w:p></w:tc></w:tr></w:tbl></w:p>"
    assert texts(parse(word(body))) == ["loose", "in between", "odd"]


def test_an_empty_document_says_so_and_a_late_one_stops() -> None:
    assert parse(word("<w:p/>")).note == "The document holds no text."
    rows = CELL.format(paragraph("a"))
    document = parse_source(late("a.docx", word(TABLE.format(rows) + paragraph("b"))))
    assert document.blocks == ()
    assert "too long" in document.note


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("pandoc-test/test/docx/notes.docx", "Test footnote.[1] Test endnote.[i]"),
        ("pandoc-test/test/docx/alternate_document_path.docx", "This is italic, bold, underlined, italic underlined"),
        ("pandoc-test/test/docx/tables.docx", "Simple Multiparagraph | Table Full\nOf Paragraphs | In each Cell."),
        ("pandoc-test/test/docx/track_changes_deletion.docx", "This is a text with a deletion."),
        ("pandoc-test/test/docx/drop_cap.docx", "Drop cap."),
        ("python-docx/features/steps/test_files/hdr-header-footer.docx", "Header for section-1\nFooter for section 1"),
    ],
)
def test_real_files_are_read_as_a_person_sees_them(shared_data: Path, name: str, expected: str) -> None:
    path = shared_data / "formats" / name
    if not path.is_file():
        pytest.skip("the file is not there")
    document = read_file(path)
    assert expected in document.text
    check_paragraphs(document)
