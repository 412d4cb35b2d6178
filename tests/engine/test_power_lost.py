"""After a power cut the store may have lost its last commits while the derived indexes have not: they begin again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop_search.engine.query_service import QueryService
from desktop_search.engine.service import IndexService
from desktop_search.indexing.changes import ChangeQueue
from desktop_search.paths import Paths
from desktop_search.search.vector_index import VectorIndex
from desktop_search.settings import Settings
from desktop_search.store import database
from tests.fake_encoder import FakeEncoder


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = (tmp_path / "notes").resolve()
    folder.mkdir()
    (folder / "first.md").write_text("# First\n\nA lantern by the harbour.\n")
    return folder


def brought_up_to_date(paths: Paths, notes: Path) -> int:
    """How many vectors the index has then."""
    service = IndexService(paths, Settings(folders=(str(notes),)), ChangeQueue())
    meaning = service.use_encoder(FakeEncoder())
    while service.step():
        pass
    service.learning.save()
    assert isinstance(meaning.index, VectorIndex)
    count = len(meaning.index)
    service.abandon()
    return count


def found(paths: Paths, text: str) -> list[str]:
    queries = QueryService(paths)
    try:
        return [Path(hit.path).name for hit in queries.search(text, 10, "words", None).hits]
    finally:
        queries.close()


def keep_store(paths: Paths, place: Path) -> None:
    place.mkdir()
    for path in paths.data.glob("index.sqlite3*"):
        shutil.copy(path, place)


def lose_commits(paths: Paths, place: Path) -> None:
    """The store is again what it was at the last sync; everything else stays as it is."""
    for path in paths.data.glob("index.sqlite3*"):
        path.unlink()
    for path in place.iterdir():
        shutil.copy(path, paths.data)


def test_indexes_that_are_ahead_of_the_store_begin_again(
    paths: Paths, notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought_up_to_date(paths, notes)
    keep_store(paths, tmp_path / "synced")
    (notes / "lost.md").write_text("# Lost\n\nA violin of copper.\n")
    assert brought_up_to_date(paths, notes) == 2
    (notes / "lost.md").unlink()
    lose_commits(paths, tmp_path / "synced")
    monkeypatch.setattr(database, "_boot", lambda: "another")
    # It gets the id that the lost one had.
    (notes / "new.md").write_text("# New\n\nA thistle in the meadow.\n")
    assert brought_up_to_date(paths, notes) == 2
    assert found(paths, "violin") == []
    assert found(paths, "thistle") == ["new.md"]
    assert found(paths, "lantern") == ["first.md"]


def test_a_word_index_that_is_ahead_of_its_own_note_begins_again(
    paths: Paths, notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought_up_to_date(paths, notes)
    keep_store(paths, tmp_path / "synced")
    note = paths.word_index / "desktop-search.json"
    noted = note.read_bytes()
    (notes / "lost.md").write_text("# Lost\n\nA violin of copper.\n")
    brought_up_to_date(paths, notes)
    (notes / "lost.md").unlink()
    lose_commits(paths, tmp_path / "synced")
    note.write_bytes(noted)
    monkeypatch.setattr(database, "_boot", lambda: "another")
    (notes / "new.md").write_text("# New\n\nA thistle in the meadow.\n")
    brought_up_to_date(paths, notes)
    assert found(paths, "violin") == []
    assert found(paths, "thistle") == ["new.md"]


def test_a_program_that_was_killed_has_not_lost_power(
    paths: Paths, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought_up_to_date(paths, notes)
    db = database.open_writer(paths.database)
    assert not database.has_lost_power(db)
    db.close()
    monkeypatch.setattr(database, "_boot", lambda: "another")
    for _ in range(2):
        # Noted until an end is a good one.
        db = database.open_writer(paths.database)
        assert database.has_lost_power(db)
        db.close()
    database.close_writer(database.open_writer(paths.database))
    db = database.open_writer(paths.database)
    assert not database.has_lost_power(db)
    database.close_writer(db)
