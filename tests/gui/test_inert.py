from __future__ import annotations

import pytest

from desktop_search.gui.widgets import inert

ODD = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0x202E, 0x2066, 0x200B, 0x2028, 0xFDD0, 0xFFFC, 0xD800)]


@pytest.mark.parametrize("one", ODD)
def test_no_character_can_break_a_line_turn_it_or_stand_for_an_object(one: str) -> None:
    assert inert.line(f"a{one}b").isprintable()
    assert inert.path(f"a{one}b").isprintable()
    shown = inert.reading(f"a{one}b")
    assert len(shown) == 3
    assert shown[1] in " \t\u2028\u2060\ufffd\u200b"


def test_a_name_that_would_be_read_backwards_shows_that_something_is_hidden_in_it() -> None:
    assert inert.path("invoice\u202efdp.exe") == "invoice\ufffdfdp.exe"
    assert inert.line("invoice\u202efdp.exe") == "invoicefdp.exe"


def test_in_code_what_turns_the_direction_is_seen() -> None:
    assert inert.reading("a\u202eb", is_code=True) == "a\ufffdb"


def test_usual_text_stays_as_it_is() -> None:
    for text in ("Größe 🙂 של 日本", "plain"):
        assert inert.reading(text) == text
        assert inert.line(text) == text
        assert inert.path(text) == text
