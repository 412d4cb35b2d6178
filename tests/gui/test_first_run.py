"""The first page: the folders that are offered, what is counted in them, and that nothing is read before Start."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_search import settings
from desktop_search.engine.client import EngineClient
from desktop_search.engine.messages import Status
from desktop_search.engine.settings_messages import CountFolder, FolderCounted
from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.pages import Page
from desktop_search.gui.settings import suggested_folders
from desktop_search.gui.settings.folder_choices import FolderChoices
from desktop_search.paths import Paths
from tests.gui.support import Desk, StubOpener, wait_until

MakeDesk = Callable[..., Desk]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "person"
    (home / "Documents").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("APPDATA", raising=False)
    return home


def remember_vaults(home: Path, content: str) -> None:
    folder = home / ".config" / "obsidian"
    folder.mkdir(parents=True)
    (folder / "obsidian.json").write_text(content)


def test_a_vault_that_obsidian_remembers_is_offered_wherever_it_lies(home: Path, tmp_path: Path) -> None:
    vault = tmp_path / "elsewhere" / "thoughts"
    (vault / ".obsidian").mkdir(parents=True)
    gone = tmp_path / "gone"
    remember_vaults(home, json.dumps({"vaults": {"a": {"path": str(vault)}, "b": {"path": str(gone)}, "c": {}}}))
    assert set(suggested_folders.suggested_folders()) == {home / "Documents", vault}


def test_a_vault_near_the_home_folder_is_found_by_its_mark(home: Path) -> None:
    (home / "garden" / ".obsidian").mkdir(parents=True)
    (home / "sync" / "mind" / ".obsidian").mkdir(parents=True)
    (home / "a" / "b" / "too deep" / ".obsidian").mkdir(parents=True)
    assert set(suggested_folders.suggested_folders()) == {home / "Documents", home / "garden", home / "sync" / "mind"}


def test_a_vault_inside_an_offered_folder_is_not_offered_again(home: Path) -> None:
    (home / "Documents" / "vault" / ".obsidian").mkdir(parents=True)
    assert suggested_folders.suggested_folders() == (home / "Documents",)


@pytest.mark.parametrize(
    "content", ["", "[]", '{"vaults": 7}', '{"vaults": {"a": {"path": 7}, "b": {"path": "x\\u0000"}}}']
)
def test_a_damaged_list_of_vaults_offers_nothing(home: Path, content: str) -> None:
    remember_vaults(home, content)
    assert suggested_folders.suggested_folders() == (home / "Documents",)


def test_a_home_of_many_folders_costs_no_more_than_a_small_one(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(60):
        (home / f"folder-{number:02}" / "inner").mkdir(parents=True)
    looked: list[Path] = []
    monkeypatch.setattr(suggested_folders, "_LOOKED_INTO", 10)
    monkeypatch.setattr(suggested_folders, "is_vault", lambda folder: bool(looked.append(folder)))
    suggested_folders.suggested_folders()
    assert len(looked) <= 22


def test_folders_are_counted_before_anything_is_agreed_to(home: Path, make_desk: MakeDesk) -> None:
    (home / "Notes" / ".obsidian").mkdir(parents=True)
    desk = make_desk()
    page = desk.window.first_run
    documents, notes = str(home / "Documents"), str(home / "Notes")
    assert {one.path for one in desk.engine.requests if isinstance(one, CountFolder)} == {documents, notes}
    assert page.total == " "
    desk.engine.tell(FolderCounted(documents, 1000, 5_000_000, final=False))
    desk.engine.tell(FolderCounted(notes, 17, 80_000, final=True))
    wait_until(lambda: "1,017 files" in page.total)
    told = {folder: box.parentWidget().counted.text() for folder, box in page.boxes.items()}
    assert told == {documents: "1,000 files so far", notes: "17 files · Obsidian"}
    desk.engine.tell(FolderCounted(documents, 200_000, 9_000_000, final=True, cut=True))
    wait_until(lambda: "200,017 files" in page.total)
    page.boxes[documents].setChecked(False)
    assert "17 files" in page.total
    assert settings.load(desk.paths.settings).settings.folders == ()


def test_with_a_real_engine_it_is_counted_then_read_and_found(home: Path, application: object, paths: Paths) -> None:
    (home / "Documents" / "note.md").write_text("Walruses sleep on ice.")
    (home / "Documents" / "picture.png").write_bytes(b"x")
    bridge = EngineBridge(partial(EngineClient, paths))
    bridge.start()
    window = MainWindow(bridge, FolderChoices(paths.settings), StubOpener(), lambda parent: "", paths)
    told: list[Status] = []
    bridge.status_changed.connect(told.append)
    try:
        window.show()
        assert window.page is Page.FIRST_RUN
        wait_until(lambda: "1 file" in window.first_run.total, 60)
        assert not any(one.progress.files for one in told)
        QTest.keyClick(window.first_run.start_button, Qt.Key.Key_Space)
        # It can be searched at once; what is not read yet comes by itself.
        assert window.page is Page.MESSAGE
        assert window.header.box.edit.hasFocus() or not window.isActiveWindow()
        window.header.box.edit.setText("walruses")
        wait_until(lambda: window.page is Page.RESULTS, 60)
    finally:
        bridge.stop()
        window.close()
        window.deleteLater()
