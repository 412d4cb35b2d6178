"""Real grabs on the screen that DISPLAY names; keys come from xdotool, as a person's would."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desktop_search.gui.global_keys.interface import Combination, parse
from desktop_search.gui.global_keys.x11 import LONGEST_HOLD_S, X11Keys, sums, symbol_of
from tests.gui.support import rest, wait_until
from tests.marks import HAS_SCREEN, HAS_XDOTOOL

screen = [
    pytest.mark.screen,
    HAS_SCREEN,
    HAS_XDOTOOL,
]


def press(*keys: str) -> None:
    subprocess.run(["xdotool", "key", *keys], check=True, timeout=10)


def combination(text: str) -> Combination:
    found = parse(text)
    assert found is not None
    return found


class Program:
    """A program with keys, and what it hears of them."""

    def __init__(self) -> None:
        self.keys = X11Keys()
        self.pressed: list[str] = []
        self.told: dict[str, str] = {}
        self.keys.pressed.connect(self._take)
        self.keys.told.connect(lambda name, told: self.told.update({name: told}))

    def _take(self, name: str, token: str) -> None:
        self.pressed.append(name)
        self.keys.let_type()


@pytest.fixture
def programs(application: QApplication) -> Iterator[list[Program]]:
    made: list[Program] = []
    yield made
    for one in made:
        one.keys.close()


def program(programs: list[Program], **keys: str) -> Program:
    programs.append(Program())
    programs[-1].keys.bind({name: combination(text) for name, text in keys.items()})
    return programs[-1]


def test_the_symbols_of_keys_are_those_of_x() -> None:
    assert [symbol_of(one) for one in ("Space", "F1", "F24", "A", "Ö", "Ł")] == [
        0x20, 0xFFBE, 0xFFD5, 0x61, 0xF6, 0x01000142,
    ]  # fmt: skip
    assert sorted(sums([2, 16])) == [0, 2, 16, 18]


class TestOnAScreen:
    pytestmark = screen

    def test_a_key_is_heard_with_every_lock(self, programs: list[Program]) -> None:
        ours = program(programs, quick="Ctrl+Alt+J", selection="Ctrl+Alt+H")
        assert ours.told == {"quick": "", "selection": ""}
        press("ctrl+alt+j")
        wait_until(lambda: ours.pressed == ["quick"])
        for lock in ("Num_Lock", "Caps_Lock"):
            try:
                press(lock, "ctrl+alt+h")
                wait_until(lambda: ours.pressed[-1] == "selection")
            finally:
                press(lock)
            rest(0.75)
            ours.pressed.append("")

    def test_a_key_that_another_program_has_is_told_and_free_when_that_one_ends(self, programs: list[Program]) -> None:
        first = program(programs, quick="Ctrl+Alt+J")
        second = program(programs, quick="Ctrl+Alt+J", selection="Ctrl+Alt+G")
        assert "Ctrl+Alt+J is taken by another program" in second.told["quick"]
        assert second.told["selection"] == ""
        programs.remove(first)
        first.keys.close()
        second.keys.bind({"quick": combination("Ctrl+Alt+J")})
        assert second.told["quick"] == ""

    def test_a_key_that_is_held_calls_once_and_no_other_key_is_heard(self, programs: list[Program]) -> None:
        ours = program(programs, quick="Ctrl+Alt+J")
        subprocess.run(["xdotool", "keydown", "ctrl", "keydown", "alt", "keydown", "j"], check=True)
        try:
            rest(1.2)
        finally:
            subprocess.run(["xdotool", "keyup", "j", "keyup", "alt", "keyup", "ctrl"], check=True)
        press("ctrl+j", "a", "j", "ctrl+alt+shift+j")
        rest(0.2)
        assert ours.pressed == ["quick"]

    def test_the_keyboard_is_back_where_it_was_when_nobody_was_called(self, programs: list[Program]) -> None:
        ours = program(programs, quick="Ctrl+Alt+J")
        before = focused()
        press("ctrl+alt+j")
        wait_until(lambda: ours.pressed == ["quick"])
        wait_until(lambda: focused() == before)

    def test_nor_does_a_program_keep_it_that_does_not_answer(self, programs: list[Program]) -> None:
        ours = program(programs, quick="Ctrl+Alt+J")
        before = focused()
        # The interface is busy: no event is looked at here.
        press("ctrl+alt+j")
        subprocess.run(["sleep", str(LONGEST_HOLD_S + 0.4)], check=True)
        assert (ours.pressed, focused()) == ([], before)
        wait_until(lambda: ours.pressed == ["quick"])


def focused() -> str:
    return subprocess.run(["xdotool", "getwindowfocus"], capture_output=True, text=True, check=False).stdout
