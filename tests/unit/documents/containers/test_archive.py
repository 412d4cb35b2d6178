"""ZIP archives: members as documents, what is passed over, what is told, and bombs."""

from __future__ import annotations

import io
import time
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from desktop_search.documents.containers.archive import parse as parse_archive
from desktop_search.documents.source import DAMAGED, ENCRYPTED, Limits, Source
from desktop_search.errors import DocumentError
from desktop_search.records import Document
from tests.unit.documents.checks import check_paragraphs, read_file


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def with_flag(content: bytes, name: str) -> bytes:
    """Says of one member that it is encrypted."""
    changed = bytearray(content)
    local = content.index(name.encode()) - 30
    central = content.rindex(name.encode()) - 46
    changed[local + 6] |= 1
    changed[central + 8] |= 1
    return bytes(changed)


def read_bytes(tmp_path: Path, content: bytes, limits: Limits | None = None) -> Document:
    path = tmp_path / "archive.zip"
    path.write_bytes(content)
    document = read_file(path, limits)
    check_paragraphs(document)
    return document


def seen(document: Document) -> list[tuple[tuple[str, ...], int | None, str]]:
    return [(block.heading, block.line, document.text[block.start : block.end]) for block in document.blocks]


def test_members_stand_below_their_names_with_the_lines_of_their_own(tmp_path: Path) -> None:
    members = {
        "a.txt": b"First words.\n\nSecond words.\n",
        "notes/b.md": b"# Title\n\nText.\n\n## Part\n\nMore text.\n",
        "notes/c.html": b"<html><head><title>Page</title></head><body><p>Words of a page.</p></body></html>",
    }
    document = read_bytes(tmp_path, packed(members))
    assert seen(document) == [
        (("a.txt",), 1, "First words."),
        (("a.txt",), 3, "Second words."),
        (("notes/b.md", "Title"), 3, "Text."),
        (("notes/b.md", "Title", "Part"), 7, "More text."),
        (("notes/c.html", "Page"), None, "Words of a page."),
    ]
    assert (document.title, document.note) == ("", "")


def test_hidden_files_junk_and_files_without_a_reader_are_passed_over(tmp_path: Path) -> None:
    members = {
        "__MACOSX/._a.txt": b"junk",
        ".DS_Store": b"junk",
        ".git/readme.md": b"junk",
        "folder/.hidden.txt": b"junk",
        "photo.jpg": b"\xff\xd8",
        "empty.txt": b"",
        "folder/": b"",
        "./a.txt": b"words",
    }
    document = read_bytes(tmp_path, packed(members))
    assert [text for _, _, text in seen(document)] == ["words"]
    assert document.note == ""


def test_an_archive_without_anything_to_read_says_so(tmp_path: Path) -> None:
    for members in ({}, {"photo.jpg": b"\xff\xd8"}):
        document = read_bytes(tmp_path, packed(members))
        assert (document.blocks, document.note) == ((), "None of the files in it has a reader.")


@pytest.mark.parametrize("name", ["Größe.txt", "räksmörgås/ångström.txt", "Ελλάδα.txt", "日本語.txt"])
def test_names_are_read_with_and_without_the_mark_of_utf8(name: str, tmp_path: Path) -> None:
    content = packed({name: b"words"})
    marked = content.index(name.encode()) - 30, content.rindex(name.encode()) - 46
    assert seen(read_bytes(tmp_path, content))[0][0] == (name,)
    changed = bytearray(content)
    changed[marked[0] + 7] &= ~0x08
    changed[marked[1] + 9] &= ~0x08
    assert seen(read_bytes(tmp_path, bytes(changed)))[0][0] == (name,)


def test_names_of_dos_and_backslashes(tmp_path: Path) -> None:
    content = packed({"notes-Gr__e.txt": b"words"})
    changed = content.replace(b"notes-Gr__e.txt", b"notes\\Gr\x94\xe1e.txt")
    assert seen(read_bytes(tmp_path, changed))[0][0] == ("notes/Größe.txt",)


def test_a_member_that_cannot_be_read_costs_itself_alone(tmp_path: Path) -> None:
    members = {"a.docx": b"no such thing", "b.txt": b"words"}
    document = read_bytes(tmp_path, packed(members))
    assert [text for _, _, text in seen(document)] == ["words"]
    assert document.note == "a.docx: This is not an Office file."


def test_the_notes_of_many_members_are_few(tmp_path: Path) -> None:
    document = read_bytes(tmp_path, packed({f"{number}.docx": b"x" for number in range(200)}))
    assert document.note.count("This is not an Office file.") == 5
    assert "200 files in it could not be read." in document.note


def test_passwords(tmp_path: Path) -> None:
    content = packed({"secret.txt": b"secret", "open.txt": b"words", "photo.jpg": b""})
    document = read_bytes(tmp_path, with_flag(content, "secret.txt"))
    assert [text for _, _, text in seen(document)] == ["words"]
    assert document.note == "Protected by a password and not read: 1 of the files in it."
    with pytest.raises(DocumentError, match=ENCRYPTED):
        read_bytes(tmp_path, with_flag(with_flag(content, "secret.txt"), "open.txt"))


def test_a_member_that_is_a_bomb_is_refused_and_the_others_are_given(tmp_path: Path) -> None:
    members = {"a.txt": b"words before", "bomb.txt": b"\0" * 20_000_000, "z.txt": b"words after"}
    document = read_bytes(tmp_path, packed(members))
    assert [text for _, _, text in seen(document)] == ["words before", "words after"]
    assert "bomb.txt: It unpacks to more than 200 times its size and is taken for a bomb." in document.note


def test_all_members_together_are_bounded_and_what_was_read_is_given(tmp_path: Path) -> None:
    members = {f"{number}.txt": b"word%d " % number * 10_000 for number in range(20)}
    document = read_bytes(tmp_path, packed(members), Limits(max_unpacked=300_000))
    assert "word1 " in document.text
    assert "word19 " not in document.text
    assert "not all files in it were read" in document.note


def test_too_many_members_and_members_larger_than_a_file_may_be(tmp_path: Path) -> None:
    content = packed({"a.txt": b"w" * 2000, "b.txt": b"words"}, zipfile.ZIP_STORED)
    with pytest.raises(DocumentError, match="more than 1 files"):
        read_bytes(tmp_path, content, Limits(max_members=1))
    inner = Source(content, "a.zip", Limits(max_bytes=1000), part_reader=lambda name, content, outer: Document("x", ()))
    assert parse_archive(inner).note == "a.txt: It is larger than the limit of 0.001 MB."


def test_members_that_overlap_are_a_bomb(tmp_path: Path) -> None:
    """Ten names in the directory, all for the same bytes."""
    content = packed({f"{number}.txt": b"words " * 400 for number in range(10)}, zipfile.ZIP_STORED)
    start = content.index(b"PK\1\2")
    directory, end = content[start : content.index(b"PK\5\6")], bytearray(content[content.index(b"PK\5\6") :])
    first = content[: content.index(b"PK\3\4", 4)]
    entries = [bytearray(b"PK\1\2" + entry) for entry in directory.split(b"PK\1\2")[1:]]
    for entry in entries:
        entry[42:46] = bytes(4)
        entry[46:51] = entries[0][46:51]
    end[16:20] = len(first).to_bytes(4, "little")
    with pytest.raises(DocumentError, match="taken for a bomb"):
        read_bytes(tmp_path, first + b"".join(entries) + bytes(end))


def test_what_is_inside_is_read_only_so_deep(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Sent with a file"
    mail.set_content("Words of the mail.")
    mail.add_attachment("Words of the attachment.", filename="a.txt")
    content = packed({"mails/a.eml": mail.as_bytes(), "inner.zip": packed({"b.txt": b"Inner words."})})
    document = read_bytes(tmp_path, content)
    found = {text: heading for heading, _, text in seen(document)}
    assert found["Words of the mail."] == ("mails/a.eml", "Sent with a file")
    assert found["Words of the attachment."] == ("mails/a.eml", "Sent with a file", "a.txt")
    assert found["Inner words."] == ("inner.zip", "b.txt")
    deep = packed({"1.zip": packed({"2.zip": packed({"3.zip": packed({"d.txt": b"Deepest words."})})})})
    document = read_bytes(tmp_path, deep)
    assert document.blocks == ()
    assert "It lies too deep inside other files." in document.note


def test_damage_is_refused(tmp_path: Path) -> None:
    content = packed({"a.txt": b"words " * 100})
    for broken in (b"PK\3\4", content[: len(content) // 2], b"no archive"):
        with pytest.raises(DocumentError, match=DAMAGED):
            read_bytes(tmp_path, broken)


def test_it_stops_when_it_is_late_or_full(tmp_path: Path) -> None:
    content = packed({"a.txt": b"First words.", "b.txt": b"Second words."})
    late = parse_archive(Source(content, "a.zip", stop_at=time.monotonic()))
    assert late.note == "It takes too long to read; not all files in it were read."
    document = read_bytes(tmp_path, content, Limits(max_text=10))
    assert document.text.strip() == "First word"
    assert "limit" in document.note
