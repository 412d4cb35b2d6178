"""Everything that the program has stored can be deleted, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import filelock
import pytest

from desktop_search.engine import erase
from desktop_search.engine.messages import Status
from desktop_search.errors import EngineError
from desktop_search.paths import Paths
from tests.conversation import Conversation, save_folders


@pytest.fixture
def used(paths: Paths, tmp_path: Path) -> Path:
    """The folder of an index that a real engine has made."""
    folder = (tmp_path / "notes").resolve()
    folder.mkdir()
    (folder / "note.md").write_text("# Walrus\n\nWalruses sleep on ice.\n")
    save_folders(paths, str(folder))
    with Conversation(paths) as talk:
        talk.search_until("walruses", lambda found: len(found) == 1, "words")
    return folder


def test_nothing_of_the_program_is_left_and_documents_stay(paths: Paths, used: Path) -> None:
    sizes = {one.kind: one.size for one in erase.kept(paths)}
    assert sizes["index"] > 10_000
    assert sizes["settings"] > 0
    erase.erase_everything(paths)
    left = [file for folder in (paths.data, paths.config, paths.cache, paths.logs) for file in folder.rglob("*")]
    assert left == []
    assert {one.size for one in erase.kept(paths)} == {0}
    assert (used / "note.md").read_text().startswith("# Walrus")


def test_after_the_index_is_deleted_an_engine_reads_everything_anew(paths: Paths, used: Path) -> None:
    erase.erase_index(paths)
    assert not paths.database.exists()
    assert paths.settings.exists()
    with Conversation(paths) as talk:
        talk.search_until("walruses", lambda found: len(found) == 1, "words")
        assert talk.wait_for(Status, lambda one: one.progress.files == 1)


def test_what_is_not_the_programs_own_stays_in_its_folders(paths: Paths, tmp_path: Path) -> None:
    paths.create()
    theirs = [paths.data / "thesis.docx", paths.config / "notes.toml", paths.logs / "diary.log"]
    for file in theirs:
        file.write_text("mine")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept.txt").write_text("mine")
    paths.word_index.symlink_to(outside, target_is_directory=True)
    erase.erase_everything(paths)
    assert [file.read_text() for file in theirs] == ["mine"] * 3
    assert not paths.word_index.is_symlink()
    assert (outside / "kept.txt").exists()


def test_an_index_that_another_program_writes_is_left_alone(paths: Paths, used: Path) -> None:
    with (
        filelock.FileLock(paths.writer_lock, thread_local=False).acquire(timeout=0),
        pytest.raises(EngineError, match="nothing was deleted"),
    ):
        erase.erase_everything(paths)
    assert paths.database.exists()
    assert paths.settings.exists()
