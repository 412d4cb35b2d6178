"""A folder full of hostile files beside a few good ones: a row each, the good ones found, nothing read twice."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from desktop_search.documents.reading.readers import Readers
from tests.index_bench import Bench, note
from tests.unit.documents import hostile_files as hostile

LONG_AGO = 1_600_000_000


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each file was handed to a reader, by name."""
    counted: Counter[str] = Counter()
    start = Readers.start

    def counting(self: Readers, path: str, known: bytes = b"") -> None:
        counted[os.path.basename(path)] += 1
        start(self, path, known)

    monkeypatch.setattr(Readers, "start", counting)
    return counted


def corpus() -> hostile.Files:
    """Some of everything, as far as it does not take long."""
    files = {
        **hostile.locked(),
        **hostile.cut_off(),
        **hostile.beginnings(),
        **hostile.odd_pdfs(),
        **hostile.nested(5_000),
        **hostile.entities("/nowhere", "http://127.0.0.1:9"),
        **{f"overlapping{suffix}": hostile.overlapping(3000) for suffix in (".zip", ".docx", ".epub")},
    }
    for kind in ("random", "picture", ".docx"):
        files |= {f"as-{name}": content for name, content in hostile.stranger(kind).items()}
    return files


def lay_down(folder: Path, files: hostile.Files) -> None:
    """Files that were not touched for a long time: what was just written is read a second time on purpose."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
        os.utime(folder / name, (LONG_AGO, LONG_AGO))


def test_each_file_is_one_row_is_read_once_and_hides_nothing(bench: Bench, reads: Counter[str]) -> None:
    files = corpus()
    good = {f"good{number}.md": note(f"passports{number}").encode() for number in range(5)}
    lay_down(bench.notes, {**files, **good})
    bench.survey()

    rows = {os.path.basename(path): (state, reason) for path, state, reason in bench.rows(ROWS)}
    assert set(rows) == {*files, *good}
    for name, (state, reason) in rows.items():
        assert state in ("indexed", "empty", "failed"), name
        assert (state != "failed") or reason.endswith("."), name
        assert "the log says more" not in reason, name
    for number in range(5):
        assert bench.found(f"passports{number}") == [f"good{number}.md"]

    assert reads == Counter(rows.keys())
    for path in sorted(bench.notes.iterdir()):
        bench.changes.add(str(path))
    bench.survey()
    bench.reopen()
    bench.survey()
    assert reads == Counter(rows.keys()), "a file that did not change was read again"


def test_a_file_that_is_repaired_is_read_again_and_one_that_breaks_is_no_longer_found(
    bench: Bench, reads: Counter[str]
) -> None:
    sound = {f"a{suffix}": content for suffix, content in hostile.sound().items()}
    lay_down(bench.notes, {name: content[: len(content) // 3] for name, content in sound.items()})
    bench.survey()
    assert bench.count("files") == len(sound)

    for name, content in sound.items():
        (bench.notes / name).write_bytes(content)
    bench.survey()
    assert sorted(bench.found(hostile.MARKER)) == sorted(sound)
    assert all(reads[name] >= 2 for name in sound)

    for name in sound:
        (bench.notes / name).write_bytes(b"\0\1\2\3" * 300)
    bench.survey()
    assert bench.found(hostile.MARKER) == []


ROWS = "SELECT path, state, reason FROM files"
