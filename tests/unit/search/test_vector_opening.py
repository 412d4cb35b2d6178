"""The vector index opened from its files: whatever happened since they were saved, it holds what the store holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlite_utils import Database

from desktop_search.records import ModelInfo, Paragraph
from desktop_search.search import vector_index, vector_opening
from desktop_search.search.vector_files import Mark
from desktop_search.search.vector_index import VectorIndex
from desktop_search.store import database, files, paragraphs, vectors
from desktop_search.store.files import FileEntry, FileStamp
from tests.models import use_at_once

MODEL = ModelInfo("small", "model-1", 16)
Rows = NDArray[np.float32]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    opened = database.open_writer(tmp_path / "index.sqlite3")
    with opened.atomic():
        use_at_once(opened, MODEL)
    yield opened
    database.close_writer(opened)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vectors"


def vector_of(text: str) -> Rows:
    seed = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest())
    return vectors.unpack(vectors.pack(np.random.default_rng(seed).standard_normal((1, 16)).astype(np.float32)))[0]


def put(db: Database, path: str, *texts: str, encoded: bool = True) -> int:
    """A file with its paragraphs; those without a vector wait, or are `encoded` at once."""
    entry = FileEntry(path, "/notes", FileStamp(1, 1, 1, 1), "indexed", "text 1.1", digest=b"d")
    pieces = [Paragraph(text, 0, len(text), 1, (), text) for text in texts]
    model = vectors.model_row(db, MODEL.id)
    with db.atomic():
        file = files.put(db, entry, now=1.0)
        stored = paragraphs.replace(db, file, pieces)
        known = vectors.known(db, model, [key for _, key in stored])
        vectors.wait(db, 0, [one for one, key in stored if key not in known])
    if encoded:
        encode(db, *texts)
    return file


def encode(db: Database, *texts: str) -> None:
    with db.atomic():
        hashes = [paragraphs.passage_hash(text) for text in texts]
        vectors.put(db, vectors.model_row(db, MODEL.id), hashes, np.stack([vector_of(text) for text in texts]))
        vectors.served(db, hashes)


def opened(db: Database, folder: Path, *, writable: bool = False) -> VectorIndex:
    return vector_opening.open_index(db, folder, MODEL, writable=writable)


def texts_in(db: Database, index: VectorIndex) -> list[str]:
    """What the index finds when everything is asked for, each under its own vector."""
    found = [one for one, _ in index.search(vector_of("anything"), 1000)]
    stored = paragraphs.by_ids(db, found)
    for one in found:
        nearest, cosine = index.search(vector_of(stored[one].text), 1)[0]
        assert cosine > 0.999
        assert stored[nearest].text == stored[one].text
    return sorted(stored[one].text for one in found)


def test_everything_is_taken_from_the_store_where_there_are_no_files(db: Database, folder: Path) -> None:
    put(db, "/notes/a", "one", "two")
    put(db, "/notes/b", "three", encoded=False)
    assert texts_in(db, opened(db, folder)) == ["one", "two"]
    assert not folder.exists()


def test_what_changed_since_the_files_were_saved_is_made_up_for(db: Database, folder: Path) -> None:
    put(db, "/notes/a", "one", "two")
    gone = put(db, "/notes/b", "three", "four")
    put(db, "/notes/c", "five", "six", encoded=False)
    vector_opening.save(db, opened(db, folder, writable=True))

    put(db, "/notes/a", "one", "two and more")
    with db.atomic():
        files.remove(db, [gone])
    encode(db, "five")
    put(db, "/notes/d", "seven", "one")
    index = opened(db, folder)
    assert texts_in(db, index) == ["five", "one", "one", "seven", "two and more"]
    assert index.mark != Mark()


def test_a_file_that_was_forgotten_and_noted_as_seen_by_words_is_not_found_again(db: Database, folder: Path) -> None:
    put(db, "/notes/a", "one")
    gone = put(db, "/notes/b", "two")
    vector_opening.save(db, opened(db, folder, writable=True))
    with db.atomic():
        files.remove(db, [gone])
        files.forget_removed(db, database.generation(db))
    assert texts_in(db, opened(db, folder)) == ["one"]


def test_row_ids_that_sqlite_gives_out_again_do_not_hide_a_vector(db: Database, folder: Path) -> None:
    gone = put(db, "/notes/a", "one", "two", "three")
    put(db, "/notes/b", "four", encoded=False)
    vector_opening.save(db, opened(db, folder, writable=True))
    with db.atomic():
        files.remove(db, [gone])
        vectors.purge(db)
    encode(db, "four")
    assert texts_in(db, opened(db, folder)) == ["four"]


@pytest.mark.parametrize("suffix", [".rows", ".codes", ".axes", ".places", "state"])
def test_a_damaged_file_is_made_again_from_the_store(
    db: Database, folder: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_index, "_WORTH_AXES", 2)
    put(db, "/notes/a", "one", "two")
    vector_opening.save(db, opened(db, folder, writable=True))
    (damaged,) = [file for file in folder.rglob("*") if file.name.endswith(suffix)]
    damaged.write_bytes(damaged.read_bytes()[:-7])
    index = opened(db, folder, writable=True)
    assert texts_in(db, index) == ["one", "two"]
    vector_opening.save(db, index)
    assert opened(db, folder).mark == Mark(database.generation(db), vectors.last(db))


def test_a_crash_while_the_files_are_made_leaves_nothing_that_counts(
    db: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        put(db, f"/notes/{number}", f"text {number}")
    monkeypatch.setattr(vector_opening, "_AT_ONCE", 2)
    every = vectors.every

    def interrupted(*arguments: object) -> Iterator[object]:
        for count, batch in enumerate(every(db, 1, 1)):
            if count == 5:
                raise KeyboardInterrupt
            yield batch

    monkeypatch.setattr(vectors, "every", interrupted)
    with pytest.raises(KeyboardInterrupt):
        opened(db, folder, writable=True)
    monkeypatch.undo()
    assert texts_in(db, opened(db, folder)) == [f"text {number}" for number in range(6)]


def test_a_disk_that_does_not_take_the_files_is_no_reason_to_stop(db: Database, tmp_path: Path) -> None:
    place = tmp_path / "a file where the folder should be"
    place.write_text("")
    put(db, "/notes/a", "one")
    index = opened(db, place, writable=True)
    vector_opening.save(db, index)
    assert texts_in(db, index) == ["one"]
