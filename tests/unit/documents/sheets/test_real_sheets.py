"""Workbooks with odd features, real and made by two other programs, against what a person sees in their cells."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from desktop_search.records import Document
from tests.unit.documents.by_hand import check_by_hand, check_no_junk
from tests.unit.documents.checks import check_paragraphs, parse_as, read_file
from tests.unit.documents.office_files import odf

JUNK = "xf numFmt sqref Calibri Aptos styles.xml sharedStrings 44265 46095 0.255 _xlfn SUM(C3) CONCATENATE VLOOKUP"


def invoices(book: Any) -> None:
    """Dates, money, shares, times, formulas with the values that they had, and a merged title."""
    sheet = book.add_worksheet("Invoices")
    day, money, share, time = (
        book.add_format({"num_format": form}) for form in ("yyyy-mm-dd", "$#,##0.00", "0.0%", "hh:mm")
    )
    sheet.merge_range("A1:E1", "Invoices of the north branch")
    sheet.write_row(1, 0, ["Customer", "Due", "Amount", "Discount", "Opens", "Owed", "State"])
    for row, (name, due, amount) in enumerate(
        [("Miller & Sons", (2026, 3, 14), 250), ("Überseehandel", (2021, 3, 10), 75)], 2
    ):
        sheet.write(row, 0, name)
        sheet.write_datetime(row, 1, datetime.datetime(*due), day)
        sheet.write(row, 2, amount, money)
        sheet.write(row, 3, 0.255, share)
        sheet.write_datetime(row, 4, datetime.datetime(1900, 1, 1, 8, 30), time)
        sheet.write_formula(row, 5, f"=SUM(C{row + 1})*2", money, amount * 2)
        sheet.write_formula(row, 6, '=CONCATENATE("over","due")', None, "overdue")
    sheet.write(5, 0, True)
    sheet.write_formula(6, 0, "=VLOOKUP(1,A1:A2,2)", None, "#N/A")


def layers(book: Any) -> None:
    """Several sheets, one of them empty and one that only a program can show; links, comments, rich text."""
    first = book.add_worksheet("Contacts")
    first.write_rich_string(0, 0, "Call ", book.add_format({"bold": True}), "before", " noon")
    first.write_url(1, 0, "https://example.org/manual", string="The manual")
    first.write_comment(1, 0, "Ask Eva first")
    first.insert_textbox(3, 0, "Text in a box")
    book.add_worksheet("Empty")
    book.add_worksheet("Archive").write(99, 25, "far away")
    secret = book.add_worksheet("Internal")
    secret.write(0, 0, "concealed")
    secret.very_hidden()


def wide(book: Any) -> None:
    """A row of two hundred columns, with the strings in the cells themselves."""
    sheet = book.add_worksheet("Wide")
    sheet.write_row(0, 0, [f"field{number}" for number in range(200)])
    sheet.write_row(1, 0, [f"value{number}" for number in range(200)])


def by_xlsxwriter(build: Callable[[Any], None], **options: object) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, options) as book:
        build(book)
    return stream.getvalue()


def by_openpyxl() -> bytes:
    """Line breaks in cells, numbers kept as text, large and small numbers, other scripts, a table of its own style."""
    book: Any = openpyxl.Workbook()
    book.properties.title, book.properties.creator = "Stock list", "Ann Author"
    sheet = book.active
    sheet.title = "Stock"
    sheet.append(["Article", "Code", "Count", "Price"])
    sheet.append(["Garden hose\n20 metres", "007", 1500000, 19.95])
    sheet.append(["Кран", "A-12", 0, 0.5])
    sheet.append(["蛇口", "=1+1", 3, None])
    sheet["B4"].data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def by_hand() -> bytes:
    """OpenDocument: repeated cells and rows, a formatted value, a covered cell, a note."""

    def cell(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    rows = [
        cell("Town") + cell("Since") + cell("Share"),
        cell("Bonn") + cell("3 March 1999", 'office:value-type="date" office:date-value="1999-03-03"')
        + cell("12.5 %", 'office:value-type="percentage" office:value="0.125"'),
        cell("twice", 'table:number-columns-repeated="2"') + "<table:covered-table-cell/>",
    ]  # fmt: skip
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return odf("spreadsheet", f'<table:table table:name="Towns">{table}</table:table>')


WRITTEN = {
    "basic.xlsx": """
        Main. Person: Anton Antich. Age: 23. Location: Switzerland. Person: James Bond. Age: 35. Location: Moscow. Just
        a random cell. Secondary. Sum of Age. Column Labels. Row Labels. Moscow. Switzerland. (blank). Grand Total.
        Anton Antich 23 23. James Bond 35 35. Grand Total 35 23 58.""",
    "invoices.xlsx": """
        Invoices of the north branch. Customer. Due. Amount. Discount. Opens. Owed. State. Miller & Sons 2026-03-14 250
        25.5% 08:30 500 overdue. Überseehandel 2021-03-10 75 25.5% 08:30 150 overdue. TRUE""",
    "layers.xlsx": """
        Contacts. Call before noon. The manual. Ask Eva first. Text in a box. Archive. far away.""",
    "wide.xlsx": "Wide " + " ".join(f"field{number} value{number}" for number in range(200)),
    "stock.xlsx": """
        Stock list. Ann Author. Stock. Article. Code. Count. Price. Garden hose 20 metres 007 1500000 19.95. Кран A-12 0
        0.5. 蛇口 3.""",
    # A date is kept as ISO 8601, however it is shown: that is how it can be found in all of them.
    "towns.ods": "Towns. Town: Bonn. Since: 1999-03-03. Share: 12.5 %. twice twice",
}


@pytest.fixture(scope="module")
def documents(shared_data: Path) -> dict[str, Document]:
    made = {
        "invoices.xlsx": by_xlsxwriter(invoices),
        "layers.xlsx": by_xlsxwriter(layers),
        "wide.xlsx": by_xlsxwriter(wide, constant_memory=True),
        "stock.xlsx": by_openpyxl(),
        "towns.ods": by_hand(),
    }
    found = {name: parse_as(name, content) for name, content in made.items()}
    return {"basic.xlsx": read_file(shared_data / "formats/pandoc-test/test/xlsx-reader/basic.xlsx"), **found}


def test_the_words_in_the_cells_are_found(documents: dict[str, Document]) -> None:
    check_by_hand(WRITTEN, documents)


@pytest.mark.parametrize("name", WRITTEN)
def test_nothing_else_is_found(name: str, documents: dict[str, Document]) -> None:
    check_paragraphs(documents[name])
    check_no_junk(documents[name], JUNK)


def test_a_sheet_that_only_programs_can_show_is_left_out(documents: dict[str, Document]) -> None:
    assert "concealed" not in documents["layers.xlsx"].text


def test_a_row_keeps_its_columns_together(documents: dict[str, Document]) -> None:
    rows = {
        block.line: documents["invoices.xlsx"].text[block.start : block.end]
        for block in documents["invoices.xlsx"].blocks
    }
    assert rows[3].startswith("Customer: Miller & Sons; Due: 2026-03-14; Amount: 250; Discount: 25.5%")
