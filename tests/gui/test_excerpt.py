from __future__ import annotations

import pytest

from desktop_search.gui.results.excerpt import make_excerpt
from desktop_search.gui.wording.offsets import from_qt, ranges_to_qt, to_qt


def marked(text: str, highlights: tuple[tuple[int, int], ...]) -> list[str]:
    excerpt = make_excerpt(text, highlights)
    return [excerpt.text[start:end] for start, end in excerpt.marks]


def test_a_short_paragraph_is_shown_whole() -> None:
    assert make_excerpt("One two three.", ((4, 7),)).text == "One two three."
    assert marked("One two three.", ((4, 7),)) == ["two"]


def test_white_space_becomes_one_blank_and_marks_follow() -> None:
    assert make_excerpt("  One\n\n\ttwo   three\n", ()).text == "One two three"
    assert marked("  One\n\n\ttwo   three\n", ((8, 11), (14, 19))) == ["two", "three"]


def test_a_late_match_brings_its_surroundings() -> None:
    text = "Filler words stand here. " * 30 + "Then rename the note. " + "More of them follow. " * 30
    start = text.index("rename")
    excerpt = make_excerpt(text, ((start, start + 6),))
    assert excerpt.text.startswith("… ")
    assert 0 <= excerpt.text.index("rename") < 80
    assert marked(text, ((start, start + 6),)) == ["rename"]


def test_the_densest_stretch_wins() -> None:
    text = "note " + "x " * 300 + "rename note link " + "y " * 300
    first = text.index("rename")
    found = marked(text, ((0, 4), (first, first + 6), (first + 7, first + 11), (first + 12, first + 16)))
    assert found == ["rename", "note", "link"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u2028"])
def test_nothing_is_shown_for_nothing(text: str) -> None:
    assert make_excerpt(text, ((0, 5),)).text == ""


def test_ranges_outside_the_text_are_left_out() -> None:
    assert marked("abc", ((0, 9), (5, 9), (2, 1), (-2, 1), (1, 2))) == ["b"]


def test_offsets_count_an_emoji_as_two_for_qt() -> None:
    text = "a\U0001f600b"
    assert to_qt(text, 2) == 3
    assert [from_qt(text, offset) for offset in range(5)] == [0, 1, 1, 2, 3]
    assert ranges_to_qt(text, ((2, 3), (0, 1), (9, 12))) == ((3, 4), (0, 1))
