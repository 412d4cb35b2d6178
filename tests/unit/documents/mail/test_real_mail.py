"""Real mail, most of it broken: what a person finds in it who opens the raw source and decodes it by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import pytest

from desktop_search.documents.splitting.paragraphs import split
from desktop_search.errors import DocumentError
from desktop_search.records import Document
from tests.quality.extractors import recall, words
from tests.unit.documents.checks import check_paragraphs, read_file

FOLDER = Path("formats/mikel-mail/spec/fixtures/emails")


@dataclass(frozen=True)
class Mail:
    """What is to be found; `text` is all that the message says, attachments that are text among it."""

    path: str
    title: str
    author: str
    date: str
    text: str
    people: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()


MAILS = (
    Mail(
        "plain_emails/basic_email.eml",
        "Testing 123",
        "Mikel Lindsaar <test@lindsaar.net>",
        "2008-11-22T15:04:59+11:00",
        "Plain email. Hope it works well! Mikel",
        ("raasdnil@gmail.com",),
    ),
    Mail(
        "plain_emails/raw_email_quoted_with_0d0a.eml",
        "testing",
        "foo@example.com",
        "2005-06-06T22:21:22+02:00",
        "A fax has arrived from remote ID ''. Time: 3/9/2006 3:50:52 PM Received from remote ID: Inbound user ID"
        " XXXXXXXXXX, routing code XXXXXXXXX Result: (0/352;0/0) Successful Send Page record: 1 - 1 Elapsed time: 00:58"
        " on channel 11",
        ("blah@example.com",),
    ),
    Mail(
        "plain_emails/raw_email10.eml",  # charset=X-UNKNOWN
        "",
        "xxx@xxxx.xxx",
        "2005-05-10T15:27:03-05:00",
        "Test test. Hi. Waving. m Sent via Bell Mobility's Text Messaging service. Envoyé par le service de messagerie"
        " texte de Bell Mobilité.",
    ),
    Mail(
        "plain_emails/raw_email_incorrect_header.eml",  # a line among the headers is none
        "Stop adware/spyware once and for all.",
        "xxx xxx <xxx@xxx.xxx>",
        "2005-02-23T18:20:17-04:00",
        "You are infected with: Ad Ware and Spy Ware Get your free scan and removal download now, before it gets any"
        " worse. http://xxx.xxx.info?aid=3D13&?stat=3D4327kdzt no more? (you will still be infected)"
        " http://xxx.xxx.info/discon/?xxx@xxx.com",
        ("xxx@xxx.com",),
    ),
    Mail(
        "plain_emails/raw_email_with_partially_quoted_subject.eml",
        'Re: Test: "漢字" mid "漢字" tail',
        "Jamis Buck <jamis@37signals.com>",
        "2005-05-02T16:07:05-06:00",
        "대부분의 마찬가지로, 우리는 하나님을 믿습니다. 제 이름은 Jamis입니다.",
    ),
    Mail(
        "multi_charset/japanese_shift_jis.eml",
        "test",
        "xxxxxxx@docomo.ne.jp",
        "2014-05-28T17:18:19+09:00",
        "あいうえお このメールはテスト用のメールです。 今後ともよろしくお願い申し上げます！",  # noqa: RUF001
        ("unknown@example.com",),
    ),
    Mail(
        "multi_charset/japanese_iso_2022.eml",
        "まみむめも",
        "Mikel Lindsaar <raasdnil@gmail.com>",
        "",
        "すみません。",
        ("みける <raasdnil@gmail.com>",),
    ),
    Mail(
        "multi_charset/ks_c_5601-1987.eml",
        "test",
        "from@example.com",
        "2014-05-28T17:18:19+09:00",
        "스티해",
    ),
    Mail(
        "multi_charset/japanese_attachment.eml",
        "testing",
        "Mikel Lindsaar <raasdnil@gmail.com>",
        "2009-10-16T23:39:34+11:00",
        "testing -- http://lindsaar.net/ Rails, RSpec and Life blog.... this is a test これわてすと",
        attachments=("てすと.txt",),
    ),
    Mail(
        "multi_charset/japanese_attachment_long_name.eml",
        "まみむめも" * 10,
        "Mikel Lindsaar <mikel@test.lindsaar.net>",
        "2009-10-30T19:11:02+11:00",
        "this is the data",
        attachments=("かきくけこ" * 5 + ".txt",),
    ),
    Mail(
        "attachment_emails/attachment_with_quoted_filename.eml",
        "Eelanalüüsi päring",
        "Jeffrey Hardy <jeff@37signals.com>",
        "2009-05-13T11:42:01-04:00",
        "",
        attachments=("Eelanalüüsi päring.jpg",),
    ),
    Mail(
        "attachment_emails/attachment_nonascii_filename.eml",  # raw UTF-8 in a parameter
        "testing",
        "foo@example.com",
        "2005-06-06T22:21:22+02:00",
        "This is the first part. Hi there.",
        attachments=("ciële.txt",),
    ),
    Mail(
        "attachment_emails/attachment_message_rfc822.eml",
        "testing",
        "foo@example.com",
        "2005-06-06T22:21:22+02:00",
        "This is the first part. Another PDF Test Tester <xxxx@xxxx.com> Just attaching another PDF, here, to see what"
        " the message looks like, and to see if I can figure out what is going wrong here.",
        attachments=("broken.pdf",),
    ),
    Mail(
        "mime_emails/raw_email_with_mimepart_without_content_type.eml",
        "Warning: could not send message for past 1 day",
        "Mail Delivery Subsystem <MAILER-DAEMON@antivirus.uqam.ca>",
        "2006-10-20T04:28:33-04:00",
        "THIS IS A WARNING MESSAGE ONLY YOU DO NOT NEED TO RESEND YOUR MESSAGE The original message was received"
        " at Thu, 19 Oct 2006 01:23:47 -0400 (EDT) from py-out-1112.google.com [64.233.166.178] Transcript of"
        " session follows <larose.julie@courrier.uqam.ca>... Deferred Warning: message still undelivered after 1"
        " day Will keep trying until message is 5 days old Reporting-MTA: dns; antivirus.uqam.ca Arrival-Date: Thu,"
        " 19 Oct 2006 01:23:47 -0400 (EDT) Final-Recipient: RFC822; larose.julie@courrier.uqam.ca Action: delayed"
        " Status: 4.5.0 Diagnostic-Code: SMTP; Last-Attempt-Date: Fri, 20 Oct 2006 04:28:33 -0400 (EDT)"
        " Will-Retry-Until: Tue, 24 Oct 2006 01:23:47 -0400 (EDT) Est-ce toi ? RogE9 <roor32@gmail.com> Salut, je"
        " ne suis pas sur de m'adresser a la bonne personne. Mais si jamais tu me reconnais :p, peux-tu repondre a"
        " ce mail ? Merci. Roger",
        ("roor32@gmail.com",),
    ),
    Mail(
        "multipart_report_emails/multipart_report_multiple_status.eml",
        "Mail System Error - Returned Mail",
        "Mail Administrator <Postmaster@ci.com>",
        "2010-06-29T10:42:44-05:00",
        "This Message was undeliverable due to the following reason: <u@ci.com> has restricted SMS e-mail Please reply"
        " to <Postmaster@ci.com> if you feel this message to be in error. Reporting-MTA: dns; schemailmta04.ci.com"
        " Arrival-Date: Tue, 29 Jun 2010 10:42:37 -0500 Received-From-MTA: dns; schemailedgegx04.ci.com"
        " (172.16.130.170) Original-Recipient: rfc822;u@ci.com Final-Recipient: RFC822; <u@ci.com> Action: failed"
        " Status: 5.3.0 Your Friend F M wants you to join HomeRun Hey cingularmefarida",
        ("notification+promo@blah.com",),
    ),
    Mail(
        "error_emails/new_line_in_to_header.eml",  # an empty line in the middle of a header
        "[Online Lead] Online Lead #1111111",
        "l@gcn-example.com",
        "2010-10-13T07:53:04-07:00",
        '<?xml version="1.0" encoding="UTF-8"?> <?ADF version="1.0"?><adf> <prospect>'
        " <requestdate>2010-10-13T07:53:04-09:00</requestdate> ... (not important) ...",
        ("leads@sg.dc.com", "jp@t-exmaple.com", "cc@c-l-example.com"),
    ),
    Mail(
        "error_emails/invalid_subject_characters.eml",  # a subject of raw bytes
        "Formação FrenetikPolis: Mega Campanha Final Verão | Cursos de Setembro",
        "Formação Frenetikpolis <info@formacaofrenetik.info>",
        "",
        "TEST",
        ("martin@internet.ao", "support@maxnet.ao"),
    ),
    Mail(
        "error_emails/bad_encoded_subject.eml",  # an encoding called NONE, and Base64 with an end too short
        "TEST",
        "",
        "",
        "TEST",
    ),
    Mail(
        "error_emails/content_transfer_encoding_qp_with_space.eml",  # "quoted printable"
        "Low or High Blood Pressure? We can help.",
        "Wilmer Capps <fyouizjnp@swissonline.ch>",
        "2004-11-07T18:23:56-03:00",
        "If you're in need of a good RX site for online purchases, we are your answer. With Tens of Thousands of happy"
        " customers who saved huge, you can't go wrong. http://magyar8stator.com/26 Lots More Info Here Above URL is"
        " for more info & if you are interested.",
    ),
    Mail(
        "error_emails/content_transfer_encoding_x_uuencode.eml",
        "PGP Comments on RTO West Release of Dec. 14",
        "Lon L. Peters <lpeters@PACIFIER.COM>",
        "2002-01-10T13:59:53-08:00",
        "Attached are the comments of the Public Generating Pool. Lon L. Peters Northwest Economic Research, Inc. 6765"
        " S.W. Preslynn Drive Portland, Oregon 97225-2668 503-203-1539 (voice) 503-203-1569 (fax) 503-709-5942 (mobile)"
        " lpeters@pacifier.com NOTICE: This communication and its attachments, if any, may contain sensitive,"
        " privileged, or other confidential information. If you are not the intended recipient or believe that you have"
        " received this communication in error, please notify the sender of this communication and delete the copy you"
        " received from all storage devices. In addition, please do not print, copy, retransmit, forward, disseminate,"
        " or otherwise use this communication or its attachments, if any. Thank you.",
        attachments=("PGP_Cmts_on_12-14-01_Pkg.doc",),
    ),
    Mail(
        "rfc2822/example13.eml",  # rests of a column on the left side, spaces before colons, comments in the date
        "Saying Hello",
        "John Doe <jdoe@machine(comment). example>",
        "1997-11-21T09:55:06-06:00",
        'This is a message just to say hello. So, "Hello".',
        ("Mary Smith", "mary@example.net"),
    ),
    Mail(
        "rfc2822/example14.eml",  # a line of one blank in the middle of the subject
        "Re: TEST テストテスト",
        "Atsushi Yoshida <atsushi@example.com>",
        "2011-08-19T10:47:17+09:00",
        "Hello",
    ),
    Mail(
        "rfc6532/utf8_headers.eml",
        "Säying Hello",
        "Jöhn Doe <jdöe@mächine.example>",
        "",
        "body",
        ("Märy Smith <märy@exämple.net>",),
    ),
)


def findable(document: Document) -> str:
    """All words under which the file can be found."""
    parts = [document.title, document.author]
    before: tuple[str, ...] = ()
    for paragraph in split(document):
        parts += [name for name in paragraph.heading if name not in before]
        parts.append(paragraph.text)
        before = paragraph.heading
    return "\n".join(parts)


def read_all(shared_data: Path) -> Iterator[tuple[Mail, Document]]:
    for mail in MAILS:
        yield mail, read_file(shared_data / FOLDER / mail.path)


@pytest.mark.parametrize("mail", MAILS, ids=[mail.path for mail in MAILS])
def test_what_a_person_sees_is_found(mail: Mail, shared_data: Path) -> None:
    document = read_file(shared_data / FOLDER / mail.path)
    check_paragraphs(document)
    assert (document.title, document.author, document.date) == (mail.title, mail.author, mail.date)
    for text in (*mail.people, *mail.attachments):
        assert text in document.text
    found = words(findable(document))
    assert {word for word in words(mail.text) if word not in found} == set()


def test_hardly_a_word_is_lost_or_found_once_instead_of_twice(shared_data: Path) -> None:
    shares = [recall(words(mail.text), words(findable(document))) for mail, document in read_all(shared_data)]
    assert mean(shares) >= 0.98
    assert min(shares) >= 0.80


def test_little_is_found_that_is_not_in_the_message(shared_data: Path) -> None:
    """Codes, boundaries and the ways of the mail are no words of it."""
    for mail, document in read_all(shared_data):
        text = "\n".join(document.text[one.start : one.end] for one in document.blocks if one.kind != "metadata")
        extra = words(text) - words(f"{mail.text} {mail.title}")
        assert extra.total() <= 0.25 * max(20, words(text).total()), (mail.path, extra)


def test_every_mail_is_read_or_refused_with_a_reason(shared_data: Path) -> None:
    paths = sorted((shared_data / FOLDER).rglob("*.eml"))
    assert len(paths) > 80
    refused = []
    for path in paths:
        try:
            document = read_file(path)
        except DocumentError as error:
            refused.append((path.name, str(error)))
            continue
        check_paragraphs(document)
        assert document.text.strip()
        assert "\ufffd" not in document.title or "\ufffd".encode() in path.read_bytes()
        assert "=?" not in document.title
    assert refused == []
