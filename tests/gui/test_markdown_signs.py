"""In the rows a paragraph of Markdown is told as it reads, and the marks stay on their words."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_search.gui.results import row_words
from desktop_search.gui.results.excerpt import excerpt_of
from desktop_search.gui.results.markdown_signs import readable
from desktop_search.gui.results.result_rows import Shown
from tests.gui.support import make_hit
from tests.gui.test_markdown_links import told

# Signs of every kind, words, and what parts them.
PIECES = [
    *("- ", "* ", "1. ", "12) ", "[x] ", "> ", "## ", "| ", " |", "---\n", "\n", "\n\n", "`", "```py\n"),
    *("**", "_", "~~"),
    *("<br>", "<b>", "</b>", '<img src="a">', "<!--", "-->", "&amp;", "&nbsp;", "\\*", "[", "](u)", "[[a|", "]]"),
    *("word", "Straße", "1984", "😀", " ", "  ", ". "),
]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("- milk\n- bread\n- eggs", "milk • bread • eggs"),
        ("* milk\n  + fresh\n* bread", "milk • fresh • bread"),
        ("1. Close it.\n2. Wait.\n10) Open it.", "Close it. • Wait. • Open it."),
        ("To buy:\n- milk\n- 2. bread", "To buy: • milk • bread"),
        ("- [ ] call Ada\n- [x] pay", "☐ call Ada ☑ pay"),
        ("## Tides\nThey come.", "Tides They come."),
        ("> He said\n> > so\n> - twice", "He said so • twice"),
        ("Above\n===\nbelow\n\n***\n\nagain", "Above below again"),
        ("| Name | City |\n|------|:----:|\n| Anna | Bonn |", "Name | City • Anna | Bonn"),
        ("one<br>two<br/>three", "one two three"),
        ('<td align="left">one</td><td>two</td>', "one two"),
        ("H<sub>2</sub>O is <b>wet</b>", "H2O is wet"),
        ('<img src="a.png" width="300"/>The bay', "The bay"),
        ("before <!-- not\nshown --> after", "before after"),
        ("List<String>, <https://a.org>, 1 < 2 > 0", "List<String>, <https://a.org>, 1 < 2 > 0"),
        ("**Never** close *this* valve, ~~or~~ _that_, ***ever***", "Never close this valve, or that, ever"),
        ("snake_case_name, 2*3*4, * alone, **open", "snake_case_name, 2*3*4, * alone, **open"),
        ("**one\n\ntwo**", "**one two**"),
        ("run `pip install <b> **x**` now", "run pip install <b> **x** now"),
        ("```python\n- [ ] <b>\n# x\n```\nafter", "- [ ] <b> # x after"),
        ("see [[Notes/Tides|the tides]] and [[Moon]]", "see the tides and Moon"),
        (r"5 \* 3, \# and C:\dir", "5 * 3, # and C:\\dir"),
        ("R&amp;D &nbsp;&lt;now&gt; &unknown; AT&T", "R&D <now> &unknown; AT&T"),
        ("5 - 3 = 2 and - so\non", "5 - 3 = 2 and - so on"),
        ("- ", "-"),
    ],
)
def test_signs_are_not_shown(written: str, shown: str) -> None:
    assert told(written)[0] == shown


def test_marks_stay_on_their_words() -> None:
    text = "1. <b>Close</b> the **main valve**.\n2. Wait for &quot;main&quot; to close.\n- [x] *Close* it"
    assert told(text, "Close", "main", "close") == (
        'Close the main valve. • Wait for "main" to close. ☑ Close it',
        ["Close", "main", "main", "close", "Close"],
    )


def test_a_sign_with_a_word_that_was_looked_for_stays() -> None:
    assert told("1986. A year\n- of <kbd>", "1986", "kbd") == ("1986. A year • of <kbd>", ["1986", "kbd"])


def test_the_answer_is_underlined_without_its_signs() -> None:
    text = "- First.\n- Close the **main** valve.\n- Last."
    excerpt = excerpt_of(make_hit(text=text, highlights=(), answer=(text.index("Close"), text.index("\n- Last"))))
    assert [excerpt.text[low:high] for low, high in excerpt.answer] == ["Close the main valve."]


def test_what_is_no_markdown_keeps_its_signs() -> None:
    assert excerpt_of(make_hit(text="- <b>**x**</b>", path="/notes/one.txt", highlights=())).text == "- <b>**x**</b>"


def test_a_screen_reader_reads_no_signs() -> None:
    assert row_words.for_screen_reader(Shown(make_hit(text="Close the **main** valve.")), ()).endswith(
        ". Close the main valve."
    )


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_every_word_that_is_shown_whole_keeps_its_mark(text: str) -> None:
    words = [(at, at + 4) for at in range(len(text)) if text.startswith("word", at)]
    shown, (marks, other) = readable(text, words, [(0, len(text))])
    assert [shown[start:end] for start, end in marks] == ["word"] * shown.count("word")
    assert all(0 <= start < end <= len(shown) for start, end in other)
    # Nothing but signs goes: letters stay in their order.
    letters = iter(text)
    assert all(one in letters for one in shown if one in string.digits + "wordStaße")


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", PIECES)
def test_a_text_of_one_sign_alone_is_gone_through_in_its_length(piece: str) -> None:
    """Read backwards and forwards for each of its signs it would take minutes."""
    text = (piece * 20_000)[:20_000]
    readable(text, [(at, at + 1) for at in range(0, 20_000, 7)])
