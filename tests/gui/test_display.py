"""What a window lacks is told in one sentence, before Qt ends the process for it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from desktop_search.gui import display
from tests.conftest import ROOT
from tests.unit.packages import load

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks what a window needs on Linux")


@pytest.fixture(scope="module")
def bootstrap() -> ModuleType:
    return load("bootstrap")


def test_a_library_that_cannot_be_imported_is_named() -> None:
    said = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
    assert display.missing_library(said) == "libEGL.so.1"
    assert display.missing_library(ImportError("No module named 'PySide6'")) == ""


@pytest.mark.parametrize("installer", ["apt-get", "dnf", "pacman", "zypper"])
def test_the_command_is_that_of_the_system_and_of_the_set_up(
    installer: str, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: name if name == installer else None)
    command, packages, _ = bootstrap.INSTALLERS[installer]
    told = display.how_to_install()
    assert f"sudo {command} " in told
    assert all(one in told for one in packages.split())


def test_a_library_that_only_qts_plugin_loads_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "_can_load", lambda name: name != "libxcb-cursor.so.0")
    told = display.problem("linux", {"DISPLAY": os.environ["DISPLAY"]})
    assert told.startswith("The system has no libxcb-cursor.so.0, which the window needs. ")


def test_a_display_that_is_there_is_no_problem() -> None:
    assert display.problem("linux", {"DISPLAY": os.environ["DISPLAY"]}) == ""


def test_a_display_that_nobody_answers_on_is_named(tmp_path: Path) -> None:
    assert display.problem("linux", {"DISPLAY": ":4711"}) == "The display :4711 cannot be reached."
    wayland = {"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert display.problem("linux", wayland) == "The display wayland-9 cannot be reached."
    assert display.problem("linux", {**wayland, "DISPLAY": os.environ["DISPLAY"]}) == ""
    assert display.problem("linux", {"QT_QPA_PLATFORM": "offscreen"}) == ""
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-9"))
        compositor.listen()
        assert display.problem("linux", wayland) == ""


def test_the_program_says_so_and_ends(tmp_path: Path) -> None:
    environment = {**os.environ, "DISPLAY": ":4711"}
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "desktop_search", "--data-dir", str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60, cwd=ROOT)
    assert (done.returncode, done.stderr) == (1, "desktop-search: The display :4711 cannot be reached.\n")
