"""Drives the whole program by its global keys on the screen that DISPLAY names; prints what it saw as JSON.

Run by test_quick.py: `python -m tests.end2end.quick_session HOME TYPED`. Another program has the keyboard: an xterm
that writes what it is given to the file TYPED. Keys come from xdotool, as a person's would.
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
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.quick.quick_panel import QuickPanel
from desktop_search.gui.running import Wish
from desktop_search.paths import find_paths
from tests.end2end.steps import Steps, Story, rest

QUICK, SELECTION = "ctrl+alt+space", "ctrl+alt+shift+space"


class Session(Steps):
    """A person works in a terminal and looks things up."""

    def __init__(self, typed: Path, stub: Path) -> None:
        super().__init__(25.0)
        self.seen: dict[str, object] = {}
        self._typed, self._stub = typed, stub
        self._other: subprocess.Popen[bytes] | None = None
        self.tell(self._story())

    @property
    def window(self) -> MainWindow:
        """The program's window, which is hidden here."""
        return next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))

    @property
    def has_window(self) -> bool:
        return any(isinstance(one, MainWindow) for one in QApplication.topLevelWidgets())

    @property
    def panel(self) -> QuickPanel:
        return next(one for one in QApplication.topLevelWidgets() if isinstance(one, QuickPanel))

    @property
    def has_panel(self) -> bool:
        return any(isinstance(one, QuickPanel) for one in QApplication.topLevelWidgets())

    def state(self) -> str:
        """Who has the keyboard, and what was typed where."""
        if not (self.has_window and self.has_panel):
            return ""
        holder, texts = QGuiApplication.focusWindow(), (self.window.header.box.edit.text(), self.panel.box.edit.text())
        named = holder.title() if holder is not None else "nobody here"
        return f"; panel shown: {self.panel.isVisible()}, keyboard: {named}/{focused()}, window and panel say {texts}"

    def end_other(self) -> None:
        """Ends the other program."""
        if self._other is not None and self._other.poll() is None:
            self._other.terminate()
            self._other.wait(10)

    def _first(self) -> str:
        hit = self.panel.list.results.hit(0)
        return os.path.basename(hit.path) if hit is not None else ""

    def _story(self) -> Story:
        yield lambda: self.has_window
        self.step = "the panel is made beforehand, and hidden"
        yield lambda: self.has_panel
        self.seen["hidden_before"] = not self.panel.isVisible() and not self.window.isVisible()
        yield lambda: "meaning ready" in self.window.status_line.totals

        self.step = "another program has the keyboard"
        command = ["xterm", "-T", "xterm", "-e", f"stty -echo; cat > {self._typed}"]
        self._other = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        yield lambda: focused() == "xterm"
        press(QUICK, then="unusual heron")
        self.step = "the key shows the panel, and what is typed at once stands in it"
        yield lambda: self.panel.has_keyboard
        yield lambda: self.panel.box.edit.text() == "unusual heron" and self._first() == "heron.md"
        self.step = "Enter opens the file at its line"
        press("Return")
        yield self._stub.exists
        yield lambda: not self.panel.isVisible()
        self.seen["editor"] = self._stub.read_text().splitlines()

        self.step = "the keyboard is the other program's again; the key brings the last query back"
        yield lambda: focused() == "xterm"
        yield rest(0.8)
        press(QUICK)
        yield lambda: self.panel.has_keyboard
        self.seen["offered"] = self.panel.box.edit.selectedText()
        self.step = "the key once more hides it"
        yield rest(0.8)
        press(QUICK)
        yield lambda: not self.panel.isVisible()

        self.step = "the selected text of another program is searched"
        # The window manager may first give the keyboard to nobody.
        yield lambda: focused() == "xterm"
        subprocess.run(["xdotool", "type", "--delay", "0", "from the terminal\n"], check=True)
        clip = QApplication.clipboard()
        clip.setText("handing in travel papers to get fresh ones", clip.Mode.Selection)
        yield rest(0.2)
        press(SELECTION)
        yield lambda: self.panel.has_keyboard
        yield lambda: self._first() == "passport.md"
        press("Escape")
        yield lambda: not self.panel.isVisible()

        self.step = "a program that is stopped when the key is pressed holds nobody's keyboard"
        yield lambda: focused() == "xterm"
        yield rest(0.8)
        stop_and_press(QUICK, then="still typing\n")
        yield lambda: "still typing" in self._typed.read_text()
        self.step = "when it goes on the panel comes after all"
        yield lambda: self.panel.has_keyboard
        press("Escape")
        yield lambda: not self.panel.isVisible()

        self.step = "a second start reaches the program: quick, a query, quick again"
        start("--quick")
        yield lambda: self.panel.isVisible()
        self.step = "a second start with a query: the window takes the panel's place"
        start("--text", "passport")
        yield lambda: self.window.isVisible() and self.window.header.box.edit.text() == "passport"
        yield lambda: not self.panel.isVisible()
        self.step = "from the program's own window the key works as well, and its query stays"
        yield lambda: QGuiApplication.focusWindow() is self.window.windowHandle()
        for typed in ("unusual", "tomatoes"):
            yield rest(0.8)
            press(QUICK, then=typed)
            yield lambda typed=typed: self.panel.has_keyboard and self.panel.box.edit.text() == typed
            press("Escape")
            yield lambda: not self.panel.isVisible()
            yield lambda: QGuiApplication.focusWindow() is self.window.windowHandle()
        self.seen["own_query"] = self.window.header.box.edit.text()
        self.end_other()
        self.seen["typed_elsewhere"] = self._typed.read_text()
        self.step = "done"


def press(key: str, then: str = "") -> None:
    """Presses a key, and types on as fast as fingers can."""
    typed = ["sleep", "0.03", "type", "--delay", "0", then] if then else []
    subprocess.Popen(["xdotool", "key", key, *typed]).wait(10)


def stop_and_press(key: str, then: str) -> None:
    """Stops this program, presses a key, types on, and lets it go on a second later."""
    ours, wait = os.getpid(), "sleep 0.3"
    keys = f"xdotool key {key}; {wait}; xdotool type --delay 5 '{then}'"
    subprocess.Popen(["sh", "-c", f"kill -STOP {ours}; {wait}; {keys}; {wait}; {wait}; kill -CONT {ours}"])


def start(*arguments: str) -> None:
    """Starts the program once more; not waited for, since it waits for this one to answer."""
    subprocess.Popen([sys.executable, "-m", "desktop_search", *arguments])


def focused() -> str:
    """How the window with the keyboard begins its name."""
    asked = ["xdotool", "getwindowfocus", "getwindowname"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()[:5]


def main() -> None:
    home, typed, stub = (Path(one) for one in sys.argv[1:4])
    os.environ["DESKTOP_SEARCH_HOME"] = str(home)
    app.make_application()
    session = Session(typed, stub)
    code = app.run(find_paths(home), wish=Wish("background"))
    session.end_other()
    print(json.dumps({**session.seen, "trouble": session.trouble, "exit_code": code}))


if __name__ == "__main__":
    main()
