"""Pages saved with everything in one file: MHTML as browsers and Word write it, and Safari's web archives."""

from __future__ import annotations

import plistlib
import random
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from desktop_search.documents.web.text import ELSEWHERE
from desktop_search.errors import DocumentError
from tests.unit.documents.checks import check_paragraphs, parse_as

PAGE = (
    "<html><head><title>Ärger im Hafen</title></head><body><main><p>Das Schiff liegt fest.</p></main>%s</body></html>"
)
PICTURE = b"\x89PNG\r\n" + bytes(range(256)) * 50


def mhtml(*parts: tuple[str, str, str], charset: str = "utf-8", start: str = "") -> bytes:
    """A page of (content id, type, text) as a browser writes it, with a picture."""
    message = MIMEMultipart("related", start=start) if start else MIMEMultipart("related")
    message["From"] = "<Saved by Blink>"
    message["Subject"] = "=?utf-8?Q?=C3=84rger im Hafen?="
    for name, kind, text in parts:
        part = MIMEText(text, kind, charset)
        part["Content-ID"] = name
        part["Content-Location"] = "https://example.org/"
        message.attach(part)
    picture = EmailMessage()
    picture.set_content(PICTURE, "image", "png")
    message.attach(picture)
    return message.as_bytes()


QUOTED = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/\r\nSubject: Harbour\r\n"
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n'
    b'\tboundary="----MultipartBoundary--x----"\r\n\r\n\r\n------MultipartBoundary--x----\r\n'
    b"Content-Type: text/html\r\nContent-ID: <frame-1@mhtml.blink>\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://example.org/\r\n\r\n"
    b'<html><head><meta http-equiv=3D"Content-Type" content=3D"text/html; charset=3DUTF-8"></head>'
    b"<body><p>caf=C3=A9 a=\r\n"
    b"nd tea</p></body></html>\r\n------MultipartBoundary--x------\r\n"
)


@pytest.mark.parametrize("name", ["page.mht", "page.mhtml", "page.html"])
def test_mhtml_is_read_whatever_its_suffix(name: str) -> None:
    document = parse_as(name, QUOTED)
    assert document.text.strip() == "café and tea"
    assert document.title == "Harbour"


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "utf-16"])
def test_encoding_of_a_part_is_its_headers(charset: str) -> None:
    document = parse_as("page.mht", mhtml(("<1>", "html", PAGE % ""), charset=charset))
    check_paragraphs(document)
    assert document.text.strip() == "Das Schiff liegt fest."
    assert document.title == "Ärger im Hafen"


def test_frames_follow_the_page_below_their_titles() -> None:
    frame = "<html><head><title>Karte</title></head><body><h1>Lage</h1><p>Der Frachter vor Cuxhaven.</p></body></html>"
    parts = (
        ("<1>", "html", PAGE % "<nav>Menü</nav>"),
        ("<2>", "html", frame),
        ("<3>", "html", frame),
        ("<4>", "css", "p{}"),
    )
    document = parse_as("page.mhtml", mhtml(*parts))
    check_paragraphs(document)
    seen = [(block.heading, document.text[block.start : block.end]) for block in document.blocks]
    assert seen == [
        ((), "Das Schiff liegt fest."),
        ((ELSEWHERE,), "Menü"),
        (("Karte", "Lage"), "Der Frachter vor Cuxhaven."),
    ]


def test_the_part_that_the_header_names_is_the_page() -> None:
    parts = (("<a>", "html", "<p>a frame"), ("<b>", "html", PAGE % ""))
    document = parse_as("page.mht", mhtml(*parts, start="<b>"))
    assert document.title == "Ärger im Hafen"
    assert document.text.startswith("Das Schiff")
    assert "a frame" in document.text


def test_mail_like_page_without_html_is_refused() -> None:
    with pytest.raises(DocumentError, match="no web page"):
        parse_as("page.mht", mhtml(("<1>", "plain", "only words")))


def test_deeply_nested_and_cut_off_mhtml() -> None:
    nested = "".join(f"Content-Type: multipart/related; boundary=b{depth}\n\n--b{depth}\n" for depth in range(3000))
    with pytest.raises(DocumentError):
        parse_as("page.mht", nested.encode())
    whole = mhtml(("<1>", "html", PAGE % ("<p>long text</p>" * 500)))
    assert "Das Schiff" in parse_as("page.mht", whole[: len(whole) // 3]).text


def archive(html: bytes, name: str = "UTF-8", **more: object) -> dict[str, object]:
    resource = {"WebResourceData": html, "WebResourceMIMEType": "text/html", "WebResourceTextEncodingName": name}
    return {"WebMainResource": resource, **more}


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_web_archive_with_a_frame(form: plistlib.PlistFormat) -> None:
    frame = archive(b"<title>Inset</title><p>inner words")
    picture = {"WebResourceData": PICTURE, "WebResourceMIMEType": "image/png"}
    content = archive(
        (PAGE % "").encode("windows-1252"), "windows-1252", WebSubframeArchives=[frame], WebSubresources=[picture]
    )
    document = parse_as("page.webarchive", plistlib.dumps(content, fmt=form))
    check_paragraphs(document)
    assert document.title == "Ärger im Hafen"
    assert document.text.split("\n\n")[:3] == ["Das Schiff liegt fest.", "Inset", "inner words"]


@pytest.mark.parametrize(
    "content",
    [
        plistlib.dumps({"WebMainResource": {"WebResourceData": PICTURE, "WebResourceMIMEType": "image/png"}}),
        plistlib.dumps({"other": 1}),
        plistlib.dumps(["WebMainResource"]),
        plistlib.dumps({"WebMainResource": {"WebResourceData": "text", "WebResourceMIMEType": ["x"]}}),
        plistlib.dumps(archive(b"<p>x"), fmt=plistlib.FMT_BINARY)[:-40],
        b"bplist00" + random.Random(1).randbytes(5000),
        b'<?xml version="1.0"?><plist version="1.0">' + b"<array>" * 100_000,
        b'<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "b">]><plist version="1.0"><dict></dict></plist>',
    ],
)
def test_damaged_and_foreign_archives_are_refused(content: bytes) -> None:
    with pytest.raises(DocumentError):
        parse_as("page.webarchive", content)
