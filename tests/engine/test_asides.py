"""What the window asks a real engine beside its queries."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeVar

import pytest

from desktop_search.engine.aside_messages import (
    Counted,
    CountMatches,
    FilesSeen,
    FindInFile,
    InFile,
    KnownValues,
    ListValues,
    LookAtFiles,
    MatchCounts,
)
from desktop_search.engine.messages import Event, Request
from desktop_search.paths import Paths
from tests.conversation import Conversation, save_folders

Wanted = TypeVar("Wanted", bound=Event)
FILLER = "Ships, harbours and the weather at sea are spoken of here at some length and without any haste. " * 6


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = (tmp_path / "notes").resolve()
    folder.mkdir()
    parts = "\n".join(f"## Part {number}\n\nWalrus number {number} sleeps. {FILLER}\n" for number in range(4))
    (folder / "long.md").write_text(f"# Long\n\n{parts}")
    (folder / "short.txt").write_text("A walrus is named once in this short text, and that is enough.\n")
    return folder


def ask(talk: Conversation, request: Request, kind: type[Wanted]) -> Wanted:
    since = len(talk.events)
    talk.client.send(request)
    return talk.wait_for(kind, since=since)


@pytest.mark.model
def test_more_of_a_file_counts_values_and_files_are_told_beside_a_query(paths: Paths, notes: Path) -> None:
    save_folders(paths, str(notes))
    with Conversation(paths) as talk:
        talk.settled()
        result = talk.search("walrus").result
        hit = next(one for one in result.hits if one.path.endswith("long.md"))

        more = ask(talk, FindInFile(7, hit.path, hit.start, "walrus", hit.more_in_file), InFile)
        assert (more.number, more.problem) == (7, "")
        assert len(more.hits) == 3
        assert hit.start not in {one.start for one in more.hits}
        assert [one.start for one in more.hits] == sorted(one.start for one in more.hits)

        alike = FindInFile(8, hit.path, hit.start, "", 2, similar_to=hit.path, similar_start=hit.start)
        assert ask(talk, alike, InFile).hits

        counts = ask(talk, CountMatches(9, "walrus"), MatchCounts)
        assert (counts.number, counts.files, counts.types) == (9, 2, (Counted("note", 2),))
        values = ask(talk, ListValues(10, "ext"), KnownValues)
        assert values.values == (Counted("md", 1), Counted("txt", 1))

        known = tuple((one.path, one.modified) for one in result.hits)
        assert ask(talk, LookAtFiles(11, known), FilesSeen).states == ()
        os.utime(notes / "short.txt", (1.0, 1.0))
        gone = (str(notes / "never.md"), 5.0)
        states = dict(ask(talk, LookAtFiles(12, (*known, gone)), FilesSeen).states)
        assert states == {str(notes / "short.txt"): "changed", gone[0]: "gone"}

        failed = ask(talk, FindInFile(13, gone[0], 0, "walrus"), InFile)
        assert failed.hits == ()
        assert "not in the index" in failed.problem
