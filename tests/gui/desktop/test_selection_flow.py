"""From the key for the selected text to the panel: what is searched, or what is said where there is nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Signal

from desktop_search.gui.desktop import selection_flow
from desktop_search.gui.desktop.selection_flow import SelectionFlow
from desktop_search.gui.quick.quick_panel import QuickPanel
from tests.gui.desktop.conftest import Home
from tests.gui.support import wait_until


class StubSelection(QObject):
    """A text that is selected somewhere, or None where the desktop shows it to nobody."""

    taken = Signal(str)
    withheld = Signal()

    def __init__(self, text: str | None) -> None:
        super().__init__()
        self._text = text
        self.asked = 0

    def take(self) -> None:
        self.asked += 1
        if self._text is None:
            self.withheld.emit()
        else:
            self.taken.emit(self._text)


@pytest.mark.parametrize("needs_keyboard", [False, True])
def test_the_selected_text_is_searched_once_the_panel_may_know_it(home: Home, needs_keyboard: bool) -> None:
    flow = SelectionFlow(home.presence.quick, StubSelection("papers for a journey"), needs_keyboard)
    flow.take()
    wait_until(lambda: bool(home.engine.searches) and home.engine.searches[-1].like)
    assert home.engine.searches[-1].text == "papers for a journey"
    assert home.presence.quick.panel.note == ""


@pytest.mark.parametrize("needs_keyboard", [False, True])
@pytest.mark.parametrize(("text", "told"), [("", "No text is selected."), (None, "This desktop does not show")])
def test_where_there_is_nothing_to_search_it_is_said(
    home: Home, needs_keyboard: bool, text: str | None, told: str
) -> None:
    flow = SelectionFlow(home.presence.quick, StubSelection(text), needs_keyboard)
    flow.take()
    wait_until(lambda: home.presence.quick.panel.note.startswith(told))
    assert home.presence.quick.is_shown
    assert home.engine.searches == []


def test_a_panel_that_is_given_no_keyboard_does_not_wait_for_ever(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection_flow, "_PATIENCE_MS", 50)
    monkeypatch.setattr(QuickPanel, "has_keyboard", False)
    selection = StubSelection("something")
    flow = SelectionFlow(home.presence.quick, selection, needs_keyboard=True)
    flow.take()
    wait_until(lambda: home.presence.quick.panel.note.startswith("This desktop does not show"))
    assert selection.asked == 0
