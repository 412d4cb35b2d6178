"""In the rows links and images of Markdown are told by their words, and the marks stay on their words."""

from __future__ import annotations

import pytest

from desktop_search.gui.results.excerpt import excerpt_of
from tests.gui.support import make_hit


def told(text: str, *words: str, name: str = "one") -> tuple[str, list[str]]:
    """What a row says of a paragraph, and what of it is marked where every one of `words` was found."""
    marks = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            marks.append((at, at + len(word)))
            at = text.find(word, at + 1)
    hit = make_hit(name, text=text, highlights=tuple(sorted(marks)))
    excerpt = excerpt_of(hit)
    return excerpt.text, [excerpt.text[start:end] for start, end in excerpt.marks]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("![the beach](https://pictures.example/beach.jpg) and more", "the beach and more"),
        ("See [the guide](guide.md), then go on.", "See the guide, then go on."),
        ("([a](b.md)) [c](<d e.md>) [f](g_(h).md 'a title')", "(a) c f"),
        ("[![a sign](sign.png)](https://example.org) is green", "a sign is green"),
        ("[A](https://en.wikipedia.org/wiki/A_(letter)).", "A."),
        ("Before ![](nothing.png) after", "Before after"),
        ("An array: a[1], [x] done, f[0](y", "An array: a[1], [x] done, f[0](y"),
        (r"Written \[so](it.md) it is none", "Written [so](it.md) it is none"),
        ("In `code [a](b)` it is none", "In code [a](b) it is none"),
        ("[one\ntwo](three.md)", "one two"),
        ("![](only.png)", "![](only.png)"),
    ],
)
def test_a_link_is_told_by_its_words(written: str, shown: str) -> None:
    assert told(written)[0] == shown


def test_marks_stay_on_their_words_and_those_in_an_address_are_gone() -> None:
    text = "The bay: ![the beach](https://pictures.example/beach.jpg) and [a map of the beach](map.md) of 2024."
    shown, marked = told(text, "beach", "map", "2024")
    assert shown == "The bay: the beach and a map of the beach of 2024."
    assert marked == ["beach", "map", "beach", "2024"]


def test_a_mark_across_the_edge_of_a_link_keeps_what_can_be_seen() -> None:
    assert told("go to [the shore](x.md) now", "the shore](x.md) now")[1] == ["the shore now"]


def test_the_answer_is_underlined_where_it_stands() -> None:
    text = "First. ![a](b.png) The [valve](v.md) is closed. Last."
    start, end = text.index("The"), text.index(" Last")
    excerpt = excerpt_of(make_hit(text=text, highlights=(), answer=(start, end)))
    assert [excerpt.text[low:high] for low, high in excerpt.answer] == ["The valve is closed."]


def test_what_is_no_markdown_stays_as_it_is() -> None:
    hit = make_hit(text="call[the](thing)", path="/notes/one.py", highlights=())
    assert excerpt_of(hit).text == "call[the](thing)"


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", ["[", "![", "](", "[a](", "`", "` `` ", "[a](b(c", "\\", '[a](b "', "[a](b) "])
def test_a_text_of_signs_alone_is_shown_as_well(piece: str) -> None:
    """Read backwards and forwards for each of its signs it would take minutes."""
    text = ("](" + piece * 20_000)[:20_000]
    marks = tuple((at, at + 2) for at in range(0, 20_000, 10))
    assert excerpt_of(make_hit(text=text, highlights=marks)).text
