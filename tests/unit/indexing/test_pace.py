"""Batches are sized to a time, guesses are made from what was measured, and files are read newest first."""

from __future__ import annotations

import pytest

from desktop_search.indexing.pace import Pace
from desktop_search.indexing.reading_list import ReadingList
from desktop_search.indexing.walk import Found


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def encode(pace: Pace, clock: Clock, batches: int, tokens: int = 1000, seconds: float = 0.1, gap: float = 0.0) -> None:
    for _ in range(batches):
        clock.now += gap + seconds
        pace.record(tokens, seconds)


def test_a_batch_grows_to_what_the_machine_does_in_the_time() -> None:
    clock = Clock()
    pace = Pace(0.1, clock)
    encode(pace, clock, 50, tokens=5000, seconds=0.5)
    assert pace.batch_tokens() == pytest.approx(1000, rel=0.01)


def test_no_guess_is_made_before_there_is_something_to_go_by() -> None:
    clock = Clock()
    pace = Pace(0.1, clock)
    assert pace.seconds_for(100) is None
    encode(pace, clock, 2)
    assert pace.seconds_for(100) is None
    encode(pace, clock, 1)
    assert pace.seconds_for(10_000) == pytest.approx(1, rel=0.01)


def test_time_between_two_batches_counts_into_the_guess_and_not_into_the_size_of_a_batch() -> None:
    clock = Clock()
    pace = Pace(0.1, clock)
    encode(pace, clock, 100, gap=0.1)
    assert pace.seconds_for(10_000) == pytest.approx(2, rel=0.05)
    assert pace.batch_tokens() == pytest.approx(1000, rel=0.01)


def test_an_hour_of_pause_does_not_spoil_the_guess() -> None:
    clock = Clock()
    pace = Pace(0.1, clock)
    encode(pace, clock, 200)
    before = pace.seconds_for(100_000)
    clock.now += 3600
    encode(pace, clock, 1)
    after = pace.seconds_for(100_000)
    assert before is not None
    assert after == pytest.approx(before, rel=0.2)


def test_one_slow_batch_hardly_moves_the_guess_and_a_slower_machine_does() -> None:
    clock = Clock()
    pace = Pace(0.1, clock)
    encode(pace, clock, 400)
    encode(pace, clock, 1, seconds=1.0)
    assert pace.seconds_for(100_000) == pytest.approx(10, rel=0.1)
    encode(pace, clock, 200, seconds=0.4)
    assert pace.seconds_for(100_000) == pytest.approx(40, rel=0.1)


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
