from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_search.gui.results import open_file

PLAIN = stat.S_IFREG | 0o644


@pytest.mark.parametrize("name", ["a.md", "a.pdf", "a.docx", "a.html", "noext", "a.sh.txt", ".hidden", "é.odt"])
def test_documents_are_opened(name: str) -> None:
    assert not open_file.may_run(name, PLAIN, "linux")


@pytest.mark.parametrize(
    "name",
    ["a.sh", "A.EXE", "a.desktop", "a.lnk", "a.url", "a.docm", "a.xlsm", "a.txt.bat", "a.exe.", "a.exe ", "a.py"],
)
def test_what_could_run_is_not_opened(name: str) -> None:
    assert open_file.may_run(name, PLAIN, "linux")
    assert open_file.may_run(name, PLAIN, "win32")


def test_a_file_with_the_executable_bit_is_not_opened() -> None:
    assert open_file.may_run("notes", stat.S_IFREG | 0o755, "linux")
    assert not open_file.may_run("notes", stat.S_IFREG | 0o755, "win32")


def test_notes_on_a_disk_without_permissions_are_opened() -> None:
    assert not open_file.may_run("notes.txt", stat.S_IFREG | 0o777, "linux")
    assert not open_file.may_run("Diary.md", stat.S_IFREG | 0o777, "linux")


def test_each_system_shows_a_file_in_its_own_way() -> None:
    path = Path("/notes/a, b.md")
    assert open_file.reveal_command(path, "win32") == f'explorer /select,"{path}"'
    assert open_file.reveal_command(path, "darwin") == ["open", "-R", str(path)]
    assert open_file.reveal_command(path, "linux") is None


def test_a_gone_file_is_one_sentence(tmp_path: Path) -> None:
    assert open_file.gone(tmp_path / "a.md").startswith("a.md is not there any more")
    (tmp_path / "b.md").write_text("x")
    assert open_file.gone(tmp_path / "b.md") == ""
    assert "not there" in open_file.gone(tmp_path / "b.md" / "c.md")


class Recorder(open_file.FileOpener):
    """Records instead of starting other programs."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def reveal(self, name: str) -> str:
        self.shown.append(name)
        return ""


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    opened: list[Path] = []

    def note(path: Path) -> bool:
        opened.append(path)
        return True

    monkeypatch.setattr(open_file, "_open_url", note)
    return opened


def test_a_document_goes_to_its_program(application: QApplication, tmp_path: Path, opened: list[Path]) -> None:
    path = tmp_path / "a.md"
    path.write_text("x")
    assert Recorder().open(str(path)) == ""
    assert opened == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a symbolic link")
def test_a_link_to_a_script_is_shown_in_its_folder(
    application: QApplication, tmp_path: Path, opened: list[Path]
) -> None:
    script, link = tmp_path / "run.sh", tmp_path / "notes.md"
    script.write_text("x")
    link.symlink_to(script)
    opener = Recorder()
    assert "shown in its folder" in opener.open(str(link))
    assert opener.shown == [str(link)]
    assert opened == []


def test_a_gone_file_is_not_handed_on(application: QApplication, tmp_path: Path, opened: list[Path]) -> None:
    assert "not there any more" in open_file.FileOpener().open(str(tmp_path / "a.md"))
    assert "not there any more" in open_file.FileOpener().reveal(str(tmp_path / "a.md"))
    assert opened == []
