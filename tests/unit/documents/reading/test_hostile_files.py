"""Whatever lies in a folder, each file costs itself alone: little time, little memory, one clear sentence, no trace."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil
import pytest

from desktop_search.documents.reading.answers import Reading
from desktop_search.documents.reading.readers import Readers
from desktop_search.documents.source import DAMAGED, ENCRYPTED, Limits
from tests.marks import NAMES_ARE_BYTES
from tests.unit.documents import hostile_files as hostile

# A reader is asked to stop after a part of these, and ended after all of them. No file here needs as much by far; a
# machine that is busy with other things does.
SECONDS = 20.0
GIB = 1 << 30
_SENTENCE = re.compile(r"[A-Z][^\n.]*(?:\.[^\n. ][^\n.]*)*\.")
# Said of a defect in a reader, of a reader that died, and of one that had to be ended.
_DEFECTS = ("The reader failed", "ended the reader", "took longer than")


class Folder:
    """A folder of files that are read together, all of them by real reader processes."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.peak = 0

    def read(self, files: Mapping[str, bytes], limits: Limits | None = None) -> dict[str, Reading]:
        """Writes them, reads each once, and checks what must hold for all of them; by name."""
        for name, content in files.items():
            (self.place / name).write_bytes(content)
        return self.read_paths([self.place / name for name in files], limits)

    def read_paths(self, paths: list[Path], limits: Limits | None = None) -> dict[str, Reading]:
        before = self.listing()
        readings: list[Reading] = []
        waiting = list(reversed(paths))
        readers = Readers(limits or Limits(max_seconds=SECONDS), count=2)
        try:
            while waiting or len(readers):
                while waiting and readers.free:
                    readers.start(str(waiting.pop()))
                readings += readers.collect(0.05)
                self._measure()
        finally:
            readers.close()
        found = {os.path.basename(one.path): one for one in readings}
        assert len(readings) == len(found) == len(paths)
        assert self.listing() == before, "something was written"
        for one in readings:
            check(one)
        assert self.peak < GIB
        return found

    def listing(self) -> list[tuple[str, int, int]]:
        """Every path below the folder of the test, which is that of temporary files too, with size and time."""
        paths = sorted(self.place.parent.rglob("*"))
        return [(str(path), path.lstat().st_size, path.lstat().st_mtime_ns) for path in paths]

    def _measure(self) -> None:
        for child in psutil.Process().children():
            try:
                status = Path(f"/proc/{child.pid}/status").read_text(encoding="ascii", errors="replace")
            except OSError:
                continue
            if found := re.search(r"VmHWM:\s+(\d+)", status):
                self.peak = max(self.peak, int(found[1]) * 1024)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    place = tmp_path / "folder"
    place.mkdir()
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    return Folder(place)


def check(reading: Reading) -> None:
    """One of two ends: it was read, or one sentence says why not."""
    said = f"{os.path.basename(reading.path)!r}: {reading.state}, {reading.reason or reading.note!r}"
    assert reading.state in ("read", "failed"), said
    assert not any(defect in reading.reason for defect in _DEFECTS), said
    if reading.state == "failed":
        assert _SENTENCE.fullmatch(reading.reason), said
        assert len(reading.reason) < 200, said
    else:
        assert reading.reason == ""


def words(reading: Reading) -> str:
    return " ".join([reading.title, reading.author, *(paragraph.passage for paragraph in reading.paragraphs)])


def reasons(found: Mapping[str, Reading]) -> dict[str, str]:
    return {name: one.reason for name, one in found.items()}


def test_the_sound_files_are_read(folder: Folder) -> None:
    found = folder.read({f"sound{suffix}": content for suffix, content in hostile.sound().items()})
    assert [name for name, one in found.items() if hostile.MARKER not in words(one)] == []


@pytest.mark.parametrize("kind", hostile.STRANGERS)
def test_a_file_that_is_not_what_its_name_says(kind: str, folder: Folder) -> None:
    for name, one in folder.read(hostile.stranger(kind)).items():
        # No reader takes noise for text: what is found can be read by a person.
        assert words(one).count("\ufffd") <= len(words(one)) // 20, name


def test_a_file_of_which_only_the_first_bytes_are_right(folder: Folder) -> None:
    folder.read(hostile.beginnings())


def test_a_file_that_is_cut_off_or_torn(folder: Folder) -> None:
    folder.read(hostile.cut_off())


def test_a_file_behind_a_password_says_so(folder: Folder) -> None:
    assert set(reasons(folder.read(hostile.locked())).values()) == {ENCRYPTED}


def test_what_unpacks_to_more_than_it_seems_to_hold(folder: Folder) -> None:
    found = folder.read(hostile.bombs())
    for name, one in found.items():
        if name.startswith("ratio") and name != "ratio.zip":
            assert not one.paragraphs, name
            assert "bomb" in one.reason or DAMAGED in one.reason or "damaged" in one.note, name
        assert sum(len(paragraph.text) for paragraph in one.paragraphs) <= Limits().max_text, name


@pytest.mark.slow
def test_an_archive_of_a_million_files(folder: Folder) -> None:
    content = hostile.many_members(1_000_000)
    found = folder.read({"a.zip": content, "a.docx": content}, Limits(max_seconds=SECONDS, max_bytes=200_000_000))
    assert set(reasons(found).values()) == {"It holds more than 10,000 files."}


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Something that would hear of it if a file were fetched from the network."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def test_entities_neither_grow_nor_fetch_anything(folder: Folder, listener: socket.socket, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("classifiedword")
    address = "http://{}:{}".format(*listener.getsockname())
    found = folder.read(hostile.entities(str(secret), address))
    for name, one in found.items():
        assert "classifiedword" not in words(one), name
        assert sum(len(paragraph.text) for paragraph in one.paragraphs) < 500_000, name
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_what_stands_in_itself_fifty_thousand_times(folder: Folder) -> None:
    folder.read(hostile.nested(50_000))


def test_odd_pdf_files(folder: Folder) -> None:
    folder.read(hostile.odd_pdfs())


@pytest.mark.slow
def test_a_pdf_of_a_hundred_thousand_pages_is_read_as_far_as_time_allows(folder: Folder) -> None:
    found = folder.read({"pages.pdf": hostile.many_pages(100_000)}, Limits(max_seconds=12.0))["pages.pdf"]
    assert (found.state, found.paragraphs[0].text) == ("read", "The same words on every page.")
    assert len(found.paragraphs) == 100_000 or found.note


@pytest.mark.parametrize("suffix", hostile.TEXTS)
def test_long_runs_of_the_characters_that_readers_look_for(suffix: str, folder: Folder) -> None:
    folder.read({f"{number}{suffix}": run for number, run in enumerate(hostile.runs(suffix, 100_000, "[*`<(\\{|= -"))})


def test_a_notebook_of_very_many_short_pieces(folder: Folder) -> None:
    folder.read({"a.ipynb": next(hostile.runs(".ipynb", 800_000, ["a\n\n"]))})


@pytest.mark.slow
@pytest.mark.parametrize("suffix", hostile.TEXTS)
def test_long_runs_of_everything_that_some_reader_looks_for(suffix: str, folder: Folder) -> None:
    """Each reader meets a tenth of them, each of them a few readers: all together would take an hour."""
    units = hostile.RUNS[hostile.TEXTS.index(suffix) % 10 :: 10]
    folder.read({f"{number}{suffix}": run for number, run in enumerate(hostile.runs(suffix, 300_000, units))})


ENORMOUS = ("a.txt", "a.md", "a.html", "a.csv", "a.json", "a.xml")


def test_a_file_over_the_limit_is_refused_by_its_size(folder: Folder) -> None:
    for name in (*ENORMOUS, "a.pdf", "a.docx", "a.zip", "a.eml"):
        with (folder.place / name).open("wb") as file:
            file.truncate(100_000_000)  # no block of the disk is taken up
    found = folder.read_paths(sorted(folder.place.iterdir()))
    assert set(reasons(found).values()) == {"The file is larger than the limit of 50 MB."}
    assert folder.peak < GIB // 5


@pytest.mark.slow
@pytest.mark.parametrize("name", ENORMOUS)
def test_a_hundred_megabytes_on_one_line(name: str, folder: Folder) -> None:
    content = b"A sentence of several plain words, and one more of them. " * 1_750_000
    found = folder.read({name: content}, Limits(max_seconds=30.0, max_bytes=200_000_000))[name]
    if found.state == "read":
        assert "limit" in found.note or "first" in found.note or "large" in found.note
        assert sum(len(paragraph.text) for paragraph in found.paragraphs) <= Limits().max_text


@NAMES_ARE_BYTES
def test_names_that_are_no_names(folder: Folder) -> None:
    odd = [
        b"two\nlines",
        b"\xe2\x80\xaecod.exe",
        b"\x1b[31mred\x1b[0m",
        b"\xff\xfe",
        b"'; --",
        b"%s%n{}",
        b" ",
        b"a" * 200,
    ]
    paths = [Path(os.fsdecode(os.fsencode(folder.place) + b"/" + one + b".md")) for one in odd]
    for path in paths:
        path.write_text(f"{hostile.MARKER} inside.")
    found = folder.read_paths(paths)
    assert sorted(found) == sorted(path.name for path in paths)
    assert all(hostile.MARKER in words(one) for one in found.values())
