"""Which files are in the index and why others are not: asked of a real engine, and of the command line beside it."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from desktop_search import settings as settings_file
from desktop_search.cli.main import main
from desktop_search.engine.messages import (
    ExplainPath,
    FileList,
    FileState,
    ListedFile,
    ListFiles,
    PathExplained,
    PathStatus,
    ReloadSettings,
    SetPaused,
    Status,
    TryAgain,
)
from desktop_search.paths import Paths
from desktop_search.settings import Settings
from tests.conversation import PATIENCE, Conversation

Talk = Iterator[Conversation]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """One file of each fate."""
    folder = (tmp_path / "notes").resolve()
    for name in ("build", "private", "work"):
        (folder / name).mkdir(parents=True)
    (folder / "good.md").write_text("# Good\n\nFirst paragraph.\n\n## More\n\nSecond paragraph.\n")
    (folder / "empty.md").write_text("")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / ".hidden.md").write_text("hidden")
    (folder / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "link.md").symlink_to("good.md")
    (folder / ".gitignore").write_text("# made anew each time\nbuild/\n*.log\n")
    (folder / "build" / "out.md").write_text("out")
    (folder / "work" / "server.log").write_text("log")
    (folder / "work" / "report.md").write_text("# Report\n\nFigures follow.\n")
    (folder / "private" / ".nosearch").touch()
    (folder / "private" / "diary.md").write_text("dear diary")
    return folder


@pytest.fixture
def talk(paths: Paths, notes: Path, tmp_path: Path) -> Talk:
    """An engine that has read the notes; it knows words only, so that no model is loaded."""
    settings_file.save(paths.settings, Settings(folders=(str(notes),), model=str(tmp_path / "no model")))
    with Conversation(paths) as talk:
        rested(talk)
        yield talk


def rested(talk: Conversation, since: int = 0) -> Status:
    return talk.wait_for(Status, lambda one: one.progress.phase == "idle" and bool(one.folders), since)


_numbers = iter(range(1, 1_000_000))


def whole(talk: Conversation, state: FileState | None = None, text: str = "", limit: int = 1000) -> FileList:
    """The final list."""
    number, since = next(_numbers), len(talk.events)
    talk.client.send(ListFiles(number, state, text, limit))
    return talk.wait_for(FileList, lambda one: one.number == number and one.final, since)


def until(talk: Conversation, condition: Callable[[FileList], bool], state: FileState | None = None) -> FileList:
    """Asks again until the final list meets a condition."""
    deadline = time.monotonic() + PATIENCE
    while not condition(listed := whole(talk, state)):
        assert time.monotonic() < deadline, listed
        time.sleep(0.05)
    return listed


def explain(talk: Conversation, path: object) -> PathStatus:
    number, since = next(_numbers), len(talk.events)
    talk.client.send(ExplainPath(number, str(path)))
    return talk.wait_for(PathExplained, lambda one: one.number == number, since).status


def by_name(listed: FileList, notes: Path) -> dict[str, ListedFile]:
    return {os.path.relpath(row.path, notes): row for row in listed.rows}


class Terminal:
    """The command `status` with what it prints."""

    def __init__(self, paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
        self._paths = paths
        self._capsys = capsys

    def __call__(self, *arguments: str) -> str:
        assert main(["--data-dir", str(self._paths.data.parent), "status", *arguments]) == 0
        return self._capsys.readouterr().out

    def json(self, *arguments: str) -> Any:
        return json.loads(self(*arguments, "--json"))


@pytest.fixture
def status(paths: Paths, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(paths, capsys)


def test_every_file_is_listed_with_its_state_and_why(talk: Conversation, notes: Path) -> None:
    listed = whole(talk)
    rows = by_name(listed, notes)
    assert {name: row.state for name, row in rows.items()} == {
        ".gitignore": "skipped",
        ".hidden.md": "skipped",
        "binary.txt": "failed",
        "build": "skipped",
        "empty.md": "empty",
        "good.md": "indexed",
        "link.md": "skipped",
        "picture.jpg": "skipped",
        "private": "skipped",
        "work/report.md": "indexed",
        "work/server.log": "skipped",
    }
    assert [row.path for row in listed.rows] == sorted((row.path for row in listed.rows), key=str.casefold)
    assert (rows["good.md"].paragraphs, rows["good.md"].reader.split()[0]) == (2, "markdown")
    assert rows["good.md"].indexed_at is not None
    assert rows["build"].is_folder
    assert rows["build"].reason == f"Left out by {notes}/.gitignore, line 2: build/"
    assert rows["work/server.log"].reason == f"Left out by {notes}/.gitignore, line 3: *.log"
    assert rows["work/server.log"].rule == "gitignore"
    assert f"{notes}/private/.nosearch" in rows["private"].reason
    assert all(row.reason.strip() for row in listed.rows if row.state != "indexed")
    counts = listed.counts
    assert (counts.indexed, counts.empty, counts.failed, counts.skipped, counts.waiting) == (2, 1, 1, 7, 0)
    assert listed.complete
    assert not listed.cut


def test_the_first_list_comes_before_the_folders_were_looked_through(talk: Conversation, notes: Path) -> None:
    since = len(talk.events)
    talk.client.send(ListFiles(7))
    first = talk.wait_for(FileList, since=since)
    assert not first.final
    assert {row.state for row in first.rows} == {"indexed", "empty", "failed"}
    assert (first.counts.skipped, first.counts.waiting, first.complete) == (7, None, False)
    talk.wait_for(FileList, lambda one: one.final, since)
    # The look is still fresh.
    since = len(talk.events)
    talk.client.send(ListFiles(8, "skipped"))
    assert talk.wait_for(FileList, since=since).final


@pytest.mark.parametrize(
    ("state", "text", "names"),
    [
        ("failed", "", ["binary.txt"]),
        ("skipped", "work", ["work/server.log"]),
        (None, "WORK rep", ["work/report.md"]),
        (None, "100%", []),
        (None, "g_od", []),
        (None, "'; DROP TABLE files; --", []),
        (None, "qz " * 5000, []),
    ],
)
def test_a_list_holds_what_is_asked_for(
    talk: Conversation, notes: Path, state: FileState | None, text: str, names: list[str]
) -> None:
    listed = whole(talk, state, text)
    assert listed.problem == ""
    assert list(by_name(listed, notes)) == names


def test_a_filter_knows_case_and_accents_of_every_script(talk: Conversation, notes: Path) -> None:
    (notes / "Übung Cafe\u0301.md").write_text("# Etwas")
    until(talk, lambda listed: listed.counts.indexed == 3)
    assert whole(talk, None, "übung CAFÉ").counts.indexed == 1


def test_no_more_rows_come_than_asked_for_and_it_is_told(talk: Conversation) -> None:
    listed = whole(talk, limit=3)
    assert len(listed.rows) == 3
    assert not listed.complete
    assert listed.counts.indexed == 2
    assert whole(talk, "indexed", limit=2).complete


def test_only_the_newest_of_many_lists_is_answered_to_the_end(talk: Conversation) -> None:
    since = len(talk.events)
    numbers = [next(_numbers) for _ in range(200)]
    for number in numbers:
        talk.client.send(ListFiles(number))
    talk.wait_for(FileList, lambda one: one.number == numbers[-1] and one.final, since)
    answered = [event.number for event in talk.events[since:] if isinstance(event, FileList)]
    assert answered == sorted(answered)
    assert len(answered) < 200


def test_what_is_not_read_yet_waits(talk: Conversation, notes: Path) -> None:
    since = len(talk.events)
    talk.client.send(SetPaused(True))
    talk.wait_for(Status, lambda one: one.progress.phase == "paused", since)
    (notes / "new.md").write_text("new")
    (notes / "good.md").write_text("# Good\n\nNow it says something else, and more of it.\n")
    listed = until(talk, lambda listed: listed.counts.waiting == 2, "waiting")
    rows = by_name(listed, notes)
    assert rows["new.md"].reason == "It has not been read yet."
    assert "changed" in rows["good.md"].reason
    assert listed.counts.indexed == 1
    assert explain(talk, notes / "new.md").state == "waiting"
    assert explain(talk, notes / "good.md").state == "waiting"
    talk.client.send(SetPaused(False))
    until(talk, lambda listed: (listed.counts.indexed, listed.counts.waiting) == (3, 0))


def test_a_failed_file_is_tried_again_when_asked_for(talk: Conversation, notes: Path) -> None:
    before = by_name(whole(talk), notes)
    known = [event.progress.generation for event in talk.events if isinstance(event, Status)][-1]
    talk.client.send(TryAgain((str(notes / "binary.txt"), str(notes / "gone.md"), "/elsewhere/x.md")))
    # By this the window sees that there is something new to ask for.
    talk.wait_for(Status, lambda one: one.progress.generation > known)
    after = until(talk, lambda one: by_name(one, notes)["binary.txt"].indexed_at != before["binary.txt"].indexed_at)
    assert by_name(after, notes)["binary.txt"].state == "failed"
    assert by_name(after, notes)["good.md"] == before["good.md"]
    talk.client.send(TryAgain())
    first = by_name(after, notes)["binary.txt"]
    until(talk, lambda one: by_name(one, notes)["binary.txt"].indexed_at != first.indexed_at)


def test_a_list_follows_the_settings_at_once(talk: Conversation, notes: Path, paths: Paths, tmp_path: Path) -> None:
    whole(talk)
    other = tmp_path.resolve() / "pictures"
    other.mkdir()
    (other / "one.jpg").touch()
    now = settings_file.load(paths.settings).settings
    settings_file.save(paths.settings, replace(now, folders=(*now.folders, str(other))))
    talk.client.send(ReloadSettings())
    assert str(other / "one.jpg") in [row.path for row in whole(talk, "skipped").rows]


def test_a_list_without_an_index_says_so_and_the_next_one_is_made(paths: Paths, notes: Path, tmp_path: Path) -> None:
    settings_file.save(paths.settings, Settings(folders=(str(notes),), model=str(tmp_path / "no model")))
    with Conversation(paths) as talk:
        talk.client.send(ListFiles(next(_numbers)))
        talk.wait_for(FileList)
        until(talk, lambda listed: not listed.problem and listed.counts.indexed == 2)


@pytest.mark.parametrize(
    ("name", "state", "said"),
    [
        ("good.md", "indexed", ""),
        ("empty.md", "empty", "empty"),
        ("binary.txt", "failed", "."),
        ("work/server.log", "skipped", ".gitignore, line 3: *.log"),
        ("build/out.md", "skipped", ".gitignore, line 2: build/"),
        ("private/diary.md", "skipped", ".nosearch"),
        (".hidden.md", "skipped", "hidden"),
        ("picture.jpg", "skipped", ".jpg"),
        ("link.md", "skipped", "link"),
        ("nowhere.md", "missing", "no such file"),
        ("nowhere/at/all.md", "missing", "no such file"),
        ("good.md/inside", "missing", "no such file"),
        ("../outside.md", "outside", "none of the watched folders"),
        ("nul\0.md", "missing", "no such file"),
        ("work", "folder", ""),
        (".", "folder", "1 without text and 1 that could not be read"),
    ],
)
def test_one_path_is_explained(talk: Conversation, notes: Path, name: str, state: str, said: str) -> None:
    told = explain(talk, notes / name)
    assert (told.state, said in told.reason) == (state, True), told


def test_status_of_a_path_tells_what_when_and_by_which_reader(
    talk: Conversation, notes: Path, status: Terminal
) -> None:
    good = status(str(notes / "good.md"))
    assert f"{notes}/good.md: in the index, 2 paragraphs" in good
    assert f"read {time.strftime('%Y-%m-%d')}" in good
    assert "as markdown" in good
    assert "left out by the rule “gitignore”" in status(str(notes / "work" / "server.log"))
    assert f"{notes}/.gitignore, line 3: *.log" in status(str(notes / "work" / "server.log"))
    assert "could not be read" in status(str(notes / "binary.txt"))
    assert "no text in it" in status(str(notes / "empty.md"))
    assert "a folder with 4 files and 3 paragraphs in the index" in status(str(notes))
    assert "not in a watched folder" in status(str(notes.parent / "elsewhere.md"))
    assert "not there" in status(str(notes / "nowhere.md"))

    told = status.json(str(notes / "good.md"))
    assert (told["state"], told["files"], told["paragraphs"], told["rule"]) == ("indexed", 1, 2, "")
    assert told["reader"].startswith("markdown ")
    assert abs(told["indexed_at"] - time.time()) < 600
    told = status.json(str(notes / "build" / "out.md"))
    assert (told["state"], told["rule"], told["indexed_at"]) == ("skipped", "gitignore", None)

    totals = status.json()
    assert totals["skipped"] == {"gitignore": 2, "hidden": 2, "link": 1, "marker": 1, "type": 1}
    assert [one["path"] for one in totals["failed"]] == [str(notes / "binary.txt")]


def test_a_scan_without_text_says_that_it_is_one(talk: Conversation, notes: Path, status: Terminal) -> None:
    Image.new("RGB", (200, 200), "grey").save(notes / "scan.png")
    page = Canvas(str(notes / "scan.pdf"))
    page.drawImage(str(notes / "scan.png"), 100, 100)
    page.showPage()
    page.save()
    rows = by_name(until(talk, lambda listed: listed.counts.empty == 2), notes)
    assert (rows["scan.pdf"].state, rows["scan.pdf"].paragraphs) == ("empty", 0)
    assert "no text" in rows["scan.pdf"].reason
    assert rows["scan.pdf"].reason != rows["empty.md"].reason
    told = status(str(notes / "scan.pdf"))
    assert "no text in it" in told
    assert rows["scan.pdf"].reason in told


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these names cannot be made there")
def test_hostile_names_are_listed_and_printed_on_one_harmless_line(
    talk: Conversation, notes: Path, status: Terminal
) -> None:
    names = ["two\nlines.txt", "evil\u202etxt.md", "\x1b[31mred.txt", os.fsdecode(b"caf\xe9.md"), "\rreturn.md"]
    for name in names:
        (notes / name).write_bytes(bytes(range(256)) * 20)
    listed = until(talk, lambda listed: listed.counts.failed == 1 + len(names), "failed")
    assert set(names) <= set(by_name(listed, notes))
    for name in names:
        assert explain(talk, notes / name).state == "failed"
        told = status(str(notes / name))
        assert told.count("\n") == 3, told
        assert all(one == "\n" or one.isprintable() for one in told), repr(told)
        assert status.json(str(notes / name))["path"] == str(notes / name)
    totals = status()
    assert all(one == "\n" or one.isprintable() for one in totals)
    assert sum("Could not be read" in line for line in totals.splitlines()) == 1 + len(names)
    assert not any(line.startswith("lines.txt") for line in totals.splitlines())


def test_a_folder_that_is_gone_is_told_and_its_files_stay(talk: Conversation, notes: Path, status: Terminal) -> None:
    notes.rename(notes.with_name("elsewhere"))
    told = explain(talk, notes / "good.md")
    assert told.state == "indexed"
    assert "is not there now" in told.reason
    assert "is not there now" in status(str(notes / "good.md"))
