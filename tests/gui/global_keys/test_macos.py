"""RegisterEventHotKey against a stand-in of Carbon: not run on macOS yet."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any
from unittest.mock import Mock

import pytest
from PySide6.QtWidgets import QApplication

from desktop_search.gui.global_keys.interface import Combination, parse
from desktop_search.gui.global_keys.macos import CarbonLibrary, MacKeys

COMMAND, SHIFT, OPTION, CONTROL = 0x0100, 0x0200, 0x0800, 0x1000
TAKEN = -9878  # eventHotKeyExistsErr


class StubCarbon:
    """See Carbon: refuses the keys that another program has."""

    def __init__(self, *taken: int) -> None:
        self.taken = taken
        self.held: dict[int, tuple[int, int]] = {}
        self.press: Callable[[int], None] = lambda _: None

    def install(self, pressed: Callable[[int], None]) -> None:
        self.press = pressed

    def register(self, key: int, modifiers: int, number: int) -> tuple[int, object]:
        if key in self.taken:
            return TAKEN, None
        self.held[number] = key, modifiers
        return 0, number

    def unregister(self, key: Any) -> None:
        del self.held[key]


def combination(text: str) -> Combination:
    found = parse(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "code", "modifiers"),
    [
        ("Ctrl+Alt+Space", 0x31, CONTROL | OPTION), ("Cmd+Shift+F", 0x03, COMMAND | SHIFT), ("Ctrl+A", 0x00, CONTROL),
        ("F5", 0x60, 0), ("Meta+1", 0x12, COMMAND), ("Ctrl+-", 0x1B, CONTROL), ("Ctrl+Z", 0x06, CONTROL),
    ],
)  # fmt: skip
def test_a_key_is_registered_as_carbon_calls_it(
    application: QApplication, text: str, code: int, modifiers: int
) -> None:
    carbon = StubCarbon()
    keys = MacKeys(carbon)
    keys.bind({"quick": combination(text)})
    assert list(carbon.held.values()) == [(code, modifiers)]
    keys.close()
    assert carbon.held == {}


def test_what_was_pressed_taken_or_is_unknown_is_told(application: QApplication) -> None:
    carbon, told, pressed = StubCarbon(0x31), {}, []
    keys = MacKeys(carbon)
    keys.told.connect(lambda name, sentence: told.update({name: sentence}))
    keys.pressed.connect(lambda name, _token: pressed.append(name))
    keys.bind({name: combination(text) for name, text in (("a", "Ctrl+Space"), ("b", "Ctrl+Menu"), ("c", "Ctrl+K"))})
    assert "taken by another program" in told["a"]
    assert "no key Ctrl+Menu" in told["b"]
    assert told["c"] == ""
    for number in (*carbon.held, 99):
        carbon.press(number)
    assert pressed == ["c"]
    keys.bind({})
    carbon.press(3)
    assert pressed == ["c"]


def test_the_calls_of_carbon_are_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """The structures and the callback, with a library that behaves as Carbon is documented to."""
    calls: list[tuple[str, tuple[Any, ...]]] = []
    handlers: list[Any] = []

    class Library:
        def __getattr__(self, name: str) -> Any:
            def call(*values: Any) -> int:
                calls.append((name, values))
                if name == "InstallEventHandler":
                    handlers.append(values[1])
                elif name == "GetEventParameter":
                    values[6]._obj.number = 5  # noqa: SLF001 - what byref points to
                elif name == "RegisterEventHotKey":
                    values[5]._obj.value = 0xABC  # noqa: SLF001
                return 0x123 if name == "GetApplicationEventTarget" else 0

            # Like a function of ctypes: it can be called, and told what comes back.
            function = Mock(side_effect=call)
            self.__dict__[name] = function
            return function

    monkeypatch.setattr(ctypes, "CDLL", lambda name: Library())
    library = CarbonLibrary()
    pressed: list[int] = []
    library.install(pressed.append)
    assert handlers[0](None, 0x77, None) == 0
    assert pressed == [5]
    status, key = library.register(0x31, CONTROL, 4)
    assert (status, getattr(key, "value", None)) == (0, 0xABC)
    _, values = next(call for call in calls if call[0] == "RegisterEventHotKey")
    assert (values[0].value, values[1].value, values[2].number) == (0x31, CONTROL, 4)
    assert ctypes.sizeof(values[2]) == 8
    library.unregister(key)
    assert calls[-1] == ("UnregisterEventHotKey", (key,))
