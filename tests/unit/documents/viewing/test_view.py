from __future__ import annotations

from desktop_search.documents.viewing.view import View, find, view
from desktop_search.records import Document, Piece
from tests.unit.documents.checks import parse_as

NOTE = """---
title: The pump
author: Anna
---

# The pump

Water comes *from the **deep** well* &amp; goes to the [roof](http://example.org/x).
It is `lifted` ~~carried~~.

## Parts

- the handle
- [x] the valve
  - its foot

3. third
4. fourth

> Begin with
> the valve.

```python
stroke(1)
```

| part | lasts |
|---|---|
| seal | *3* years |
| brass | longer |

<script>alert(1)</script>
<div>plain <b>bold</b></div>

![a picture of it](\\\\server\\share\\x.png)
"""


def around(document: Document, start: int = 0, end: int = 0, *, wanted: str = "", markdown: bool = False) -> View:
    return view(document, start, end, wanted, 12_000, 20_000, is_markdown=markdown)


def note_pieces() -> tuple[Piece, ...]:
    return around(parse_as("a.md", NOTE.encode()), markdown=True).pieces


def texts(pieces: tuple[Piece, ...], kind: str) -> list[str]:
    return [piece.text for piece in pieces if piece.kind == kind]


def test_markdown_is_set_without_its_signs() -> None:
    pieces = note_pieces()
    assert texts(pieces, "heading") == ["The pump", "Parts"]
    assert texts(pieces, "list") == ["the handle", "the valve", "its foot", "third", "fourth"]
    assert [piece.sign for piece in pieces if piece.kind == "list"] == ["•", "☑", "•", "3.", "4."]
    assert [piece.level for piece in pieces if piece.kind == "list"] == [1, 1, 2, 1, 1]
    assert texts(pieces, "quote") == ["Begin with the valve."]
    assert texts(pieces, "code") == ["stroke(1)"]
    assert texts(pieces, "table") == ["part\tlasts\nseal\t3 years\nbrass\tlonger"]
    assert texts(pieces, "metadata") == ["title: The pump\nauthor: Anna"]
    first = texts(pieces, "text")[0]
    assert first == "Water comes from the deep well & goes to the roof. It is lifted carried."


def test_of_html_in_markdown_only_the_words_are_shown() -> None:
    shown = " ".join(piece.text for piece in note_pieces())
    assert "plain" in shown
    assert "bold" in shown
    assert "<" not in shown
    assert "http" not in shown
    assert "server" not in shown


def test_emphasis_becomes_a_look_and_every_word_keeps_its_place() -> None:
    document = parse_as("a.md", NOTE.encode())
    piece = next(one for one in note_pieces() if one.text.startswith("Water"))
    looks = {look: piece.text[start:end] for start, end, look in piece.looks}
    assert looks == {"emphasis": "from the deep well", "strong": "deep", "code": "lifted", "struck": "carried"}
    for start, end, first, last in piece.runs:
        shown, own = piece.text[start:end], document.text[first:last]
        assert shown == own or (shown, own) in ((" ", "\n"), ("&", "&amp;"))


def test_places_are_right_where_characters_take_several_bytes() -> None:
    text = "# Über 🙂\n\nDas *schöne* Haus 🙂 steht.\n\n- größer\n"
    document = parse_as("a.md", text.encode())
    for piece in around(document, markdown=True).pieces:
        for start, end, first, last in piece.runs:
            assert piece.text[start:end] == document.text[first:last]


def test_headings_are_found_again_between_the_blocks_of_other_formats() -> None:
    page = b"<h1>The pump</h1><p>Water comes.</p><h2>Parts</h2><h3>Valve</h3><p>It closes.</p>"
    pieces = around(parse_as("a.html", page)).pieces
    told = [(piece.kind, piece.level, piece.text) for piece in pieces]
    assert told == [
        ("heading", 1, "The pump"),
        ("text", 0, "Water comes."),
        ("heading", 2, "Parts"),
        ("heading", 3, "Valve"),
        ("text", 0, "It closes."),
    ]


def test_rows_become_a_table_with_the_names_of_its_columns_and_no_more_rows_than_can_be_set() -> None:
    rows = "".join(f"person {number},city {number},{number}\n" for number in range(900))
    document = parse_as("a.csv", f"Name,City,Number\n{rows}".encode())
    place = document.text.index("person 500;")
    table = next(piece for piece in around(document, place, place + 10).pieces if piece.kind == "table")
    lines = table.text.split("\n")
    assert lines[0] == "Name\tCity\tNumber"
    assert "person 500\tcity 500\t500" in lines
    assert len(lines) < 100
    assert table.has_head
    assert table.is_cut
    start = table.text.index("person 500")
    assert any(low == start and document.text[first:last] == "person 500" for low, _, first, last in table.runs)


def test_a_huge_table_of_markdown_is_shown_around_the_place() -> None:
    text = "| a | b |\n|---|---|\n" + "".join(f"| cell {number} | {number} |\n" for number in range(3000))
    document = parse_as("a.md", text.encode())
    place = text.index("cell 1500 ")
    seen = around(document, place, place + 9, markdown=True)
    table = next(piece for piece in seen.pieces if piece.kind == "table")
    assert "cell 1500\t1500" in table.text.split("\n")
    assert table.text.startswith("a\tb\n")
    assert len(table.text.split("\n")) < 100
    assert not seen.is_first
    assert not seen.is_last


def test_only_what_stands_near_is_shown_of_a_long_document() -> None:
    text = "\n\n".join(f"Paragraph number {number} of a long book." for number in range(20_000))
    document = parse_as("a.txt", text.encode())
    place = text.index("Paragraph number 9000 ")
    seen = view(document, place, place + 30, "", 2_000, 3_000)
    assert 4_000 < sum(len(piece.text) for piece in seen.pieces) < 8_000
    assert any("number 9000 " in piece.text for piece in seen.pieces)
    assert not seen.is_first
    assert not seen.is_last
    start = view(document, 0, 30, "", 2_000, 3_000)
    assert start.is_first
    assert not start.is_last


def test_a_paragraph_of_ten_megabytes_is_shown_in_pieces_around_the_place() -> None:
    text = "word " * 2_000_000
    document = parse_as("a.txt", text.encode())
    seen = view(document, 5_000_000, 5_000_100, "", 12_000, 20_000)
    assert sum(len(piece.text) for piece in seen.pieces) < 60_000
    assert max(len(piece.text) for piece in seen.pieces) < 5_000
    assert seen.pieces[0].start < 5_000_000 < seen.pieces[-1].end
    for piece in seen.pieces:
        assert document.text[piece.start : piece.end] == piece.text


def test_what_has_moved_is_found_where_it_stands_now() -> None:
    assert find("one two three", 4, 7, "two") == (4, 7)
    assert find("zero one two three", 4, 7, "two") == (9, 12)
    assert find("two, then more", 9, 12, "two") == (0, 3)
    assert find("two two two", 5, 8, "two") == (4, 7)
    assert find("one three", 4, 7, "two") is None


def test_a_letter_begins_with_its_head() -> None:
    mail = b"From: Anna <a@example.org>\nTo: Bert <b@example.org>\nSubject: Pump\n\nDear Bert,\n\nit leaks.\n"
    pieces = around(parse_as("a.eml", mail)).pieces
    assert pieces[0].kind == "metadata"
    assert pieces[0].text.startswith("From: Anna")
    assert [piece.text for piece in pieces[1:]] == ["Dear Bert,", "it leaks."]
