"""Quick search on a screen that is unplugged while it is shown there; prints what it saw as JSON.

Run by test_screens.py on an X server of its own: `python -m tests.end2end.screens_session HOME`. Two monitors of one
wide screen are made with xrandr, and one of them is taken away.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication

from desktop_search.gui import app
from desktop_search.gui.quick.quick_panel import QuickPanel
from desktop_search.gui.running import Wish
from desktop_search.paths import find_paths
from tests.end2end.quick_session import QUICK, press
from tests.end2end.steps import Steps, Story, rest
from tests.gui.support import StubEngine


class Session(Steps):
    """Two screens, and then one."""

    def __init__(self) -> None:
        super().__init__(40.0)
        self.seen: dict[str, object] = {}
        self.tell(self._story())

    @property
    def panel(self) -> QuickPanel | None:
        return next((one for one in QApplication.topLevelWidgets() if isinstance(one, QuickPanel)), None)

    def state(self) -> str:
        """Where the panel is, and what screens there are."""
        if self.panel is None:
            return "; no panel"
        screens = {one.name(): rectangle(one.geometry()) for one in QGuiApplication.screens()}
        return f"; panel shown: {self.panel.isVisible()} at {rectangle(self.panel.geometry())}; screens: {screens}"

    def _is_shown_on(self, screen: QScreen) -> bool:
        return self.panel is not None and self.panel.isVisible() and screen.geometry().contains(self.panel.geometry())

    def _story(self) -> Story:
        yield lambda: self.panel is not None
        self.step = "there are two screens"
        xrandr("--setmonitor", "left", "800/240x800/240+0+0", "screen")
        xrandr("--setmonitor", "right", "800/240x800/240+800+0", "none")
        yield lambda: len(QGuiApplication.screens()) == 2
        left, right = sorted(QGuiApplication.screens(), key=lambda one: one.geometry().left())
        self.step = "the panel comes on the screen under the pointer"
        for screen in (left, right):
            middle = screen.geometry().center()
            subprocess.run(["xdotool", "mousemove", str(middle.x()), str(middle.y())], check=True)
            yield rest(0.8)
            press(QUICK)
            yield lambda screen=screen: self._is_shown_on(screen)
            if screen is left:
                press("Escape")
                yield lambda: self.panel is not None and not self.panel.isVisible()
        assert self.panel is not None
        self.seen["is_in_upper_third"] = self.panel.y() < right.geometry().height() / 3
        self.step = "its screen is unplugged"
        xrandr("--delmonitor", "right")
        yield lambda: QGuiApplication.screens() == [left]
        yield lambda: self._is_shown_on(left)
        self.seen["left"] = rectangle(self.panel.geometry())
        self.step = "the key goes on working"
        yield rest(0.8)
        press(QUICK)
        yield lambda: self.panel is not None and not self.panel.isVisible()


def xrandr(*arguments: str) -> None:
    subprocess.run(["xrandr", *arguments], check=True, timeout=10)


def rectangle(of: QRect) -> list[int]:
    return [of.x(), of.y(), of.width(), of.height()]


def main() -> None:
    app.make_application()
    session = Session()
    code = app.run(find_paths(Path(sys.argv[1])), StubEngine, Wish("background"))
    print(json.dumps({**session.seen, "trouble": session.trouble, "exit_code": code}))


if __name__ == "__main__":
    main()
