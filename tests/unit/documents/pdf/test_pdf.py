"""PDF files: pages, facts, notes, what people add to a page, and files that are damaged or made to do harm."""

from __future__ import annotations

import contextlib
import time
from functools import partial
from typing import Any

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader

from desktop_search.documents.pdf.document import parse as parse_source
from desktop_search.documents.source import DAMAGED, ENCRYPTED, Limits, Source
from desktop_search.errors import DocumentError
from tests.unit.documents.checks import check_paragraphs, parse_as
from tests.unit.documents.pdf_files import PROSE, blocks, drawn, lines_of, made_of, objects, prose, write

parse = partial(parse_as, "a.pdf")


def scan(canvas: Any) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 230)), 0, 0, 595, 842)


def says(text: str, x: float = 60, y: float = 700) -> Any:
    return lambda canvas: canvas.drawString(x, y, text)


def test_each_block_names_its_page() -> None:
    document = parse(drawn(says("On the first."), says("On the second."), says("On the third.")))
    found = [(block.page, block.unit, block.line, document.text[block.start : block.end]) for block in document.blocks]
    assert found == [
        (1, "page", None, "On the first."),
        (2, "page", None, "On the second."),
        (3, "page", None, "On the third."),
    ]
    check_paragraphs(document)


def test_the_facts_come_from_the_file() -> None:
    def facts(canvas: Any) -> None:
        canvas.setTitle("On pumps")
        canvas.setAuthor("Ada Field")
        canvas.setKeywords("water; wells")
        prose(canvas)

    document = parse(drawn(facts, lang="en-GB"))
    assert (document.title, document.author) == ("On pumps", "Ada Field")
    assert document.tags == ("water", "wells")
    assert document.language == "en-GB"
    assert document.date[:4].isdigit()
    assert document.date[10] == "T"


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("untitled", ""),
        ("(anonymous)", ""),
        ("Microsoft Word - Document1", ""),
        ("Microsoft Word - Annual report.doc", "Annual report.doc"),
        ("PowerPoint Presentation", ""),
        ("thesis.dvi", "thesis.dvi"),
        ("Is 3.5 enough?", "Is 3.5 enough?"),
    ],
)
def test_a_title_that_a_program_has_made_up_is_none(given: str, title: str) -> None:
    assert parse(drawn(lambda canvas: canvas.setTitle(given), prose)).title == title


def test_the_title_is_what_stands_largest_on_the_first_page() -> None:
    def first(canvas: Any) -> None:
        canvas.setFont("Helvetica-Bold", 24)
        canvas.drawString(60, 800, "A Book of Pumps")
        canvas.setFont("Helvetica-Bold", 15)
        canvas.drawString(60, 760, "Wells")
        canvas.setFont("Times-Roman", 11)
        write(canvas, lines_of(PROSE), y=740)

    document = parse(drawn(first, prose))
    assert document.title == "A Book of Pumps"
    assert document.blocks[-1].heading == ("A Book of Pumps", "Wells")


def test_headings_come_from_the_bookmarks() -> None:
    def page(canvas: Any) -> None:
        for level, (name, y) in enumerate((("Water", 800), ("Deep wells", 600))):
            canvas.bookmarkPage(name)
            canvas.addOutlineEntry(name, name, level)
            canvas.drawString(60, y, f"{level + 1}. {name}")
            write(canvas, lines_of(PROSE), y=y - 40)

    document = parse(drawn(page))
    assert [block.heading for block in document.blocks] == [("1. Water",), ("1. Water", "2. Deep wells")]
    assert [document.text[block.start : block.end] for block in document.blocks] == [PROSE, PROSE]


def test_pictures_of_pages_are_said_to_hold_no_text() -> None:
    document = parse(drawn(scan, scan))
    assert document.blocks == ()
    assert document.note == "It holds pictures of pages and no text."


def test_the_note_counts_the_pages_that_are_pictures() -> None:
    document = parse(drawn(prose, scan, scan, lambda canvas: None))
    assert document.note == "2 of 4 pages are pictures without text."


def test_pages_that_hold_nothing_are_said_to() -> None:
    assert parse(drawn(lambda canvas: None)).note == "The pages hold no text."


def test_the_invisible_text_of_a_scan_is_read() -> None:
    def page(canvas: Any) -> None:
        scan(canvas)
        text = canvas.beginText(60, 700)
        text.setTextRenderMode(3)
        text.textLine("Recognised by a machine.")
        canvas.drawText(text)

    document = parse(drawn(page))
    assert document.text.strip() == "Recognised by a machine."
    assert document.note == ""


def test_a_password_is_named_as_the_reason() -> None:
    with pytest.raises(DocumentError, match=ENCRYPTED):
        parse(drawn(prose, encrypt=StandardEncryption("secret")))


def test_a_file_that_opens_without_a_password_is_read() -> None:
    assert blocks(drawn(prose, encrypt=StandardEncryption("", ownerPassword="secret"))) == [PROSE]


def test_comments_and_fields_are_read() -> None:
    added = {
        **objects("/Annots[6 0 R 7 0 R 8 0 R 9 0 R 10 0 R]"),
        6: "<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/T(Ada)/Contents(Check the valve)>>",
        7: "<</Type/Annot/Subtype/Popup/Rect[0 0 9 9]/Contents(Check the valve)>>",
        8: "<</Type/Annot/Subtype/Widget/FT/Tx/Rect[0 0 9 9]/T(Town)/V(Bergen)>>",
        9: "<</Type/Annot/Subtype/Widget/FT/Btn/Rect[0 0 9 9]/T(Agreed)/V/Off>>",
        10: "<</Type/Annot/Subtype/Text/F 2/Rect[0 0 9 9]/Contents(Hidden)>>",
    }
    assert blocks(made_of(added)) == ["Hello there pump", "Town: Bergen", "Ada: Check the valve"]


def test_the_value_of_a_field_is_read_from_where_it_is_shown() -> None:
    def page(canvas: Any) -> None:
        canvas.drawString(60, 700, "Name:")
        canvas.acroForm.textfield(name="name", value="Erika", x=100, y=690, width=200, height=20, fontSize=11)
        canvas.drawString(60, 650, "Thank you.")

    assert blocks(drawn(page)) == ["Name: Erika", "Thank you."]


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" + bytes(100), b"<!doctype html><p>Text</p>", b"%PD"])
def test_another_format_under_this_suffix_is_refused(content: bytes) -> None:
    with pytest.raises(DocumentError, match="This is not a PDF file"):
        parse(content)


def test_what_is_damaged_is_said_to_be() -> None:
    with pytest.raises(DocumentError, match=DAMAGED):
        parse(b"%PDF-1.4\n" + bytes(100))


def test_what_is_left_of_a_file_is_read() -> None:
    content = drawn(*(says(f"Page that says {number}.") for number in range(9)), pageCompression=0)
    document = parse(content[: content.index(b"Page that says 7")])
    assert "Page that says 3." in document.text
    assert "Page that says 8." not in document.text
    assert "The end of the file is missing; what is left of it was read." in document.note


def test_every_beginning_of_a_file_is_read_or_refused() -> None:
    content = drawn(prose, scan, says("The end."))
    read = 0
    for length in range(0, len(content), 97):
        with contextlib.suppress(DocumentError):
            document = parse(content[:length])
            read += 1
            check_paragraphs(document)
            assert document.note
    assert read > 5


def test_a_late_reader_gives_the_pages_that_it_has_read() -> None:
    content = drawn(*(says(f"Number {number}.") for number in range(300)))
    whole = parse_source(Source(content, "a.pdf"))
    assert whole.note == ""
    ticks = iter(range(1000))

    class Slow(Source):
        @property
        def is_late(self) -> bool:
            return next(ticks) > 120

    document = parse_source(Slow(content, "a.pdf"))
    assert document.note == "It takes too long to read; only the first 121 of 300 pages were read."
    assert {block.page for block in document.blocks} == set(range(1, 122))
    assert parse_source(Source(content, "a.pdf", stop_at=time.monotonic())).blocks == ()


def test_the_text_stops_at_the_limit() -> None:
    document = parse(drawn(*[prose] * 150), Limits(max_text=3000))
    assert sum(block.end - block.start for block in document.blocks) == 3000
    assert document.note == "The text is longer than the limit; the first 3,000 characters of it were read."
    check_paragraphs(document)


def test_a_number_of_pages_that_is_not_true_costs_nothing() -> None:
    content = made_of({**objects(), 2: "<</Type/Pages/Kids[3 0 R]/Count 2000000000>>"})
    assert blocks(content) == ["Hello there pump"]


@pytest.mark.parametrize("box", ["0 0 1e30 1e30", "0 0 0 0", "-1e38 -1e38 1e38 1e38", "0 0 (a) (b)"])
def test_the_size_of_a_page_does_not_matter(box: str) -> None:
    assert blocks(made_of(objects(box=box))) == ["Hello there pump"]


def test_bookmarks_in_a_circle_end() -> None:
    circle = {
        **objects(),
        1: "<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>",
        6: "<</First 7 0 R/Last 8 0 R>>",
        7: "<</Title(A)/Next 8 0 R/First 7 0 R/Dest[3 0 R/Fit]>>",
        8: "<</Title(B)/Next 7 0 R/First 6 0 R/Dest[3 0 R/Fit]>>",
    }
    assert blocks(made_of(circle)) == ["Hello there pump"]


def test_pages_in_a_circle_end() -> None:
    document = parse(made_of({**objects(), 2: "<</Type/Pages/Kids[3 0 R 2 0 R]/Count 2>>"}))
    assert document.text.strip() == "Hello there pump"
    assert document.note == "1 of 2 pages are damaged and were not read."


def test_pages_nested_without_end_are_read_or_refused() -> None:
    deep: dict[int, str | bytes] = {**objects(), 1: "<</Type/Catalog/Pages 10 0 R>>"}
    for number in range(10, 3000):
        deep[number] = f"<</Type/Pages/Kids[{number + 1} 0 R]/Count 1/Parent {number - 1} 0 R>>"
    deep[3000] = objects()[3]
    with contextlib.suppress(DocumentError):
        assert parse(made_of(deep)).text.strip() == "Hello there pump"


def test_a_letter_of_impossible_size_is_no_trouble() -> None:
    stream = b"BT /F1 1e30 Tf 1e38 0 0 1e38 1e38 1e38 Tm (Hello) Tj 0 0 0 0 0 0 Tm (there) Tj ET"
    content = b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream)
    parse(made_of({**objects(), 4: content}))


def test_nothing_of_a_short_document_is_taken_for_a_margin() -> None:
    def letter(canvas: Any) -> None:
        canvas.drawString(60, 820, "Field & Sons")
        prose(canvas)

    assert blocks(drawn(letter, letter)) == ["Field & Sons", PROSE] * 2
