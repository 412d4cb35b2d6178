"""What was typed into the panel goes when the screen is locked, however early that is."""

from __future__ import annotations

from desktop_search.gui.desktop.screen_lock import ScreenLock
from tests.gui.desktop.conftest import Home


def test_the_lock_is_heard_from_the_first_panel_on(home: Home) -> None:
    """The program once listened a second after its start; `--quick --text` shows a panel before that."""
    assert home.presence.findChild(ScreenLock) is None
    home.presence.quick.show_query("a secret")
    watched = home.presence.findChild(ScreenLock)
    assert watched is not None
    watched.locked.emit()
    assert not home.presence.quick.is_shown
    assert home.presence.quick.panel.box.edit.text() == ""


def test_it_is_heard_once_though_the_panel_is_made_anew(home: Home) -> None:
    home.presence.quick.prepare()
    home.presence.quick.drop_panel()
    home.presence.quick.prepare()
    assert len(home.presence.findChildren(ScreenLock)) == 1
