"""Spreadsheets (xlsx, xlsm, xltx, xltm, xlsb, xls, ods, ots): each row with the names of its columns, sheet by sheet.

Excel's formats -> calamine -> rows -> Builder, with comments, text boxes and charts after the rows of their sheet
OpenDocument    -> the package opendocument
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterator
from itertools import chain
from typing import TypeVar

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from desktop_search.documents.building.builder import Builder
from desktop_search.documents.building.rows import Row, add_rows, make_row
from desktop_search.documents.characters.encoding import decode
from desktop_search.documents.office.drawing import as_written
from desktop_search.documents.office.ooxml import OLE_MARK, Package, Properties
from desktop_search.documents.opendocument.document import parse as parse_opendocument
from desktop_search.documents.sheets.delimited import parse as parse_table
from desktop_search.documents.sheets.workbook_parts import SheetParts, ole_properties, sheet_parts
from desktop_search.documents.source import DAMAGED, ENCRYPTED, Source
from desktop_search.errors import DocumentError
from desktop_search.records import Document

_USUAL = "xl/workbook.xml"
_LATE = "It takes too long to read; only a part was read."
_EMPTY = "The workbook holds no text."
_TOO_WIDE = 'The cells of the sheet "{}" lie too far apart; it was not read.'
_NOT_READ = 'The sheet "{}" could not be read.'
_NO_SHEET = "This is not a spreadsheet."
# calamine keeps a place of 32 bytes for every cell between the outermost ones, and ends the process where it cannot.
# How far the cells of xls and xlsb reach is not looked at beforehand: xls has 17 million places in a sheet at most,
# and xlsb is rare enough to leave it to the process's own limit.
_MOST_CELLS = 12_000_000
_LOOK_EVERY = 256
_HTML = (b"<html", b"<table", b"<!doctype html")

Value = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
Result = TypeVar("Result")


def parse(source: Source) -> Document:
    """Reads one workbook. Raises DocumentError where it is none, is encrypted or damaged."""
    content = source.content
    if content.startswith(OLE_MARK):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise DocumentError(ENCRYPTED)
        return _parse_workbook(source, {}, ole_properties(content))
    if not content.startswith(b"PK"):
        return _parse_text(source)
    package = Package(source)
    if "content.xml" in package:
        return parse_opendocument(source)
    return _parse_workbook(source, sheet_parts(package, package.main_part(_USUAL)), package.properties())


def as_text(value: Value, is_percent: bool = False) -> str:
    """A cell's value as a person writes it: 3 for 3.0, 25% for 0.25 shown so, dates and times as in ISO 8601."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return f"{as_written(round(value * 100, 10))}%" if is_percent else as_written(value)
    if isinstance(value, datetime.datetime):
        if value.time() == datetime.time():
            return value.date().isoformat()
        return value.isoformat(" ", "minutes" if not value.second else "seconds")
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(value, datetime.time):
        return value.isoformat("minutes" if not value.second else "seconds")
    return value.isoformat() if isinstance(value, datetime.date) else value


def _parse_text(source: Source) -> Document:
    """Many programs write a web page or a table as text and call it .xls; Excel opens them, too."""
    if any(mark in source.content[:2000].lower() for mark in _HTML):
        return source.read_part("table.html", source.content)
    try:
        text = decode(source.content)
    except DocumentError as error:
        raise DocumentError(_NO_SHEET) from error
    if text.lstrip().startswith("<"):
        raise DocumentError(_NO_SHEET)
    return parse_table(source)


def _parse_workbook(source: Source, parts: dict[str, SheetParts], facts: Properties) -> Document:
    builder = Builder(source.limits)
    workbook: CalamineWorkbook = _call(lambda: CalamineWorkbook.from_object(io.BytesIO(source.content)))
    for page, sheet in enumerate(workbook.sheets_metadata, start=1):
        if source.is_late:
            builder.note(_LATE)
        if source.is_late or builder.is_full:
            break
        if sheet.visible == SheetVisibleEnum.VeryHidden or sheet.typ == SheetTypeEnum.Vba:
            continue
        own = parts.get(sheet.name, SheetParts())
        rows: Iterator[Row] = iter(())
        if own.area > _MOST_CELLS:
            builder.note(_TOO_WIDE.format(sheet.name))
        elif sheet.typ == SheetTypeEnum.WorkSheet:
            rows = _rows_or_note(builder, workbook, page, own, source)
        first = next(rows, None)
        if first is not None or own.remarks:
            builder.place(page, "sheet")
            builder.heading(1, sheet.name)
        if first is not None:
            add_rows(builder, chain((first,), rows), page, "sheet")
        for remark in own.remarks:
            builder.place(page, "sheet", remark.row)
            builder.block(remark.text)
    if builder.is_empty:
        builder.note(_EMPTY)
    return builder.finish(facts.title, facts.author, facts.date, facts.language, facts.tags)


def _rows_or_note(
    builder: Builder, workbook: CalamineWorkbook, page: int, parts: SheetParts, source: Source
) -> Iterator[Row]:
    """The rows of one sheet; what stands in the way of reading it becomes a note."""
    try:
        sheet: CalamineSheet = _call(lambda: workbook.get_sheet_by_index(page - 1))
    except DocumentError:
        builder.note(_NOT_READ.format(workbook.sheet_names[page - 1]))
        return iter(())
    return _rows(builder, sheet, parts, source)


def _rows(builder: Builder, sheet: CalamineSheet, parts: SheetParts, source: Source) -> Iterator[Row]:
    """The rows that are not empty."""
    start = sheet.start
    if start is None:
        return
    for number, values in enumerate(sheet.iter_rows()):
        if number % _LOOK_EVERY == 0 and source.is_late:
            builder.note(_LATE)
            return
        cells = [
            (column, as_text(value, (number, column) in parts.percents), isinstance(value, str))
            for column, value in enumerate(values, start=start[1])
            if value != ""
        ]
        if cells and (row := make_row(number + 1, number + 1, cells)).cells:
            yield row


def _call(function: Callable[[], Result]) -> Result:
    """Calls calamine and turns its failures into one. Raises DocumentError."""
    try:
        return function()
    except PasswordError as error:
        raise DocumentError(ENCRYPTED) from error
    except (CalamineError, OSError, ValueError) as error:
        raise DocumentError(DAMAGED) from error
    except BaseException as error:
        # A defect in its Rust code comes as a class of its own that cannot be imported and is no Exception.
        if type(error).__name__ == "PanicException":
            raise DocumentError(DAMAGED) from error
        raise
