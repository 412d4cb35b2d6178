"""What the readers of office files share: labels of lists, signs, tables that are taken apart, parts of packages."""

from __future__ import annotations

import io
import zipfile

import pytest

from desktop_search.documents.building.builder import Builder
from desktop_search.documents.building.flow import Flow, tidy
from desktop_search.documents.characters.symbols import shifted, symbol, without_private
from desktop_search.documents.office.numbering import letters, roman
from desktop_search.documents.office.ooxml import short
from desktop_search.documents.office.slides import parse as parse_slides
from desktop_search.documents.office.word import parse as parse_word
from desktop_search.documents.source import Limits, Source
from desktop_search.errors import DocumentError
from desktop_search.records import Block, Document
from tests.unit.documents.checks import parse_as
from tests.unit.documents.office_files import RELATIONS, R, blocks, packed, paragraph, texts, word

MICROSOFT = "http://schemas.microsoft.com/office"


@pytest.mark.parametrize(
    ("number", "letter", "numeral"),
    [(1, "a", "i"), (26, "z", "xxvi"), (27, "aa", "xxvii"), (1994, "1994", "mcmxciv"), (0, "0", "0"), (-3, "-3", "-3")],
)
def test_numbers_as_letters_and_numerals(number: int, letter: str, numeral: str) -> None:
    assert (letters(number), roman(number)) == (letter, numeral)
    assert (letters(number, True), roman(number, True)) == (letter.upper(), numeral.upper())


def test_signs_of_fonts_that_have_no_characters() -> None:
    assert symbol("Symbol", "F062") == "\u03b2"
    assert symbol("Wingdings", "FE") == "☑"
    assert symbol("Wingdings 3", "F001") == " "
    assert [symbol("Arial", code) for code in ("41", "zz", "D800", "-5", "110000")] == ["A", "", " ", " ", " "]
    assert without_private("a\uf0b7b\uf0e0") == "a•b→"
    assert shifted("2", "superscript") == "²"
    assert shifted("st", "superscript") == "st"


def test_the_names_of_both_variants_of_the_standard() -> None:
    assert short("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p") == "w:p"
    assert short("{http://purl.oclc.org/ooxml/drawingml/chart}chart") == "c:chart"
    assert (short("{urn:other}name"), short("bare"), short(None)) == ("name", "bare", "")


def test_white_space_is_tidied_without_joining_words() -> None:
    assert tidy("  a\u00a0 b \n \n c\td\u00ade ") == "a b\nc de"


def test_what_is_open_when_the_reading_ends_is_kept() -> None:
    builder = Builder(Limits())
    flow = Flow(builder)
    flow.open_table()
    flow.open_cell()
    flow.add("first")
    flow.close_cell()
    flow.open_cell()
    flow.open_table()
    flow.open_cell()
    flow.add("second")
    flow.unwind(0)
    flow.finish()
    assert blocks(builder.finish()) == [("table", "first | second")]


def read_part(name: str, content: bytes, source: Source) -> Document:
    if name == "bad.html":
        raise DocumentError("It is empty.")
    return Document(f"{name}: {content.decode()}", (Block(0, 5, "text", ("Inner",)),))


def test_a_document_of_another_format_inside_is_read_by_its_own_reader() -> None:
    body = paragraph("Before") + '<w:altChunk r:id="r0"/><w:altChunk r:id="r1"/>' + paragraph("After")
    relations = [("aFChunk", "part.html"), ("aFChunk", "bad.html")]
    with_part = packed({**unpacked(word(body, relations=relations)), "word/part.html": b"x", "word/bad.html": b"y"})
    document = parse_word(Source(with_part, "a.docx", part_reader=read_part))
    assert texts(document) == ["Before", "part.", "After"]
    assert [block.heading for block in document.blocks] == [(), ("Inner",), ()]
    assert document.note == "A document inside it was not read. It is empty."


def unpacked(content: bytes) -> dict[str, str | bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_comments_of_the_newer_kind_in_slides_with_replies() -> None:
    names = f'xmlns:p="{MICROSOFT}/powerpoint/2018/8/main" xmlns:a="http://purl.oclc.org/ooxml/drawingml/main"'
    body = "<p:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:txBody>"
    reply = f'<p:replyLst><p:reply authorId="B">{body.format("Done")}</p:reply></p:replyLst>'
    main = 'xmlns:m="http://purl.oclc.org/ooxml/presentationml/main" xmlns:r="' + R + '"'
    related = f'<Relationships xmlns="{RELATIONS}">{{}}</Relationships>'
    one = '<Relationship Id="{}" Type="{}/{}" Target="{}"/>'
    content = packed(
        {
            "ppt/presentation.xml": f'<m:presentation {main}><m:sldIdLst><m:sldId r:id="s"/></m:sldIdLst>'
            "</m:presentation>",
            "ppt/_rels/presentation.xml.rels": related.format(
                one.format("s", R, "slide", "s.xml") + one.format("a", MICROSOFT, "authors", "authors.xml")
            ),
            "ppt/s.xml": f"<m:sld {main}/>",
            "ppt/_rels/s.xml.rels": related.format(one.format("c", MICROSOFT, "comments", "c.xml")),
            "ppt/c.xml": f'<p:cmLst {names}><p:cm authorId="A">{reply}{body.format("Larger")}</p:cm></p:cmLst>',
            "ppt/authors.xml": f'<p:authorLst {names}><p:author id="A" name="Eva"/>'
            '<p:author id="B" name="Jo"/></p:authorLst>',
        }
    )
    document = parse_slides(Source(content, "a.pptx"))
    assert texts(document) == ["Eva: Larger", "Jo: Done"]
    assert document.blocks[0].heading == ("Slide 1", "Comments")


def test_comments_of_the_newer_kind_in_sheets_are_said_once() -> None:
    x = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    related = f'<Relationships xmlns="{RELATIONS}">{{}}</Relationships>'
    one = '<Relationship Id="{}" Type="{}/{}" Target="{}"/>'
    old = "<comment ref='A1'><text><t>[Threaded comment] Your version of Excel ... Comment: Sure?</t></text></comment>"
    content = packed(
        {
            "xl/workbook.xml": f'<workbook {x} xmlns:r="{R}"><sheets><sheet name="One" sheetId="1" r:id="s"/></sheets>'
            "</workbook>",
            "_rels/.rels": related.format(one.format("w", R, "officeDocument", "xl/workbook.xml")),
            "xl/_rels/workbook.xml.rels": related.format(one.format("s", R, "worksheet", "worksheets/sheet1.xml")),
            "xl/worksheets/sheet1.xml": f'<worksheet {x}><sheetData><row r="3"><c r="A3" t="inlineStr">'
            "<is><t>cell</t></is></c></row></sheetData></worksheet>",
            "xl/worksheets/_rels/sheet1.xml.rels": related.format(
                one.format("a", R, "comments", "../comments1.xml")
                + one.format("b", MICROSOFT, "threadedComment", "../t.xml")
            ),
            "xl/comments1.xml": f"<comments {x}><commentList>{old}</commentList></comments>",
            "xl/t.xml": '<ThreadedComments><threadedComment ref="A3"><text>Sure?</text></threadedComment>'
            "</ThreadedComments>",
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        }
    )
    document = parse_as("a.xlsx", content)
    assert [(block.line, text) for block, text in zip(document.blocks, texts(document), strict=True)] == [
        (3, "cell"),
        (3, "Comment on A3: Sure?"),
    ]
