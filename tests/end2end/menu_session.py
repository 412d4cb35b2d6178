"""The whole program, put into the application menu by its setting; then its entry is used as a desktop would.

Run by test_menu.py: `python -m tests.end2end.menu_session HOME ENTRY FOLDER`; prints what it saw as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QPushButton

from desktop_search.gui import app
from desktop_search.paths import find_paths
from tests.end2end.steps import Steps, Story


class Session(Steps):
    """A person switches the entry on and opens a folder with it."""

    def __init__(self, entry: Path, folder: Path) -> None:
        super().__init__(60.0)
        self.seen: dict[str, object] = {}
        self._entry, self._folder = entry, folder
        self.tell(self._story())

    def _story(self) -> Story:
        yield lambda: self.has_window
        self.step = "the setting writes the entry"
        self.window.open_settings()
        button = self.window.settings.findChild(QPushButton, "in_menu-True")
        assert isinstance(button, QPushButton)
        button.click()
        yield self._entry.exists
        told = subprocess.run(["gio", "mime", "inode/directory"], capture_output=True, text=True, check=False)
        self.seen["opens_folders"] = self._entry.name in told.stdout
        self.step = "a folder that is opened with it is searched in"
        subprocess.Popen(["gio", "launch", self._entry, self._folder])
        yield lambda: "in:" in self.window.header.box.edit.text()
        self.seen["query"] = self.window.header.box.edit.text()
        yield lambda: self.window.search.result is not None and not self.window.search.controller.waiting
        results = self.window.results.view.results
        hits = [results.hit(row) for row in range(results.rowCount())]
        self.seen["found"] = [os.path.basename(hit.path) for hit in hits if hit is not None]


def main() -> None:
    home, entry, folder = (Path(one) for one in sys.argv[1:4])
    app.make_application()
    session = Session(entry, folder)
    code = app.run(find_paths(home))
    print(json.dumps({**session.seen, "trouble": session.trouble, "exit_code": code}))


if __name__ == "__main__":
    main()
