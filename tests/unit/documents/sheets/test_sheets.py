"""Spreadsheets: rows as a person reads them, their sheet and row number, and what stands beside the cells."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from desktop_search.documents.sheets.workbooks import as_text
from desktop_search.documents.sheets.workbooks import parse as parse_source
from desktop_search.documents.source import DAMAGED, ENCRYPTED, Limits
from desktop_search.errors import DocumentError
from desktop_search.records import Document
from tests.unit.documents.checks import check_paragraphs, parse_as, read_file
from tests.unit.documents.office_files import ENCRYPTED_OOXML, OLE, late, odf, packed, texts, word

parse = partial(parse_as, "book.xlsx")
Place = tuple[int | None, int | None, str]


def places(document: Document) -> list[Place]:
    """(sheet, row, text) of its blocks."""
    return [(block.page, block.line, document.text[block.start : block.end]) for block in document.blocks]


def by_openpyxl(build: Callable[[Any], None]) -> bytes:
    book: Any = openpyxl.Workbook()
    build(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def by_xlsxwriter(build: Callable[[Any], None]) -> bytes:
    stream = io.BytesIO()
    book: Any = xlsxwriter.Workbook(stream)
    build(book)
    book.close()
    return stream.getvalue()


def staff(book: Any) -> None:
    """A list of people with dates, shares and a comment; the second sheet is empty, the third hidden."""
    book.properties.title, book.properties.creator, book.properties.keywords = "Staff", "HR", "people, pay"
    sheet = book.active
    sheet.title = "People"
    sheet.append(["Name", "City", "Born", "Share", "Salary", "Active"])
    sheet.append(["Anna Weber", "Berlin", datetime.date(1980, 4, 3), 0.255, 51234.5, True])
    sheet.append(["Bob", None, datetime.datetime(1979, 1, 1, 8, 30), 1, 3.0, False])
    sheet["D2"].number_format = "0.0%"
    sheet["D3"].number_format = "0%"
    sheet["B2"].comment = Comment("Moved in May", "Eva")
    book.create_sheet("Empty")
    hidden = book.create_sheet("Hidden")
    hidden.sheet_state = "hidden"
    hidden["B5"] = "alone"


STAFF: list[Place] = [
    (1, 2, "Name: Anna Weber; City: Berlin; Born: 1980-04-03; Share: 25.5%; Salary: 51234.5; Active: TRUE"),
    (1, 3, "Name: Bob; Born: 1979-01-01 08:30; Share: 100%; Salary: 3; Active: FALSE"),
    (1, 2, "Comment on B2 by Eva: Moved in May"),
    (3, 5, "alone"),
]


def budget(book: Any) -> None:
    """Two tables in one sheet, each below a caption, the first with a line of totals after an empty row."""
    sheet = book.active
    sheet.title = "Budget"
    for row in (
        ["Budget 2025"],
        ["Item", "Planned", "Spent"],
        ["Rent", 12000, 12000],
        ["Power", 1800.5, None],
        [],
        ["Total", 13800.5, 12000],
        [],
        ["Income"],
        ["Source", "Amount"],
        ["Grant", 20000],
    ):
        sheet.append(row)


BUDGET: list[Place] = [
    (1, 1, "Budget 2025"),
    (1, 3, "Item: Rent; Planned: 12000; Spent: 12000"),
    (1, 4, "Item: Power; Planned: 1800.5"),
    (1, 6, "Item: Total; Planned: 13800.5; Spent: 12000"),
    (1, 8, "Income"),
    (1, 10, "Source: Grant; Amount: 20000"),
]


def form(book: Any) -> None:
    """A form: labels with colons, cells that are merged, text of several lines, far from the corner."""
    sheet = book.active
    sheet.title = "Form"
    sheet["C4"], sheet["D4"] = "Name:", "Anna Weber"
    sheet["C5"], sheet["D5"] = "Address:", "Main Street 5\n12345 Town"
    sheet.merge_cells("C7:F7")
    sheet["C7"] = "I have read the rules."


FORM: list[Place] = [
    (1, 4, "Name: | Anna Weber"),
    (1, 5, "Address: | Main Street 5 12345 Town"),
    (1, 7, "I have read the rules."),
]


def stock(book: Any) -> None:
    """Formulas with their results, dates, times, a chart, a text box and a picture's description."""
    sheet = book.add_worksheet("Stock")
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.write_row(0, 0, ["Part", "Count", "Counted on", "Value"])
    sheet.write_row(1, 0, ["Valve", 5])
    sheet.write_datetime(1, 2, datetime.datetime(2025, 3, 1), day)
    sheet.write_formula(1, 3, "=B2*2.5", None, 12.5)
    sheet.write_row(2, 0, ["Pump", 7])
    sheet.write_formula(2, 3, "=B3*2.5", None, 17.5)
    sheet.insert_textbox(6, 1, "Count again in June")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"name": "=Stock!$B$1", "values": "=Stock!$B$2:$B$3"})
    chart.set_title({"name": "Parts in stock"})
    sheet.insert_chart("F10", chart)
    book.set_properties({"title": "Stock list", "author": "Store"})


STOCK: list[Place] = [
    (1, 2, "Part: Valve; Count: 5; Counted on: 2025-03-01; Value: 12.5"),
    (1, 3, "Part: Pump; Count: 7; Value: 17.5"),
    (1, 7, "Count again in June"),
    (1, 10, "Parts in stock"),
]


def answers(book: Any) -> None:
    """A survey: long questions as header, text as answers, rich text, a link, an error."""
    sheet = book.add_worksheet("Answers")
    bold = book.add_format({"bold": True})
    sheet.write_row(0, 0, ["Who are you?", "What should we do better next time, if there is one?"])
    sheet.write(1, 0, "Eva")
    sheet.write_rich_string(1, 1, "Much more ", bold, "cof", "fee")
    sheet.write_url(2, 0, "https://example.org", string="Our page")
    sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")


ANSWERS: list[Place] = [
    (1, 2, "Who are you?: Eva; What should we do better next time, if there is one?: Much more coffee"),
    (1, 3, "Who are you?: Our page"),
]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (by_openpyxl(staff), STAFF),
        (by_openpyxl(budget), BUDGET),
        (by_openpyxl(form), FORM),
        (by_xlsxwriter(stock), STOCK),
        (by_xlsxwriter(answers), ANSWERS),
    ],
    ids=["staff", "budget", "form", "stock", "answers"],
)
def test_a_workbook_is_read_as_a_person_sees_it(content: bytes, expected: list[Place]) -> None:
    document = parse(content)
    assert places(document) == expected
    assert {block.unit for block in document.blocks} == {"sheet"}
    check_paragraphs(document)


def test_the_name_of_the_sheet_is_the_heading_and_the_facts_are_kept() -> None:
    document = parse(by_openpyxl(staff))
    assert [block.heading for block in document.blocks] == [("People",)] * 3 + [("Hidden",)]
    assert (document.title, document.author, document.tags) == ("Staff", "HR", ("people", "pay"))


def test_many_rows_become_blocks_that_keep_their_row_numbers() -> None:
    def build(book: Any) -> None:
        book.active.append(["id", "word"])
        for number in range(2500):
            book.active.append([number, f"word{number}"] if number != 1000 else [])

    document = parse(by_openpyxl(build))
    assert {block.kind for block in document.blocks} == {"table"}
    for paragraph in check_paragraphs(document):
        assert paragraph.text.startswith(f"id: {(paragraph.line or 0) - 2};")
        assert paragraph.page == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (0.1 + 0.2, "0.3"),
        (1e20, "1e+20"),
        (-0.0, "0"),
        (True, "TRUE"),
        (datetime.time(9, 5), "09:05"),
        (datetime.timedelta(hours=30, minutes=5), "30:05:00"),
        (datetime.datetime(2025, 1, 2), "2025-01-02"),
        (datetime.datetime(2025, 1, 2, 3, 4, 5), "2025-01-02 03:04:05"),
    ],
)
def test_values_are_written_as_a_person_writes_them(value: Any, text: str) -> None:
    assert as_text(value) == text


def test_cells_too_far_apart_cost_their_sheet_only() -> None:
    def build(book: Any) -> None:
        far, near = book.add_worksheet("Far"), book.add_worksheet("Near")
        far.write(0, 0, "a")
        far.write(1048575, 16383, "z")
        near.write(0, 0, "here")

    document = parse(by_xlsxwriter(build))
    assert places(document) == [(2, 1, "here")]
    assert "Far" in document.note


CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'


def test_an_open_document_sheet_shows_values_as_they_stand_and_counts_repeated_rows() -> None:
    body = '<table:table table:name="Stock"><table:table-row>' + CELL.format("Part") + CELL.format("Day")
    body += '</table:table-row><table:table-row table:number-rows-repeated="2">' + CELL.format("Valve")
    body += '<table:table-cell office:value-type="date" office:date-value="2025-03-01"><text:p>1.3.25</text:p>'
    body += "<office:annotation><dc:creator>Eva</dc:creator><text:p>Sure?</text:p></office:annotation>"
    body += '</table:table-cell></table:table-row><table:table-row table:number-rows-repeated="1048000"/>'
    body += "<table:table-row>" + CELL.format("end") + "</table:table-row></table:table>"
    document = parse_as("book.ods", odf("spreadsheet", body))
    assert places(document) == [
        (1, 2, "Part: Valve; Day: 2025-03-01"),
        (1, 3, "Part: Valve; Day: 2025-03-01"),
        (1, 1048004, "end"),
        (1, 2, "Comment by Eva: Sure?"),
    ]
    assert {block.heading for block in document.blocks} == {("Stock",)}
    assert texts(parse(odf("spreadsheet", body))) == texts(document)  # the name of the file may be wrong


def test_repeated_cells_do_not_fill_memory() -> None:
    row = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string"'
    row += ' table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row>'
    document = parse_as("book.ods", odf("spreadsheet", f'<table:table table:name="S">{row * 50}</table:table>'))
    assert len(document.text) < 3_000_000


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xlsx", ENCRYPTED_OOXML, ENCRYPTED),
        ("a.xls", OLE, DAMAGED),
        ("a.xls", bytes(range(256)) * 10, "not a spreadsheet"),
        ("a.xlsx", b"<?xml version='1.0'?><a/>", "not a spreadsheet"),
        ("a.xlsx", by_openpyxl(staff)[:2000], DAMAGED),
        ("a.xlsx", packed({"xl/workbook.xml": "<a"}), DAMAGED),
        ("a.xlsx", packed({"xl/workbook.xml": "<a/>", "xl/worksheets/sheet1.xml": bytes(30_000_000)}), "bomb"),
        ("a.xlsx", word("<w:p/>"), "missing"),
        ("a.ods", packed({"content.xml": "<a/>"}), "not an OpenDocument file"),
    ],
)
def test_bad_input_gets_one_clear_sentence(name: str, content: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        parse_as(name, content)


def test_a_table_as_text_under_the_name_of_a_workbook_is_read() -> None:
    assert texts(parse_as("export.xls", b"Name\tAge\r\nAnna\t41\r\n")) == ["Name: Anna; Age: 41"]


def test_nothing_in_it_too_much_of_it_and_no_time_for_it_are_told() -> None:
    assert parse(by_openpyxl(lambda book: None)).note == "The workbook holds no text."
    assert "longer than the limit" in parse(by_openpyxl(staff), Limits(max_text=50)).note
    assert "too long" in parse_source(late("a.xlsx", by_openpyxl(staff))).note


def test_a_real_workbook(shared_data: Path) -> None:
    path = shared_data / "formats/pandoc-test/test/xlsx-reader/basic.xlsx"
    if not path.is_file():
        pytest.skip("the file is not there")
    assert places(read_file(path))[:3] == [
        (1, 2, "Person: Anton Antich; Age: 23; Location: Switzerland"),
        (1, 3, "Person: James Bond; Age: 35; Location: Moscow"),
        (1, 6, "Just a random cell"),
    ]
