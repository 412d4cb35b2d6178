"""The whole program on the Wayland desktop that WAYLAND_DISPLAY names; prints what it saw as JSON.

Run by test_wayland.py: `python -m tests.end2end.wayland_session HOME`. Nobody presses keys here: a headless compositor
has no keyboard to give, which is the desktop at its most reserved. Later starts of the program do instead.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop_search.gui import app
from desktop_search.gui.quick.quick_panel import QuickPanel
from desktop_search.paths import find_paths
from tests.end2end.quick_session import start
from tests.end2end.steps import Steps, Story


class Session(Steps):
    """Window, quick search, the selection; each asked for by another start."""

    def __init__(self) -> None:
        super().__init__(40.0)
        self.seen: dict[str, object] = {}
        self.tell(self._story())

    @property
    def panel(self) -> QuickPanel | None:
        return next((one for one in QApplication.topLevelWidgets() if isinstance(one, QuickPanel)), None)

    def _note(self) -> str:
        return self.panel.note if self.panel is not None else ""

    def _story(self) -> Story:
        self.step = "the window is on the screen"
        yield lambda: self.has_window and self.window.windowHandle().isExposed()
        self.seen["platform"] = QGuiApplication.platformName()
        self.step = "the settings tell how a key is bound by hand"
        self.window.open_settings()
        rows = self.window.settings.desktop.keys
        yield lambda: "desktop-search --quick" in rows["quick"].hint.text()
        self.seen["selection_hint"] = rows["selection"].hint.text()
        self.step = "the command that was bound shows quick search with an answer"
        start("--quick", "--text", "unusual heron")
        yield lambda: self.panel is not None and self.panel.isVisible() and self.panel.windowHandle().isExposed()
        assert self.panel is not None
        yield lambda: self.panel is not None and self.panel.list.results.rowCount() > 0
        hit = self.panel.list.results.hit(0)
        self.seen["found"] = os.path.basename(hit.path) if hit is not None else ""
        self.step = "the screen is locked: nothing of it stays"
        locker = ["--object-path", "/org/gnome/ScreenSaver", "--signal", "org.gnome.ScreenSaver.ActiveChanged", "true"]
        subprocess.Popen(["gdbus", "emit", "--session", *locker])
        yield lambda: self.panel is not None and not self.panel.isVisible()
        self.seen["left_when_locked"] = [self.panel.box.edit.text(), self.panel.list.results.rowCount()]
        self.step = "the selection is withheld, which is said"
        start("--selection")
        yield lambda: "selected" in self._note()
        self.seen["note"] = self._note()
        self.step = "a query goes to the window"
        start("--text", "passport")
        yield lambda: self.window.header.box.edit.text() == "passport" and not (self.panel and self.panel.isVisible())


def main() -> None:
    home = Path(sys.argv[1])
    os.environ["DESKTOP_SEARCH_HOME"] = str(home)
    app.make_application()
    session = Session()
    code = app.run(find_paths(home))
    print(json.dumps({**session.seen, "trouble": session.trouble, "exit_code": code}))


if __name__ == "__main__":
    main()
