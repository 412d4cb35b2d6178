"""What stays of a document that was forgotten: nothing. What is kept is the person's alone, and no log quotes."""

from __future__ import annotations

import logging
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_search.engine import erase
from desktop_search.engine.logs import Discreet
from desktop_search.engine.messages import Status
from desktop_search.engine.query_service import QueryService
from desktop_search.engine.service import IndexService
from desktop_search.errors import StoreError
from desktop_search.indexing.changes import ChangeQueue
from desktop_search.paths import Paths
from desktop_search.search.text_index import TextIndex
from desktop_search.search.vector_index import VectorIndex
from desktop_search.settings import Settings
from desktop_search.store import database
from tests.conversation import Conversation, save_folders
from tests.fake_encoder import FakeEncoder

# Words that stand nowhere else, so that each of them that is found is one that was left behind.
CANARIES = ("quibblefrost", "zanderlumen", "vexilphorate", "mordanthyle", "oblivescure")
IN_TEXT, IN_HEADING, IN_TITLE, IN_NAME, REPLACED = CANARIES


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """One folder to be kept and one to be forgotten, with more in each than one page of the database holds."""
    kept, forgotten = (tmp_path / "kept").resolve(), (tmp_path / "forgotten").resolve()
    for folder in (kept, forgotten):
        folder.mkdir()
        for number in range(60):
            text = " ".join(f"word{number}x{place}" for place in range(120))
            (folder / f"{number}.md").write_text(f"# Note {number}\n\n{text}\n\nA lantern by the harbour.\n")
    for number in range(20):
        text = f"---\ntitle: About {IN_TITLE} {number}\n---\n# On {IN_HEADING}\n\nThe {IN_TEXT} of {number}.\n"
        (forgotten / f"{IN_NAME} {number}.md").write_text(text)
    (forgotten / "edited.md").write_text(f"# Edited\n\nIt was {REPLACED} once.\n")
    return kept, forgotten


def work(service: IndexService) -> None:
    while service.step():
        pass


def left(folder: Path, needles: tuple[bytes, ...]) -> list[tuple[str, bytes]]:
    """Every file below a folder that holds one of these, read forwards or backwards: dictionaries turn words round."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            found += [(path.name, one) for one in needles if one in content or one[::-1] in content]
    return found


def needles() -> tuple[bytes, ...]:
    return tuple(one.encode() for one in CANARIES)


def vectors_of(paths: Paths, word: str) -> tuple[bytes, ...]:
    with database.reading(paths.database) as db:
        rows = db.execute(
            "SELECT e.vector FROM paragraphs p JOIN embeddings e USING (passage_hash) WHERE p.text LIKE ?",
            [f"%{word}%"],
        ).fetchall()
    return tuple(row[0] for row in rows)


def in_dictionary(paths: Paths, word: str) -> int:
    """Of how many entries the word index still knows the word, those included that are deleted and found no more.

    Its dictionary packs words by the letter: no look at its bytes could tell.
    """
    index = TextIndex(paths.word_index / "paragraphs", writable=False)
    return int(index.searcher().doc_freq("word", word))


@pytest.fixture
def indexed(paths: Paths, folders: tuple[Path, Path]) -> Iterator[IndexService]:
    """A service that has read and encoded both folders, and an edit of one note."""
    service = IndexService(paths, Settings(folders=tuple(map(str, folders))), ChangeQueue())
    service.use_encoder(FakeEncoder())
    work(service)
    (folders[1] / "edited.md").write_text("# Edited\n\nNow it is something else.\n")
    service.indexer.survey_all()
    work(service)
    service.learning.save()
    yield service
    service.abandon()


def test_of_a_folder_that_is_forgotten_no_byte_stays(
    indexed: IndexService, paths: Paths, folders: tuple[Path, Path]
) -> None:
    rows = vectors_of(paths, IN_TEXT)
    assert len(rows) == 20
    before = left(paths.data, (*needles(), *rows))
    assert {needle for _, needle in before} >= {*(one.encode() for one in CANARIES if one != REPLACED), *rows}
    aside = paths.data / "index.damaged-20260101-000000.sqlite3"
    aside.write_bytes(IN_TEXT.encode())
    assert in_dictionary(paths, IN_TEXT) == 20

    queries = QueryService(paths)
    try:
        assert queries.search("lantern", 10, "words", None).hits
        indexed.apply(Settings(folders=(str(folders[0]),)))
        work(indexed)
        assert left(paths.data, (*needles(), *rows)) == []
        assert [one for one in CANARIES if in_dictionary(paths, one)] == []
        assert not aside.exists()
        # Who was open goes on, what is kept is found, what comes anew is taken in.
        assert queries.search("word7x7", 10, "words", None).hits[0].path == str(folders[0] / "7.md")
        assert queries.search(IN_TEXT, 10, "words", None).hits == ()
        (folders[0] / "new.md").write_text("# New\n\nA thimbleful of saffron.\n")
        indexed.indexer.survey_all()
        work(indexed)
        assert queries.search("saffron", 10, "words", None).hits[0].path == str(folders[0] / "new.md")
    finally:
        queries.close()
    indexed.close()
    again = IndexService(paths, Settings(folders=(str(folders[0]),)), ChangeQueue())
    try:
        meaning = again.use_encoder(FakeEncoder())
        with database.reading(paths.database) as db:
            assert isinstance(meaning.index, VectorIndex)
            assert len(meaning.index) == db.execute("SELECT count(*) FROM paragraphs").fetchone()[0]
    finally:
        again.close()


def test_what_is_half_forgotten_when_the_program_dies_is_forgotten_at_the_next_start(
    indexed: IndexService, paths: Paths, folders: tuple[Path, Path]
) -> None:
    settings = Settings(folders=(str(folders[0]),))
    indexed.apply(settings)
    indexed.step()  # the new word index is begun
    indexed.abandon()
    assert in_dictionary(paths, IN_TEXT) == 20
    again = IndexService(paths, settings, ChangeQueue())
    try:
        work(again)
        assert in_dictionary(paths, IN_TEXT) == 0
    finally:
        again.close()
    assert left(paths.data, needles()) == []
    assert not [path.name for path in paths.data.iterdir() if path.name.startswith("words.")]


def test_text_of_a_file_that_was_edited_or_deleted_is_overwritten_in_the_database(
    indexed: IndexService, paths: Paths, folders: tuple[Path, Path]
) -> None:
    for path in folders[1].glob(f"{IN_NAME}*"):
        path.unlink()
    indexed.indexer.survey_all()
    work(indexed)
    indexed.close()
    content = paths.database.read_bytes()
    assert [one for one in CANARIES if one.encode() in content] == []


def test_after_delete_everything_nothing_is_there(indexed: IndexService, paths: Paths) -> None:
    save_folders(paths, "/somewhere")
    indexed.close()
    erase.erase_everything(paths)
    home = paths.data.parent
    assert left(home, needles()) == []
    assert [str(path) for path in home.rglob("*") if path.is_file()] == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.model
def test_everything_that_is_kept_is_for_the_person_alone(paths: Paths, folders: tuple[Path, Path]) -> None:
    for folder in (paths.data, paths.logs):
        folder.chmod(0o755)
    save_folders(paths, str(folders[0]))
    before = os.umask(0o022)
    try:
        with Conversation(paths) as talk:
            talk.settled()
            assert loose(paths.data.parent) == []
            assert paths.database.with_name("index.sqlite3-wal").exists()
    finally:
        os.umask(before)
    assert loose(paths.data.parent) == []


def loose(home: Path) -> list[str]:
    """What others may look into: anything whose own mode, or that of a folder above it in `home`, lets them."""
    found = []
    for path in home.rglob("*"):
        try:
            mode = path.lstat().st_mode
        except OSError:
            continue
        if mode & 0o077 and not stat.S_ISLNK(mode):
            found.append(f"{path} {stat.filemode(mode)}")
    return found


@pytest.mark.model
def test_no_log_quotes_a_document_or_a_query(paths: Paths, tmp_path: Path) -> None:
    folder = (tmp_path / "notes").resolve()
    folder.mkdir()
    (folder / "a.md").write_text(f"# {IN_HEADING}\n\nThe {IN_TEXT} by the harbour.\n")
    (folder / "b.ipynb").write_text(f'{{"cells": [{{"source": {{"{IN_TEXT}": 1}}}}], "{IN_TITLE}"')
    (folder / "c.xml").write_text(f"<a>{IN_TEXT}<b {IN_TITLE}='&")
    (folder / "d.eml").write_text(f"Content-Type: {IN_TITLE}; charset={IN_HEADING}\n\n{IN_TEXT}")
    save_folders(paths, str(folder))
    with Conversation(paths) as talk:
        talk.wait_for(Status, lambda status: status.words_ready and status.progress.files > 0)
        for text in (
            REPLACED,
            f'"{REPLACED}',
            f"{REPLACED}:",
            f"title:{REPLACED} -{REPLACED}*",
            f"/{REPLACED}[/",
            "\0",
        ):
            talk.search(text)
    logged = [path for path in paths.logs.iterdir() if path.name.startswith("engine.log")]
    assert left(paths.logs, needles()) == [], logged


def test_an_error_is_logged_without_what_it_quotes() -> None:
    def record(error: Exception, name: str = "desktop_search.engine") -> str:
        try:
            try:
                int(IN_TEXT)
            except ValueError as cause:
                raise error from cause
        except (RuntimeError, StoreError):
            made = logging.getLogger(name).makeRecord(
                name,
                logging.ERROR,
                __file__,
                7,
                "a query failed" if "desktop" in name else IN_TITLE,
                (),
                sys.exc_info(),
            )
        return Discreet().format(made)

    told = record(RuntimeError(f"cannot parse {IN_TEXT}"))
    assert "a query failed" in told
    assert "RuntimeError" in told
    assert "ValueError" in told
    assert "test_private.py" in told
    assert IN_TEXT not in told
    assert "The disk is full." in record(StoreError("The disk is full."))
    foreign = record(RuntimeError(IN_TEXT), "some.library")
    assert IN_TITLE not in foreign
    assert IN_TEXT not in foreign
    assert "some.library" in foreign
