"""FictionBook: sections as the heading path, poems, quotes, notes, tables, what the book says about itself, damage."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path
from time import monotonic

import pytest

from desktop_search.documents.books.ebook import parse
from desktop_search.documents.source import Limits, Source
from desktop_search.errors import DocumentError
from desktop_search.records import Document
from tests.unit.documents.checks import check_paragraphs, parse_as, read_file

BOOK = """<?xml version="1.0" encoding="{encoding}"?>
<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="http://www.w3.org/1999/xlink">
<description><title-info><genre>prose_history</genre><genre>sea</genre>
<author><first-name>Анна</first-name><middle-name>Ивановна</middle-name><last-name>Моряк</last-name></author>
<author><nickname>bo</nickname><first-name>Bo</first-name><last-name>Keeper</last-name></author>
<book-title>Маяк</book-title><annotation><p>Про море.</p></annotation><keywords>море, свет</keywords>
<date value="1927-05-05">весна 1927</date><lang>ru</lang></title-info>
<document-info><author><nickname>scanner</nickname></author><date>2001</date></document-info></description>
<body><title><p>Маяк</p><p>Роман</p></title><epigraph><p>Свет.</p><text-author>Поэт</text-author></epigraph>
<section><title><p>Часть <strong>первая</strong></p></title>
<section><title><p>Рассвет</p></title><p>Лампа по<emphasis>тух</emphasis>ла<a l:href="#n1" type="note">1</a>.</p>
<empty-line/><subtitle>* * *</subtitle>
<poem><title><p>Песня</p></title><stanza><v>Первая строка,</v><v>и ещё одна.</v></stanza>
<stanza><v>Третья.</v></stanza><text-author>Матрос</text-author></poem>
<cite><p>Так говорят.</p></cite>
<table><tr><th>Час</th><th>Ветер</th></tr><tr><td>6</td><td>NW</td></tr></table>
<image l:href="#p.png" alt="Карта бухты"/></section>
<section><p>Без названия.</p></section></section></body>
<body name="notes"><title><p>Примечания</p></title><section id="n1"><title><p>1</p></title><p>Масло кончилось.</p>
<p>Совсем.</p></section></body>
<binary id="p.png" content-type="image/png">{picture}</binary></FictionBook>"""


def book(encoding: str = "utf-8", picture: bytes = b"\x89PNG") -> bytes:
    return BOOK.format(encoding=encoding, picture=base64.b64encode(picture).decode()).encode(encoding)


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("_", "."), content)
    return stream.getvalue()


def seen(document: Document) -> list[tuple[tuple[str, ...], str]]:
    check_paragraphs(document)
    return [(block.heading, document.text[block.start : block.end]) for block in document.blocks]


def test_text_of_the_book_in_its_order() -> None:
    top, dawn = ("Маяк Роман",), ("Маяк Роман", "Часть первая", "Рассвет")
    assert seen(parse_as("book.fb2", book())) == [
        ((), "Про море."),
        (top, "Свет."),
        (top, "Поэт"),
        (dawn, "Лампа потухла[1]."),
        (dawn, "* * *"),
        (dawn, "Песня"),
        (dawn, "Первая строка,\nи ещё одна."),
        (dawn, "Третья."),
        (dawn, "Матрос"),
        (dawn, "Так говорят."),
        (dawn, "Час | Ветер\n6 | NW"),
        (dawn, "Карта бухты"),
        (dawn, "Без названия."),
        (("Примечания",), "1\n  Масло кончилось.\n  Совсем."),
    ]


def test_what_the_book_says_about_itself() -> None:
    document = parse_as("book.fb2", book())
    assert document.title == "Маяк"
    assert document.author == "Анна Ивановна Моряк, Bo Keeper"
    assert (document.date, document.language) == ("1927-05-05", "ru")
    assert document.tags == ("prose_history", "sea", "море", "свет")


@pytest.mark.parametrize("encoding", ["windows-1251", "utf-16", "koi8-r"])
def test_encoding_is_the_declared_one(encoding: str) -> None:
    assert parse_as("book.fb2", book(encoding)).text == parse_as("book.fb2", book()).text


@pytest.mark.parametrize("name", ["book.fbz", "book.fb2"])
def test_zipped_book(name: str) -> None:
    document = parse_as(name, zipped(readme_txt=b"x", book_fb2=book()))
    assert document.text == parse_as("book.fb2", book()).text


def test_large_pictures_are_no_text() -> None:
    document = parse_as("book.fb2", book(picture=b"\0" * 9_000_000))
    assert document.text == parse_as("book.fb2", book()).text


def test_book_without_description_or_text() -> None:
    bare = b'<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><body/></FictionBook>'
    document = parse_as("book.fb2", bare)
    assert (document.blocks, document.note) == ((), "The book has no text.")
    notes = bare.replace(b"<body/>", b'<body name="notes"><section><p>alone</p></section></body>')
    assert seen(parse_as("book.fb2", notes)) == [(("Notes",), "alone")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.fb2", b"no XML"),
        ("a.fb2", book()[:900]),
        ("a.fb2", b"<html><p>a page</p></html>"),
        (
            "a.fb2",
            b'<!DOCTYPE F [<!ENTITY a "b">]><FictionBook><body><section><p>&a;</p></section></body></FictionBook>',
        ),
        ("a.fb2", b"<FictionBook><body>" + b"<section>" * 100_000),
        ("a.fbz", b"no archive"),
        ("a.fbz", zipped(readme_txt=b"x")),
        ("a.fb2", zipped(book_fb2=b"")),
    ],
)
def test_what_is_no_book_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(DocumentError):
        parse_as(name, content)


def test_deep_sections_and_many_of_them() -> None:
    deep = "<section>" * 500 + "<p>deep</p>" + "</section>" * 500
    flat = "<section><title><p>t</p></title><p>flat</p></section>" * 5000
    document = parse_as("a.fb2", f"<FictionBook><body>{deep}{flat}</body></FictionBook>".encode())
    assert document.text.count("flat") == 5000
    assert "deep" in document.text


def test_limits_of_time_and_text() -> None:
    assert "first 20 characters" in parse_as("a.fb2", book(), Limits(max_text=20)).note
    late = parse(Source(book(), "a.fb2", stop_at=monotonic() - 1))
    assert "Only the beginning of the book was read." in late.note
    assert late.title == "Маяк"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("reader/poem.fb2", ["Poem title", "Poem epigraph", "Verse\nMore verse", "One more stanza", "April 2018"]),
        ("reader/notes.fb2", ["Note [1].", "Second note [2].", "1\n  Note contents", "2\n  Second note contents."]),
        ("reader/titles.fb2", ["Body title", "Section title", "Subsection title with multiple paragraphs"]),
        ("basic.fb2", ["This emphasized strong", "1. one", "a liquid[1]. 2^10 is 1024.", "1\n  Sometimes."]),
    ],
)
def test_real_books(shared_data: Path, name: str, parts: list[str]) -> None:
    file = shared_data / "formats/pandoc-test/test/fb2" / name
    if not file.is_file():
        pytest.skip(f"not there: {file}")
    document = read_file(file)
    check_paragraphs(document)
    position = 0
    for part in parts:
        assert part in document.text[position:], part
        position = document.text.index(part, position)
