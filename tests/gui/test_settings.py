"""The settings page: found by typing, applied at once, taken back, previewed; what it deletes is really gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QSpinBox, QWidget

from desktop_search import settings
from desktop_search.engine.client import EngineClient
from desktop_search.engine.messages import ReloadSettings, Status
from desktop_search.engine.settings_messages import (
    AskModel,
    FetchModel,
    KnownModel,
    ModelNews,
    ModelsKnown,
    RulePreview,
    StopFetching,
    TryRule,
)
from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.pages import Page
from desktop_search.gui.settings.settings_page import SettingsPage, section_titles
from desktop_search.records import ModelInfo, Progress
from desktop_search.settings import Settings
from tests.gui.support import Desk, StubOpener, wait_until

CONTROL = Qt.KeyboardModifier.ControlModifier


def saved(desk: Desk) -> Settings:
    return settings.load(desk.paths.settings).settings


def opened(desk: Desk) -> SettingsPage:
    QTest.keyClick(desk.window.focusWidget(), Qt.Key.Key_Comma, CONTROL)
    assert desk.window.page is Page.SETTINGS
    return desk.window.settings


def shown(page: SettingsPage) -> set[str]:
    return {row.title for section in page.sections for row in section.rows if row.isVisible()}


def button(page: SettingsPage, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


class ShownWindows(QObject):
    """Keeps every window that is shown, for however short a time."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.kinds.append(type(watched).__name__)
        return False


def test_opening_them_shows_no_window_and_the_field_has_the_focus(
    make_desk: Callable[..., Desk], tmp_path: Path, application: QApplication
) -> None:
    window = make_desk(tmp_path).window
    shown = ShownWindows()
    application.installEventFilter(shown)
    QTest.keyClick(window.header.box.edit, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    wait_until(lambda: QApplication.focusWidget() is window.settings.filter.edit)
    application.removeEventFilter(shown)
    assert shown.kinds == []
    QTest.keyClick(window.settings.filter.edit, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is window.header.box.edit


def test_typing_narrows_the_rows_to_what_was_typed(desk: Desk) -> None:
    page = opened(desk)
    everything = shown(page)
    QTest.keyClicks(desk.window.focusWidget(), "high contr")
    assert shown(page) == {"Colours"}
    page.filter.edit.setText("privacy")
    assert section_titles(page.sections) == ("Privacy",)
    assert "Everything stays on this computer" in shown(page)
    # The words of a section help to find one of its rows.
    page.filter.edit.setText("left out hidden")
    assert shown(page) == {"Leave out hidden files"}
    page.filter.edit.setText("walrus")
    assert shown(page) == set()
    QTest.keyClick(page.filter.edit, Qt.Key.Key_Escape)
    assert shown(page) == everything
    assert desk.window.page is Page.SETTINGS
    QTest.keyClick(page.filter.edit, Qt.Key.Key_Escape)
    assert desk.window.page is Page.MESSAGE


def test_typing_on_a_button_goes_to_the_filter(desk: Desk) -> None:
    page = opened(desk)
    page.folders.add_button.setFocus()
    QTest.keyClicks(page.folders.add_button, "dark")
    assert page.filter.edit.text() == "dark"
    assert shown(page) == {"Colours"}


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("dark", "appearance", "dark"),
        ("contrast", "appearance", "contrast"),
        ("150", "text_scale", 150),
        ("de", "language", "de"),
        ("never", "quiet", "never"),
        ("cpu", "device", "cpu"),
    ],
)
def test_a_choice_applies_at_once_and_control_z_takes_it_back(desk: Desk, name: str, field: str, value: Any) -> None:
    page = opened(desk)
    before = saved(desk)
    button(page, f"{field}-{name}").click()
    assert saved(desk) == replace(before, **{field: value})
    assert desk.engine.requests[-1] == ReloadSettings()
    assert button(page, f"{field}-{name}").isChecked()
    # The focus may be in a field: one in which nothing was typed lets the key through.
    page.filter.edit.setFocus()
    QTest.keyClick(page.filter.edit, Qt.Key.Key_Z, CONTROL)
    assert saved(desk) == before
    assert not button(page, f"{field}-{name}").isChecked()
    assert desk.window.notices.text.startswith("Taken back: ")


def test_control_z_in_a_field_takes_back_what_was_typed_there(desk: Desk) -> None:
    page = opened(desk)
    button(page, "appearance-dark").click()
    page.filter.edit.setFocus()
    QTest.keyClicks(page.filter.edit, "a")
    QTest.keyClick(page.filter.edit, Qt.Key.Key_Z, CONTROL)
    assert page.filter.edit.text() == ""
    assert saved(desk).appearance == "dark"


def test_changes_are_taken_back_one_after_the_other_and_nothing_else_is(desk: Desk) -> None:
    page = opened(desk)
    button(page, "appearance-dark").click()
    button(page, "text_scale-175").click()
    # Somebody else changes another setting meanwhile.
    settings.save(desk.paths.settings, replace(saved(desk), max_file_mb=7))
    desk.window.undo_flow.undo()
    assert (saved(desk).text_scale, saved(desk).appearance, saved(desk).max_file_mb) == (100, "dark", 7)
    desk.window.undo_flow.undo()
    assert (saved(desk).appearance, saved(desk).max_file_mb) == ("system", 7)
    desk.window.undo_flow.undo()
    assert (saved(desk).appearance, saved(desk).max_file_mb) == ("system", 7)


def test_a_change_that_cannot_be_saved_is_told_and_not_shown(desk: Desk) -> None:
    page = opened(desk)
    desk.paths.settings.unlink()
    desk.paths.settings.mkdir()
    (desk.paths.settings / "x").write_text("x")
    button(page, "appearance-dark").click()
    assert "cannot be saved" in desk.window.notices.text
    assert not button(page, "appearance-dark").isChecked()
    assert button(page, "appearance-system").isChecked()


def test_what_is_left_out_can_be_chosen(desk: Desk) -> None:
    page = opened(desk)
    hidden = next(row for row in page.skip.rows if row.title == "Leave out hidden files")
    box = hidden.findChild(QAbstractButton)
    assert box.isChecked()
    box.click()
    assert not saved(desk).skip_hidden
    size = page.findChild(QSpinBox)
    assert size.value() == 50
    size.setValue(200)
    assert saved(desk).max_file_mb == 200
    desk.window.undo_flow.undo()
    assert size.value() == 50


def test_a_pattern_is_previewed_while_it_is_typed_then_added_and_removed(desk: Desk) -> None:
    page = opened(desk)
    QTest.keyClicks(page.skip.edit, "*.bak")
    wait_until(lambda: any(isinstance(one, TryRule) for one in desk.engine.requests))
    tried = next(one for one in desk.engine.requests if isinstance(one, TryRule))
    assert tried.before == saved(desk)
    assert tried.after.skip_patterns == ("*.bak",)
    folder = saved(desk).folders[0]
    examples = (f"{folder}/a.bak", f"{folder}/deep/b.bak")
    desk.engine.tell(RulePreview(tried.number, tried.name, 12, 0, examples, final=True))
    wait_until(lambda: "12 files" in page.skip.told)
    assert page.skip.told.replace("\u200b", "") == "It would leave out 12 files: notes/a.bak, notes/deep/b.bak, …"
    QTest.keyClick(page.skip.edit, Qt.Key.Key_Return)
    assert saved(desk).skip_patterns == ("*.bak",)
    assert page.skip.edit.text() == ""
    # What it leaves out now is asked for, and an answer to an older question does not count.
    newest = [one for one in desk.engine.requests if isinstance(one, TryRule)][-1]
    assert (newest.before.skip_patterns, newest.after.skip_patterns) == ((), ("*.bak",))
    row = page.skip.pattern_rows["*.bak"]
    desk.engine.tell(RulePreview(newest.number, newest.name, 1, 0, examples[:1], final=True))
    wait_until(lambda: "Leaves out 1 file" in row.hint.text())
    desk.engine.tell(RulePreview(newest.number - 1, newest.name, 99, final=True))
    QApplication.processEvents()
    assert "1 file" in row.hint.text()
    next(one for one in row.findChildren(QPushButton) if one.text() == "Remove").click()
    assert saved(desk).skip_patterns == ()
    assert page.skip.pattern_rows == {}


def test_models_are_looked_up_agreed_to_fetched_and_chosen(desk: Desk) -> None:
    page = opened(desk)
    status = Status(Progress("idle", paragraphs=1200), model=ModelInfo("small", "id", 384), device="cpu")
    desk.engine.tell(status)
    desk.engine.tell(ModelsKnown("small"))
    wait_until(lambda: bool(page.model.findChildren(QPushButton)))
    QTest.keyClicks(page.model.edit, "maker/large")
    QTest.keyClick(page.model.edit, Qt.Key.Key_Return)
    assert desk.engine.requests[-1] == AskModel("maker/large")
    desk.engine.tell(ModelNews("maker/large", "offer", size=438_000_000))
    wait_until(lambda: page.model.agree_button.isVisible())
    assert "438" in page.model.news
    assert "1,200 paragraphs" in page.model.news
    assert FetchModel("maker/large") not in desk.engine.requests
    page.model.agree_button.click()
    assert desk.engine.requests[-1] == FetchModel("maker/large")
    desk.engine.tell(ModelNews("maker/large", "fetching", size=438_000_000, done=219_000_000))
    wait_until(lambda: "50 %" in page.model.news)
    next(one for one in page.model.findChildren(QPushButton) if one.text() == "Stop").click()
    assert desk.engine.requests[-1] == StopFetching()
    desk.engine.tell(ModelNews("maker/large", "ready", path="/models/large"))
    wait_until(lambda: saved(desk).model == "/models/large")
    desk.engine.tell(ModelsKnown("small", (KnownModel("maker/large", "/models/large", 438_000_000),)))
    wait_until(lambda: any(one.text() == "maker/large" for one in page.model.findChildren(QPushButton)))
    chosen = next(one for one in page.model.findChildren(QPushButton) if one.text() == "maker/large")
    assert chosen.isChecked()
    next(one for one in page.model.findChildren(QPushButton) if one.text() == "small" and not one.isHidden()).click()
    assert saved(desk).model == ""


def test_a_model_that_cannot_be_had_says_why(desk: Desk) -> None:
    page = opened(desk)
    desk.engine.tell(ModelNews("x", "failed", problem="The hub has no public model with the name x."))
    wait_until(lambda: "no public model" in page.model.news)
    assert not page.model.agree_button.isVisible()


def test_nothing_is_deleted_by_one_press(desk: Desk) -> None:
    page = opened(desk)
    row = page.privacy.delete_everything
    row.ask_button.click()
    assert desk.engine.stops == 0
    assert row.keep_button.hasFocus()
    assert "documents stay" in row.hint.text()
    row.keep_button.click()
    assert not row.agree_button.isVisible()
    row.ask_button.click()
    QTest.keyClick(page.filter.edit, Qt.Key.Key_Escape)
    opened(desk)
    assert not row.agree_button.isVisible()
    assert desk.engine.stops == 0


def test_what_is_stored_is_told_with_its_size(desk: Desk) -> None:
    (desk.paths.models / "some").mkdir(parents=True)
    (desk.paths.models / "some" / "weights").write_bytes(b"x" * 3_000_000)
    page = opened(desk)
    wait_until(lambda: "3.0 MB" in page.privacy.kinds["models"].hint.text())
    assert page.privacy.kinds["history"].hint.text() == "Nothing is stored."
    next(iter(page.privacy.kinds["models"].findChildren(QPushButton))).click()
    assert desk.opener.revealed == [str(desk.paths.data)]


def test_everything_is_deleted_with_a_real_engine_and_the_program_begins_anew(
    make_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "note.md").write_text("Walruses sleep on ice.")
    desk = make_desk(folder)
    bridge = EngineBridge(partial(EngineClient, desk.paths))
    bridge.start()
    window = MainWindow(bridge, desk.choices, StubOpener(), lambda parent: "", desk.paths)
    told: list[Status] = []
    bridge.status_changed.connect(told.append)
    try:
        window.show()
        window.open_settings()
        wait_until(lambda: bool(told) and told[-1].progress.files == 1, 60)
        window.settings.privacy.delete_everything.ask_button.click()
        window.settings.privacy.delete_everything.agree_button.click()
        wait_until(lambda: window.page is Page.SETTINGS and not desk.choices.settings.folders, 60)
        assert not desk.paths.settings.exists()
        assert (folder / "note.md").exists()
        told.clear()
        wait_until(lambda: bool(told) and told[-1].words_ready, 60)
        assert told[-1].progress.files == 0
        QTest.keyClick(window.settings.filter.edit, Qt.Key.Key_Escape)
        assert window.page is Page.FIRST_RUN
    finally:
        bridge.stop()
        window.close()
        window.deleteLater()


def test_every_control_has_a_name_and_can_be_reached_by_tab(desk: Desk) -> None:
    settings.save(desk.paths.settings, replace(saved(desk), skip_patterns=("*.bak",)))
    page = opened(desk)
    wait_until(lambda: "*.bak" in page.skip.pattern_rows)
    controls = [one for one in page.findChildren(QPushButton) if one.isVisible() and one.isEnabled()]
    assert len(controls) > 20
    assert [one.text() for one in controls if not (one.accessibleName() or one.text())] == []
    reached = set()
    for _ in range(120):
        reached.add(desk.window.focusWidget())
        QTest.keyClick(desk.window.focusWidget(), Qt.Key.Key_Tab)
    exclusive = {one for one in controls if one.group() is not None and one.isCheckable() and not one.isChecked()}
    assert [one.text() for one in set(controls) - reached - exclusive] == []


@pytest.mark.parametrize(("width", "scale"), [(800, 100), (800, 200), (560, 100), (1200, 200)])
def test_nothing_is_cut_off_at_the_side(make_desk: Callable[..., Desk], tmp_path: Path, width: int, scale: int) -> None:
    from desktop_search.gui.widgets.theme import Appearance

    folder = tmp_path / ("a-name-that-is-quite-long-" * 4)
    folder.mkdir()
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    appearance = Appearance(application, "light", scale)
    try:
        desk = make_desk(folder)
        desk.window.resize(width, 600)
        page = opened(desk)
        wait_until(lambda: page.width() == width)
        QApplication.processEvents()
        right = page.width()
        for one in page.findChildren(QPushButton):
            if one.isVisible():
                corner = one.mapTo(page, one.rect().topRight())
                assert corner.x() - one.width() + 1 >= 0, one.text()
                assert corner.x() <= right, one.text()
                assert one.width() >= one.minimumSizeHint().width(), one.text()
    finally:
        appearance.scale_text(100)
