"""The tray's menu: what its entries do; and in a real tray's place a host that asks for it over a bus."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_search.engine.messages import EngineDown, SetPaused, Status
from desktop_search.gui.desktop.tray import Tray
from desktop_search.gui.pages import Page
from desktop_search.gui.running import Wish
from desktop_search.records import Phase, Progress
from tests.conftest import ROOT
from tests.gui.desktop.conftest import Home
from tests.gui.support import wait_until
from tests.marks import HAS_SCREEN


def tell(home: Home, phase: Phase) -> None:
    home.engine.tell(Status(Progress(phase, files=3, paragraphs=12), words_ready=True))


def test_the_entries_do_what_they_say(home: Home) -> None:
    tray, window = home.presence.tray, home.shell.window
    home.presence.start(Wish("background"))
    assert not window.isVisible()
    tray.entry("quick").trigger()
    assert home.presence.quick.is_shown
    tray.entry("search").trigger()
    assert window.isVisible()
    tray.entry("settings").trigger()
    # Before there are folders the first page is in the way of everything.
    assert window.page in (Page.SETTINGS, Page.FIRST_RUN)


def test_it_pauses_and_goes_on_and_tells_how_far_it_is(home: Home) -> None:
    tray: Tray = home.presence.tray
    assert not tray.entry("pause").isEnabled()
    assert not tray.entry("progress").isEnabled()
    tell(home, "idle")
    wait_until(lambda: tray.entry("pause").isEnabled())
    up_to_date = tray.entry("progress").text()
    tray.entry("pause").trigger()
    assert SetPaused(True) in home.engine.requests
    tell(home, "paused")
    wait_until(lambda: tray.entry("progress").text() != up_to_date)
    assert tray.entry("pause").text() == "Resume reading"
    tray.entry("pause").trigger()
    assert SetPaused(False) in home.engine.requests
    home.engine.tell(EngineDown(False, "killed"))
    wait_until(lambda: not tray.entry("pause").isEnabled())
    assert tray.entry("progress").text() == "The search has stopped"


def test_it_speaks_another_language_as_soon_as_the_window_does(home: Home) -> None:
    tray = home.presence.tray
    tell(home, "paused")
    wait_until(lambda: tray.entry("pause").isEnabled())
    names = ("search", "quick", "progress", "pause", "settings", "quit")
    before = [tray.entry(name).text() for name in names]
    home.choices.change({"language": "de"}, "")
    wait_until(lambda: tray.entry("quit").text() == "Desktop Search beenden")
    assert all(tray.entry(name).text() != told for name, told in zip(names, before, strict=True))
    assert tray.entry("pause").text() == "Weiterlesen"
    home.choices.change({"language": "en"}, "")
    wait_until(lambda: [tray.entry(name).text() for name in names] == before)


def test_quit_ends_the_program_whatever_the_tray_keeps(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", lambda *_: ended.append(True))
    home.choices.change({"keep_in_tray": "yes"}, "")
    home.presence.tray.entry("quit").trigger()
    assert ended == [True]
    # Closing is not held back any more either.
    assert home.shell.window.close()


@pytest.mark.screen
@HAS_SCREEN
@pytest.mark.skipif(not shutil.which("dbus-run-session"), reason="there are no tools for D-Bus")
def test_a_tray_host_gets_the_icon_and_its_menu_and_chooses_from_it(tmp_path: Path) -> None:
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "XDG_RUNTIME_DIR": str(runtime)}
    environment.pop("WAYLAND_DISPLAY", None)
    ours = f"{sys.executable} -m tests.gui.desktop.tray_session"
    wait = "gdbus wait --session --timeout 20 org.kde.StatusNotifierWatcher"
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", f"{ours} host & {wait}; {ours} program {tmp_path}; kill $!; wait"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    assert "menu Open the window|Quick search|" in done.stdout, done.stdout + done.stderr
    assert "|Quit Desktop Search" in done.stdout
    assert "chosen quick" in done.stdout, done.stdout
