"""What may be wrong with the place of the index: it is said in one line, and what is there stays as it is."""

from __future__ import annotations

import hashlib
import shlex
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_search.paths import find_paths
from tests.conftest import ROOT

pytestmark = [pytest.mark.model, pytest.mark.slow]
COMMANDS = ("search tomatoes", "status", "index", "remove", "")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An index of one note."""
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "garden.md").write_text("# Garden\n\nTomatoes want six hours of sun.\n")
    done = run(tmp_path / "home", "index", str(notes))
    assert done.returncode == 0, done.stderr
    return tmp_path / "home"


def command(home: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "desktop_search", "--data-dir", str(home), *arguments]


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(home, *arguments), capture_output=True, text=True, check=False, timeout=200, cwd=ROOT)


def arguments_of(words: str, home: Path) -> list[str]:
    return [*words.split(), *([str(home.parent / "notes")] if words == "remove" else [])]


def digests(home: Path) -> dict[str, str]:
    """What the index and the settings are made of."""
    paths = find_paths(home)
    files = [paths.database, paths.settings, *paths.word_index.rglob("*"), *paths.vector_index.rglob("*")]
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.is_file()}


def test_an_index_of_a_newer_version_is_refused_and_left_alone(home: Path) -> None:
    with sqlite3.connect(find_paths(home).database) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('desktop_search', '9999_from_the_future', '2040-01-01')"
        )
    connection.close()
    before = digests(home)
    for words in ("search tomatoes", "status", "index"):
        done = run(home, *arguments_of(words, home))
        assert done.returncode == 1, words
        assert done.stderr == (
            "desktop-search: The index was made by a newer version of Desktop Search; please update this one.\n"
        )
    assert digests(home) == before


@pytest.mark.skipif(not shutil.which("unshare"), reason="makes a folder that cannot be written by mounting it so")
def test_an_index_that_cannot_be_written_is_told_as_such(home: Path) -> None:
    locked = f"mount --bind {home} {home} && mount -o remount,ro,bind {home}"
    if subprocess.run(["unshare", "-rm", "sh", "-c", locked], capture_output=True, check=False).returncode:
        pytest.skip("nothing can be mounted here")
    before = digests(home)
    for words in COMMANDS:
        asked = shlex.join(command(home, *arguments_of(words, home)))
        done = subprocess.run(
            ["unshare", "-rm", "sh", "-c", f"{locked} && exec {asked}"],
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
        )
        lines = done.stderr.splitlines()
        assert (done.returncode, len(lines)) == (1, 1), (words, done.stderr)
        assert "Traceback" not in done.stderr, words
    assert digests(home) == before
