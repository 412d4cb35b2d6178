"""Files, paragraphs and vectors: what is written is what is found, copies share, removal forgets."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sqlite_utils import Database

from desktop_search.records import ModelInfo, Paragraph
from desktop_search.store import database, files, folders, paragraphs, vectors
from desktop_search.store.files import FileEntry, FileStamp
from tests.models import use_at_once

STAMP = FileStamp(size=10, mtime_ns=1_700_000_000_000_000_000, inode=(1 << 64) - 5, device=7)
MODEL = ModelInfo("small", "model-1", 4)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    opened = database.open_writer(tmp_path / "index.sqlite3")
    yield opened
    database.close_writer(opened)


def add(db: Database, path: str, *texts: str, stamp: FileStamp = STAMP) -> tuple[int, list[tuple[int, bytes]]]:
    entry = FileEntry(path, os.path.dirname(path), stamp, "indexed", "text 1.1", digest=b"d", title="Title")
    pieces = [Paragraph(text, 0, len(text), number + 1, ("Head",), text) for number, text in enumerate(texts)]
    with db.atomic():
        file = files.put(db, entry, now=1.0)
        return file, paragraphs.replace(db, file, pieces)


def test_a_file_comes_back_as_it_was_put(db: Database) -> None:
    file, _ = add(db, "/notes/a.md", "one")
    known = files.find(db, "/notes/a.md")
    assert known is not None
    assert (known.id, known.stamp, known.state, known.title) == (file, STAMP, "indexed", "Title")


@pytest.mark.parametrize("name", [os.fsdecode(b"/notes/\xff\xfe.md"), "/notes/new\nline.md", "/notes/日本.md"])
def test_any_file_name_survives(db: Database, name: str) -> None:
    file, _ = add(db, name, "one")
    known = files.find(db, name)
    assert known is not None
    assert known.path == name
    assert [one.id for one in files.below(db, "/notes")] == [file]


def test_below_is_the_folder_itself_and_not_its_namesakes(db: Database) -> None:
    inside, _ = add(db, "/notes/a/x.md", "one")
    add(db, "/notes/ab/x.md", "two")
    add(db, "/notes/a.md", "three")
    assert [one.id for one in files.below(db, "/notes/a")] == [inside]


def test_a_new_content_replaces_the_old_paragraphs(db: Database) -> None:
    file, first = add(db, "/notes/a.md", "one", "two")
    again, second = add(db, "/notes/a.md", "three")
    assert again == file
    assert [row.text for row in paragraphs.of_file(db, file)] == ["three"]
    # Ids are never used twice: a derived index cannot mistake one paragraph for another.
    assert not {one for one, _ in first} & {one for one, _ in second}


def test_removal_forgets_text_and_tells_derived_indexes(db: Database) -> None:
    file, _ = add(db, "/notes/a.md", "one")
    before = database.generation(db)
    with db.atomic():
        files.remove(db, [file])
    assert files.find(db, "/notes/a.md") is None
    assert paragraphs.count(db) == 0
    assert files.removed_since(db, before) == [file]


def test_a_move_keeps_id_and_paragraphs(db: Database) -> None:
    file, _ = add(db, "/notes/a.md", "one")
    before = database.generation(db)
    with db.atomic():
        files.move(db, file, "/notes/b.md", "/notes")
    known = files.find(db, "/notes/b.md")
    assert known is not None
    assert known.id == file
    assert files.changed_since(db, before) == [file]
    assert paragraphs.count_of_file(db, file) == 1


def test_copies_share_one_vector_and_wait_for_it_together(db: Database) -> None:
    with db.atomic():
        model = use_at_once(db, MODEL)
    _, first = add(db, "/notes/a.md", "same")
    _, second = add(db, "/notes/b.md", "same")
    ids = [first[0][0], second[0][0]]
    with db.atomic():
        vectors.wait(db, 0, ids)
        vectors.put(db, model, [first[0][1]], np.array([[1, 0, 0, 0]], np.float32))
        served = vectors.served(db, [first[0][1]])
    assert sorted(one for one, _, _ in served) == ids
    assert vectors.count_waiting(db) == 0
    assert db.execute("SELECT count(*) FROM embeddings").fetchone()[0] == 1


def test_the_newest_files_are_encoded_first(db: Database) -> None:
    _, old = add(db, "/notes/old.md", "old")
    _, new = add(db, "/notes/new.md", "new")
    with db.atomic():
        vectors.wait(db, -100, [old[0][0]])
        vectors.wait(db, -200, [new[0][0]])
    assert [one.text for one in vectors.waiting(db, 10)] == ["new", "old"]


def test_vectors_of_two_models_never_mix(db: Database) -> None:
    _, stored = add(db, "/notes/a.md", "one")
    key = stored[0][1]
    with db.atomic():
        first = use_at_once(db, MODEL)
        vectors.put(db, first, [key], np.array([[1, 0, 0, 0]], np.float32))
        vectors.served(db, [key])
        second = use_at_once(db, ModelInfo("other", "model-2", 4))
    assert vectors.known(db, second, [key]) == {}
    assert vectors.count_waiting(db) == 1
    with db.atomic():
        assert use_at_once(db, MODEL) == first
    assert vectors.count_waiting(db) == 0


def test_what_is_kept_of_a_vector_points_where_it_did(db: Database) -> None:
    random = np.random.default_rng(0)
    rows = random.standard_normal((200, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    with db.atomic():
        model = use_at_once(db, ModelInfo("real", "model-3", 384))
        hashes = [bytes([number]) * 16 for number in range(200)]
        vectors.put(db, model, hashes, rows)
    stored = vectors.known(db, model, hashes)
    kept = np.stack([stored[key] for key in hashes])
    assert (kept * rows).sum(axis=1).min() > 0.9999
    assert np.allclose(np.linalg.norm(kept, axis=1), 1.0)
    assert (vectors.pack(kept) == vectors.pack(rows)).all()


def test_a_row_of_zeros_is_kept_as_one() -> None:
    assert not vectors.unpack(vectors.pack(np.zeros((1, 4), np.float32))).any()


def test_purging_deletes_only_what_no_paragraph_uses(db: Database) -> None:
    _, kept = add(db, "/notes/a.md", "kept")
    with db.atomic():
        model = use_at_once(db, MODEL)
        vectors.put(db, model, [kept[0][1], b"orphan----------"], np.eye(2, 4, dtype=np.float32))
        assert vectors.purge(db) == 1
    assert set(vectors.known(db, model, [kept[0][1], b"orphan----------"])) == {kept[0][1]}


def test_a_surveyed_folder_comes_back(db: Database) -> None:
    seen = folders.SurveyedFolder("/notes", "ready", (1 << 64) - 1, 3, {"hidden": 2})
    with db.atomic():
        folders.put(db, seen, now=1.0)
    assert folders.find(db, "/notes") == seen
    assert folders.find(db, "/other") is None
