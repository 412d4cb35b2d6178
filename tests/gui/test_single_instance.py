from __future__ import annotations

import os
import socket
import stat
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_search.gui.single_instance import SingleInstance, address
from desktop_search.paths import Paths, find_paths
from tests.gui.support import wait_until


@pytest.fixture
def name(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> str:
    if sys.platform != "win32":
        runtime = tmp_path_factory.mktemp("run")
        runtime.chmod(0o700)
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    return address(find_paths(tmp_path_factory.mktemp("home")))


def test_the_second_copy_shows_the_first(application: QApplication, name: str) -> None:
    first, second = SingleInstance(name), SingleInstance(name)
    asked: list[str] = []
    first.asked.connect(asked.append)
    assert first.claim()
    assert not second.claim()
    wait_until(lambda: asked == ["show"])
    first.close()


def test_the_address_is_free_again_after_the_end(application: QApplication, name: str) -> None:
    first, second = SingleInstance(name), SingleInstance(name)
    assert first.claim()
    first.close()
    assert second.claim()
    second.close()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes leave nothing behind")
def test_a_stale_socket_is_cleaned(application: QApplication, name: str) -> None:
    left = socket.socket(socket.AF_UNIX)
    left.bind(name)
    left.close()
    assert os.path.exists(name)
    instance = SingleInstance(name)
    assert instance.claim()
    instance.close()


@pytest.mark.skipif(sys.platform == "win32", reason="modes are of Unix")
def test_the_socket_is_private(application: QApplication, name: str) -> None:
    instance = SingleInstance(name)
    assert instance.claim()
    assert stat.S_IMODE(os.stat(name).st_mode) == 0o700
    assert stat.S_IMODE(os.stat(os.path.dirname(name)).st_mode) == 0o700
    instance.close()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have no folder")
def test_a_runtime_folder_open_to_others_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o755)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert not address(find_paths(tmp_path)).startswith(str(tmp_path))


def test_each_index_has_its_own_address(paths: Paths, tmp_path: Path) -> None:
    assert address(paths) == address(paths)
    assert address(paths) != address(find_paths(tmp_path / "other"))
