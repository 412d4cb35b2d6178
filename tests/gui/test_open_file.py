from __future__ import annotations

import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_search.gui.results import open_at_place, open_file
from tests.conftest import ROOT
from tests.end2end.stub_programs import StubPrograms

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


# Each of these runs a program where a desktop "opens" it; what the files hold makes no difference.
PROGRAMS = (
    "run.sh",
    "App.desktop",
    "tool.AppImage",
    "setup.exe",
    "macro.docm",
    "link.url",
    "page.hta",
    "code.py",
    "a.jar",
)


@pytest.mark.skipif(sys.platform != "linux", reason="by the desktop of Linux")
def test_a_hit_is_never_run(application: QApplication, tmp_path: Path) -> None:
    """Real files, and a process of its own whose desktop consists of stubs that tell what they were called with."""
    stubs = StubPrograms(tmp_path / "stubs")
    ran = tmp_path / "ran"
    script = f"#!/bin/sh\ntouch '{ran}'\n"
    entry = f"[Desktop Entry]\nType=Application\nName=x\nExec=touch '{ran}'\n"
    for name in (*PROGRAMS, "no suffix"):
        (tmp_path / name).write_text(entry if name.endswith(".desktop") else script)
        (tmp_path / name).chmod(0o755)
    plain = ("-x.md", "--help.txt", "a;touch ran.md", "$(touch ran).md", "%2e%2e%2fran.md", "http:host.md", "a#b?c.md")
    for name in plain:
        (tmp_path / name).write_text(script)
        (tmp_path / name).chmod(0o755)
    names = [*PROGRAMS, "no suffix", *plain]
    done = subprocess.run(
        [sys.executable, "-c", OPENS_ALL, *names],
        # From inside their folder and by their bare names, so that a dash could be taken for an option.
        cwd=tmp_path,
        env={**stubs.environment, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    time.sleep(0.5)
    assert not ran.exists()
    assert not (tmp_path / "ran.md").exists()
    told = dict(line.split("\t") for line in done.stdout.splitlines())
    for name in (*PROGRAMS, "no suffix"):
        assert told[name] == "revealed", name
    for name in plain:
        assert told[name] == f"opened {tmp_path / name}", name


OPENS_ALL = """
import sys
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from desktop_search.gui.results import open_at_place, open_file
application = QApplication([])
done = []
class Opener(open_file.FileOpener):
    def reveal(self, name):
        done.append("revealed")
        return ""
QDesktopServices.openUrl = lambda url: bool(done.append("opened " + url.toLocalFile())) or True
opener = Opener()
for name in sys.argv[1:]:
    done.clear()
    opener.open(name, page=1, line=1)
    print(name, *done, sep="\\t")
"""


@pytest.mark.parametrize("name", ["-x.md", "--help", "-geometry"])
def test_a_name_like_an_option_comes_to_a_program_as_a_whole_path(
    application: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_text("x")
    commands: list[list[str]] = []

    def note(path: str, page: int | None, line: int | None) -> list[str]:
        commands.append(["program", path])
        return ["true", path]

    monkeypatch.setattr(open_at_place, "own_command", note)
    assert open_file.FileOpener().open(name, line=3) == ""
    assert commands == [["program", str(tmp_path / name)]]
