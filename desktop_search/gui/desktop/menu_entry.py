"""What a package installs for everybody, written for one person: the menu's entry, the icon, KRunner, the bus.

A start from a checkout or from pip's environment is known to no menu until the person wants that. The files are those
of share/, with the command of this very start in them. Search providers of GNOME Shell are read from the folders of the
system alone (remoteSearch.js), so that one is left to the package.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path

from desktop_search.gui.desktop.autostart import desktop_command
from desktop_search.gui.desktop.names import APPLICATION, BUS_NAME
from desktop_search.paths import write_whole

ENTRY = f"applications/{APPLICATION}.desktop"
SERVICE = f"dbus-1/services/{BUS_NAME}.service"
RUNNER = f"krunner/dbusplugins/{APPLICATION}.desktop"
ICON = f"icons/hicolor/scalable/apps/{APPLICATION}.svg"
# How the files of share/ name the program.
_NAMED, _SERVED = "Exec=desktop-search", "Exec=/usr/bin/desktop-search"
_PATIENCE_S = 10


class MenuEntry:
    """The files below `folder`, which is the person's $XDG_DATA_HOME."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def is_set(self) -> bool:
        return (self._folder / ENTRY).exists()

    def set(self, command: Sequence[str]) -> None:
        """Writes them, so that they start the program by this command. Raises OSError."""
        for name, text in _texts(command):
            file = self._folder / name
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(file, text)
        self._tell_desktop()

    def unset(self) -> None:
        """Removes them; nothing happens where there are none. Raises OSError."""
        for name in (ENTRY, SERVICE, RUNNER, ICON):
            (self._folder / name).unlink(missing_ok=True)
        self._tell_desktop()

    def _tell_desktop(self) -> None:
        """File managers look up who opens a folder in a list that this program makes, where there is one."""
        if (program := shutil.which("update-desktop-database")) and (self._folder / "applications").is_dir():
            command = [program, "-q", str(self._folder / "applications")]
            try:
                subprocess.run(command, stdin=subprocess.DEVNULL, timeout=_PATIENCE_S, check=False)
            except (OSError, subprocess.TimeoutExpired):
                # The list is made again by whatever is installed next.
                return


def menu_entry(platform: str, environment: Mapping[str, str], home: Path) -> MenuEntry | None:
    """The way of this system; None where there is none, or the program is in everybody's menu already.

    `platform` is sys.platform.
    """
    if not platform.startswith("linux"):
        return None
    shared = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    if any((Path(folder) / ENTRY).exists() for folder in shared.split(":") if os.path.isabs(folder)):
        return None
    named = environment.get("XDG_DATA_HOME", "")
    return MenuEntry(Path(named) if os.path.isabs(named) else home / ".local" / "share")


def _texts(command: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each file's place and text."""
    entry, service = (_read(f"share/{APPLICATION}.{ending}") for ending in ("desktop", "service"))
    yield ENTRY, entry.replace(_NAMED, f"Exec={desktop_command(command)}")
    yield SERVICE, service.replace(_SERVED, f"Exec={_service_command(command)}")
    yield RUNNER, _read(f"share/{APPLICATION}.krunner.desktop")
    yield ICON, resources.files("desktop_search.gui").joinpath("icons", "desktop-search.svg").read_text("utf-8")


def _service_command(command: Sequence[str]) -> str:
    """A command as the D-Bus daemon reads it: words of a shell, in a value where a backslash is written twice."""
    return shlex.join(command).replace("\\", "\\\\")


def _read(name: str) -> str:
    return resources.files("desktop_search.gui.desktop").joinpath(*name.split("/")).read_text(encoding="utf-8")
