"""The real window with its real engine, as far as it can talk to somebody: run by test_no_connection.py.

`python -m tests.end2end.quiet_session HOME NOTES`; exit 0 where a question was answered and documents were shown.
"""

from __future__ import annotations

import sys
from pathlib import Path

from desktop_search import settings as settings_file
from desktop_search.gui import app
from desktop_search.gui.running import Wish
from desktop_search.paths import find_paths
from desktop_search.settings import Settings
from tests.end2end.steps import Steps, Story, rest


class Session(Steps):
    """Asks, looks, and goes."""

    def __init__(self) -> None:
        # Traced, everything takes several times as long.
        super().__init__(240.0)
        self.done = False
        self.tell(self._story())

    def _story(self) -> Story:
        yield lambda: self.has_window
        self.step = "meaning is there"
        yield lambda: "meaning ready" in self.window.status_line.totals
        self.step = "a question is answered"
        self.window.header.box.edit.setText("light for ships at night")
        results = self.window.results.view.results
        yield lambda: results.rowCount() > 0 and results.hit(0) is not None
        self.step = "each kind of document is shown"
        for row in range(results.rowCount()):
            self.window.results.view.setCurrentIndex(results.index(row, 0))
            yield rest(0.5)
        self.done = True


def main() -> int:
    paths = find_paths(sys.argv[1])
    paths.create()
    settings_file.save(paths.settings, Settings(folders=(str(Path(sys.argv[2]).resolve()),)))
    app.make_application()
    session = Session()
    app.run(paths, wish=Wish())
    sys.stderr.write(session.trouble)
    return 0 if session.done else 1


if __name__ == "__main__":
    sys.exit(main())
