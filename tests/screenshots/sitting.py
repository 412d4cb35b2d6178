"""One run of the window in one look, a picture of each page; a child process of the command.

Run as `python -m tests.screenshots.sitting HOME PERSON FOLDER LOOK fresh|settled [PAGE ...]`.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QPainter

from desktop_search import settings
from desktop_search.gui import app
from desktop_search.gui.asking import history_keeper
from desktop_search.paths import find_paths
from tests.end2end.steps import Story, attempt
from tests.screenshots.looks import LOOKS, Look
from tests.screenshots.pages import PAGES, Page
from tests.screenshots.stage import Stage, popups

_SOON = 10.0


class Sitting(Stage):
    """Goes through the pages and takes a picture of each."""

    def __init__(self, person: Path, folder: Path, look: Look, pages: list[Page]) -> None:
        super().__init__(person)
        self._folder = folder
        self._look = look
        self._pages = pages
        self.failed: list[str] = []
        QDesktopServices.setUrlHandler("file", self, "open_nothing")  # type: ignore[arg-type]  # bytes, as its types say, it refuses
        self.tell(self._story())

    @Slot(QUrl)
    def open_nothing(self, url: QUrl) -> None:
        """Nothing leaves the window."""

    def _story(self) -> Story:
        yield lambda: self.has_window
        self.window.resize(*self._look.size)
        if self._look.mirrored:
            QGuiApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        if self._look.dark_system:
            QGuiApplication.styleHints().setColorScheme(Qt.ColorScheme.Dark)
        yield lambda: self.window.isActiveWindow()
        if not self._pages[0].fresh:
            yield self.indexed()
        for page in self._pages:
            self.step = page.name
            if not page.fresh:
                yield from self.back()
            yield from attempt(page.story(self), _SOON, partial(self._note, page.name))
            yield self.still()
            self._take(page.name)
            self.undo()

    def _note(self, page: str, failure: str) -> None:
        if failure:
            self.failed.append(f"{page}: {failure}")

    def _take(self, name: str) -> None:
        if self.window.search.result is not None:
            # The one figure that differs from run to run.
            self.window.status_line.show_time(0.9)
        picture = self.window.grab()
        painter = QPainter(picture)
        for popup in popups():
            # Where they stand on the screen, which belongs to no window.
            painter.drawPixmap(self.window.mapFromGlobal(popup.pos()), popup.grab())
        painter.end()
        if not picture.save(str(self._folder / f"{name}.{self._look.name}.png")):
            raise OSError(f"{self._folder} cannot be written")


def chosen_settings(look: Look, folders: tuple[str, ...]) -> settings.Settings:
    """As the person of this look would have saved them."""
    return settings.Settings(folders=folders, appearance=look.appearance, text_scale=look.text, language=look.language)


def main() -> int:
    home, person, folder = map(Path, sys.argv[1:4])
    look = next(one for one in LOOKS if one.name == sys.argv[4])
    fresh, wanted = sys.argv[5] == "fresh", sys.argv[6:]
    paths = find_paths(home)
    settings.save(paths.settings, chosen_settings(look, () if fresh else (str(person / "Documents"),)))
    # What was asked in another look.
    (paths.data / history_keeper.FILE).unlink(missing_ok=True)
    app.make_application().setCursorFlashTime(0)
    sitting = Sitting(person, folder, look, [page for page in PAGES if page.name in wanted])
    app.run(paths)
    failed = [*sitting.failed, *([sitting.trouble] if sitting.trouble else [])]
    for told in failed:
        print(told, file=sys.stderr)
    return min(1, len(failed))


if __name__ == "__main__":
    sys.exit(main())
