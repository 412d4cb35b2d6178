"""What one look at the disk and the index's own rows make together: bounds, changes meanwhile, and old readers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_search.engine.disk_look import CHANGED, NOT_READ, OLDER, DiskLook
from desktop_search.engine.file_list import make_list
from desktop_search.engine.messages import FileList, ListFiles
from desktop_search.paths import Paths
from desktop_search.settings import Settings
from desktop_search.store import database
from tests.index_bench import Bench


@pytest.fixture
def bench(paths: Paths, tmp_path: Path) -> Iterator[Bench]:
    notes = (tmp_path / "notes").resolve()
    notes.mkdir()
    made = Bench(paths, notes)
    yield made
    made.service.close()


def look_at(bench: Bench, rows_at_most: int = 1000, settings: Settings | None = None) -> DiskLook:
    look = DiskLook(settings or bench.settings, rows_at_most)
    with database.reading(bench.paths.database) as db:
        while not look.go_on(db, 10.0):
            pass
    return look


def listed(bench: Bench, look: DiskLook | None, **more: Any) -> FileList:
    with database.reading(bench.paths.database) as db:
        return make_list(db, ListFiles(1, **more), look, final=look is not None)


def names(one: FileList) -> list[tuple[str, str]]:
    return [(os.path.basename(row.path), row.state) for row in one.rows]


def test_a_look_that_met_its_bound_says_so_and_the_survey_tells_how_many_there_are(bench: Bench) -> None:
    for number in range(10):
        bench.write(f"{number}.jpg", "")
    bench.survey()
    one = listed(bench, look_at(bench, rows_at_most=3))
    assert (len(one.rows), one.counts.skipped, one.cut, one.complete) == (3, 10, True, False)
    one = listed(bench, look_at(bench))
    assert (len(one.rows), one.counts.skipped, one.cut, one.complete) == (10, 10, False, True)


def test_a_look_goes_on_in_slices(bench: Bench) -> None:
    for number in range(10):
        bench.write(f"{number}.jpg", "")
    look = DiskLook(bench.settings)
    with database.reading(bench.paths.database) as db:
        slices = 1
        while not look.go_on(db, 0.0):
            slices += 1
    assert slices > 5
    assert len(look.left_out) == 10
    assert not look.cut


def test_a_look_that_takes_too_long_ends_and_says_so(bench: Bench) -> None:
    for number in range(10):
        bench.write(f"{number}.jpg", "")
    look = DiskLook(bench.settings, seconds_at_most=0.0)
    with database.reading(bench.paths.database) as db:
        assert look.go_on(db, 0.0)
    assert look.cut


def test_what_was_read_since_the_look_does_not_wait_any_more(bench: Bench) -> None:
    bench.write("a.md", "one")
    look = look_at(bench)
    assert names(listed(bench, look)) == [("a.md", "waiting")]
    bench.survey()
    assert names(listed(bench, look)) == [("a.md", "indexed")]
    assert listed(bench, look).counts.waiting == 0


def test_a_changed_file_waits_and_is_counted_once(bench: Bench) -> None:
    bench.write("a.md", "one")
    bench.write("b.md", "two")
    bench.survey()
    bench.write("a.md", "one and more")
    bench.write("c.md", "three")
    one = listed(bench, look_at(bench))
    assert names(one) == [("a.md", "waiting"), ("b.md", "indexed"), ("c.md", "waiting")]
    assert [row.reason for row in one.rows] == [CHANGED, "", NOT_READ]
    assert (one.counts.indexed, one.counts.waiting, one.complete) == (1, 2, True)


def test_a_file_that_an_older_reader_read_waits(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.write("a.md", "one")
    bench.survey()
    monkeypatch.setattr("desktop_search.engine.disk_look.version_of", lambda path: "markdown 99")
    one = listed(bench, look_at(bench))
    assert [(row.state, row.reason) for row in one.rows] == [("waiting", OLDER)]


def test_a_limit_leaves_the_first_rows_of_all_kinds(bench: Bench) -> None:
    for name in ("b.md", "d.md", "F.md"):
        bench.write(name, name)
    for name in ("A.jpg", "c.jpg", "e.jpg"):
        bench.write(name, "")
    bench.survey()
    look = look_at(bench)
    one = listed(bench, look, limit=4)
    assert [name for name, _ in names(one)] == ["A.jpg", "b.md", "c.jpg", "d.md"]
    assert not one.complete
    one = listed(bench, look, limit=6)
    assert [name for name, _ in names(one)] == ["A.jpg", "b.md", "c.jpg", "d.md", "e.jpg", "F.md"]
    assert one.complete


def test_an_unplugged_folder_costs_only_itself(bench: Bench) -> None:
    bench.write("a.jpg", "")
    there = str(bench.notes)
    look = look_at(bench, settings=Settings(folders=(f"{there}-gone", there)))
    assert [os.path.basename(row.path) for row in look.left_out] == ["a.jpg"]
