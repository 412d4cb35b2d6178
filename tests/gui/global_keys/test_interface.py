from __future__ import annotations

import pytest

from desktop_search.gui.global_keys.interface import parse


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ctrl+Alt+Space", "Ctrl+Alt+Space"), ("alt + ctrl + space", "Ctrl+Alt+Space"), ("super+f", "Meta+F"),
        ("F9", "F9"), ("Shift+f12", "Shift+F12"), ("Ctrl+ö", "Ctrl+Ö"), ("Ctrl++", "Ctrl++"), ("Meta+1", "Meta+1"),
        ("Cmd+Option+K", "Alt+Meta+K"), ("Print", "Print"), ("Ctrl+/", "Ctrl+/"),
    ],
)  # fmt: skip
def test_a_combination_is_read_and_told(text: str, told: str) -> None:
    assert str(parse(text)) == told
    assert parse(told) == parse(text)


@pytest.mark.parametrize(
    "text", ["", "+", "a", "Shift+A", "Space", "Ctrl", "Ctrl+", "Ctrl+Nokey", "Hyper+A", "F25", "Ctrl+\n"]
)
def test_what_would_steal_typing_or_is_no_key_is_none(text: str) -> None:
    assert parse(text) is None
