from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop_search.gui.results.hit_actions import place_of
from desktop_search.gui.results.open_at_place import LINES, PAGES, command_at, own_command
from desktop_search.gui.results.open_file import FileOpener
from tests.gui.support import make_hit, wait_until

F = "/a folder/file.x"


@pytest.mark.parametrize(
    ("program", "command"),
    [
        ("evince", ["--page-index=7", F]), ("xreader", ["--page-index=7", F]), ("atril", ["--page-index=7", F]),
        ("okular", ["--page", "7", F]), ("zathura", ["--page", "7", F]), ("qpdfview", [f"{F}#7"]), ("mupdf", [F, "7"]),
    ],
)  # fmt: skip
def test_a_viewer_opens_the_page(program: str, command: list[str]) -> None:
    assert command_at(f"/usr/bin/{program}", F, 7, None) == [f"/usr/bin/{program}", *command]


@pytest.mark.parametrize(
    ("program", "command"),
    [
        ("code", ["--goto", f"{F}:41"]), ("kate", ["--line", "41", F]), ("gedit", ["+41", F]), ("gvim", ["+41", F]),
        ("emacs", ["+41", F]), ("subl", [f"{F}:41"]), ("zed", [f"{F}:41"]), ("geany", ["--line", "41", F]),
    ],
)  # fmt: skip
def test_an_editor_opens_the_line(program: str, command: list[str]) -> None:
    assert command_at(program, F, None, 41) == [program, *command]


def test_a_program_that_does_not_know_the_kind_of_place_gets_no_option() -> None:
    assert all(command_at(program, F, None, 3) is None for program in PAGES)
    assert all(command_at(program, F, 3, None) is None for program in LINES)
    assert command_at("gimp", F, 3, 3) is None


def test_a_slide_is_neither_page_nor_line() -> None:
    assert place_of(make_hit(page=3, unit="slide")) == (None, None)
    assert place_of(make_hit(page=3, line=None)) == (3, None)
    assert place_of(make_hit(line=12)) == (None, 12)


@pytest.fixture
def desktop(tmp_path: Path) -> dict[str, str]:
    """A desktop on which `gedit` is the person's editor: a stub that writes down what it was called with."""
    programs, shared = tmp_path / "bin", tmp_path / "share" / "applications"
    programs.mkdir()
    shared.mkdir(parents=True)
    editor = programs / "gedit"
    editor.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" > "{tmp_path}/called.new"; mv "{tmp_path}/called.new" "{tmp_path}/called"\n'
    )
    editor.chmod(0o755)
    (shared / "editor.desktop").write_text(f"[Desktop Entry]\nType=Application\nName=E\nExec={editor} %U\n")
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "mimeapps.list").write_text(
        "[Default Applications]\ntext/plain=gone.desktop;editor.desktop;\n"
    )
    return {
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_DATA_DIRS": str(tmp_path / "share"),
    }


pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="desktop entries are of freedesktop.org")


def test_the_desktop_s_own_choice_is_taken_for_a_kind_or_what_it_is_derived_from(desktop: dict[str, str]) -> None:
    program = f"{desktop['HOME']}/bin/gedit"
    assert own_command("/n/a.txt", None, 4, desktop) == [program, "+4", "/n/a.txt"]
    assert own_command("/n/a.md", None, 4, desktop) == [program, "+4", "/n/a.md"]
    assert own_command("/n/a.png", None, 4, desktop) is None
    assert own_command("/n/a.txt", None, None, desktop) is None


@pytest.mark.parametrize(
    "command", ["env A=b gedit %f", "flatpak run org.gnome.gedit", "", '"unclosed', "/nowhere/gedit"]
)
def test_what_is_not_called_by_itself_is_left_to_the_desktop(desktop: dict[str, str], command: str) -> None:
    entry = Path(desktop["HOME"]) / "share" / "applications" / "editor.desktop"
    entry.write_text(f"[Desktop Entry]\nType=Application\nName=E\nExec={command}\n")
    assert own_command("/n/a.txt", None, 4, desktop) is None


def test_nonsense_in_the_desktop_s_files_is_no_failure(desktop: dict[str, str]) -> None:
    Path(desktop["XDG_CONFIG_HOME"], "mimeapps.list").write_bytes(b"\xff\xfe[Default\n=x\n[[[")
    assert own_command("/n/a.txt", None, 4, desktop) is None


def test_the_stub_editor_receives_file_and_line(
    application: object, desktop: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in desktop.items():
        monkeypatch.setenv(name, value)
    note = tmp_path / "a note.md"
    note.write_text("text\n")
    assert FileOpener().open(str(note), None, 41) == ""
    wait_until((tmp_path / "called").exists)
    assert (tmp_path / "called").read_text().splitlines() == ["+41", str(note)]
