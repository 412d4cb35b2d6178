"""The selected text of another program, by the clipboard where there is no primary selection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication

from desktop_search.gui.desktop import press_copy
from desktop_search.gui.desktop.selected_text import LONGEST, CopiedSelection, PrimarySelection, selected_text
from tests.gui.support import rest, wait_until


class Taken:
    """A selection by copying, and what it gave."""

    def __init__(self, press: Callable[[], None]) -> None:
        self.texts: list[str] = []
        self.pressed = 0
        self._press = press
        self.selection = CopiedSelection(self._count)
        self.selection.taken.connect(self.texts.append)

    def _count(self) -> None:
        self.pressed += 1
        self._press()

    def take(self) -> list[str]:
        self.selection.take()
        wait_until(lambda: bool(self.texts))
        return self.texts


def test_what_is_copied_is_taken_and_the_clipboard_is_as_before(application: QApplication) -> None:
    clipboard = application.clipboard()
    before = QMimeData()
    before.setText("kept")
    before.setHtml("<b>kept</b>")
    before.setData("application/x-own", b"\0\1")
    clipboard.setMimeData(before)
    taken = Taken(lambda: clipboard.setText(f"  a passage\n{'x' * LONGEST}"))
    assert taken.take()[0].startswith("a passage\nxxx")
    assert len(taken.texts[0]) == LONGEST
    assert (clipboard.text(), clipboard.mimeData().html()) == ("kept", "<b>kept</b>")
    assert clipboard.mimeData().data("application/x-own").data() == b"\0\1"
    rest(0.05)
    assert len(taken.texts) == 1


def test_nothing_selected_is_an_empty_text_and_leaves_the_clipboard(application: QApplication) -> None:
    application.clipboard().setText("kept")
    taken = Taken(lambda: None)
    taken.selection.take()
    # Pressed again by somebody impatient: the first one is still under way.
    assert taken.take() == [""]
    assert (taken.pressed, application.clipboard().text()) == (1, "kept")
    # What is copied later is none of its business.
    application.clipboard().setText("later")
    rest(0.05)
    assert taken.texts == [""]


def test_it_can_be_taken_again(application: QApplication) -> None:
    taken = Taken(lambda: application.clipboard().setText("one"))
    taken.take()
    taken.texts.clear()
    assert taken.take() == ["one"]


def test_elsewhere_there_is_the_primary_selection(application: QApplication) -> None:
    assert isinstance(selected_text("xcb", application), PrimarySelection)
    assert isinstance(selected_text("wayland", application), PrimarySelection)


def test_a_desktop_that_has_no_selection_withholds_it(application: QApplication) -> None:
    if application.clipboard().supportsSelection():
        pytest.skip("this screen has a selection")
    selection, withheld = PrimarySelection(application), []
    selection.withheld.connect(lambda: withheld.append(True))
    selection.take()
    assert withheld == [True]


class StubLibrary:
    """Notes every call of a function of a library, and gives a number for each."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Any:
        class Function:
            restype: object = None

            def __call__(function, *values: Any) -> int:
                self.calls.append((name, *(getattr(one, "value", one) for one in values)))
                return len(self.calls)

        function = Function()
        setattr(self, name, function)
        return function


def test_windows_is_made_to_press_control_and_c_with_nothing_else_held() -> None:
    library = StubLibrary()
    press_copy.windows(library)()
    keys = [(key, flags & 2) for _, key, _, flags, _ in library.calls]
    assert keys[-4:] == [(0x11, 0), (0x43, 0), (0x43, 2), (0x11, 2)]
    # Shift, Alt and both Windows keys come up first: they were held with the global key.
    assert sorted(keys[:-4]) == [(0x10, 2), (0x12, 2), (0x5B, 2), (0x5C, 2)]


def test_macos_is_made_to_press_command_and_c() -> None:
    library = StubLibrary()
    press_copy.macos(library)()
    assert [call[0] for call in library.calls] == 2 * [
        "CGEventCreateKeyboardEvent", "CGEventSetFlags", "CGEventPost", "CFRelease",
    ]  # fmt: skip
    assert [call[2:] for call in library.calls if call[0] == "CGEventCreateKeyboardEvent"] == [(8, True), (8, False)]
    assert {call[2] for call in library.calls if call[0] == "CGEventSetFlags"} == {1 << 20}


@pytest.fixture(autouse=True)
def _own_clipboard(application: QApplication) -> None:
    application.clipboard().clear()
