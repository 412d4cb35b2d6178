"""EPUB: chapters in the order of the spine, headings of the table of contents, metadata, protection, damage."""

from __future__ import annotations

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

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
METADATA = """<dc:title id="s">A subtitle</dc:title><dc:title id="m">The Lighthouse</dc:title>
<meta refines="#m" property="title-type">main</meta>
<dc:creator id="a">Ada Sailor</dc:creator><meta refines="#a" property="role">aut</meta>
<dc:creator opf:role="ill">Max Painter</dc:creator><dc:creator opf:role="aut">Bo Keeper</dc:creator>
<dc:date opf:event="modification">2020-02-02</dc:date><dc:date opf:event="publication">1927-05-05</dc:date>
<dc:language>en-IE</dc:language><dc:subject>Sea</dc:subject><dc:subject>Light</dc:subject>"""


def xhtml(body: str, title: str = "<title/>") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head>'
        f"{title}</head><body>{body}</body></html>"
    )


CHAPTERS = {
    "OEBPS/text/one two.xhtml": xhtml(
        "<h1>Dawn</h1><p>The lamp went&#160;out.</p><script src='x.js'/><p>It was quiet.</p>"
    ),
    "OEBPS/text/three.xhtml": xhtml("<p class='t'>Noon</p><p>Gulls came.</p><div id='mid'><p>Then rain.</p></div>"),
    "OEBPS/text/four.xhtml": xhtml("<section><h2>Night</h2><table><tr><td>a</td><td>b</td></tr></table>"),
}
NAV = xhtml(
    '<nav epub:type="toc" xmlns:epub="http://www.idpf.org/2007/ops"><h1>Contents</h1><ol>'
    '<li><a href="text/one%20two.xhtml">Wrong name</a></li>'
    '<li><a href="text/three.xhtml">Noon</a><ol>'
    '<li><a href="text/three.xhtml#mid">The rain</a></li></ol></li></ol></nav>'
)
NCX = """<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>
<navPoint><navLabel><text>Noon</text></navLabel><content src="text/three.xhtml"/>
<navPoint><navLabel><text>The rain</text></navLabel><content src="text/three.xhtml#mid"/></navPoint></navPoint>
</navMap></ncx>"""


def package(spine: str = "c1 c2 c3", manifest: str = "", metadata: str = METADATA) -> str:
    items = "".join(f'<itemref idref="{name}"/>' for name in spine.split())
    return (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{metadata}</metadata><manifest>'
        '<item id="c1" href="text/one%20two.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="c2" href="./text/../text/three.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="c3" href="text/four.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="pic" href="cover.jpg" media-type="image/jpeg"/>'
        f'<item id="gone" href="text/gone.xhtml" media-type="application/xhtml+xml"/>{manifest}</manifest>'
        f"<spine>{items}</spine></package>"
    )


def epub(members: dict[str, str] | None = None, opf: str | None = None) -> bytes:
    """A book of the three chapters, in an order of the archive that is not that of the book."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/epub+zip")
        packed.writestr("META-INF/container.xml", CONTAINER)
        packed.writestr("OEBPS/book.opf", package() if opf is None else opf)
        for name, content in {**dict(reversed(CHAPTERS.items())), **(members or {})}.items():
            packed.writestr(name, content)
    return stream.getvalue()


def seen(document: Document) -> list[tuple[tuple[str, ...], str]]:
    check_paragraphs(document)
    return [(block.heading, document.text[block.start : block.end]) for block in document.blocks]


def test_chapters_come_in_the_order_of_the_spine() -> None:
    document = parse_as("book.epub", epub())
    assert seen(document) == [
        (("Dawn",), "The lamp went out."),
        (("Dawn",), "It was quiet."),
        (("Dawn",), "Noon"),
        (("Dawn",), "Gulls came."),
        (("Dawn",), "Then rain."),
        (("Dawn", "Night"), "a | b"),
    ]
    assert {block.page for block in document.blocks} == {None}


def test_metadata_of_the_package() -> None:
    document = parse_as("book.epub", epub())
    assert document.title == "The Lighthouse"
    assert document.author == "Ada Sailor, Bo Keeper"
    assert (document.date, document.language, document.tags) == ("1927-05-05", "en-IE", ("Sea", "Light"))


@pytest.mark.parametrize(
    ("member", "item"),
    [
        (
            {"OEBPS/nav.xhtml": NAV},
            '<item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>',
        ),
        ({"OEBPS/toc.ncx": NCX}, '<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'),
    ],
)
def test_table_of_contents_gives_headings_where_a_chapter_has_none(member: dict[str, str], item: str) -> None:
    document = parse_as("book.epub", epub(member, package(manifest=item)))
    assert seen(document) == [
        (("Dawn",), "The lamp went out."),
        (("Dawn",), "It was quiet."),
        (("Noon",), "Gulls came."),
        (("Noon", "The rain"), "Then rain."),
        (("Noon", "Night"), "a | b"),
    ]


def test_contents_page_is_read_only_where_it_is_part_of_the_book() -> None:
    item = '<item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    shown = package("n c1", item)
    hidden = shown.replace('idref="n"', 'idref="n" linear="no"')
    assert "Contents" in parse_as("book.epub", epub({"OEBPS/nav.xhtml": NAV}, shown)).text
    assert "Contents" not in parse_as("book.epub", epub({"OEBPS/nav.xhtml": NAV}, hidden)).text


def test_missing_and_repeated_chapters_and_pictures_in_the_spine() -> None:
    document = parse_as("book.epub", epub(opf=package("c1 gone pic c1 nowhere")))
    assert document.text == "Dawn\n\nThe lamp went out.\n\nIt was quiet.\n\n"
    assert document.note == "1 of 2 chapters are missing or damaged."
    with pytest.raises(DocumentError, match="missing"):
        parse_as("book.epub", epub(opf=package("gone")))


@pytest.mark.parametrize("opf", ["<package><broken", "", '<!DOCTYPE p [<!ENTITY a "b">]><p/>'])
def test_book_with_a_damaged_package_is_still_read(opf: str) -> None:
    document = parse_as("book.epub", epub(opf=opf))
    assert "The lamp went out." in document.text
    assert "Then rain." in document.text
    assert document.note.startswith("The list of its chapters is damaged")


def encryption(uri: str, algorithm: str) -> dict[str, str]:
    xml = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
        f'<e:EncryptedData><e:EncryptionMethod Algorithm="{algorithm}"/><e:CipherData><e:CipherReference URI="{uri}"/>'
        "</e:CipherData></e:EncryptedData></encryption>"
    )
    return {"META-INF/encryption.xml": xml}


AES = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"


def test_hidden_fonts_do_no_harm() -> None:
    members = encryption("OEBPS/text/one%20two.xhtml", "http://www.idpf.org/2008/embedding")
    assert "The lamp" in parse_as("book.epub", epub(members)).text
    assert "The lamp" in parse_as("book.epub", epub(encryption("OEBPS/fonts/f.otf", AES))).text


def test_protected_book_is_refused_and_a_protected_chapter_noted() -> None:
    members = encryption("OEBPS/text/one%20two.xhtml", AES)
    with pytest.raises(DocumentError, match="DRM"):
        parse_as("book.epub", epub(members, package("c1")))
    document = parse_as("book.epub", epub(members))
    assert "The lamp" not in document.text
    assert document.note == "1 of 3 chapters are protected against copying (DRM)."


@pytest.mark.parametrize(
    "content", [b"", b"no book at all", epub()[:500], b"PK\x03\x04" + b"\0" * 100, b"<html><p>a page</p></html>"]
)
def test_what_is_no_book_is_refused(content: bytes) -> None:
    with pytest.raises(DocumentError):
        parse_as("book.epub", content)


def test_archive_without_pages_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("a.txt", "x")
    with pytest.raises(DocumentError):
        parse_as("book.epub", stream.getvalue())


def test_bomb_in_a_chapter_costs_that_chapter() -> None:
    document = parse_as("book.epub", epub({"OEBPS/text/three.xhtml": "<p>" + "a" * 5_000_000}))
    assert "The lamp" in document.text
    assert "missing or damaged" in document.note


def test_limits_of_time_and_text() -> None:
    document = parse_as("book.epub", epub(), Limits(max_text=30))
    assert len(document.text) < 45
    assert "first 30 characters" in document.note
    late = parse(Source(epub(), "book.epub", stop_at=monotonic() - 1))
    assert "Only the first 0 of 3 chapters were read." in late.note


@pytest.mark.parametrize(
    ("name", "title", "author", "paths", "parts"),
    [
        (
            "wasteland.epub",
            "The Waste Land",
            "T.S. Eliot",
            {("The Waste Land", "I. THE BURIAL OF THE DEAD"), ("The Waste Land", 'NOTES ON "THE WASTE LAND"')},
            [
                "For Ezra Pound",
                "April is the cruellest month, breeding\nLilacs out of the dead land, mixing",
                "Sylvan scene",
            ],
        ),
        (
            "formatting.epub",
            "EPUBTEST 0101 - Styling Tests",
            "",
            set(),
            ["This publication is currently considered", "list-style-type"],
        ),
    ],
)
def test_real_books(
    shared_data: Path, name: str, title: str, author: str, paths: set[tuple[str, ...]], parts: list[str]
) -> None:
    file = shared_data / "formats/pandoc-test/test/epub" / name
    if not file.is_file():
        pytest.skip(f"not there: {file}")
    document = read_file(file)
    check_paragraphs(document)
    assert document.title == title
    assert author in document.author
    assert paths <= {block.heading for block in document.blocks}
    position = 0
    for part in parts:
        assert part in document.text[position:], part
        position = document.text.index(part, position)
