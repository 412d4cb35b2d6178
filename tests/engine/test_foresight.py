"""What a folder or a rule would mean is counted by the real engine before anybody has agreed to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_search.engine import foresight
from desktop_search.engine.settings_messages import CountFolder, FolderCounted, RulePreview, TryRule
from desktop_search.paths import Paths
from desktop_search.settings import Settings
from tests.conversation import Conversation


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = (tmp_path / "notes").resolve()
    (folder / "Drafts").mkdir(parents=True)
    for name in ("a.md", "b.md", "c.txt", ".hidden.md", "Drafts/d.md", "Drafts/e.txt", "picture.png"):
        (folder / name).write_text("x" * 10)
    return folder


def test_the_engine_counts_a_folder_that_is_not_watched(paths: Paths, notes: Path) -> None:
    with Conversation(paths) as talk:
        talk.client.send(CountFolder(str(notes)))
        counted = talk.wait_for(FolderCounted, lambda one: one.final)
    assert counted == FolderCounted(str(notes), 5, 50, final=True, cut=False)


def test_the_engine_tells_what_a_pattern_would_leave_out(paths: Paths, notes: Path) -> None:
    before = Settings(folders=(str(notes),))
    with Conversation(paths) as talk:
        talk.client.send(TryRule(7, "typed", before, replace(before, skip_patterns=("Drafts/",))))
        told = talk.wait_for(RulePreview, lambda one: one.final)
    assert (told.number, told.name, told.lost, told.won) == (7, "typed", 2, 0)
    assert told.examples == (str(notes / "Drafts" / "d.md"), str(notes / "Drafts" / "e.txt"))


def test_what_a_pattern_brings_back_is_told_too(notes: Path) -> None:
    before = Settings(folders=(str(notes),))
    told = foresight.RuleTrial(TryRule(1, "", before, replace(before, skip_patterns=("!.hidden.md",)))).go_on(10.0)
    assert (told.lost, told.won, told.examples, told.final) == (0, 1, (str(notes / ".hidden.md"),), True)


def test_a_look_goes_on_where_it_paused_and_comes_to_the_same(notes: Path) -> None:
    for number in range(500):
        (notes / f"note-{number:03}.md").write_text("x")
    before = Settings(folders=(str(notes),))
    after = replace(before, skip_patterns=("note-0*",))
    trial = foresight.RuleTrial(TryRule(1, "", before, after))
    told = [trial.go_on(0.0)]
    while not told[-1].final:
        told.append(trial.go_on(0.0))
    assert len(told) > 5
    assert {one.lost for one in told[:-1]} == {0}
    assert told[-1].lost == 100
    count = foresight.FolderCount(CountFolder(str(notes)), Settings())
    counts = [count.go_on(0.0)]
    while not counts[-1].final:
        counts.append(count.go_on(0.0))
    assert counts[-1].files == 505
    assert [one.files for one in counts] == sorted(one.files for one in counts)


def test_too_many_files_are_told_as_that(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foresight, "FILES_AT_MOST", 3)
    before = Settings(folders=(str(notes),))
    told = foresight.RuleTrial(TryRule(1, "", before, replace(before, skip_patterns=("*.md",)))).go_on(10.0)
    assert (told.final, told.cut, told.lost) == (True, True, 0)
    counted = foresight.FolderCount(CountFolder(str(notes)), Settings()).go_on(10.0)
    assert (counted.final, counted.cut, counted.files) == (True, True, 3)


def test_a_folder_that_is_gone_holds_nothing(tmp_path: Path) -> None:
    counted = foresight.FolderCount(CountFolder(str(tmp_path / "gone")), Settings()).go_on(1.0)
    assert (counted.files, counted.final, counted.cut) == (0, True, False)
