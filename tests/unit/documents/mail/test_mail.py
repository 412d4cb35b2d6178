"""Mail: headers, texts in two versions, encodings, parts, attachments, mailboxes, and mail that is broken."""

from __future__ import annotations

import base64
import mailbox
import random
import time
from email import policy
from email.message import EmailMessage
from functools import partial
from pathlib import Path

import pytest

from desktop_search.documents.mail.letter import ENCRYPTED_MAIL, TNEF, TOO_DEEP, TOO_MANY
from desktop_search.documents.mail.messages import parse as parse_mail
from desktop_search.documents.source import Limits, Source
from desktop_search.errors import DocumentError
from desktop_search.records import Document
from tests.unit.documents.checks import check_paragraphs, parse_as, read_file

parse = partial(parse_as, "letter.eml")
HEAD = b"From: Ann <ann@example.org>\nTo: ben@example.org\nSubject: Harbour\n"


def letter(text: str = "Some words.", subject: str = "Harbour") -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "Ann Example <ann@example.org>"
    message["Date"] = "Fri, 16 Oct 2009 23:39:34 +1100"
    message.set_content(text)
    return message


def read_bytes(tmp_path: Path, content: bytes, name: str = "letter.eml", limits: Limits | None = None) -> Document:
    path = tmp_path / name
    path.write_bytes(content)
    document = read_file(path, limits)
    check_paragraphs(document)
    return document


def seen(document: Document) -> list[tuple[str, str]]:
    """Kind and text of each block but the headers."""
    return [
        (block.kind, document.text[block.start : block.end]) for block in document.blocks if block.kind != "metadata"
    ]


def words(document: Document) -> str:
    return "\n".join(text for _, text in seen(document))


def places(document: Document) -> dict[str, tuple[str, ...]]:
    return {document.text[block.start : block.end]: block.heading for block in document.blocks}


def mixed(*parts: bytes, kind: str = "mixed") -> bytes:
    """A message of parts, each with its headers."""
    inside = b"".join(b"--b\n" + part + b"\n" for part in parts)
    return (
        HEAD + b"Content-Type: multipart/" + kind.encode() + b"; boundary=b\n\npreamble\n" + inside + b"--b--\nafter\n"
    )


PLAIN = b"Content-Type: text/plain\n\nTyped words.\n"
HTML = b"Content-Type: text/html\n\n<p>Shown words.</p>\n"


def test_headers_are_title_author_date_and_a_block_of_their_own() -> None:
    message = letter()
    message["To"] = '"Hill, Ben" <ben@example.org>, cy@example.org'
    message["Cc"] = "Di <di@example.org>"
    document = parse(message.as_bytes())
    check_paragraphs(document)
    assert document.title == "Harbour"
    assert document.author == "Ann Example <ann@example.org>"
    assert document.date == "2009-10-16T23:39:34+11:00"
    block = document.blocks[0]
    assert block.kind == "metadata"
    assert document.text[block.start : block.end] == (
        "From: Ann Example <ann@example.org>\nTo: Hill, Ben <ben@example.org>, cy@example.org\n"
        "Cc: Di <di@example.org>\nDate: Fri, 16 Oct 2009 23:39:34 +1100"
    )


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        (b"=?utf-8?B?w4RyZ2VyIGltIEhhZmVu?=", "Ärger im Hafen"),
        (b"=?iso-8859-1?Q?=C4rger_im_Hafen?=", "Ärger im Hafen"),
        (b"=?utf-8?Q?=C3?= =?utf-8?Q?=84rger?=\n =?utf-8?Q?_im_Hafen?=", "Ärger im Hafen"),
        (b"Re: =?utf-8*de?q?=C3=84rger?= heute", "Re: Ärger heute"),
        (b"=?utf-8?Q?=C3=84rger im Hafen?=", "Ärger im Hafen"),
        (b"=?none?B?VEVTVA=?=", "TEST"),
        (b"=?koi8-r?B?8NLJ18XU?= =?utf-8?B?4oKs?=", "Привет€"),
        (b"=?iso-2022-jp?B?GyRCRnxLXDhsGyhC?=", "日本語"),
        (b"=?gb2312?B?xOO6ww==?=", "你好"),
        ("Ärger im Hafen".encode(), "Ärger im Hafen"),
        ("Ärger im Hafen".encode("cp1252"), "Ärger im Hafen"),
        (b"a\n\tfolded\n  line", "a folded line"),
        (b"=?utf-8?X?abc?= =?broken", "=?utf-8?X?abc?= =?broken"),
    ],
)
def test_subjects_in_all_encodings(raw: bytes, subject: str) -> None:
    assert parse(b"From: a@b.c\nSubject: " + raw + b"\n\nwords\n").title == subject


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("utf-8", "Größe, Ελλάδα, 日本語"),
        ("iso-8859-1", "Größe"),
        ("windows-1252", "„Größe“ • 5 €"),
        ("iso-8859-2", "Zażółć gęślą jaźń"),
        ("koi8-r", "Привет из гавани"),
        ("windows-1251", "Привет из гавани"),
        ("iso-2022-jp", "日本語のメール"),
        ("shift_jis", "日本語のメール"),
        ("euc-kr", "한국말로 하는 것"),
        ("gb2312", "你好、这是一封信"),
        ("big5", "你好、這是一封信"),
        ("utf-16", "Größe"),
        ("utf-16-be", "Größe"),
        ("utf-7", "Größe"),
    ],
)
@pytest.mark.parametrize("way", ["base64", "quoted-printable", "8bit"])
def test_text_in_all_encodings(charset: str, text: str, way: str) -> None:
    data = text.encode(charset)
    if way == "base64":
        data = base64.encodebytes(data)
    elif way == "quoted-printable":
        data = b"".join(b"=%02X" % one for one in data)
    head = f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {way}\n\n".encode()
    assert words(parse(HEAD + head + data)) == text


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("us-ascii", "utf-8"),
        ("iso-8859-1", "utf-8"),
        ("us-ascii", "cp1252"),
        ("x-unknown", "cp1252"),
        ("", "cp1252"),
        ("utf-8", "cp1252"),
    ],
)
def test_wrong_and_unknown_labels_do_not_spoil_the_text(label: str, encoding: str) -> None:
    text = "Die Größe der Übersetzung überrascht Jörg."
    head = f"Content-Type: text/plain; charset={label}\n\n".encode()
    assert words(parse(HEAD + head + text.encode(encoding))) == text


def test_signs_that_only_windows_has_in_japanese_mail() -> None:
    content = HEAD + b"Content-Type: text/plain; charset=iso-2022-jp\n\n\x1b$B-!4A;z\x1b(B abc \x1b(I1\x1b(B\n"
    assert words(parse(content)).startswith("①漢字 abc")


@pytest.mark.parametrize(
    ("way", "data", "text"),
    [
        ("base64", b"V29yZHM", "Words"),
        ("base64", b"V29y\n!!ZHM=", "Words"),
        ("base64", b"V29y\nZHMx\nA", "Words1"),
        ("base64", b"V28=\ncmRz", "Words"),
        ("BASE64;", b"V29yZHM=", "Words"),
        ("base64", b"V29yZHM=\n\n--\nList of the harbour\n", "Words\nList of the harbour"),
        ("quoted-printable", b"W=6Frds=", "Words"),
        ("quoted printable", b"W=6frd=  \ns", "Words"),
        ("quoted-printable", b"50=% of W=6Frds", "50=% of Words"),
        ("x-uuencode", b"begin 644 a\n%5V]R9',\n`\nend\n", "Words"),
        ("7-bit", b"Words", "Words"),
    ],
)
def test_broken_transfer_encodings(way: str, data: bytes, text: str) -> None:
    content = HEAD + b"Content-Type: text/plain\nContent-Transfer-Encoding: " + way.encode() + b"\n\n" + data
    assert words(parse(content)) == text


def test_typed_text_is_preferred_to_html() -> None:
    typed = "The ship lies in the harbour until Monday."
    html = f"<p>The ship lies in the <b>harbour</b> until Monday.</p>{'<td></td>' * 200}"
    message = letter(typed)
    message.add_alternative(html, subtype="html")
    assert seen(parse(message.as_bytes())) == [("text", typed)]


def test_html_is_read_where_the_typed_text_is_missing_or_a_stub() -> None:
    html = "<body><h1>News</h1><p>" + "The ship lies in the harbour until Monday. " * 3 + "</p><ul><li>Item</ul></body>"
    for typed in ("", "\n \n", "Please use a program that shows HTML.", "https://example.org/" + "a" * 300):
        message = letter(typed)
        message.add_alternative(html, subtype="html")
        document = parse(message.as_bytes())
        assert [kind for kind, _ in seen(document)] == ["text", "list"]
        assert document.blocks[1].heading == ("News",)
    alone = parse(HEAD + b"Content-Type: text/html; charset=iso-8859-1\n\n<p>Gr\xf6\xdfe</p>")
    assert words(alone) == "Größe"


def test_flowed_lines_are_joined() -> None:
    body = b"A line that \ngoes on.\n\n> quoted \n> on\n>> deeper\n>> end\n-- \nAnn\n"
    head = HEAD + b"Content-Type: text/plain; format=flowed"
    expected = [
        ("text", "A line that goes on."),
        ("quote", "quoted on\ndeeper\nend"),
        ("text", "-- \nAnn"),
    ]
    assert seen(parse(head + b"\n\n" + body)) == expected
    without = parse(head + b"; delsp=yes\n\n" + "日本 \n語\n".encode())
    assert words(without) == "日本語"


def test_what_is_quoted_is_a_kind_of_its_own_and_a_signature_stays() -> None:
    body = "Yes.\n\nBen wrote:\n> Is it there?\n>\n> > Who asks?\n\nBye\n-- \nAnn Example\n>From here on\n"
    assert seen(parse(letter(body).as_bytes())) == [
        ("text", "Yes."),
        ("text", "Ben wrote:"),
        ("quote", "Is it there?"),
        ("quote", "Who asks?"),
        ("text", "Bye\n-- \nAnn Example\nFrom here on"),
    ]


def test_attachments_are_read_below_their_names(tmp_path: Path) -> None:
    message = letter()
    message.add_attachment("# Inside\n\nWords of a file.\n", subtype="markdown", filename="inner.md")
    message.add_attachment(b"\xff\xd8" * 50, maintype="image", subtype="jpeg", filename="photo.jpg")
    message.add_attachment(b"no such thing", maintype="application", subtype="x", filename="a.docx")
    message.add_attachment(b"<p>A page", maintype="text", subtype="html", filename="page")
    document = read_bytes(tmp_path, message.as_bytes())
    assert "Attachments: inner.md, photo.jpg, a.docx, page" in document.text
    found = places(document)
    assert found["Words of a file."] == ("inner.md", "Inside")
    assert found["A page"] == ("page",)
    assert [block.line for block in document.blocks if block.heading[:1] == ("inner.md",)] == [3]
    assert document.note == (
        "Not read, as there is no reader for this type: photo.jpg. a.docx: This is not an Office file."
    )


@pytest.mark.parametrize(
    "headers",
    [
        b'Content-Disposition: attachment; filename="M\xc3\xa4rz.txt"',
        b'Content-Disposition: attachment; filename="M\xe4rz.txt"',
        b"Content-Disposition: attachment; filename*=utf-8''M%C3%A4rz.txt",
        b"Content-Disposition: attachment;\n filename*0*=iso-8859-1'de'M%E4;\n filename*1=\"rz.\";\n filename*2=txt",
        b'Content-Disposition: attachment; filename="=?utf-8?Q?M=C3=A4rz=2Etxt?="',
        b"Content-Disposition: attachment; filename==?utf-8?B?TcOkcnoudHh0?=",
        b'Content-Disposition: attachment; filename="C:\\\\letters\\\\M\xc3\xa4rz.txt"',
        b"Content-Disposition: attachment\nContent-Type: text/plain; name=M\xc3\xa4rz.txt",
        b"Content-Disposition: attachment\nContent-Location: letters/M\xc3\xa4rz.txt",
    ],
)
def test_names_of_attachments(headers: bytes, tmp_path: Path) -> None:
    document = read_bytes(tmp_path, mixed(PLAIN, headers + b"\n\nWords of March.\n"))
    assert places(document)["Words of March."] == ("März.txt",)


def test_pictures_of_the_text_signatures_and_keys_are_passed_over(tmp_path: Path) -> None:
    picture = (
        b"Content-Type: image/png; name=logo.png\nContent-ID: <logo>\nContent-Transfer-Encoding: base64\n\niVBORw0K\n"
    )
    signature = b"Content-Type: application/pgp-signature; name=signature.asc\n\n-----BEGIN PGP SIGNATURE-----\n"
    document = read_bytes(tmp_path, mixed(HTML, picture, kind="related"))
    assert (words(document), document.note) == ("Shown words.", "")
    assert "logo" not in document.text
    document = read_bytes(tmp_path, mixed(PLAIN, signature, kind="signed"))
    assert (words(document), document.note) == ("Typed words.", "")


def test_messages_inside_messages_stand_below_their_subjects(tmp_path: Path) -> None:
    innermost = letter("Deepest words.", "Third")
    inner = letter("Inner words.", "Second")
    inner.add_attachment(innermost)
    inner.add_attachment("Words of a file.", filename="a.txt")
    outer = letter("Outer words.", "First")
    outer.add_attachment(inner)
    document = read_bytes(tmp_path, outer.as_bytes())
    assert document.title == "First"
    found = places(document)
    assert found["Outer words."] == ()
    assert found["Inner words."] == ("Second",)
    assert found["Deepest words."] == ("Second", "Third")
    assert found["Words of a file."] == ("Second", "a.txt")


def test_reports_and_digests() -> None:
    status = b"Content-Type: message/delivery-status\n\nAction: failed\nStatus: 5.1.1\n"
    headers = b"Content-Type: text/rfc822-headers\n\nSubject: Lost\nTo: nobody@example.org\n"
    report = parse(mixed(PLAIN, status, headers, kind="report"))
    assert [text for _, text in seen(report)] == [
        "Typed words.",
        "Action: failed\nStatus: 5.1.1",
        "Subject: Lost\nTo: nobody@example.org",
    ]
    digest = parse(mixed(b"\nSubject: One\n\nFirst words.", b"\nSubject: Two\n\nSecond words.", kind="digest"))
    assert places(digest)["Second words."] == ("Two",)


def test_an_invitation_beside_its_text_is_not_read_twice() -> None:
    event = b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n"
    assert words(parse(mixed(PLAIN, event, kind="alternative"))) == "Typed words."
    assert words(parse(mixed(event, kind="alternative"))) == "BEGIN:VCALENDAR"


def test_several_texts_in_what_should_hold_versions_of_one_are_all_kept() -> None:
    other = b"Content-Type: text/plain\n\nOther words.\n"
    assert words(parse(mixed(PLAIN, other, kind="alternative"))) == "Typed words.\nOther words."


@pytest.mark.parametrize(
    "content",
    [
        HEAD + b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\nMIIB",
        mixed(b"Content-Type: application/pgp-encrypted\n\nVersion: 1", b"\nsecret", kind="encrypted"),
        HEAD + b"\n-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n",
    ],
)
def test_encrypted_mail_says_so_and_can_be_found_by_its_headers(content: bytes) -> None:
    document = parse(content)
    assert (document.title, document.note) == ("Harbour", ENCRYPTED_MAIL)
    assert "ben@example.org" in document.text
    assert not any(secret in document.text for secret in ("MIIB", "hQEMA", "secret"))


def test_what_pgp_puts_around_a_text_is_left_out() -> None:
    body = (
        b"\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nSigned words.\n"
        b"-----BEGIN PGP SIGNATURE-----\n\niD8DB\n-----END PGP SIGNATURE-----\nlast\n"
    )
    assert words(parse(HEAD + body)) == "Signed words.\nlast"


def test_what_outlook_packs_is_told() -> None:
    packed = b"Content-Type: application/ms-tnef; name=winmail.dat\n\nx"
    document = parse(mixed(PLAIN, packed))
    assert (words(document), document.note) == ("Typed words.", TNEF)


def test_boundaries_that_are_alike_missing_wrong_or_cut_off() -> None:
    alike = (
        b"Content-Type: multipart/mixed; boundary=bb\n\n--b\nContent-Type: multipart/alternative; boundary=b_alt\n\n"
        b"--b_alt\n\nTyped words.\n--b_alt--\n--b\n\nMore words.\n--b--\n"
    )
    assert words(parse(HEAD + alike.replace(b"boundary=bb", b"boundary=b"))) == "Typed words.\nMore words."
    part = b"--x\nContent-Type: text/plain\n\nTyped words.\n--x--\n"
    for boundary in (b"", b"; boundary=wrong", b'; boundary=""'):
        assert words(parse(HEAD + b"Content-Type: multipart/mixed" + boundary + b"\n\n" + part)) == "Typed words."
    whole = mixed(PLAIN, HTML)
    assert words(parse(whole[: whole.index(b"--b--")])) == "Typed words.\nShown words."
    assert words(parse(HEAD + b"Content-Type: multipart/mixed; boundary=b\n\nOnly text.\n")) == "Only text."


def test_broken_headers_do_not_hide_those_behind_them() -> None:
    content = (
        b"From someone@example.org Sat Jan  1 00:00:00 2000\nReceived: by x\nquite Delivered-To: y\n\tmore of it\n"
        b"To: a@example.org,\n\t\n\tb@example.org\nSubject : Harbour\nX:\n"
        b"Date  : Fri, 21 Nov 1997 09(nine):   55 :06 -0600\n"
        b"\nwords\n"
    )
    document = parse(content)
    assert (document.title, document.date) == ("Harbour", "1997-11-21T09:55:06-06:00")
    assert "To: a@example.org, b@example.org" in document.text
    assert words(document) == "words"


def test_a_date_that_is_none_is_taken_from_the_way_of_the_mail() -> None:
    way = b"Received: from a by b; Fri, 21 Nov 1997 09:55:06 -0600\n"
    assert parse(way + b"Date: <HR>\nSubject: x\n\nwords").date == "1997-11-21T09:55:06-06:00"
    assert parse(b"Date: <HR>\nSubject: x\n\nwords").date == ""


def test_line_ends_of_all_systems_and_a_mark() -> None:
    content = mixed(PLAIN, HTML)
    for other in (content.replace(b"\n", b"\r\n"), content.replace(b"\n", b"\r"), b"\xef\xbb\xbf\n" + content):
        document = parse(other)
        assert (document.title, words(document)) == ("Harbour", "Typed words.\nShown words.")


def test_text_without_headers_is_read_and_what_is_no_text_is_refused() -> None:
    assert words(parse(b"Dear Ann,\nthis is: all.\n")) == "Dear Ann,\nthis is: all."
    with pytest.raises(DocumentError, match="binary"):
        parse(random.Random(1).randbytes(5000))


def test_apple_mail_has_a_length_before_and_properties_behind(tmp_path: Path) -> None:
    message = letter().as_bytes()
    plist = b'<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict><key>flags</key></dict></plist>\n'
    for length in (len(message), 999_999):
        document = read_bytes(tmp_path, b"%d      \n" % length + message + plist, "1.emlx")
        assert (document.title, words(document)) == ("Harbour", "Some words.")


def test_a_mailbox_counts_its_messages(tmp_path: Path) -> None:
    path = tmp_path / "box.mbox"
    box = mailbox.mbox(str(path))
    first = letter("First words.\n\nFrom the start a line like this.\n", "One")
    second = letter("Second words.", "")
    second.add_attachment("Words of a file.", filename="a.txt")
    for message in (first, second, letter("Third words.", "Three")):
        box.add(message)
    box.close()
    document = read_file(path)
    check_paragraphs(document)
    assert (document.title, document.author) == ("", "")
    found = {document.text[one.start : one.end]: (one.page, one.unit, one.heading) for one in document.blocks}
    assert found["First words."] == (1, "message", ("One",))
    assert found["From the start a line like this."] == (1, "message", ("One",))
    assert found["Second words."] == (2, "message", ("No subject",))
    assert found["Words of a file."] == (2, "message", ("No subject", "a.txt"))
    assert found["Third words."] == (3, "message", ("Three",))


def test_where_a_message_of_a_mailbox_begins() -> None:
    separator = b"From ann@example.org Sat Jan  1 00:00:00 2000\n"
    box = (
        separator + b"Subject: One\n\nWords.\nFrom a@b.c Sat Jan  1 00:00:00 2000\nX: not after a blank line\n\n"
        b"From now on: no header follows\nhere\n\n>From here\n>>From there\n\n"
        b"From - Sat Jan  1 00:00:00 2000\r\nSubject: Two\r\n\r\nSecond.\r\n\r\n"
        b"From \nX-Mozilla-Status: 0009\nSubject: Deleted\n\nGone.\n\n"
        b"From MAILER-DAEMON Sat Jan  1 00:00:00 2000\n"
        b"Subject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA\n\nx\n\n"
        + separator
        + b"Subject: Three\n\nThird.\n"
    )
    document = parse_as("box.mbox", b"\n" + box)
    pages = {document.text[one.start : one.end]: (one.page, one.heading) for one in document.blocks}
    assert pages["From here\nFrom there"] == (1, ("One",))
    assert pages["Second."] == (2, ("Two",))
    assert pages["Third."] == (3, ("Three",))
    assert "Gone" not in document.text
    assert "FOLDER" not in document.text


def test_mailboxes_of_uw_imap_and_single_messages_under_their_suffix() -> None:
    first, second = letter("First words.").as_bytes(policy=policy.SMTP), letter("Second.").as_bytes(policy=policy.SMTP)
    box = b"*mbx*\r\n".ljust(2048, b"\0")
    for one in (first, second):
        box += b" 2-Jan-2000 12:00:00 +0000,%d;000000000001-00000001\r\n" % len(one) + one
    document = parse_as("box.mbx", box)
    assert {block.page for block in document.blocks} == {1, 2}
    assert parse_as("one.mbox", first).title == "Harbour"
    with pytest.raises(DocumentError, match="not a mailbox"):
        parse_as("box.mbx", b"JMF6\0\0binary")


def test_it_stops_when_it_is_late_or_full_and_says_so() -> None:
    one = b"From a@b.c Sat Jan  1 00:00:00 2000\nSubject: x\n\nSome words.\n\n"
    late = parse_mail(Source(one * 5, "box.mbox", stop_at=time.monotonic()))
    assert late.note == (
        "It takes too long to read; only the first 0 messages were read. The mailbox holds no messages."
    )
    full = parse_as("box.mbox", one * 50, Limits(max_text=100))
    assert "longer than the limit" in full.note
    assert len(full.text.replace("\n", "")) <= 100


HOSTILE = {
    "nested": b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(100_000)),
    "one boundary": b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 100_000,
    "messages": b"Subject: s\nContent-Type: message/rfc822\n\n" * 100_000,
    "parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 500_000,
    "digest": b"Content-Type: multipart/digest; boundary=b\n\n" + b"--b\n\nSubject: x\n\ny\n" * 200_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_parts_without_end_are_read_in_part(kind: str) -> None:
    document = parse(HEAD + HOSTILE[kind])
    assert TOO_DEEP in document.note or TOO_MANY in document.note
    assert "ben@example.org" in document.text


@pytest.mark.parametrize(
    "content",
    [
        b"Subject: " + b"=?a?B?" * 1_000_000 + b"\n\nwords",
        b"Subject: x\n" + b" folded\n" * 1_000_000 + b"\nwords",
        b"Subject: x\n" + b"X-A: b\n" * 1_000_000 + b"\nwords",
        b"Subject: x\nContent-Type: text/plain" + b';a="' * 1_000_000 + b"\n\nwords",
        b"Subject: x\nContent-Type: text/plain; charset=" + b"a" * 5_000_000 + b"\n\nwords",
        b"Subject: x\n\nwords " + b">" * 5_000_000,
        b"Subject: x\n\nwords\n" + b"> " * 2_000_000,
        b"Subject: x\nContent-Type: text/plain; format=flowed\n\nwords " + b"a \n" * 1_000_000,
        b"Subject: x\n\nwords\n" + b"-----BEGIN PGP SIGNED MESSAGE-----\n" * 100_000,
        b"Subject: x\nContent-Transfer-Encoding: base64\n\nd29yZHMg" + b"QQ==" * 1_000_000,
    ],
)
def test_headers_and_lines_without_end_cost_no_more_than_they_hold(content: bytes) -> None:
    """What is quadratic here takes hours."""
    document = parse(content)
    assert document.title.startswith(("x", "=?a?B?"))
    assert "words" in document.text


def test_cut_off_and_garbled_mail_never_fails_otherwise_than_it_should() -> None:
    message = letter()
    message.add_alternative("<p>Shown</p>", subtype="html")
    message.add_attachment("Words.", filename="März.txt")
    content = message.as_bytes()
    chance = random.Random(3)
    for _ in range(300):
        broken = bytearray(content[: chance.randrange(1, len(content) + 1)])
        for _ in range(chance.choice((0, 1, 20))):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            document = parse(bytes(broken))
        except DocumentError:
            continue
        check_paragraphs(document)
