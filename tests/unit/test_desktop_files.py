"""What the desktop reads of the program: entry, metainfo, icons, and the names that have to be the same everywhere."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from desktop_search import __version__
from desktop_search.cli.main import main
from desktop_search.gui.desktop.names import APPLICATION, BUS_NAME, ICON
from tests.conftest import ROOT
from tests.unit.packages import load

FOLDER = ROOT / "desktop_search" / "gui" / "desktop" / "share"


def entry(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment, method-assign] # as the library asks for
    parser.read(FOLDER / name, encoding="utf-8")
    return parser


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="desktop-file-validate is not installed")
def test_the_desktop_entry_is_valid() -> None:
    command = ["desktop-file-validate", str(FOLDER / f"{APPLICATION}.desktop")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.skipif(not shutil.which("appstreamcli"), reason="appstreamcli is not installed")
def test_the_metainfo_is_valid() -> None:
    command = ["appstreamcli", "validate", "--no-net", str(FOLDER / f"{APPLICATION}.metainfo.xml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_file_names_the_same_program() -> None:
    desktop = entry(f"{APPLICATION}.desktop")
    assert desktop["Desktop Entry"]["Icon"] == ICON
    assert entry(f"{APPLICATION}.service")["D-BUS Service"]["Name"] == BUS_NAME
    provider = entry(f"{APPLICATION}.search-provider.ini")["Shell Search Provider"]
    assert (provider["BusName"], provider["DesktopId"]) == (BUS_NAME, f"{APPLICATION}.desktop")
    runner = entry(f"{APPLICATION}.krunner.desktop")["Desktop Entry"]
    assert (runner["X-Plasma-DBusRunner-Service"], runner["Icon"]) == (BUS_NAME, ICON)
    metainfo = ElementTree.parse(FOLDER / f"{APPLICATION}.metainfo.xml").getroot()
    assert metainfo.findtext("id") == APPLICATION
    assert metainfo.findtext("launchable") == f"{APPLICATION}.desktop"
    release = metainfo.find("releases/release")
    assert release is not None
    assert release.get("version") == __version__


def test_each_command_of_the_entry_is_one_that_the_program_takes(capsys: pytest.CaptureFixture[str]) -> None:
    desktop = entry(f"{APPLICATION}.desktop")
    commands = [desktop[section]["Exec"] for section in desktop.sections()]
    assert len(commands) == 3
    for command in commands:
        program, *arguments = command.replace("%f", "").split()
        assert program == "desktop-search"
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--help"])
        assert ended.value.code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="for desktops of freedesktop.org")
def test_the_icon_is_drawn_in_every_size(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "packaging" / "icons.py"), str(tmp_path)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(command, check=True, env=environment, timeout=60, capture_output=True)
    for size in load("icons").SIZES:
        header = (tmp_path / "hicolor" / f"{size}x{size}" / "apps" / f"{ICON}.png").read_bytes()[:24]
        assert header[1:4] == b"PNG"
        assert int.from_bytes(header[16:20], "big") == size
    assert (tmp_path / "hicolor" / "scalable" / "apps" / f"{ICON}.svg").exists()
