from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from desktop_search.gui.results.excerpt import make_excerpt
from desktop_search.gui.results.result_rows import Shown
from desktop_search.gui.results.row_layout import lay_out, row_fonts
from desktop_search.gui.widgets import inert
from desktop_search.gui.wording import words
from desktop_search.records import Reasons
from tests.gui.support import make_hit

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


def test_what_joins_letters_stays_where_there_are_such_letters() -> None:
    for text in ("👩\u200d💻.png", "\u0645\u06cc\u200c\u062e\u0648.txt"):
        assert inert.path(text) == text
    assert inert.path("in\u200dvoice.exe") == "in\ufffdvoice.exe"
    assert inert.path("日\u200d\u200dx") == "日\u200d\ufffdx"


def test_nothing_that_a_row_says_of_a_hit_turns_or_hides_anything() -> None:
    odd = "gpj.\u202eexe\u200b\u2066\x1b[31m\ufffc"
    hit = make_hit(odd, text=f"{odd} Rename", title=odd, heading=(f"On {odd}",), copies=(f"/notes/{odd}",))
    nameless = replace(hit, title="\u200b")
    said = [
        words.title(hit),
        words.title(nameless),
        words.heading(hit),
        words.place(f"/notes/{odd}/a.md", ("/notes",)),
        words.place(f"/{odd}/a.md", (f"/{odd}",)),
        words.place(f"/else/{odd}/a.md", ("/notes",)),
        words.short_path(f"{Path.home()}/{odd}"),
        words.reasons(hit),
        words.reasons(replace(hit, copies=(), reasons=Reasons(lacks=odd, lost=0.5))),
        make_excerpt(hit.text, ()).text,
    ]
    for one in said:
        assert "exe" in one
        assert not set(one) & set("\u202e\u2066\x1b\ufffc")
    assert not any("\u200b" in one for one in said[:-1])
    assert "\ufffd" in words.title(nameless)


def test_heading_and_folder_of_a_row_keep_their_direction_to_themselves(application: QApplication) -> None:
    hit = make_hit(heading=("של",))
    row = lay_out(Shown(hit), "Notes", 900, row_fonts(), QPalette())
    assert row.place == "\u2068של\u2069  ·  Notes"
