"""The command line as a person or a script meets it: real processes, the real model, the contract of the JSON."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from desktop_search import settings
from desktop_search.cli.main import main
from desktop_search.paths import find_paths
from tests.marks import MODES_HOLD

HIT = {
    "path": str, "title": str, "text": str, "heading": list, "page": (int, type(None)), "line": (int, type(None)),
    "start": int, "end": int, "score": float, "meaning": (float, type(None)), "words": (float, type(None)),
    "strength": str, "highlights": list, "more_in_file": int,
}  # fmt: skip
SEARCH = {"query": str, "mode": str, "took_ms": float, "meaning_ready": bool, "paragraphs": int, "hits": list}
STATUS = {
    "folders": list, "files": int, "paragraphs": int, "embedded": int, "pending": int, "failed": list,
    "skipped": dict, "model": dict, "encoder": str, "device": str, "index_bytes": int,
}  # fmt: skip


class Program:
    """The installed command, with its files in a folder of the test."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "desktop_search", "--data-dir", str(self.home), *arguments]

    def __call__(self, *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(self.command(*arguments), capture_output=True, text=True, check=False, timeout=200)
        assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
        return done

    def json(self, *arguments: str) -> Any:
        return json.loads(self(*arguments, "--json").stdout)

    def refuses(self, *arguments: str, code: int = 1) -> str:
        """The one line that says why."""
        lines = self(*arguments, code=code).stderr.splitlines()
        assert len(lines) == 1, lines
        return lines[0]


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "home")


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = (tmp_path / "notes").resolve()
    (folder / "sub").mkdir(parents=True)
    (folder / "passport.md").write_text("# Passport\n\nThe old passport is handed in before a new one is issued.\n")
    (folder / "visa.md").write_text("# Visa\n\nA visa is stamped into a travel document at the border.\n")
    (folder / "sub" / "garden.md").write_text("# Garden\n\n## Beds\n\nTomatoes want sun.\n")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / ".hidden.md").write_text("hidden")
    (folder / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    return folder


def fits(value: dict[str, Any], contract: dict[str, Any]) -> None:
    assert list(value) == list(contract)
    for name, kind in contract.items():
        assert isinstance(value[name], kind), (name, value[name])


@pytest.mark.model
@pytest.mark.timeout(600)
def test_index_search_status_similar_remove(program: Program, notes: Path) -> None:
    done = program("index", str(notes))
    assert done.stdout == ""
    assert "3 files" in done.stderr

    found = program.json("search", "renewing travel documents", "-k", "2")
    fits(found, SEARCH)
    assert found["mode"] == "auto"
    assert found["meaning_ready"] is True
    assert len(found["hits"]) == 2
    for hit in found["hits"]:
        fits(hit, HIT)
    assert {os.path.basename(hit["path"]) for hit in found["hits"]} == {"passport.md", "visa.md"}

    hit = program.json("search", "tomatoes", "--mode", "words", "--in", str(notes / "sub"))["hits"][0]
    text = (notes / "sub" / "garden.md").read_text()
    assert text[hit["start"] : hit["end"]] == hit["text"]
    assert (hit["line"], hit["heading"], hit["meaning"]) == (5, ["Garden", "Beds"], None)
    start, end = hit["highlights"][0]
    assert hit["text"][start:end] == "Tomatoes"

    similar = program.json("search", "--similar", f"{notes / 'passport.md'}:3")
    assert os.path.basename(similar["hits"][0]["path"]) == "visa.md"

    status = program.json("status")
    fits(status, STATUS)
    assert status["folders"] == [str(notes)]
    assert (status["files"], status["pending"]) == (3, 0)
    assert status["embedded"] == status["paragraphs"]
    assert status["skipped"] == {"hidden": 1, "type": 1}
    assert [os.path.basename(one["path"]) for one in status["failed"]] == ["binary.txt"]
    assert status["failed"][0]["reason"].endswith(".")
    assert status["model"]["dimension"] == 384
    assert "in the index" in program("status", str(notes / "visa.md")).stdout
    assert "hidden" in program("status", str(notes / ".hidden.md")).stdout
    assert program.json("status", str(notes / "binary.txt"))["state"] == "failed"

    assert "is not one of the watched folders" in program.refuses("remove", str(notes / "sub"))
    program("remove", str(notes))
    assert program.json("search", "tomatoes", "--mode", "words")["hits"] == []
    assert program.json("status")["folders"] == []
    assert (notes / "visa.md").exists()


@pytest.mark.parametrize("place", ["before", "after"])
def test_the_data_folder_may_be_named_before_or_after_the_command(
    tmp_path: Path, notes: Path, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    settings.save(find_paths(tmp_path / "chosen").settings, settings.Settings(folders=(str(notes),)))
    named = ["--data-dir", str(tmp_path / "chosen")]
    assert main([*named, "status"] if place == "before" else ["status", *named]) == 0
    assert str(notes) in capsys.readouterr().out


def test_what_cannot_be_done_is_one_line(program: Program, tmp_path: Path) -> None:
    assert "does not exist" in program.refuses("index", str(tmp_path / "nowhere"))
    (tmp_path / "file.md").write_text("text")
    assert "not a folder" in program.refuses("index", str(tmp_path / "file.md"))
    assert "No folder is watched yet" in program.refuses("index")
    assert "Nothing is indexed yet" in program.refuses("search", "--mode", "words", "anything")
    assert "is not one of the watched folders" in program.refuses("remove", str(tmp_path))
    program.refuses("search", code=2)
    program("search", "-k", "0", "x", code=2)
    program("nonsense", code=2)
    program("search", "-k", "99999999999999999999", "x", code=2)
    program("search", "x", "--nonsense", code=2)


def test_what_follows_the_words_of_a_query_belongs_to_it(program: Program) -> None:
    assert "Nothing is indexed yet" in program.refuses("search", "--mode", "words", "renaming", "-draft")
    assert "Nothing is indexed yet" in program.refuses("search", "renaming", "--mode", "words", "notes")


def test_a_damaged_settings_file_is_kept_and_told(program: Program, notes: Path) -> None:
    config = program.home / "config"
    config.mkdir(parents=True)
    (config / "settings.toml").write_text("folders = [broken")
    done = program("status")
    assert "could not be used" in done.stderr
    assert [one.read_text() for one in config.glob("settings.toml.damaged-*")] == ["folders = [broken"]


@MODES_HOLD
def test_a_place_that_may_not_be_written_is_one_line(tmp_path: Path, notes: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    assert "locked" in Program(tmp_path / "locked" / "home").refuses("index", str(notes))


@pytest.mark.model
def test_an_interrupt_keeps_the_work_so_far(program: Program, notes: Path) -> None:
    for number in range(300):
        (notes / f"{number}.md").write_text(f"# Note {number}\n\n" + f"A sentence about matter {number}. " * 60)
    running = subprocess.Popen(program.command("index", str(notes)), stderr=subprocess.PIPE, text=True)
    while not program.home.joinpath("data", "words", "desktop-search.json").exists():
        time.sleep(0.05)
    time.sleep(0.3)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130, told
    assert told.splitlines()[-1] == "Interrupted; the work so far is kept."
    assert program.json("status")["paragraphs"] > 0


def test_output_that_nobody_reads_is_no_error(program: Program) -> None:
    command = " ".join(f"'{part}'" for part in program.command("status")) + " | true"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stderr == ""
