"""Reading beside indexing: a slow, broken or changing file costs itself, and what is read lands where it belongs."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop_search.documents.source import Limits
from desktop_search.indexing import indexer
from tests.index_bench import Bench, note

LONG = "A sentence of several plain words, and one more of them. " * 100_000


def step_until(bench: Bench, done: Callable[[], bool]) -> None:
    while not done():
        assert bench.service.step(), "there is nothing left to do"


@pytest.fixture
def impatient(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """A bench on which no file may take longer than a moment."""
    bench.write("short.md", note("nothing"))
    bench.survey()  # a reader is ready: what follows is the file's own time
    monkeypatch.setattr(indexer, "Limits", functools.partial(Limits, max_seconds=0.1))
    bench.service.apply(bench.settings)
    return bench


def state_of(bench: Bench, name: str) -> tuple[str, str]:
    return next(
        (state, reason)
        for path, state, reason in bench.rows("SELECT path, state, reason FROM files")
        if path.endswith(f"/{name}")
    )


def test_a_file_that_takes_too_long_is_a_row_with_a_reason_and_waits_for_a_change(impatient: Bench) -> None:
    path = impatient.write("long.txt", LONG)
    impatient.write("other.md", note("passports"))
    impatient.survey()
    assert state_of(impatient, "long.txt") == ("failed", "Reading it took longer than 0.1 seconds.")
    assert impatient.found("passports") == ["other.md"]

    looked_at = "SELECT indexed_at FROM files WHERE path LIKE '%/long.txt'"
    before = impatient.rows(looked_at)
    impatient.survey()
    impatient.changes.add(str(path))
    impatient.settle()
    assert impatient.rows(looked_at) == before

    path.write_text(note("tomatoes"), encoding="utf-8")
    impatient.survey()
    assert impatient.found("tomatoes") == ["long.txt"]


@pytest.mark.parametrize("named", [True, False])
def test_try_again_reads_what_failed_once_more(impatient: Bench, monkeypatch: pytest.MonkeyPatch, named: bool) -> None:
    path = impatient.write("long.txt", LONG)
    impatient.survey()
    monkeypatch.setattr(indexer, "Limits", Limits)
    impatient.service.apply(impatient.settings)
    impatient.settle()
    assert state_of(impatient, "long.txt")[0] == "failed"
    impatient.service.indexer.try_again((str(path),) if named else ())
    impatient.settle()
    assert state_of(impatient, "long.txt") == ("indexed", "")


def test_a_file_that_changes_while_it_is_read_ends_as_it_is(bench: Bench) -> None:
    path = bench.write("long.txt", LONG)
    step_until(bench, lambda: bench.service.indexer.progress().waiting == 1)
    assert bench.service.step()
    path.write_text(note("tomatoes"), encoding="utf-8")
    bench.changes.add(str(path))
    bench.settle()
    assert bench.found("tomatoes") == ["long.txt"]
    assert bench.found("several plain words") == []


def test_a_folder_taken_out_while_its_file_is_read_leaves_nothing(bench: Bench) -> None:
    bench.write("long.txt", LONG)
    step_until(bench, lambda: bench.service.indexer.progress().waiting == 1)
    assert bench.service.step()
    bench.service.apply(replace(bench.settings, folders=()))
    bench.settle()
    assert (bench.count("files"), bench.count("paragraphs")) == (0, 0)


def test_closing_while_a_file_is_read_loses_nothing(bench: Bench) -> None:
    bench.write("long.txt", LONG)
    bench.write("short.md", note("passports"))
    step_until(bench, lambda: bench.service.indexer.progress().waiting > 0)
    assert bench.service.step()
    bench.reopen()
    assert bench.found("passports") == ["short.md"]
    assert bench.found("several plain words") == ["long.txt"]


def test_what_a_reader_notes_is_kept_with_the_file(bench: Bench) -> None:
    bench.write("empty.md", "")
    bench.write("white.md", " \n\n ")
    bench.survey()
    assert state_of(bench, "empty.md") == ("empty", "The file is empty.")
    assert state_of(bench, "white.md") == ("empty", "There is no text in it.")


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_what_takes_the_name_of_a_file_that_waits_to_be_read_is_no_file_of_the_index(bench: Bench, kind: str) -> None:
    bench.write("other.md", note("passports"))
    bench.survey()
    path = bench.write("note.md", note("tomatoes"))
    bench.service.indexer.survey_all()
    step_until(bench, lambda: bench.service.indexer.progress().waiting > 0)
    path.unlink()
    if kind == "folder":
        bench.write("note.md/inner.md", note("walruses"))
    else:
        path.symlink_to(bench.notes / "other.md")
    bench.changes.add(str(path))
    bench.settle()
    inner = ["note.md/inner.md"] if kind == "folder" else []
    known = [os.path.relpath(path, bench.notes) for (path,) in bench.rows("SELECT path FROM files")]
    assert sorted(known) == sorted(["other.md", *inner])
