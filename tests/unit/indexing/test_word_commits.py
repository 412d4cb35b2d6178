"""New words are committed soon, seldom where a commit takes long, and never further than both sides agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from desktop_search.indexing.word_commits import WordCommits
from desktop_search.store import database


class Words:
    """A word index that takes a while to commit."""

    def __init__(self) -> None:
        self.now = 0.0
        self.takes = 0.01
        self.generation = 0

    def clock(self) -> float:
        return self.now

    def commit(self, generation: int) -> None:
        self.now += self.takes
        self.generation = generation


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    opened = database.open_writer(tmp_path / "index.sqlite3")
    yield opened
    database.close_writer(opened)


def change(db: Database) -> int:
    with db.atomic():
        return database.next_generation(db)


def waited(commits: WordCommits, words: Words) -> float:
    started = words.now
    while not commits.are_due:
        words.now += 0.01
    return words.now - started


def test_nothing_is_due_before_something_has_changed(db: Database) -> None:
    words = Words()
    commits = WordCommits(db, words, words.clock)
    words.now = 1000.0
    assert not commits.are_due
    assert not commits.are_waiting


def test_a_change_is_committed_soon(db: Database) -> None:
    words = Words()
    commits = WordCommits(db, words, words.clock)
    change(db)
    commits.changed()
    assert commits.are_waiting
    assert waited(commits, words) < 0.5
    commits.commit()
    assert (words.generation, commits.are_waiting) == (1, False)


@pytest.mark.parametrize(("takes", "least", "most"), [(0.05, 0.9, 1.1), (3.0, 1.9, 2.1)])
def test_a_commit_that_takes_long_is_seldom_and_still_comes(
    db: Database, takes: float, least: float, most: float
) -> None:
    words = Words()
    words.takes = takes
    commits = WordCommits(db, words, words.clock)
    commits.changed()
    commits.commit()
    commits.changed()
    assert least < waited(commits, words) < most


def test_what_is_not_whole_on_both_sides_is_not_committed_as_seen(db: Database) -> None:
    words = Words()
    commits = WordCommits(db, words, words.clock)
    change(db)
    commits.changed()
    change(db)
    commits.commit()
    assert words.generation == 1
