"""Hashes are remembered as long as the file is what it was, and no longer."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from desktop_search.embedding.digests import Digests

HOUR_AGO = time.time() - 3600


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "weights"
    made.write_bytes(b"one")
    os.utime(made, (HOUR_AGO, HOUR_AGO))
    return made


def remembered(tmp_path: Path) -> Digests:
    return Digests(tmp_path / "cache" / "digests.json")


def test_a_file_that_is_what_it_was_is_not_read_again(tmp_path: Path, file: Path) -> None:
    first = remembered(tmp_path)
    assert first.of(file) == sha(b"one")
    first.keep()
    # Another content under the same stamp, as no honest program makes it, tells who has read it.
    with file.open("r+b") as handle:
        handle.write(b"two")
    os.utime(file, (HOUR_AGO, HOUR_AGO))
    assert remembered(tmp_path).of(file) == sha(b"one")


@pytest.mark.parametrize("change", ["content", "time", "replaced"])
def test_a_file_that_has_changed_is_read_again(tmp_path: Path, file: Path, change: str) -> None:
    first = remembered(tmp_path)
    first.of(file)
    first.keep()
    content = b"three" if change == "content" else b"two"
    if change == "replaced":
        other = file.with_name("other")
        other.write_bytes(content)
        other.replace(file)
    else:
        file.write_bytes(content)
    stamp = HOUR_AGO + (5 if change == "time" else 0)
    os.utime(file, (stamp, stamp))
    assert remembered(tmp_path).of(file) == sha(content)


def test_a_file_that_was_just_written_is_read_again(tmp_path: Path, file: Path) -> None:
    os.utime(file)
    first = remembered(tmp_path)
    first.of(file)
    first.keep()
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("content", ["", "[]", "{", '{"x": 3}'])
def test_what_cannot_be_read_or_written_only_costs_time(tmp_path: Path, file: Path, content: str) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "digests.json").write_text(content.replace('"x"', f'"{file}"'))
    assert remembered(tmp_path).of(file) == sha(b"one")
    unwritable = Digests(file / "below a file")
    assert unwritable.of(file) == sha(b"one")
    unwritable.keep()
