"""What vanishes with its disk stays in the index; what is deleted from a disk that is there does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import mounts
from tests.index_bench import Bench, note


@pytest.fixture
def drive(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own, to be plugged in somewhere."""
    disk = tmp_path / "drive"
    if not mounts.disk(disk):
        pytest.skip("only root on Linux may mount a disk")
    (disk / "notes").mkdir()
    (disk / "notes" / "harbour.md").write_text(note("harbours"))
    (disk / "notes" / "lantern.md").write_text(note("lanterns"))
    yield disk / "notes"
    mounts.release(disk)


@pytest.fixture
def plugged(drive: Path, bench: Bench) -> Iterator[Path]:
    """The disk within the watched folder."""
    place = bench.notes / "usb"
    mounts.bind(drive, place)
    bench.write("stays.md", note("orchards"))
    bench.survey()
    assert bench.found("harbours") == ["harbour.md"]
    yield place
    if place.is_mount():
        mounts.release(place)


def test_a_disk_in_a_watched_folder_that_is_unplugged_is_not_deleted(bench: Bench, plugged: Path, drive: Path) -> None:
    mounts.release(plugged)
    bench.survey()
    bench.changes.add(str(plugged), tree=True)
    bench.settle()
    assert bench.found("harbours") == ["harbour.md"]
    plugged.rmdir()
    bench.reopen()
    assert bench.found("harbours") == ["harbour.md"]

    (drive / "harbour.md").unlink()
    mounts.bind(drive, plugged)
    bench.survey()
    assert bench.found("harbours") == []
    assert bench.found("lanterns") == ["lantern.md"]


def test_a_late_hint_for_a_file_of_an_unplugged_disk_forgets_nothing(bench: Bench, plugged: Path) -> None:
    bench.changes.add(str(plugged / "harbour.md"))
    mounts.release(plugged)
    bench.settle()
    assert bench.found("harbours") == ["harbour.md"]


def test_what_is_deleted_from_a_disk_that_is_there_is_gone(bench: Bench, plugged: Path) -> None:
    for path in plugged.iterdir():
        path.unlink()
    bench.survey()
    assert bench.found("harbours") == []
    assert bench.found("orchards") == ["stays.md"]


def test_a_folder_that_takes_the_place_of_a_disk_is_a_folder_like_any_other(bench: Bench, plugged: Path) -> None:
    mounts.release(plugged)
    bench.write("usb/other.md", note("compasses"))
    bench.survey()
    assert bench.found("compasses") == ["other.md"]
    assert bench.found("harbours") == []


def test_a_watched_disk_that_is_unplugged_forgets_nothing_however_it_is_told(bench: Bench, drive: Path) -> None:
    mounts.bind(drive, bench.notes)
    try:
        bench.survey()
        assert bench.found("harbours") == ["harbour.md"]
        bench.changes.add(str(bench.notes / "harbour.md"))
    finally:
        mounts.release(bench.notes)
    bench.changes.add(str(bench.notes / "lantern.md"), tree=True)
    bench.settle()
    assert bench.found("harbours") == ["harbour.md"]
    assert bench.found("lanterns") == ["lantern.md"]
    assert bench.service.indexer.folder_statuses()[0].state == "offline"
