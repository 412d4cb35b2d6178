"""The command line over a folder that holds hostile files: it ends well, and status says what is wrong with each."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.end2end.test_cli import Program
from tests.unit.documents import hostile_files as hostile


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_index_and_status_over_a_folder_of_hostile_files(tmp_path: Path) -> None:
    program = Program(tmp_path / "home")
    folder = (tmp_path / "notes").resolve()
    folder.mkdir()
    files = {**hostile.locked(), **hostile.cut_off(), **hostile.stranger("random"), **hostile.bombs()}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / "a\n\x1b[31mb.md").write_text("# Lamps\n\nA lighthouse stands on the cliff.\n")
    before = sorted(tmp_path.iterdir())

    program("index", str(folder))
    (hit,) = program.json("search", "lighthouse", "--mode", "words")["hits"]
    assert os.path.basename(hit["path"]) == "a\n\x1b[31mb.md"

    status = program.json("status")
    assert (status["pending"], status["folders"]) == (0, [str(folder)])
    failed = {os.path.basename(one["path"]): one["reason"] for one in status["failed"]}
    assert {name for name in files if name.startswith("locked")} <= set(failed)
    assert all(reason.endswith(".") and "\n" not in reason for reason in failed.values())
    assert status["files"] + len(failed) == len(files) + 1
    assert program.json("status", str(folder / "locked.pdf"))["reason"] == "It is protected by a password."
    assert "\x1b" not in program("status").stdout
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in before} | {"home"}
