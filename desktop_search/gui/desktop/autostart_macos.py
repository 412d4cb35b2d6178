"""Start with the session on macOS: a launch agent. Its file is tested everywhere; not run on macOS yet.

https://developer.apple.com/library/archive/documentation/MacOSX/Conceptual/BPSystemStartup
"""

from __future__ import annotations

import plistlib
from collections.abc import Sequence
from pathlib import Path

from desktop_search.gui.desktop.names import APPLICATION


class LaunchAgent:
    """See Autostart."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / f"{APPLICATION}.plist"

    def is_set(self) -> bool:
        return self._file.exists()

    def set(self, command: Sequence[str]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        agent = {
            "Label": APPLICATION,
            "ProgramArguments": list(command),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
        }
        new = self._file.with_name(self._file.name + ".new")
        new.write_bytes(plistlib.dumps(agent))
        new.replace(self._file)

    def unset(self) -> None:
        self._file.unlink(missing_ok=True)
