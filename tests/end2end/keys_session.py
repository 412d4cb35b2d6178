"""Presses the keys of the real window on the screen that DISPLAY names; prints how each path went, as JSON.

Run as a child process by test_window_keys.py: `python -m tests.end2end.keys_session HOME CALLS`.
"""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path

from desktop_search.gui import app
from desktop_search.gui.pages import Page
from desktop_search.paths import find_paths
from tests.end2end import key_paths
from tests.end2end.steps import Steps, Story, attempt, rest
from tests.end2end.window_seen import Seen
from tests.end2end.xkeys import press

_SOON = 5.0


class Session(Steps):
    """Goes one path after the other; one that fails does not keep the others from being gone."""

    def __init__(self, calls: Path) -> None:
        super().__init__(patience=30.0)
        self.paths: dict[str, str] = {}
        self._seen = Seen(self, calls)
        self.tell(self._all())

    def _all(self) -> Story:
        seen = self._seen
        yield lambda: self.has_window
        yield lambda: self.window.isActiveWindow()
        self.step = "everything is read"
        yield lambda: seen.settled
        for path in key_paths.PATHS:
            self.step = f"before {path.__name__}"
            yield from self._ready()
            self.paths[path.__name__] = "begun"
            yield from attempt(path(seen), _SOON, partial(self._note, path.__name__))
        self.step = "control q closes the window"
        yield from self._ready()
        press("ctrl+q")
        yield lambda: False

    def _ready(self) -> Story:
        """Back to the results for "apple", the first one chosen."""
        seen = self._seen
        while self.window.page not in (Page.RESULTS, Page.MESSAGE) or self.window.keys_sheet.isVisible():
            press("Escape")
            yield rest(0.05)
        seen.edit.setFocus()
        seen.edit.clear()
        yield lambda: seen.window.search.result is None
        seen.edit.setText("apple")
        yield lambda: seen.answered and len(seen.names) >= 6 and seen.row == 0
        # The last, dressed answer has come too.
        yield rest(0.1)
        seen.forget()

    def _note(self, path: str, failure: str) -> None:
        self.paths[path] = failure + self.state() if failure else ""

    def state(self) -> str:
        if not self.has_window:
            return " (there is no window)"
        seen = self._seen
        opened = [path.name for path in seen.opened]
        shown = f"{self.window.page.name}, row {seen.row} of {seen.names}, focus {seen.focus}"
        return f" ({shown}, {seen.edit.text()!r} in the box, answered {seen.answered}, opened {opened})"


def main() -> None:
    app.make_application()
    session = Session(Path(sys.argv[2]))
    code = app.run(find_paths(Path(sys.argv[1])))
    print(json.dumps({"paths": session.paths, "step": session.step, "trouble": session.trouble, "exit_code": code}))


if __name__ == "__main__":
    main()
