"""Bytes to characters: Unicode in all its forms, the older encodings of many languages, and what is no text."""

# ruff: noqa: RUF001 - letters of other scripts are what this is about

from __future__ import annotations

import logging
import random
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_search.documents.characters.encoding import decode
from desktop_search.errors import DocumentError

SENTENCE = "Die Größe der Straße beträgt fünf Meter, ungefähr.\r\nŽluťoučký kůň, 漢字.\n"
CHINESE = "人人生而自由、在尊严和权利上一律平等。他们赋有理性和良心、并应以兄弟关系的精神相对待。"
TRADITIONAL = "人人生而自由、在尊嚴和權利上一律平等。他們賦有理性和良心、並應以兄弟關係的精神相對待。"
JAPANESE = "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。"
KOREAN = "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다."
RUSSIAN = "Все люди рождаются свободными и равными в своем достоинстве и правах."
UKRAINIAN = "Всі люди народжуються вільними і рівними у своїй гідності та правах."
GREEK = "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα."
HEBREW = "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם."
ARABIC = "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق."
POLISH = "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw."
CZECH = "Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv."
HUNGARIAN = "Minden emberi lény szabadon születik és egyenlő méltósága és joga van."
TURKISH = "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler."
LITHUANIAN = "Visi žmonės gimsta laisvi ir lygūs savo orumu ir teisėmis. Jiems suteiktas protas ir sąžinė."
THAI = "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ"
GERMAN = "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sollen brüderlich fühlen."
FRENCH = "Tous les êtres humains naissent libres et égaux en dignité et en droits, où qu’ils soient nés."
SPANISH = "Todos los seres humanos nacen libres e iguales; la razón y la conciencia, según el señor Núñez."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_unicode_with_a_mark_is_read_and_the_mark_is_no_character(encoding: str) -> None:
    mark = {
        "utf-16-le": b"\xff\xfe",
        "utf-16-be": b"\xfe\xff",
        "utf-32-le": b"\xff\xfe\0\0",
        "utf-32-be": b"\0\0\xfe\xff",
    }
    assert decode(mark.get(encoding, b"") + SENTENCE.encode(encoding)) == SENTENCE


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "text", ["The quick brown fox - schöne Grüße.\r\n", SENTENCE, RUSSIAN, GREEK, CHINESE, JAPANESE, KOREAN, THAI]
)
@pytest.mark.parametrize("times", [1, 50])
def test_wide_unicode_without_a_mark_is_recognised(text: str, encoding: str, times: int) -> None:
    text = f"{text}\n" * times
    assert decode(text.encode(encoding)) == text


def test_a_few_broken_bytes_do_not_change_the_encoding() -> None:
    data = ("Grüße aus Köln, schöne Straße. " * 50).encode()
    text = decode(data[:100] + b"\xff" + data[100:])
    assert text.count("\ufffd") == 1
    assert text.count("Köln") >= 49


@pytest.mark.parametrize(
    "text",
    [
        "Grüße aus Köln: “schön”, fünf €. " * 5,
        "Café",
        "naïve",
        "Ærø",
        "señor",
        "£5",
        "“quoted”",
        "Zoë’s",
        "Ä",
        "mañana",
        "5 m² at 20 °C ± 1",
        "10 µm × 3 µm",
        "20 °C",
        "a ± b",
        "x² + y³ = z²",
        "§ 5 ¶ 2",
        "• one",
        "Tea™ – 5‰",
        "½ cup",
    ],
)
def test_western_text_in_one_byte_a_character_however_short(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


OLDER = [
    (GERMAN, "cp1252 mac_roman cp850"),
    (FRENCH, "cp1252 mac_roman"),
    (SPANISH, "cp1252 mac_roman cp850"),
    (POLISH, "cp1250 iso8859-2 cp852"),
    (CZECH, "cp1250 iso8859-2 cp852"),
    (HUNGARIAN, "cp1250 iso8859-2"),
    (TURKISH, "cp1254 iso8859-9"),
    (LITHUANIAN, "cp1257 iso8859-13"),
    (RUSSIAN, "cp1251 koi8-r iso8859-5 cp866 mac_cyrillic"),
    (UKRAINIAN, "cp1251 koi8-u"),
    (GREEK, "cp1253 iso8859-7"),
    (HEBREW, "cp1255 iso8859-8"),
    (ARABIC, "cp1256 iso8859-6"),
    (THAI, "cp874"),
    (JAPANESE, "shift_jis euc_jp iso2022_jp"),
    (CHINESE, "gb18030 gbk gb2312"),
    (TRADITIONAL, "big5"),
    (KOREAN, "euc_kr cp949"),
]


@pytest.mark.parametrize(("text", "encoding"), [(text, one) for text, names in OLDER for one in names.split()])
@pytest.mark.parametrize("times", [1, 2000])
def test_the_encodings_of_many_languages(text: str, encoding: str, times: int) -> None:
    text = f"{text}\r\n" * times
    assert decode(text.encode(encoding)) == text


def test_english_before_the_first_foreign_line_does_not_mislead() -> None:
    text = "A long preface in English only.\n" * 5000 + f"{RUSSIAN}\n" * 3
    assert decode(text.encode("koi8-r")) == text


def test_one_long_line_with_little_beyond_ascii() -> None:
    text = "only English " * 200_000 + RUSSIAN
    assert decode(text.encode("cp1251")) == text


def test_pictures_made_of_characters() -> None:
    text = "╔══════╗\r\n║ NFO  ║\r\n╚══════╝\r\n▄▄▄█████▓▒░\r\n"
    assert decode(text.encode("cp437")) == text


def test_the_library_says_nothing_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(1)
    data = bytes(random.Random(3).choices(range(128, 256), k=3000))
    with suppress(DocumentError):
        decode(data)
    decode(RUSSIAN.encode("koi8-r"))
    assert [record for record in caplog.records if record.levelno >= logging.INFO] == []


@pytest.mark.parametrize(
    "data",
    [
        b"\x7fELF\x02\x01\x01" + bytes(50) + b"text" * 10,
        b"ordinary text\0with a NUL",
        b"ordinary text with a NUL \0" * 100,
        bytes(range(1, 256)) * 20,
        bytes(1000),
        b"\xff\xfe" + b"\x01\x00\x02\x00" * 100,
        random.Random(1).randbytes(5000),
        random.Random(2).randbytes(5000).replace(b"\0", b"\1"),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\6\0\0\0" + random.Random(4).randbytes(999),
        b"PK\3\4\x14\0\0\0\x08\0" + random.Random(5).randbytes(998),
        b"\0\0\0\x1cftypisom\0\0\2\0isomiso2mp41" + bytes(range(256)) * 8,
    ],
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"^This is a binary file, not text\.$"):
        decode(data)


def test_terminal_logs_are_text() -> None:
    log = "\x1b[31mred\x1b[0m\tand\x0cmore\x0b\x08\n" * 20
    assert decode(log.encode()) == log


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_reason(data: bytes) -> None:
    try:
        text = decode(data)
    except DocumentError:
        return
    assert "\0" not in text
    assert all(not "\ud800" <= character <= "\udfff" for character in text)
