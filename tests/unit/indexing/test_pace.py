"""Batches are sized to a time, guesses are made from what was measured, and files are read newest first."""

from __future__ import annotations

import pytest

from desktop_search.indexing.pace import Pace
from desktop_search.indexing.reading_list import ReadingList
from desktop_search.indexing.walk import Found


def test_a_batch_grows_to_what_the_machine_does_in_the_time() -> None:
    pace = Pace(seconds=0.1)
    for _ in range(50):
        pace.record(paragraphs=10, characters=5000, seconds=0.5)
    assert pace.batch_characters() == pytest.approx(1000, rel=0.01)


def test_no_guess_is_made_before_there_is_something_to_go_by() -> None:
    pace = Pace(seconds=0.1)
    assert pace.seconds_for(100) is None
    for _ in range(60):
        pace.record(paragraphs=10, characters=5000, seconds=0.5)
    assert pace.seconds_for(100) == pytest.approx(5, rel=0.05)


def test_each_file_is_read_once_and_the_newest_first() -> None:
    files = ReadingList()
    for name, time in (("old", 1), ("new", 3), ("old", 1), ("middle", 2)):
        files.add(Found(name, 0, time, 0, 0), "/notes")
    assert [files.take()[0].path for _ in range(len(files))] == ["new", "middle", "old"]


def test_a_forgotten_folder_is_not_read() -> None:
    files = ReadingList()
    files.add(Found("/a/1", 0, 1, 0, 0), "/a")
    files.add(Found("/b/1", 0, 2, 0, 0), "/b")
    files.forget("/b")
    files.add(Found("/a/1", 0, 1, 0, 0), "/a")
    assert [files.take()[0].path for _ in range(len(files))] == ["/a/1"]
