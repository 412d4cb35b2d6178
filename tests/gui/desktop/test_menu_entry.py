"""The entry in the application menu of a program that no package has installed: written and removed by the setting."""

from __future__ import annotations

import configparser
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from desktop_search.gui.desktop.menu_entry import ENTRY, ICON, RUNNER, SERVICE, MenuEntry, menu_entry
from desktop_search.gui.desktop.names import BUS_NAME
from desktop_search.gui.running import Wish
from desktop_search.paths import Paths
from tests.gui.desktop.conftest import Home

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="for desktops of freedesktop.org")


def read(file: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment, method-assign] # as the library asks for
    parser.read(file, encoding="utf-8")
    return parser


def files(folder: Path) -> set[str]:
    """What lies there; a list that tools of the desktop keep is theirs."""
    found = {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()}
    return found - {"applications/mimeinfo.cache"}


def test_the_setting_writes_the_files_and_removes_them(home: Home, paths: Paths) -> None:
    home.presence.start(Wish("background"))
    assert not home.data.exists(), "it is off until the person wants it"
    home.choices.change({"in_menu": True}, "")
    assert files(home.data) == {ENTRY, SERVICE, RUNNER, ICON}
    entry = read(home.data / ENTRY)
    commands = [shlex.split(entry[section]["Exec"]) for section in entry.sections()]
    assert {Path(command[0]).exists() for command in commands} == {True}
    assert {tuple(command[1:3]) for command in commands} == {("--data-dir", str(paths.data.parent))}
    assert [command[3:] for command in commands] == [["%f"], ["--quick"], ["--selection"]]
    assert entry["Desktop Entry"]["MimeType"] == "inode/directory;"
    service = read(home.data / SERVICE)["D-BUS Service"]
    assert service["Name"] == BUS_NAME
    assert shlex.split(service["Exec"]) == [*commands[0][:3], "--background"]
    if checker := shutil.which("desktop-file-validate"):
        subprocess.run([checker, str(home.data / ENTRY)], check=True)
    home.choices.change({"in_menu": False}, "")
    assert files(home.data) == set()


def test_nothing_of_others_is_touched(home: Home) -> None:
    other = home.data / "applications" / "other.desktop"
    other.parent.mkdir(parents=True)
    other.write_text("[Desktop Entry]\n")
    home.choices.change({"in_menu": True}, "")
    home.choices.change({"in_menu": False}, "")
    assert files(home.data) == {"applications/other.desktop"}


def test_where_it_cannot_be_written_one_sentence_says_so(home: Home) -> None:
    home.data.write_text("a file where the folder would be")
    home.choices.change({"in_menu": True}, "")
    assert "The entry in the application menu could not be changed" in home.shell.window.notices.text


@pytest.mark.skipif(not (shutil.which("gio") and shutil.which("dbus-run-session")), reason="there is no desktop")
def test_a_program_of_any_path_is_started_by_the_menu_and_by_the_bus(tmp_path: Path) -> None:
    folder, called = tmp_path / 'it\'s 100% \\ $HOME `of` "a b"', tmp_path / "called"
    folder.mkdir()
    program = folder / "program"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" end >> {called}\n')
    program.chmod(0o755)
    MenuEntry(tmp_path / "share").set([str(program), "an argument"])
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "share")}
    commands = (
        f"gio launch {tmp_path / 'share' / ENTRY} {tmp_path}",
        "sleep 1",
        # It is no program of the bus, so the call fails; it was started all the same.
        f"gdbus call --session -d {BUS_NAME} -o /any -m org.freedesktop.DBus.Peer.Ping --timeout 5 || true",
    )
    bus = ["dbus-run-session", "--", "sh", "-c", "; ".join(commands)]
    subprocess.run(bus, env=environment, check=True, timeout=60, capture_output=True)
    said = called.read_text().splitlines()
    assert said == ["an argument", str(tmp_path), "end", "an argument", "--background", "end"]


def test_it_is_offered_where_no_package_has_written_it_for_everybody(home: Home, tmp_path: Path) -> None:
    def is_offered() -> bool:
        settings = home.shell.window.settings
        return settings.desktop.findChild(QPushButton, "in_menu-True") is not None

    assert is_offered()
    shared = tmp_path / "shared" / ENTRY
    environment = {"XDG_DATA_DIRS": f"/nowhere:{tmp_path / 'shared'}"}
    assert menu_entry("linux", environment, tmp_path) is not None
    shared.parent.mkdir(parents=True)
    shared.write_text("")
    assert menu_entry("linux", environment, tmp_path) is None
    assert menu_entry("darwin", {}, tmp_path) is None
