"""Tables as text (csv, tsv, tab): each row with the names of its columns, at its line in the file."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from desktop_search.documents.building.builder import Builder
from desktop_search.documents.building.rows import Row, add_rows, make_row
from desktop_search.documents.characters.encoding import decode
from desktop_search.documents.source import Source
from desktop_search.records import Document

if TYPE_CHECKING:
    from _csv import Reader

_DELIMITERS = ",;\t|"
_SAMPLE = 64_000
# A field over more lines than this comes from a quote that is never closed.
_MOST_LINES = 500
_LOOK_EVERY = 512
_NUMBER = re.compile(r"[-+(]?[$€£¥]? ?\d[\d.,' \u00a0\u202f]*(?:e[-+]?\d+)?\)? ?[%$€£¥]?\Z", re.I)
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].{1,20})?\Z|\d{1,2}:\d{2}")
_LATE = "It takes too long to read; only the first {:,} rows were read."
_EXCEL_HINT = re.compile(r"sep=(.)\r?\n", re.I)


def parse(source: Source) -> Document:
    """Reads one table. A broken one is read line by line. Raises DocumentError where it is not text."""
    text = decode(source.content).replace("\0", "")
    builder = Builder(source.limits)
    first = 1
    if hint := _EXCEL_HINT.match(text):
        delimiter, text, first = hint[1], text[hint.end() :], 2
    else:
        delimiter = _delimiter(text, "\t" if source.suffix in (".tsv", ".tab") else ",")
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    add_rows(builder, _rows(text, delimiter, first, source, builder))
    if builder.is_empty:
        builder.note("The table is empty.")
    return builder.finish()


def _rows(text: str, delimiter: str, first: int, source: Source, builder: Builder) -> Iterator[Row]:
    """The rows that are not empty, each with its lines in the file."""
    is_quoted = '"' in text and not _is_broken(text, delimiter, source)
    line = first
    reader = _reader(text, delimiter, is_quoted)
    for count, cells in enumerate(reader):
        if count % _LOOK_EVERY == 0 and source.is_late:
            builder.note(_LATE.format(count))
            return
        last = reader.line_num + first - 1
        if not is_quoted:
            cells = [cell.strip('"') for cell in cells]
        row = make_row(line, last, ((column, cell, not _is_value(cell)) for column, cell in enumerate(cells)))
        line = last + 1
        if row.cells:
            yield row


def _reader(text: str, delimiter: str, is_quoted: bool) -> Reader:
    stream = io.StringIO(text, newline="")
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if is_quoted else csv.QUOTE_NONE
    return csv.reader(stream, delimiter=delimiter, quoting=quoting, skipinitialspace=delimiter != "\t")


def _is_broken(text: str, delimiter: str, source: Source) -> bool:
    """Is there a quote that is never closed, so that a field would take up what comes after it?"""
    reader = _reader(text, delimiter, True)
    line = spans = 0
    try:
        for count, _ in enumerate(reader):
            spans = reader.line_num - line
            line = reader.line_num
            if spans > _MOST_LINES or (count % _LOOK_EVERY == 0 and source.is_late):
                return True
    except csv.Error:
        return True
    return spans > 1 and text.count('"') % 2 == 1


def _is_value(text: str) -> bool:
    """A number, an amount of money, a date or a time: nothing that a column is called."""
    text = text.strip()
    return len(text) < 40 and (_NUMBER.match(text) or _DATE.match(text)) is not None


def _delimiter(text: str, usual: str) -> str:
    """The delimiter that gives most rows the same number of fields, and more than one."""
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: sample.rfind("\n") + 1] or sample
    best, best_score = usual, 0.0
    for delimiter in usual + _DELIMITERS.replace(usual, ""):
        if delimiter not in sample:
            continue
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if row]
        except csv.Error:
            widths = [line.count(delimiter) + 1 for line in sample.splitlines() if line.strip()]
        (width, count), *_ = Counter(widths).most_common(1) or [(1, 0)]
        score = count / max(1, len(widths)) + min(width, 20) / 1000
        if width > 1 and score > best_score + 0.05:
            best, best_score = delimiter, score
    return best
