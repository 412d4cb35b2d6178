"""Which file gets which reader, and what stands in the way of reading one."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from desktop_search.documents.reading.reader import DIGEST_BYTES, read
from desktop_search.documents.registry import READERS, reader_for
from desktop_search.documents.source import Limits, Source
from desktop_search.documents.text import plain
from desktop_search.errors import DocumentError
from desktop_search.records import Document
from tests.marks import MODES_HOLD
from tests.unit.documents.checks import check_document, read_file


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("a.txt", "text"),
        ("A.TXT", "text"),
        ("pep.rst", "markup"),
        ("README", "text"),
        ("LICENSE-MIT", "text"),
        ("notes.md", "markdown"),
        ("a.b.Markdown", "markdown"),
        ("README.md", "markdown"),
        ("photo.jpg", None),
        ("program", None),
        (".md", None),
        (".bashrc", None),
        ("", None),
    ],
)
def test_the_name_alone_decides(name: str, reader: str | None) -> None:
    found = reader_for(Path("/some/folder.md") / name if name else "")
    assert (found.name if found else None) == reader


def test_no_suffix_has_two_readers() -> None:
    suffixes = [suffix for reader in READERS for suffix in reader.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert all(reader.version > 0 for reader in READERS)


def test_the_digest_and_the_stamp_belong_to_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"Hello\r\nthere\n")
    result = read(path)
    status = path.stat()
    assert result.document.text == "Hello\r\nthere\n"
    assert result.digest == hashlib.blake2b(path.read_bytes(), digest_size=DIGEST_BYTES).digest()
    assert (result.size, result.mtime_ns) == (13, status.st_mtime_ns)
    assert (result.inode, result.device) == (status.st_ino, status.st_dev)


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n\f  ", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_file_without_words_is_a_document_without_blocks(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert read(path).document.blocks == ()


def test_a_file_over_the_limit_is_refused_and_one_at_the_limit_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 1000)
    assert read(path, Limits(max_bytes=1000)).size == 1000
    with pytest.raises(DocumentError, match=r"larger than the limit of 0\.000999 MB"):
        read(path, Limits(max_bytes=999))


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="needs a file that reports no size")
def test_a_size_that_the_system_reports_wrongly_does_not_cut_the_file(tmp_path: Path) -> None:
    link = tmp_path / "status.txt"
    link.symlink_to("/proc/self/status")
    assert "Threads" in read(link).document.text
    with pytest.raises(DocumentError, match="larger than the limit"):
        read(link, Limits(max_bytes=100))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.timeout(20)
def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    os.mkfifo(path)
    with pytest.raises(DocumentError, match="not a regular file"):
        read(path)


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="needs devices")
def test_a_device_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "a.txt"
    link.symlink_to("/dev/zero")
    with pytest.raises(DocumentError, match="not a regular file"):
        read(link)


def test_a_vanished_file_a_folder_and_a_circle_have_their_reasons(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "circle.txt").symlink_to(tmp_path / "circle.txt")
    for name, reason in [
        ("gone.txt", "no longer there"),
        ("folder.txt", "a folder"),
        ("circle.txt", "in a circle"),
        ("a\0b.txt", "no longer there"),
        ("x" * 300 + ".txt", "too long"),
        ("a.bin", "no reader"),
    ]:
        with pytest.raises(DocumentError, match=reason):
            read(tmp_path / name)


@MODES_HOLD
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("secret")
    path.chmod(0)
    with pytest.raises(DocumentError, match="may not be read"):
        read(path)


@pytest.mark.parametrize("name", [b"a\nb.txt", b"caf\xe9.md", "naïve 文.md".encode()])
def test_odd_names(tmp_path: Path, name: bytes) -> None:
    path = os.path.join(os.fsencode(tmp_path), name)
    try:
        with open(path, "wb") as file:
            file.write(b"Hello")
    except OSError:
        pytest.skip("this file system does not take the name")
    assert read_file(os.fsdecode(path)).text == "Hello"


def test_reading_leaves_no_descriptor_open(tmp_path: Path) -> None:
    folder = Path("/proc/self/fd")
    if not folder.exists():
        pytest.skip("needs /proc")
    (tmp_path / "a.txt").write_bytes(b"\0\1\2\3" * 100)
    before = len(list(folder.iterdir()))
    for _ in range(5):
        with pytest.raises(DocumentError):
            read(tmp_path / "a.txt")
        with pytest.raises(DocumentError):
            read(tmp_path / "a.txt", Limits(max_bytes=1))
    assert len(list(folder.iterdir())) == before


def test_every_reader_can_be_imported_and_takes_something() -> None:
    for reader in READERS:
        assert callable(reader.parse)
        assert reader.suffixes


def test_a_text_over_the_limit_is_read_in_part_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# One\n\nFirst.\n\n# Two\n\nSecond and last.\n", encoding="utf-8")
    document = read_file(path, Limits(max_text=29))
    check_document(document)
    assert [document.text[block.start : block.end] for block in document.blocks] == ["First.", "Second"]
    assert document.note == "The text is longer than the limit; the first 29 characters of it were read."
    assert read_file(path).note == ""


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"")
    document = read_file(tmp_path / "a.pdf")
    assert (document.blocks, document.note) == ((), "The file is empty.")


@pytest.mark.parametrize("defect", [ValueError("odd"), RecursionError(), AssertionError()])
def test_a_defect_in_a_reader_costs_one_file(
    defect: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def parse(source: Source) -> Document:
        raise defect

    monkeypatch.setattr(plain, "parse", parse)
    (tmp_path / "a.txt").write_text("text")
    with pytest.raises(DocumentError, match=r"failed on this file|nested too deeply"):
        read(tmp_path / "a.txt")


def test_the_known_digest_spares_the_parsing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    first = read(tmp_path / "a.txt")
    assert first.document is not None
    assert read(tmp_path / "a.txt", known=first.digest).document is None
    assert read(tmp_path / "a.txt", known=b"other").document is not None
