"""RegisterHotKey against a stand-in of user32.dll: not run on Windows yet."""

from __future__ import annotations

import ctypes

import pytest
from PySide6.QtWidgets import QApplication

from desktop_search.gui.global_keys.interface import Combination, parse
from desktop_search.gui.global_keys.windows import WM_HOTKEY, WindowsKeys, _Filter, _Message

ALT, CONTROL, SHIFT, WINDOWS, NO_REPEAT = 1, 2, 4, 8, 0x4000


class StubUser32:
    """Refuses what another program has, and knows a German keyboard's signs."""

    def __init__(self, *taken: int) -> None:
        self.taken = taken
        self.held: dict[int, tuple[int, int]] = {}
        self.foreground = 0

    def RegisterHotKey(self, window: int | None, number: int, modifiers: int, key: int) -> int:
        if window is not None or number in self.held or key in self.taken:
            return 0
        self.held[number] = modifiers, key
        return 1

    def UnregisterHotKey(self, window: int | None, number: int) -> int:
        return int(self.held.pop(number, None) is not None)

    def VkKeyScanW(self, letter: int) -> int:
        return {ord("Ö"): 0xC0, ord("/"): 0x0137}.get(letter, -1)

    def SetForegroundWindow(self, window: int) -> int:
        self.foreground = window
        return 1


class Heard:
    """Keys on the stand-in, and what they tell."""

    def __init__(self, user32: StubUser32) -> None:
        self.user32 = user32
        self.told: dict[str, str] = {}
        self.pressed: list[str] = []
        self.keys = WindowsKeys(user32)
        self.keys.told.connect(lambda name, told: self.told.update({name: told}))
        self.keys.pressed.connect(lambda name, _token: self.pressed.append(name))


def combination(text: str) -> Combination:
    found = parse(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "modifiers", "code"),
    [
        ("Ctrl+Alt+Space", CONTROL | ALT, 0x20), ("Meta+F", WINDOWS, 0x46), ("Shift+F12", SHIFT, 0x7B),
        ("Ctrl+1", CONTROL, 0x31), ("Ctrl+Ö", CONTROL, 0xC0), ("Ctrl+/", CONTROL, 0x37), ("F24", 0, 0x87),
    ],
)  # fmt: skip
def test_a_key_is_registered_as_windows_calls_it(
    application: QApplication, text: str, modifiers: int, code: int
) -> None:
    heard = Heard(StubUser32())
    heard.keys.bind({"quick": combination(text)})
    assert list(heard.user32.held.values()) == [(modifiers | NO_REPEAT, code)]
    assert heard.told == {"quick": ""}
    heard.keys.close()
    assert heard.user32.held == {}


def test_a_taken_or_unknown_key_is_told_and_the_other_one_works(application: QApplication) -> None:
    heard = Heard(StubUser32(0x20))
    heard.keys.bind({name: combination(text) for name, text in (("a", "Ctrl+Space"), ("b", "Ctrl+ł"), ("c", "F9"))})
    assert "Ctrl+Space is taken by another program" in heard.told["a"]
    assert "no key Ctrl+Ł" in heard.told["b"]
    assert heard.told["c"] == ""
    assert len(heard.user32.held) == 1
    heard.keys.close()


def test_other_keys_take_the_place_of_those_before(application: QApplication) -> None:
    heard = Heard(StubUser32())
    heard.keys.bind({"quick": combination("F9"), "selection": combination("F10")})
    heard.keys.bind({"quick": combination("F11")})
    assert [code for _, code in heard.user32.held.values()] == [0x7A]
    heard.keys.close()


def test_a_message_of_windows_is_a_press_and_every_other_one_is_left_alone(application: QApplication) -> None:
    heard = Heard(StubUser32())
    heard.keys.bind({"quick": combination("F9")})
    number = next(iter(heard.user32.held))
    events = _Filter(heard.keys)
    for kind, message, held, taken in (
        # As Qt's documentation of QAbstractNativeEventFilter calls what is meant for no window.
        (b"windows_dispatcher_MSG", WM_HOTKEY, number, True),
        (b"windows_generic_MSG", 0x0100, number, False),
        (b"xcb_generic_event_t", WM_HOTKEY, number, False),
        # A key of somebody else in the same program.
        (b"windows_generic_MSG", WM_HOTKEY, number + 7, True),
    ):
        told = _Message(None, message, held, 0)
        assert events.nativeEventFilter(kind, ctypes.addressof(told))[0] is taken
    assert heard.pressed == ["quick"]
    heard.keys.raise_window(77, takes_keys=True)
    assert heard.user32.foreground == 77
    heard.keys.close()
