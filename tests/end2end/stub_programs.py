"""The desktop's own programs, replaced by one that only notes what it was called with."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from urllib.parse import unquote, urlsplit

# Qt asks these for an address that it does not open itself, depending on the desktop that it believes to be on.
_NAMES = ("xdg-open", "gio", "gnome-open", "kde-open", "kde-open5", "kioclient", "exo-open", "gvfs-open")


class StubPrograms:
    """`environment` is that of a program that is to find these stubs, and nothing else of the person's desktop."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._calls = folder / "calls"
        for name in _NAMES:
            program = folder / name
            program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> "{self._calls}"\n', encoding="utf-8")
            program.chmod(program.stat().st_mode | stat.S_IXUSR)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "BROWSER", "QT_"))}
        self.environment = {**kept, "PATH": f"{folder}:{os.environ['PATH']}"}

    @property
    def opened(self) -> list[Path]:
        """What was opened, in order."""
        return opened(self._calls)

    @property
    def calls(self) -> Path:
        """The file of the notes."""
        return self._calls


def opened(calls: Path) -> list[Path]:
    """The files that the notes tell of."""
    if not calls.exists():
        return []
    return [Path(unquote(urlsplit(line).path)) for line in calls.read_text(encoding="utf-8").splitlines()]
