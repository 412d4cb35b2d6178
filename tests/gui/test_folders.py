from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QPushButton

from desktop_search import settings
from desktop_search.engine.messages import ReloadSettings, Status
from desktop_search.gui.pages import Page
from desktop_search.gui.settings import suggested_folders
from desktop_search.records import FolderState, FolderStatus, Progress
from tests.gui.support import Desk, wait_until

MakeDesk = Callable[..., Desk]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "person"
    for name in ("Documents", "Notes"):
        (home / name).mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return home


def saved(desk: Desk) -> tuple[str, ...]:
    return settings.load(desk.paths.settings).settings.folders


def drop(desk: Desk, *paths: Path) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), copy, data, left, none)
    enter.ignore()
    QCoreApplication.sendEvent(desk.window, enter)
    if enter.isAccepted():
        QCoreApplication.sendEvent(desk.window, QDropEvent(QPoint(50, 50), copy, data, left, none))
    return enter.isAccepted()


def test_only_folders_that_exist_are_suggested(home: Path) -> None:
    assert set(suggested_folders.suggested_folders()) == {home / "Documents", home / "Notes"}


def test_the_first_page_adds_the_checked_folders(home: Path, make_desk: MakeDesk) -> None:
    desk = make_desk()
    assert desk.window.page is Page.FIRST_RUN
    assert not desk.window.header.isVisible()
    desk.window.first_run.boxes[str(home / "Documents")].setChecked(False)
    desk.window.first_run.start_button.click()
    assert saved(desk) == (str(home / "Notes"),)
    assert ReloadSettings() in desk.engine.requests
    assert desk.window.page is Page.MESSAGE
    assert desk.window.header.box.edit.hasFocus()


def test_nothing_checked_cannot_start(home: Path, make_desk: MakeDesk) -> None:
    desk = make_desk()
    for box in desk.window.first_run.boxes.values():
        box.setChecked(False)
    assert not desk.window.first_run.start_button.isEnabled()


def test_another_folder_joins_the_first_page(home: Path, make_desk: MakeDesk, tmp_path: Path) -> None:
    desk = make_desk()
    other = tmp_path / "other"
    other.mkdir()
    desk.picked.append(str(other))
    add = next(button for button in desk.window.first_run.findChildren(QPushButton) if "another" in button.text())
    add.click()
    assert desk.window.first_run.boxes[str(other)].isChecked()
    assert saved(desk) == ()


def test_dropped_folders_are_added_and_files_are_refused(desk: Desk, tmp_path: Path) -> None:
    folder, file = tmp_path / "dropped", tmp_path / "file.txt"
    folder.mkdir()
    file.write_text("x")
    assert not drop(desk, file)
    assert drop(desk, folder, file)
    assert str(folder) in saved(desk)


def test_dropped_folders_join_the_first_page(home: Path, make_desk: MakeDesk, tmp_path: Path) -> None:
    desk = make_desk()
    folder = tmp_path / "dropped"
    folder.mkdir()
    assert drop(desk, folder)
    assert str(folder) in desk.window.first_run.chosen()


def test_a_removed_folder_can_be_taken_back(desk: Desk) -> None:
    folder = saved(desk)[0]
    desk.window.settings.folders.folder_rows[0].remove_asked.emit(folder)
    assert saved(desk) == ()
    assert "not searched any more" in desk.window.notices.text
    undo = next(button for button in desk.window.notices.findChildren(QPushButton) if button.text() == "Undo")
    undo.click()
    assert saved(desk) == (folder,)
    assert "Taken back" in desk.window.notices.text


def test_a_folder_that_cannot_be_added_is_told_in_one_sentence(desk: Desk, tmp_path: Path) -> None:
    desk.choices.add([str(tmp_path / "nowhere")])
    assert "does not exist" in desk.window.notices.text


def test_settings_that_cannot_be_saved_are_told(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    # A folder stands where the settings file has to go: no rename can replace it.
    desk.paths.settings.unlink()
    desk.paths.settings.mkdir()
    (desk.paths.settings / "x").write_text("x")
    desk.choices.add([str(folder)])
    assert "cannot be saved" in desk.window.notices.text


def test_changes_of_the_command_line_are_kept(desk: Desk, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    known = settings.load(desk.paths.settings).settings
    settings.save(desk.paths.settings, replace(settings.add_folder(known, first), max_file_mb=7))
    desk.choices.add([str(second)])
    assert {str(first), str(second)} < set(saved(desk))
    assert settings.load(desk.paths.settings).settings.max_file_mb == 7


def test_each_folder_tells_its_state(desk: Desk) -> None:
    folder = saved(desk)[0]
    row = desk.window.settings.folders.folder_rows[0]
    assert "Waiting to be read" in row.hint.text()
    told: dict[FolderState, str] = {
        "ready": "12 files",
        "offline": "Not connected",
        "missing": "gone",
        "unreadable": "may not be read",
    }
    for state, words in told.items():
        desk.engine.tell(Status(Progress("idle"), (FolderStatus(folder, state, 12),)))
        wait_until(lambda words=words: words in row.hint.text())


def test_when_reading_holds_back_is_shown_saved_and_told_to_the_engine(desk: Desk) -> None:
    names = ("auto", "always", "never")
    chosen = {name: desk.window.settings.findChild(QPushButton, f"quiet-{name}") for name in names}
    assert [name for name, button in chosen.items() if button.isChecked()] == ["auto"]
    chosen["always"].click()
    assert settings.load(desk.paths.settings).settings.quiet == "always"
    assert [name for name, button in chosen.items() if button.isChecked()] == ["always"]
    assert desk.engine.requests[-1] == ReloadSettings()


def test_the_appearance_is_saved_and_told(desk: Desk) -> None:
    desk.window.settings.findChild(QPushButton, "appearance-dark").click()
    assert desk.window.notices.text == "Colours: Dark"
    assert settings.load(desk.paths.settings).settings.appearance == "dark"
