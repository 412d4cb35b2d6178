from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QPushButton

from desktop_search.gui.desktop.key_desk import QUICK, SELECTION, KeyDesk
from desktop_search.gui.desktop.key_notices import KeyNotices
from desktop_search.gui.global_keys.interface import Combination, NoKeys
from desktop_search.gui.pages import Page
from desktop_search.gui.running import Wish
from desktop_search.settings import Settings
from tests.gui.desktop.conftest import Home


class StubKeys(QObject):
    """Claims everything but what is taken."""

    pressed = Signal(str, str)
    told = Signal(str, str)

    def __init__(self, *taken: str) -> None:
        super().__init__()
        self._taken = taken
        self.bound: list[dict[str, str]] = []

    def bind(self, keys: Mapping[str, Combination]) -> None:
        self.bound.append({name: str(one) for name, one in keys.items()})
        for name, one in self.bound[-1].items():
            self.told.emit(name, "It is taken." if one in self._taken else "")

    def raise_window(self, window: int, takes_keys: bool = False) -> None: ...
    def let_type(self) -> None: ...
    def close(self) -> None: ...


def test_the_keys_of_the_settings_are_claimed_and_only_when_they_change(application: QApplication) -> None:
    keys = StubKeys()
    desk = KeyDesk(keys)
    settings = Settings(quick_key="ctrl+alt+k", selection_key="F9")
    desk.take_settings(settings)
    desk.take_settings(replace(settings, text_scale=150))
    assert keys.bound == [{QUICK: "Ctrl+Alt+K", SELECTION: "F9"}]
    assert (desk.works, desk.problem(QUICK)) == (True, "")


@pytest.mark.parametrize(
    ("quick", "selection", "bound", "problems"),
    [
        ("", "", {}, ("", "")),
        ("a", "F9", {SELECTION: "F9"}, ("“a” cannot be a key", "")),
        ("F9", "F9", {QUICK: "F9"}, ("", "F9 is set twice")),
        ("Ctrl+T", "F9", {QUICK: "Ctrl+T", SELECTION: "F9"}, ("It is taken.", "")),
    ],
)
def test_what_hinders_a_key_is_told(
    application: QApplication, quick: str, selection: str, bound: dict[str, str], problems: tuple[str, str]
) -> None:
    keys = StubKeys("Ctrl+T")
    desk = KeyDesk(keys)
    desk.take_settings(Settings(quick_key=quick, selection_key=selection))
    assert keys.bound == [bound]
    for name, told in zip((QUICK, SELECTION), problems, strict=True):
        assert desk.problem(name).startswith(told)
        assert bool(desk.problem(name)) == bool(told)
    assert desk.works == any(
        name in bound and not told for name, told in zip((QUICK, SELECTION), problems, strict=True)
    )
    # Another key helps.
    desk.take_settings(Settings(quick_key="F5", selection_key="F6"))
    assert (desk.problem(QUICK), desk.problem(SELECTION)) == ("", "")


def test_where_no_key_can_be_had_the_command_is_told(application: QApplication) -> None:
    desk = KeyDesk(NoKeys())
    desk.take_settings(Settings(selection_key=""))
    assert "desktop-search --quick" in desk.problem(QUICK)
    # Also of a key that nobody has set: there is another way to it.
    assert "desktop-search --selection" in desk.problem(SELECTION)
    assert not desk.works


def test_the_settings_page_tells_how_to_bind_the_command_also_after_a_new_window(home: Home) -> None:
    home.presence.start(Wish("background"))
    before = home.shell.window
    for change in ({}, {"quick_key": ""}, {"language": "de"}):
        home.choices.change(change, "")
        QApplication.processEvents()
        hint = home.shell.window.settings.desktop.keys["quick"].hint.text()
        assert "desktop-search --quick" in hint
    assert home.shell.window is not before
    home.choices.change({"language": "system"}, "")
    QApplication.processEvents()
    assert home.shell.window.page is not Page.SETTINGS


def test_the_notice_of_a_key_that_is_taken_leads_to_where_another_one_is_chosen(home: Home) -> None:
    home.choices.change({"folders": (str(home.config.parent),), "quick_key": "Ctrl+T"}, "")
    desk = KeyDesk(StubKeys("Ctrl+T"))
    kept = KeyNotices(desk, home.shell)
    desk.take_settings(home.choices.settings)
    window = home.shell.window
    assert window.notices.text == "It is taken."
    next(one for one in window.notices.findChildren(QPushButton) if one.text() == "Settings").click()
    page = window.settings
    assert window.page is Page.SETTINGS
    assert [one.title for one in page.sections if not one.isHidden()] == [page.desktop.title]
    assert page.desktop.keys[QUICK].hint.text() == "It is taken."
    desk.take_settings(replace(home.choices.settings, quick_key="Ctrl+U"))
    assert window.notices.text == ""
    assert kept


def test_the_window_takes_the_place_of_a_panel_that_has_no_keyboard_yet(home: Home) -> None:
    home.presence.start(Wish("background"))
    home.presence.meet(Wish("quick"))
    assert home.presence.quick.is_shown
    home.presence.meet(Wish(text="heron"))
    assert home.shell.window.isVisible()
    assert not home.presence.quick.is_shown


def test_a_wish_limits_the_search_to_a_folder_or_adds_it(home: Home, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder, other = tmp_path_factory.mktemp("notes"), tmp_path_factory.mktemp("other")
    (folder / "sub").mkdir()
    home.choices.change({"folders": (str(folder),)}, "")
    home.presence.start(Wish())
    edit = home.shell.window.header.box.edit
    home.presence.meet(Wish(text="heron", folder=str(folder / "sub")))
    assert "heron" in edit.text()
    assert "in:" in edit.text()
    assert "sub" in edit.text()
    home.presence.meet(Wish(text="heron", folder=str(other)))
    assert edit.text() == "heron"
    # It is read, which is told and can be taken back; the query is not limited to what is not there yet.
    assert home.choices.settings.folders == (str(folder), str(other))
    assert other.name in home.shell.window.notices.text
