"""Start with the session: what the desktop reads is written and removed by the setting, and nothing else is touched."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from desktop_search.gui.desktop.names import APPLICATION, ICON
from desktop_search.paths import Paths, find_paths, write_whole


class Autostart(Protocol):
    """One way of a system to start a program with the session."""

    def is_set(self) -> bool: ...

    def set(self, command: Sequence[str]) -> None:
        """Has the command started with each session. Raises OSError."""

    def unset(self) -> None:
        """No longer; nothing happens where it was not. Raises OSError."""


class XdgAutostart:
    """A file in the autostart folder (specifications.freedesktop.org/autostart-spec)."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / f"{APPLICATION}.desktop"

    def is_set(self) -> bool:
        return self.file.exists()

    def set(self, command: Sequence[str]) -> None:
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        entry = {
            "Type": "Application",
            "Name": "Desktop Search",
            "Comment": "Finds the right paragraph in your own documents",
            # A session passes it over when the program has been removed.
            "TryExec": command[0].replace("\\", "\\\\"),
            "Exec": desktop_command(command),
            "Icon": ICON,
            "Terminal": "false",
            "StartupNotify": "false",
        }
        lines = "".join(f"{name}={value}\n" for name, value in entry.items())
        write_whole(self.file, f"[Desktop Entry]\n{lines}")

    def unset(self) -> None:
        self.file.unlink(missing_ok=True)


def desktop_command(command: Sequence[str]) -> str:
    """A command as the Exec key of a desktop entry wants it quoted."""
    # GLib looks for the first word as it is written, before it makes one percent sign of two.
    found = ["env", *command] if "%" in command[0] else command
    return " ".join(map(_quoted, found))


def _quoted(argument: str) -> str:
    text = argument.replace("%", "%%")
    if text and all(one.isalnum() or one in "-_./%+:@," for one in text):
        return text
    for special in '\\"`$':
        text = text.replace(special, "\\" + special)
    # The value of the key is itself a text in which a backslash is written twice.
    return '"' + text.replace("\\", "\\\\") + '"'


def own_command(paths: Paths, *arguments: str) -> list[str]:
    """How this program, over this index, is started again."""
    # The session does not know what the environment of this start said.
    usual = paths == find_paths() and not os.environ.get("DESKTOP_SEARCH_HOME")
    named = [] if usual else ["--data-dir", str(paths.data.parent)]
    return [*_program(), *named, *arguments]


def _program() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable]
    installed = Path(sys.executable).with_name("desktop-search.exe" if os.name == "nt" else "desktop-search")
    # -P: what lies in the folder that the session starts in is not taken for an installed package.
    return [str(installed)] if installed.exists() else [sys.executable, "-P", "-m", "desktop_search"]


def autostart(platform: str, environment: Mapping[str, str], home: Path) -> Autostart:
    """The way of this system; `platform` is sys.platform."""
    if platform == "win32":
        from desktop_search.gui.desktop.autostart_windows import RunKey, current_user

        return RunKey(current_user())
    if platform == "darwin":
        from desktop_search.gui.desktop.autostart_macos import LaunchAgent

        return LaunchAgent(home / "Library" / "LaunchAgents")
    configured = environment.get("XDG_CONFIG_HOME", "")
    base = Path(configured) if os.path.isabs(configured) else home / ".config"
    return XdgAutostart(base / "autostart")
