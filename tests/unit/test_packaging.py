"""What an installable program is made of, checked without building one."""

from __future__ import annotations

import configparser
import importlib.util
import os
import plistlib
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from desktop_search.gui.desktop.names import APPLICATION

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"packaging_{name}", PACKAGING / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


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


def test_the_recipe_is_one_folder_and_starts_with_freeze_support() -> None:
    recipe = (PACKAGING / "desktop-search.spec").read_text(encoding="utf-8")
    compile(recipe, "desktop-search.spec", "exec")
    assert "COLLECT(" in recipe
    assert "exclude_binaries=True" in recipe
    launch = (PACKAGING / "launch.py").read_text(encoding="utf-8")
    assert launch.index("freeze_support()") < launch.index("from desktop_search")


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


def test_the_flatpak_reads_only_and_has_no_network() -> None:
    manifest = yaml.safe_load((PACKAGING / "flatpak" / f"{APPLICATION}.yml").read_text(encoding="utf-8"))
    assert manifest["id"] == APPLICATION
    assert manifest["command"] == "desktop-search"
    granted = manifest["finish-args"]
    assert not [one for one in granted if "network" in one]
    assert all(one.endswith(":ro") for one in granted if one.startswith("--filesystem"))


def test_the_windows_installer_is_per_user_and_removes_what_it_brought(contents: ModuleType) -> None:
    script = (PACKAGING / "windows" / "desktop-search.iss").read_text(encoding="utf-8")
    assert "PrivilegesRequired=lowest" in script
    assert "[UninstallDelete]" in script
    assert f'Version "{contents.version()}"' in script
    assert APPLICATION in script


def test_the_macos_program_may_load_its_own_libraries_and_is_signed() -> None:
    granted = plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())
    assert granted["com.apple.security.cs.disable-library-validation"] is True
    script = PACKAGING / "macos" / "sign.sh"
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
    assert "notarytool submit" in script.read_text(encoding="utf-8")
