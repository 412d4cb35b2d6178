"""Front matter: what it may say, and what it must not be able to do."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_search.documents.text.front_matter import front_matter


def test_the_usual_fields() -> None:
    text = (
        "---\nid: x1\nTitle: 'A: b'\nauthors:\n  - Ann\n  - name: Bo\ndate: 2024-02-30\nlang: de\n"
        "tags: [one, two, 3, null, true]\n---\nBody"
    )
    found, start = front_matter(text)
    assert (found.title, found.author, found.date, found.language) == ("A: b", "Ann, Bo", "2024-02-30", "de")
    assert found.tags == ("one", "two", "3")
    assert text[start:] == "\nBody"


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("tags: a, b c;d", ("a", "b c", "d")),
        ("tags: '#a #b'", ("#a", "#b")),
        ("keywords: k", ("k",)),
        ("tags:", ()),
        ("tags: {a: 1}", ()),
    ],
)
def test_tags_in_their_many_forms(line: str, tags: tuple[str, ...]) -> None:
    assert front_matter(f"---\n{line}\n---\n")[0].tags == tags


@pytest.mark.parametrize(
    ("lines", "more"),
    [
        ("description: A tale of tea", True),
        ("aliases: [Green tea]", True),
        ("status: draft", True),
        ("summary:\n  short: words", True),
        ("tags: [a]\nkeywords: [b]", True),
        ("title: T\nauthor: A\ndate: 2024-01-01\nlang: en\ntags: [a]", False),
        ("id: x1\ncreated: 123\nupdated: 456\ndesc: ''\nnav_order: 3", False),
        ("documentId: 1FEEo_0aNiN\ndesc: x", False),
        ("draft: true\nrating: 5\nsize: 1.5", False),
        ("layout: post\npermalink: /a/b", False),
    ],
)
def test_fields_that_are_not_read_here_are_told(lines: str, more: bool) -> None:
    assert front_matter(f"---\ntitle: x\n{lines}\n---\n")[0].says_more is more


def test_milliseconds_become_a_date() -> None:
    assert front_matter("---\ntitle: x\ncreated: 1637011115136\n---\n")[0].date == "2021-11-15"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_line_ends_and_both_closing_lines(end: str) -> None:
    for close in ("---", "..."):
        text = end.join(["---", "title: T", close, "Body"])
        found, start = front_matter(text)
        assert found.title == "T"
        assert text[start:].strip() == "Body"


def test_broken_yaml_is_read_line_by_line() -> None:
    found, start = front_matter("---\ntitle: Tea: a story\n  bad: [\n# note\n- x\nauthor: 'Ann'\n---\nBody")
    assert (found.title, found.author) == ("Tea: a story", "Ann")
    assert start > 0


@pytest.mark.parametrize(
    "text",
    [
        "---\nprose between rules\n---\nmore",
        "---\nNote: it: is\nprose between rules\n---\nmore",
        "---\n- a\n- b\n---\nmore",
        "---\ntitle: never closed\n",
        "--- \n" + "x: y\n" * 20_000 + "---\n",
        " ---\ntitle: x\n---\n",
        "----\ntitle: x\n----\n",
    ],
)
def test_what_is_no_front_matter_stays_in_the_body(text: str) -> None:
    assert front_matter(text)[1] == 0


def test_aliases_and_deep_nesting_are_not_followed() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{n}: &{n} [*{p},*{p},*{p},*{p}]\n" for p, n in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert front_matter(f"---\n{bomb}title: ok\n---\n")[0].title == "ok"
    for deep in ("[" * 30_000, "- " * 15_000, "{a: " * 10_000, "? " * 15_000):
        front_matter(f"---\ntitle: ok\ndeep: {deep}\n---\n")
        front_matter(f"---\n{deep}\n---\n")


def test_odd_values_do_not_raise() -> None:
    source = "title: [1]\ndate: 0x1F\nlang: yes\nauthor: .nan\ntags: !!python/object:os.system x\n? [a]\n: b"
    assert front_matter(f"---\n{source}\n---\n")[0].title in ("", "[1]")


@settings(deadline=None)
@given(st.text(alphabet="abc:-[]{}&*!|>'\"%@`#,?\n \t01", max_size=80))
def test_any_text_between_the_lines_is_survived(inner: str) -> None:
    found, start = front_matter(f"---\n{inner}\n---\nBody")
    assert start >= 0
    assert isinstance(found.title, str)
