"""A disk that fills up while notes are indexed: one clear sentence, and nothing lost once there is room again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_search.paths import find_paths
from desktop_search.store import database, files

NOTES = 40


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with 1 MB; skipped where none may be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux may mount a small disk")
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip(f"no small disk can be mounted: {made.stderr.decode().strip()}")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def run(disk: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "desktop_search", *arguments[:1], "--data-dir", str(disk / "home"), *arguments[1:]]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=200)


@pytest.mark.model
def test_a_full_disk_is_told_in_a_sentence_and_loses_nothing(small_disk: Path, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    for number in range(NOTES):
        words = " ".join(f"word{number}x{place}" for place in range(150))
        (notes / f"{number}.md").write_text(f"# Note {number}\n\n{words}\n")
    done = run(small_disk, "index", str(notes))
    assert done.returncode == 1
    told = [line for line in done.stderr.splitlines() if line.startswith("desktop-search:")]
    assert len(told) == 1, done.stderr
    assert "disk is full" in told[0]
    assert "Traceback" not in done.stderr

    subprocess.run(["mount", "-o", "remount,size=200m", str(small_disk)], check=True)
    done = run(small_disk, "index")
    assert done.returncode == 0, done.stderr
    with database.reading(find_paths(small_disk / "home").database) as db:
        assert files.totals(db) == {"indexed": NOTES}
    assert f"{NOTES - 1}.md" in run(small_disk, "search", "--mode", "words", f"word{NOTES - 1}x7").stdout
