"""Documents of many formats through the whole index: a hit names the page, slide, row, cell or message it stands in."""

from __future__ import annotations

import json
import mailbox
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from desktop_search.records import Hit
from tests.index_bench import Bench

# One word that stands nowhere else, in a sentence that does.
SENTENCE = "The quarterly report mentions {} in one place only, and nothing else of note."


def pdf(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setTitle("Report of the year")
    for number, word in enumerate(("almond", "birch", "cedar"), 1):
        canvas.drawString(72, 700, SENTENCE.format(word))
        canvas.drawString(72, 600, f"Something else that fills page {number}.")
        canvas.showPage()
    canvas.save()


def slides(path: Path) -> None:
    deck = pptx.Presentation()
    for word in ("dahlia", "elder", "fern"):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = f"Slide about {word}"
        slide.placeholders[1].text = SENTENCE.format(f"{word} and {word}s")
        slide.notes_slide.notes_text_frame.text = f"Say slowly: {word}speech."
    deck.save(str(path))


def sheet(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Costs"
    for row in (["Item", "Price"], ["ginkgo", 12.5], ["hazel", 3]):
        book.active.append(row)
    second = book.create_sheet("People")
    for row in (["Name", "Town"], [], ["iris", "Ulm"], ["juniper", "Bern"]):
        second.append(row)
    book.save(str(path))


def notebook(path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Analysis\n", "Some words first."]},
        {"cell_type": "code", "metadata": {}, "source": "x = 1\nkapok = 2", "outputs": [], "execution_count": 1},
        {"cell_type": "markdown", "metadata": {}, "source": SENTENCE.format("larch")},
    ]
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}))


def table(path: Path) -> None:
    path.write_text('Plant,Note\nmaple,"two\nlines"\nnettle,plain\n')


def mails(path: Path) -> None:
    box = mailbox.mbox(str(path))
    for number, word in enumerate(("oak", "poplar")):
        message = EmailMessage()
        message["Subject"] = f"Letter {number}"
        message["From"] = "Ann Example <ann@example.org>"
        message.set_content(SENTENCE.format(word))
        box.add(message)
    box.close()


def mail_with_attachment(path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "With a file"
    message["From"] = "Ben Example <ben@example.org>"
    message.set_content(SENTENCE.format("quince"))
    message.add_attachment(f"# Inside\n\n{SENTENCE.format('rowan')}\n", subtype="markdown", filename="inner.md")
    path.write_bytes(message.as_bytes())


def archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("notes/inner.md", f"# First\n\nWords.\n\n# Second\n\n{SENTENCE.format('spruce')}\n")


def word(path: Path) -> None:
    document = docx.Document()
    document.core_properties.title = "Manual"
    document.add_heading("Chapter", 1)
    document.add_heading("Section", 2)
    document.add_paragraph(SENTENCE.format("tulip"))
    document.save(str(path))


def code(path: Path) -> None:
    path.write_text("import os\n\n\nclass Shop:\n    def sell(self):\n        '''Sells willow.'''\n        return os\n")


Place = tuple[int | None, str, int | None, tuple[str, ...]]
MAKERS: dict[str, Callable[[Path], None]] = {
    "a.pdf": pdf,
    "a.pptx": slides,
    "a.xlsx": sheet,
    "a.ipynb": notebook,
    "a.csv": table,
    "a.mbox": mails,
    "a.eml": mail_with_attachment,
    "a.zip": archive,
    "a.docx": word,
    "a.py": code,
}


@pytest.fixture
def library(bench: Bench) -> Bench:
    for name, make in MAKERS.items():
        make(bench.notes / name)
    bench.survey()
    assert bench.rows("SELECT path, reason FROM files WHERE state <> 'indexed'") == []
    return bench


def place(hit: Hit) -> Place:
    return hit.page, hit.unit, hit.line, hit.heading


def test_every_hit_names_its_place(library: Bench) -> None:
    for query, name, expected in [
        ("almond", "a.pdf", (1, "page", None, ())),
        ("cedar", "a.pdf", (3, "page", None, ())),
        ("elder elders", "a.pptx", (2, "slide", None, ("Slide about elder",))),
        ("fernspeech", "a.pptx", (3, "slide", None, ("Slide about fern", "Notes"))),
        ("hazel", "a.xlsx", (1, "sheet", 3, ("Costs",))),
        ("juniper", "a.xlsx", (2, "sheet", 4, ("People",))),
        ("kapok", "a.ipynb", (2, "cell", 1, ("Analysis",))),
        ("larch", "a.ipynb", (3, "cell", 1, ("Analysis",))),
        ("nettle", "a.csv", (None, "page", 4, ())),
        ("poplar", "a.mbox", (2, "message", None, ("Letter 1",))),
        ("rowan", "a.eml", (None, "page", 3, ("inner.md", "Inside"))),
        ("spruce", "a.zip", (None, "page", 7, ("notes/inner.md", "Second"))),
        ("tulip", "a.docx", (None, "page", None, ("Chapter", "Section"))),
        ("willow", "a.py", (None, "page", 5, ("Shop", "sell"))),
    ]:
        hits = library.hits(query, "words")
        assert hits, query
        assert Path(hits[0].path).name == name, query
        assert place(hits[0]) == expected, query


def test_facts_of_documents_are_shown_and_kept(library: Bench) -> None:
    assert library.hits("tulip", "words")[0].title == "Manual"
    assert library.hits("birch", "words")[0].title == "Report of the year"
    assert library.hits("quince", "words")[0].title == "With a file"
    authors = dict(library.rows("SELECT title, author FROM files WHERE path LIKE '%.eml'"))
    assert authors == {"With a file": "Ben Example <ben@example.org>"}
