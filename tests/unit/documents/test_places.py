"""The place that a paragraph names is where it stands: real files, looked at again by independent means."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pptx
import pytest

from desktop_search.documents.reading.reader import read
from desktop_search.documents.splitting.paragraphs import split
from desktop_search.errors import DocumentError
from desktop_search.records import Paragraph

_WORD = re.compile(r"[^\W\d_]{2,}")


def real(folder: Path, suffix: str, most: int = 25) -> Iterator[tuple[Path, list[Paragraph]]]:
    """Real files of one format, spread over all there are, with the paragraphs that were made of them."""
    paths = sorted(folder.rglob(f"*{suffix}"))
    for path in paths[:: max(1, len(paths) // most)]:
        try:
            document = read(path).document
        except DocumentError:
            continue
        if document is not None and (paragraphs := split(document)):
            yield path, paragraphs


def words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}


def share_there(paragraph: Paragraph, place: str) -> float:
    """The share of a paragraph's words that stand at a place."""
    own = words(paragraph.text)
    return len(own & words(place)) / len(own) if own else 1.0


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_a_paragraph_of_a_pdf_stands_on_its_page(shared_data: Path) -> None:
    checked = 0
    for path, paragraphs in real(shared_data / "formats" / "pypdf-samples", ".pdf"):
        pages: dict[int, str] = {}
        for paragraph in paragraphs[:: max(1, len(paragraphs) // 10)]:
            assert paragraph.page is not None
            assert (paragraph.unit, paragraph.line) == ("page", None)
            if paragraph.page not in pages:
                number = str(paragraph.page)
                command = ["pdftotext", "-q", "-f", number, "-l", number, str(path), "-"]
                pages[paragraph.page] = subprocess.run(command, capture_output=True, check=False).stdout.decode()
            is_shown = paragraph.heading != ("Comments",)  # pdftotext leaves these out
            if is_shown and len(words(paragraph.text)) > 4 and pages[paragraph.page].strip():
                assert share_there(paragraph, pages[paragraph.page]) > 0.6, (path.name, paragraph)
                checked += 1
    assert checked > 20


def test_a_paragraph_of_a_presentation_stands_on_its_slide(shared_data: Path) -> None:
    checked = 0
    for path, paragraphs in real(shared_data / "formats" / "pandoc-test", ".pptx"):
        slides = list(pptx.Presentation(str(path)).slides)
        for paragraph in paragraphs:
            assert paragraph.page is not None
            assert paragraph.unit == "slide"
            slide = slides[paragraph.page - 1]
            notes = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
            diagrams = [
                one.target_part.blob for one in slide.part.rels.values() if one.reltype.endswith("/diagramData")
            ]
            drawn = re.findall("<a:t>([^<]*)", b" ".join(diagrams).decode())
            place = " ".join([*_texts(slide.shapes), notes.text if notes is not None else "", *drawn])
            if len(words(paragraph.text)) > 2:
                assert share_there(paragraph, place) > 0.9, (path.name, paragraph)
                checked += 1
    assert checked > 20


def _texts(shapes: Iterable[Any]) -> Iterator[str]:
    for shape in shapes:
        # What a picture shows, as its author described it.
        yield from shape.element.xpath(".//p:cNvPr/@descr")
        if shape.has_text_frame:
            yield shape.text_frame.text
        if getattr(shape, "has_table", False) and shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)
        if hasattr(shape, "shapes"):
            yield from _texts(shape.shapes)


def test_a_paragraph_of_a_notebook_stands_in_its_cell(shared_data: Path) -> None:
    checked = 0
    for path, paragraphs in real(shared_data / "formats", ".ipynb"):
        loaded = json.loads(path.read_text("utf-8"))
        cells = loaded["cells"] if "cells" in loaded else loaded["worksheets"][0]["cells"]
        for paragraph in paragraphs:
            if paragraph.page is None:
                continue
            assert paragraph.unit == "cell"
            assert share_there(paragraph, json.dumps(cells[paragraph.page - 1], ensure_ascii=False)) > 0.9
            checked += 1
    assert checked > 10


@pytest.mark.parametrize(
    ("folder", "suffix"),
    [
        ("notes/dendronhq+dendron-site", ".md"),
        ("notes/python+peps", ".rst"),
        ("formats/pandoc-test", ".org"),
        ("formats/pandoc-test", ".tex"),
        ("formats/pandoc-test", ".csv"),
    ],
)
def test_a_paragraph_of_a_text_begins_on_its_line(shared_data: Path, folder: str, suffix: str) -> None:
    checked = 0
    for path, paragraphs in real(shared_data / folder, suffix):
        lines = re.split(r"\r\n?|\n", path.read_bytes().decode("utf-8-sig", "replace"))
        for paragraph in paragraphs:
            assert paragraph.page is None
            assert paragraph.line is not None
            first = words(paragraph.text.splitlines()[0]) if suffix != ".csv" else set()
            assert first <= words(lines[paragraph.line - 1]), (path.name, paragraph)
            checked += 1
    assert checked >= 3
