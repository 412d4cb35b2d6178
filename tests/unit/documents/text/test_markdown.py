"""Markdown: blocks, heading paths and front matter; nothing of the body is lost."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from desktop_search.records import Document
from tests.unit.documents.checks import check_paragraphs, offsets, parse_as

parse = partial(parse_as, "note.md")


def blocks(document: Document) -> list[tuple[str, tuple[str, ...], str]]:
    return [(block.kind, block.heading, document.text[block.start : block.end]) for block in document.blocks]


def test_every_kind_of_block_under_its_headings() -> None:
    text = """# Notes on *tea* & `cups`

Intro with a [link](http://x).

## Green

- first
  - nested

    more
- [ ] second

> quoted

| a | b |
|---|---|
| 1 | 2 |

```python
# no heading
```

Setext
------

<div>raw</div>

[ref]: http://example.com "Definition"

[^1]: A footnote.
"""
    document = parse(text.encode())
    top, green, setext = "Notes on tea & cups", "Green", "Setext"
    assert document.title == top
    assert blocks(document) == [
        ("text", (top,), "Intro with a [link](http://x)."),
        ("list", (top, green), "- first\n  - nested\n\n    more"),
        ("list", (top, green), "- [ ] second"),
        ("quote", (top, green), "> quoted"),
        ("table", (top, green), "| a | b |\n|---|---|\n| 1 | 2 |"),
        ("code", (top, green), "```python\n# no heading\n```"),
        ("text", (top, setext), "<div>raw</div>"),
        ("text", (top, setext), '[ref]: http://example.com "Definition"'),
        ("text", (top, setext), "[^1]: A footnote."),
    ]
    check_paragraphs(document)


def test_offsets_count_characters_not_bytes() -> None:
    text = "---\ntitle: Tee für zwölf\n---\n# Größe 🍵\n\nÄpfel 漢字\n\n- 🍎 eins\n- zwei\n\nEnde"
    document = parse(text.encode())
    assert document.title == "Tee für zwölf"
    assert [found[2] for found in blocks(document)] == ["Äpfel 漢字", "- 🍎 eins", "- zwei", "Ende"]
    assert document.blocks[0].heading == ("Größe 🍵",)


def test_wiki_links_and_html_in_a_heading_keep_their_words() -> None:
    document = parse(b"# See [[target|the words]] and ![alt](x.png) <b>bold</b>\n\n[[a|b]] text [[c]]\n")
    assert document.title == "See [[target|the words]] and alt <b>bold</b>"
    assert blocks(document)[0][2] == "[[a|b]] text [[c]]"


def test_headings_with_nothing_below_them_are_kept() -> None:
    document = parse(b"# A\n\n## B\n\n## C\n\ntext\n\n### D\n")
    assert blocks(document) == [
        ("heading", ("A",), "## B"),
        ("text", ("A", "C"), "text"),
        ("heading", ("A", "C"), "### D"),
    ]


def test_the_title_is_the_front_matter_then_the_first_top_heading_then_nothing() -> None:
    assert parse(b"---\ntitle: Front\n---\n# Head\n\nx").title == "Front"
    assert parse(b"## Sub\n\n# Head\n\n# Other\n\nx").title == "Head"
    assert parse(b"## Sub\n\nx").title == ""


def test_front_matter_alone_can_still_be_found() -> None:
    document = parse(b"---\r\ntitle: Only this\r\ntags: [a]\r\n---\r\n")
    assert blocks(document) == [("metadata", (), "title: Only this\r\ntags: [a]")]


def test_front_matter_that_says_more_is_one_block_and_changes_no_other_passage() -> None:
    body = "# Tea\n\nGreen.\n\n- one\n- two\n"
    plain = parse(f"---\nid: 1\ntitle: Tea\n---\n{body}".encode())
    more = parse(f"---\nid: 1\ntitle: Tea\ndescription: On *leaves*\n---\n{body}".encode())
    assert blocks(more) == [("metadata", (), "id: 1\ntitle: Tea\ndescription: On *leaves*"), *blocks(plain)]
    passages = [paragraph.passage for paragraph in check_paragraphs(more)]
    assert passages[1:] == [paragraph.passage for paragraph in check_paragraphs(plain)]


def test_a_rule_and_an_empty_heading_are_not_lost() -> None:
    document = parse(b"one\n\n---\n\ntwo\n\n#\n\nthree")
    assert [found[2] for found in blocks(document)] == ["one", "---", "two", "#", "three"]


@pytest.mark.parametrize(
    "text",
    [">" * 10_000 + "a", "- " * 10_000 + "a", "> - " * 10_000 + "a", "[" * 20_000, "*a_ " * 20_000, "<!--" * 20_000],
)
def test_deep_nesting_is_one_block(text: str) -> None:
    document = parse(text.encode())
    assert len(document.blocks) == 1
    check_paragraphs(document)


def test_a_paragraph_that_is_underlined_is_not_carried_as_a_heading() -> None:
    document = parse(("many words\n" * 2000 + "---\n\nbelow").encode())
    assert [block.kind for block in document.blocks] == ["text", "text"]
    assert len(document.blocks[1].heading[0]) < 300


def test_many_headings_keep_short_paths() -> None:
    document = parse("".join(f"{'#' * (1 + n % 6)} h{n}\n\ntext\n\n" for n in range(5000)).encode())
    assert len(document.blocks) == 5000
    assert max(len(block.heading) for block in document.blocks) == 6


PARTS = """
#_ ##_ -_ ___ >_ ``` | |-| --- === a ä漢 🍵 [x]:_y [^1]:_ <div> </div> <!-- --> 1._ * ` \\ &amp; [[w|v]] [_] ~~ $$ +++
... title:_x
"""
PIECES = st.sampled_from(
    [part.replace("_", " ") for part in PARTS.split()]
    + ["\n", "\n", "\n\n", "\r\n", "\r", "\t", "_", "\x0c", "\x0b", "\x1c", "\xa0", "\u2028", "\x1b"]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join), st.sampled_from(["", "---\ntitle: T\n---\n"]))
def test_every_character_of_the_body_is_in_a_block_or_in_a_heading(body: str, front: str) -> None:
    assume(body.count("\x1c") < 2)  # more of them is no text
    document = parse((front + body).encode())
    check_paragraphs(document)
    covered = offsets(document, [(block.start, block.end) for block in document.blocks])
    missing = offsets(document, [(len(front), len(document.text))]) - covered
    if any(block.kind == "metadata" for block in document.blocks) or not document.blocks:
        return  # nothing but white space, or front matter
    names = [name for block in document.blocks for name in block.heading]
    if not names and not front and document.text.startswith("---"):
        return  # the generator wrote front matter of its own
    words = {document.text[at] for at in missing if document.text[at].isalnum()}
    assert words <= set("".join(names) + "amp")  # a heading says "&" where its line says "&amp;"
    lines = {document.text[:at].count("\n") + document.text[:at].count("\r") for at in missing}
    assert len(lines) <= 4 * len(names), (body, document.blocks)
