"""Start with the session: written and removed by the setting, on each system by its own way."""

from __future__ import annotations

import plistlib
import shlex
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_search.gui.desktop.autostart import XdgAutostart, autostart, desktop_command, own_command
from desktop_search.gui.desktop.autostart_macos import LaunchAgent
from desktop_search.gui.desktop.autostart_windows import KEY, VALUE, RunKey, _Registry
from desktop_search.gui.desktop.names import APPLICATION
from desktop_search.gui.running import Wish
from desktop_search.paths import Paths
from tests.gui.desktop.conftest import Home


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the file is of freedesktop.org")
def test_the_setting_writes_the_file_and_removes_it(home: Home, paths: Paths) -> None:
    file = home.config / "autostart" / f"{APPLICATION}.desktop"
    home.presence.start(Wish("background"))
    assert not file.exists(), "it is off until the person wants it"
    home.choices.change({"start_with_session": True}, "")
    text = file.read_text()
    command = next(line for line in text.splitlines() if line.startswith("Exec=")).removeprefix("Exec=")
    assert shlex.split(command)[-3:] == ["--data-dir", str(paths.data.parent), "--background"]
    assert Path(shlex.split(command)[0]).exists()
    # A program that was removed is passed over.
    assert f"TryExec={shlex.split(command)[0]}" in text.splitlines()
    if checker := shutil.which("desktop-file-validate"):
        subprocess.run([checker, str(file)], check=True)
    # Another setting touches nothing, and the person may have put something of their own there.
    file.write_text(text + "X-GNOME-Autostart-Delay=5\n")
    home.choices.change({"keep_in_tray": "yes"}, "")
    assert file.read_text().endswith("Delay=5\n")
    home.choices.change({"start_with_session": False}, "")
    assert not file.exists()
    assert list(file.parent.iterdir()) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the file is of freedesktop.org")
def test_where_it_cannot_be_written_one_sentence_says_so(home: Home) -> None:
    home.config.write_text("a file where the folder would be")
    home.choices.change({"start_with_session": True}, "")
    assert "The start with the session could not be changed" in home.shell.window.notices.text


def test_the_file_can_be_removed_twice(tmp_path: Path) -> None:
    entry = XdgAutostart(tmp_path / "autostart")
    entry.unset()
    entry.set(["/a b/program", "--background"])
    assert entry.is_set()
    assert stat.S_IMODE((tmp_path / "autostart").stat().st_mode) == 0o700
    entry.unset()
    entry.unset()
    assert not entry.is_set()


@pytest.mark.parametrize(
    ("command", "written"),
    [
        (["/usr/bin/x", "--background"], "/usr/bin/x --background"),
        (["/a b/x"], '"/a b/x"'),
        (["/x", "100%"], "/x 100%%"),
        (["/x", ""], '/x ""'),
        (["/x", 'a"b$c'], '/x "a\\\\"b\\\\$c"'),
        (["/x", "a\\b"], '/x "a\\\\\\\\b"'),
    ],
)
def test_a_command_is_quoted_as_the_specification_says(command: list[str], written: str) -> None:
    assert desktop_command(command) == written


def test_a_usual_index_needs_no_folder_on_the_command_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from desktop_search.paths import find_paths

    monkeypatch.delenv("DESKTOP_SEARCH_HOME", raising=False)
    assert own_command(find_paths(), "--quick")[-1:] == ["--quick"]
    assert "--data-dir" not in own_command(find_paths(), "--quick")
    assert "--data-dir" in own_command(find_paths(tmp_path / "other"), "--quick")
    # The session will not know of it.
    monkeypatch.setenv("DESKTOP_SEARCH_HOME", str(tmp_path / "named"))
    assert own_command(find_paths())[-2:] == ["--data-dir", str(tmp_path / "named")]


def test_the_launch_agent_is_a_file_that_the_system_can_read(tmp_path: Path) -> None:
    agent = LaunchAgent(tmp_path / "LaunchAgents")
    agent.unset()
    agent.set(["/a b/program", "--background"])
    assert [one.name for one in (tmp_path / "LaunchAgents").iterdir()] == [f"{APPLICATION}.plist"]
    read = plistlib.loads((tmp_path / "LaunchAgents" / f"{APPLICATION}.plist").read_bytes())
    assert read["ProgramArguments"] == ["/a b/program", "--background"]
    assert (read["Label"], read["RunAtLoad"], agent.is_set()) == (APPLICATION, True, True)
    agent.unset()
    assert not agent.is_set()


class StubWinreg:
    """A registry that holds values in a dictionary."""

    HKEY_CURRENT_USER, REG_SZ, KEY_SET_VALUE = "user", 1, 2

    def __init__(self) -> None:
        self.values: dict[str, str] = {"Another program": "other.exe"}
        self.opened: list[tuple[object, ...]] = []

    @contextmanager
    def OpenKey(self, *place: object) -> Iterator[str]:
        self.opened.append(place)
        yield "key"

    CreateKey = OpenKey

    def QueryValueEx(self, key: str, name: str) -> tuple[str, int]:
        return self.values[name] if name in self.values else self._fail(), self.REG_SZ

    def SetValueEx(self, key: str, name: str, reserved: int, kind: int, value: str) -> None:
        assert kind == self.REG_SZ
        self.values[name] = value

    def DeleteValue(self, key: str, name: str) -> None:
        if self.values.pop(name, None) is None:
            self._fail()

    def _fail(self) -> str:
        raise FileNotFoundError


def test_the_run_key_of_windows_is_one_value_beside_others() -> None:
    winreg = StubWinreg()
    run = RunKey(_Registry(winreg))
    run.unset()
    assert not run.is_set()
    run.set([r"C:\Program Files\Desktop Search\desktop-search.exe", "--background"])
    assert winreg.values[VALUE] == r'"C:\Program Files\Desktop Search\desktop-search.exe" --background'
    assert run.is_set()
    run.unset()
    assert winreg.values == {"Another program": "other.exe"}
    assert {place[:2] for place in winreg.opened} == {("user", KEY)}


def test_each_system_has_its_own_way(tmp_path: Path) -> None:
    assert isinstance(autostart("darwin", {}, tmp_path), LaunchAgent)
    for named, folder in (("/elsewhere", Path("/elsewhere/autostart")), ("relative", tmp_path / ".config/autostart")):
        way = autostart("linux", {"XDG_CONFIG_HOME": named}, tmp_path)
        assert isinstance(way, XdgAutostart)
        assert way.file.parent == folder
