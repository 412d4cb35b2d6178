"""The text of the reading pane: inert, bounded, and still while more of the document comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QUrl
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication

from desktop_search.documents.viewing.view import view
from desktop_search.gui.reading.reading_text import ReadingText
from desktop_search.gui.widgets import theme
from desktop_search.gui.widgets.inert_document import InertDocument
from desktop_search.gui.widgets.theme import Appearance
from desktop_search.records import Piece
from tests.gui.support import rest
from tests.unit.documents.checks import parse_as

EVIL = """# A page that wants something

![remote](http://example.org/pixel.png) ![local](file:///etc/hostname) ![share](\\\\evil\\share\\a.png)

<img src="http://example.org/b.png"><img src='file:///etc/passwd'><script>fetch("http://example.org")</script>
<style>@import url(http://example.org/c.css)</style><iframe src="http://example.org"></iframe>

<link rel=stylesheet href="//evil/share/d.css">

Text \ufffc with \ufdd0 odd \u202e signs [link](javascript:alert(1)).

| a | b |
|---|---|
""" + "".join(f"| ![x](http://example.org/{number}.png) cell {number} | {number} |\n" for number in range(2500))


class CountingDocument(InertDocument):
    """Counts what it is asked to load."""

    loads = 0

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        self.loads += 1
        return super().loadResource(kind, name)


@pytest.fixture
def make_text(application: QApplication) -> Iterator[Callable[[], ReadingText]]:
    made: list[ReadingText] = []

    def make() -> ReadingText:
        text = ReadingText()
        made.append(text)
        text.resize(640, 500)
        text.show()
        rest(0.01)
        return text

    yield make
    for text in made:
        text.close()
        text.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def pieces_of(name: str, content: str) -> tuple[Piece, ...]:
    is_markdown = name.endswith(".md")
    return view(parse_as(name, content.encode()), 0, 1, "", 12_000, 20_000, is_markdown=is_markdown).pieces


def formats(document: QTextDocument) -> Iterator[Any]:
    block = document.begin()
    while block.isValid():
        fragments = block.begin()
        while not fragments.atEnd():
            yield fragments.fragment().charFormat()
            fragments += 1
        block = block.next()


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html"])
def test_a_document_that_wants_to_load_things_is_shown_inert_and_bounded(
    make_text: Callable[[], ReadingText], name: str
) -> None:
    text = make_text()
    document = CountingDocument(text)
    text.setDocument(document)
    text.show_new(pieces_of(name, EVIL), (0, 20), (True, True), 0)
    rest(0.05)
    text.grab()
    assert document.loads == 0
    assert "A page that wants something" in text.toPlainText()
    assert not any(one.isImageFormat() or one.isAnchor() for one in formats(text.document()))
    for address in ("http://example.org/pixel.png", "file:///etc/hostname", "//evil/share/d.css"):
        for kind in (QTextDocument.ResourceType.ImageResource, QTextDocument.ResourceType.StyleSheetResource):
            assert not text.document().resource(kind.value, QUrl(address))
    assert text.document().characterCount() < 60_000
    assert text.document().blockCount() < 1_500


def book(count: int = 120) -> tuple[Piece, ...]:
    made = []
    start = 0
    for number in range(count):
        text = f"Paragraph {number}. " + "Water comes from the deep well and goes to the roof. " * (1 + number % 5)
        made.append(Piece("text", text, start, start + len(text), runs=((0, len(text), start, start + len(text)),)))
        start += len(text) + 2
    return tuple(made)


@pytest.mark.parametrize("number", [0, 1, 3, 60, 118, 119])
def test_the_hit_does_not_move_when_the_document_around_it_comes(
    make_text: Callable[[], ReadingText], number: int
) -> None:
    text, pieces = make_text(), book()
    hit = pieces[number]
    text.show_new([hit], (hit.start, hit.end), (True, True), text.eye())
    before = text.top_of(hit.start)
    text.extend(pieces, (True, True))
    assert text.top_of(hit.start) == before
    rest(0.05)
    assert text.top_of(hit.start) == before
    text.extend(pieces[max(0, number - 20) :], (False, True))
    assert text.top_of(hit.start) == before


def test_what_is_read_stays_in_sight_when_the_window_gets_narrower(make_text: Callable[[], ReadingText]) -> None:
    text, pieces = make_text(), book()
    hit = pieces[60]
    text.show_new(pieces, (hit.start, hit.end), (True, True), text.eye())
    before = text.top_of(hit.start)
    text.resize(330, 500)
    rest(0.02)
    assert text.top_of(hit.start) == before
    text.set_zoom(2.0)
    assert text.top_of(hit.start) == before
    assert text.document().idealWidth() <= text.viewport().width()


def test_a_selection_survives_that_more_comes(make_text: Callable[[], ReadingText]) -> None:
    text, pieces = make_text(), book()
    text.show_new(pieces[50:70], (pieces[60].start, pieces[60].end), (False, False), 0)
    span = text.map.spans(pieces[60].start, pieces[60].start + 12)[0]
    cursor = text.textCursor()
    cursor.setPosition(span[0])
    cursor.setPosition(span[1], QTextCursor.MoveMode.KeepAnchor)
    text.setTextCursor(cursor)
    assert text.selected_text() == "Paragraph 60"
    text.extend(pieces, (True, True))
    assert text.selected_text() == "Paragraph 60"


def test_more_is_asked_for_at_the_end_of_what_there_is_and_only_there(make_text: Callable[[], ReadingText]) -> None:
    text, pieces = make_text(), book()
    asked: list[int] = []
    text.more_wanted.connect(asked.append)
    text.show_new(pieces, (pieces[60].start, pieces[60].end), (True, False), text.eye())
    rest(0.1)
    text.verticalScrollBar().setValue(0)
    rest(0.1)
    assert asked == []
    text.verticalScrollBar().setValue(text.verticalScrollBar().maximum())
    rest(0.15)
    assert len(asked) == 1
    assert pieces[110].start < asked[0] <= pieces[-1].end
    text.extend(pieces, (True, True))
    text.verticalScrollBar().setValue(0)
    text.verticalScrollBar().setValue(text.verticalScrollBar().maximum())
    rest(0.15)
    assert len(asked) == 1


def test_marks_stand_where_the_words_do_also_after_signs_of_two_units(make_text: Callable[[], ReadingText]) -> None:
    content = "# 🙂 Über\n\nDas 🙂 **schöne** Haus 🙂 steht.\n\n| a | b |\n|---|---|\n| 🙂 x | das Haus |\n"
    document = parse_as("a.md", content.encode())
    pieces = view(document, 0, 1, "", 12_000, 20_000, is_markdown=True).pieces
    text = make_text()
    text.show_new(pieces, None, (True, True), 0)
    words = [(start, start + len(word)) for word in ("schöne", "steht", "Haus |") for start in [content.index(word)]]
    words[2] = (words[2][0], words[2][0] + 4)
    text.set_place((0, len(content)), words)
    shown = [one.cursor.selectedText() for one in text.extraSelections()]
    assert sorted(shown) == ["Haus", "schöne", "steht"]
    for piece in pieces:
        for start, end, first, _ in piece.runs:
            if piece.text[start:end].strip():
                position = text.map.position(first)
                assert position is not None
                assert text.map.offset(position) == first


def test_the_colours_follow_the_palette(make_text: Callable[[], ReadingText]) -> None:
    text = make_text()
    text.show_new(pieces_of("a.md", "Some text."), None, (True, True), 0)
    palette = theme.make_palette(True)
    text.setPalette(palette)
    rest(0.02)
    assert next(formats(text.document())).foreground().color() == theme.colours(palette).text


def test_the_paragraph_begins_in_sight_when_the_text_is_shown_for_the_first_time(application: QApplication) -> None:
    """Qt scrolls to its cursor then."""
    text, hit = ReadingText(), book()[60]
    text.resize(640, 500)
    text.show_new((hit,), (hit.start, hit.end), (True, True), 12)
    text.resize(640, 60)
    text.show()
    rest(0.01)
    assert text.top_of(hit.start) == 12
    text.resize(640, 300)
    text.extend(book(), (True, True))
    assert text.top_of(hit.start) == 12
    text.close()
    text.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_paragraph_begins_in_sight_when_the_window_gets_lower(make_text: Callable[[], ReadingText]) -> None:
    text, pieces = make_text(), book()
    hit = pieces[60]
    text.show_new(pieces, (hit.start, hit.end), (True, True), text.eye())
    assert text.top_of(hit.start) == 100
    text.resize(640, 120)
    rest(0.01)
    assert text.top_of(hit.start) == 60
    text.verticalScrollBar().setValue(text.verticalScrollBar().value() + 200)
    text.resize(640, 400)
    assert text.top_of(hit.start) == -140


def test_a_heading_has_room_above_its_paragraph(
    make_text: Callable[[], ReadingText], application: QApplication
) -> None:
    appearance = Appearance(application, "light", 200)
    try:
        text = make_text()
        text.resize(640, 200)
        content = "\n\n".join(f"## Heading {number}\n\n" + "Water comes from the well. " * 9 for number in range(9))
        pieces = pieces_of("well.md", content)
        heading, hit = pieces[8], pieces[9]
        assert (heading.kind, hit.kind) == ("heading", "text")
        text.show_new(pieces, (hit.start, hit.end), (True, True), text.eye())
        top = text.top_of(heading.start)
        assert top is not None
        assert top >= 0
    finally:
        appearance.scale_text(100)


def test_a_hit_that_stands_later_now_stays_where_it_is_on_the_screen(make_text: Callable[[], ReadingText]) -> None:
    text, pieces = make_text(), book()
    hit = pieces[60]
    at_once = replace(hit, start=hit.start - 30, end=hit.end - 30, runs=((0, 1, hit.start - 30, hit.start - 29),))
    text.show_new((at_once,), (at_once.start, at_once.end), (True, True), 40)
    text.extend(pieces, (True, True), 30)
    assert text.top_of(hit.start) == 40


def test_the_arrow_keys_begin_at_the_paragraph(make_text: Callable[[], ReadingText]) -> None:
    text, pieces = make_text(), book()
    hit = pieces[60]
    text.show_new(pieces, (hit.start, hit.end), (True, True), 40)
    assert text.textCursor().block().text() == hit.text
    text.extend(pieces, (True, True))
    assert text.textCursor().block().text() == hit.text
