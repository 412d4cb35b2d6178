"""The reading pane in the window, with an engine that answers what the test says."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desktop_search.engine.messages import TryAgain
from desktop_search.engine.reading_messages import DocumentRead, PageShown, ReadAround, ShowPage
from desktop_search.gui import window_state
from desktop_search.gui.reading.reading_pane import ReadingPane
from desktop_search.records import Hit, Piece, Place
from tests.gui.support import Desk, make_hit, rest, wait_until

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
PARAGRAPHS = tuple(f"Paragraph {number}: use Rename to change the name of note {number}. " * 4 for number in range(40))


def document_pieces() -> tuple[Piece, ...]:
    made = []
    start = 0
    for text in PARAGRAPHS:
        run = (0, len(text), start, start + len(text))
        made.append(Piece("text", text, start, run[3], page=1 + start // 3000, runs=(run,), marks=((0, 9),)))
        start += len(text) + 2
    return tuple(made)


PIECES = document_pieces()


def hit_at(number: int, path: str = "/notes/one.md", **changes: Any) -> Hit:
    piece = PIECES[number]
    return make_hit(text=piece.text, start=piece.start, end=piece.end, path=path, **changes)


def pdf_hit(number: int = 20) -> Hit:
    return hit_at(number, "/notes/one.pdf", page=PIECES[number].page, line=None)


def press(desk: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(desk.window.focusWidget() or desk.window, key, modifier)


def pane_of(desk: Desk) -> ReadingPane:
    return desk.window.results.preview


def asked(desk: Desk, kind: type = ReadAround) -> list[Any]:
    return [request for request in desk.engine.requests if isinstance(request, kind)]


def place(number: int) -> Place:
    piece = PIECES[number]
    return Place(piece.start, piece.end, piece.page, piece.text)


def answer(desk: Desk, hit: Hit, **changes: Any) -> DocumentRead:
    """What the engine says of the newest question."""
    wait_until(lambda: bool(asked(desk)) and asked(desk)[-1].path == hit.path)
    newest = asked(desk)[-1]
    values: dict[str, Any] = {
        "pieces": PIECES,
        "start": hit.start,
        "end": hit.end,
        "modified": hit.modified,
        "places": tuple(place(number) for number in (2, 5, 20, 39)),
    }
    told = DocumentRead(newest.number, newest.path, "read", **{**values, **changes})
    desk.engine.tell(told)
    return told


def shown(desk: Desk, hit: Hit, **changes: Any) -> ReadingPane:
    """The pane with a hit and the document around it."""
    desk.search("rename", hit)
    answer(desk, hit, **changes)
    pane = pane_of(desk)
    wait_until(lambda: pane.document is not None)
    return pane


def picture(page: int = 3, number: int = 1, pages: int = 4, **changes: Any) -> PageShown:
    values: dict[str, Any] = {"frames": ((10, 100, 190, 140),), "marks": ((10, 100, 40, 110),)}
    values["pixels"] = b"\xff" * (600 * 280)
    return PageShown(number, "/notes/one.pdf", page, pages, 200, 280, 600, **{**values, **changes})


def show_page(desk: Desk, **changes: Any) -> None:
    wait_until(lambda: bool(asked(desk, ShowPage)))
    newest = asked(desk, ShowPage)[-1]
    assert isinstance(newest, ShowPage)
    desk.engine.tell(picture(newest.page, newest.number, **changes))
    rest(0.02)


def test_the_paragraph_is_there_at_once_and_does_not_move_when_the_document_comes(desk: Desk) -> None:
    hit = hit_at(20)
    desk.search("rename", hit)
    pane = pane_of(desk)
    assert pane.text.toPlainText() == hit.text
    before = pane.text.top_of(hit.start)
    answer(desk, hit)
    wait_until(lambda: pane.document is not None)
    assert pane.text.toPlainText().count("Paragraph") == 4 * len(PARAGRAPHS)
    assert pane.text.top_of(hit.start) == before
    assert pane.text.verticalScrollBar().value() > 0


def test_the_question_names_the_place_the_text_and_the_query(desk: Desk) -> None:
    hit = hit_at(20)
    desk.search("rename", hit)
    wait_until(lambda: bool(asked(desk)))
    newest = asked(desk)[-1]
    assert isinstance(newest, ReadAround)
    assert (newest.path, newest.start, newest.end, newest.text, newest.query) == (
        hit.path,
        hit.start,
        hit.end,
        hit.text,
        "rename",
    )


def test_whoever_runs_through_the_rows_asks_for_the_last_only(desk: Desk) -> None:
    desk.search("rename", *(hit_at(20, f"/notes/{number}.md") for number in range(9)))
    for _ in range(8):
        press(desk, Qt.Key.Key_Down)
    wait_until(lambda: bool(asked(desk)))
    rest(0.1)
    assert [request.path for request in asked(desk)] == ["/notes/8.md"]


def test_an_answer_to_an_older_question_changes_nothing(desk: Desk) -> None:
    first, second = hit_at(3), hit_at(20, "/notes/two.md")
    desk.search("rename", first, second)
    wait_until(lambda: bool(asked(desk)))
    old = asked(desk)[-1]
    press(desk, Qt.Key.Key_Down)
    wait_until(lambda: asked(desk)[-1].path == second.path)
    desk.engine.tell(DocumentRead(old.number, old.path, "read", PIECES, first.start, first.end))
    rest(0.02)
    assert pane_of(desk).document is None
    assert pane_of(desk).text.toPlainText() == second.text


def test_f3_goes_from_hit_to_hit_and_tells_which_one_it_is(desk: Desk) -> None:
    pane = shown(desk, hit_at(20))
    assert "3 of 4" in texts(pane)
    press(desk, Qt.Key.Key_F3)
    assert "4 of 4" in texts(pane)
    top = pane.text.top_of(PIECES[39].start)
    assert top is not None
    assert 0 <= top < pane.text.viewport().height()
    press(desk, Qt.Key.Key_F3)
    assert "1 of 4" in texts(pane)
    press(desk, Qt.Key.Key_F3, SHIFT)
    press(desk, Qt.Key.Key_F3, SHIFT)
    assert "3 of 4" in texts(pane)
    assert desk.window.header.box.edit.hasFocus()


def test_f3_to_a_place_that_has_not_come_yet_asks_for_it_and_goes_there(desk: Desk) -> None:
    hit = hit_at(20)
    pane = shown(desk, hit, pieces=PIECES[10:30], is_first=False, is_last=False)
    press(desk, Qt.Key.Key_F3)
    wait_until(lambda: len(asked(desk)) == 2)
    newest = asked(desk)[-1]
    assert isinstance(newest, ReadAround)
    assert newest.start == PIECES[39].start
    desk.engine.tell(DocumentRead(newest.number, newest.path, "read", PIECES[25:], newest.start, newest.end))
    wait_until(lambda: pane.text.shows(PIECES[39].start))
    top = pane.text.top_of(PIECES[39].start)
    assert top is not None
    assert 0 <= top < pane.text.viewport().height()


def texts(pane: ReadingPane) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in pane.head.findChildren(QLabel) if label.isVisible()]


def test_a_refined_answer_marks_anew_and_asks_for_nothing(desk: Desk) -> None:
    hit = hit_at(20)
    pane = shown(desk, hit)
    bar = pane.text.verticalScrollBar()
    bar.setValue(bar.value() + 40)
    before = (bar.value(), len(asked(desk)))
    desk.engine.answer(hit_at(20, answer=(0, 12), score=0.9))
    rest(0.15)
    assert (bar.value(), len(asked(desk))) == before
    assert any(one.cursor.selectedText() == "Paragraph 20" for one in pane.text.extraSelections())


def test_a_file_that_is_gone_is_told_and_its_paragraph_stays(desk: Desk) -> None:
    hit = hit_at(20)
    desk.search("rename", hit)
    wait_until(lambda: bool(asked(desk)))
    newest = asked(desk)[-1]
    desk.engine.tell(DocumentRead(newest.number, newest.path, "gone", reason="The file is no longer there."))
    pane = pane_of(desk)
    wait_until(lambda: pane.head.notice.isVisible())
    assert "gone" in pane.head.notice.text()
    assert pane.text.toPlainText() == hit.text
    assert TryAgain((hit.path,)) in desk.engine.requests


def test_a_file_that_has_changed_is_told_once_and_read_again(desk: Desk) -> None:
    hit = hit_at(20)
    pane = shown(desk, hit, modified=hit.modified + 5)
    assert "changed" in pane.head.notice.text()
    assert desk.engine.requests.count(TryAgain((hit.path,))) == 1
    # The index has read it: the hit is a fresh one.
    fresh = hit_at(20, modified=hit.modified + 5)
    desk.engine.answer(fresh)
    wait_until(lambda: pane.hit == fresh)
    wait_until(lambda: len(asked(desk)) == 2)
    answer(desk, fresh)
    wait_until(lambda: not pane.head.notice.isVisible())
    assert desk.engine.requests.count(TryAgain((hit.path,))) == 1


def test_a_paragraph_that_no_longer_stands_in_its_file_is_still_shown(desk: Desk) -> None:
    hit = hit_at(20)
    desk.search("rename", hit)
    answer(desk, hit, start=None, end=None, modified=hit.modified + 5)
    pane = pane_of(desk)
    wait_until(lambda: pane.head.notice.isVisible())
    assert pane.text.toPlainText() == hit.text


def test_a_paragraph_of_ten_megabytes_is_shown_around_its_first_mark(desk: Desk) -> None:
    text = "word " * 1_000_000 + "Rename " + "word " * 1_000_000
    place = text.index("Rename")
    desk.search("rename", make_hit(text=text, end=len(text), highlights=((place, place + 6),)))
    pane = pane_of(desk)
    assert "Rename" in pane.text.toPlainText()
    assert pane.text.document().characterCount() < 10_000
    wait_until(lambda: bool(asked(desk)))
    newest = asked(desk)[-1]
    assert isinstance(newest, ReadAround)
    assert len(newest.text) <= 4_000


def test_signs_of_direction_cannot_reorder_the_head(desk: Desk) -> None:
    hit = make_hit(path="/notes/a\u202egnp.md", title="evil\u202e\u2066title\u200b", heading=("Top\u202e",))
    desk.search("rename", hit)
    shown_texts = texts(pane_of(desk))
    assert "eviltitle" in shown_texts
    assert not any(sign in text for text in shown_texts for sign in "\u202e\u2066\u200b")
    assert any("a\ufffdgnp.md" in text for text in shown_texts)


def test_control_shift_c_copies_the_paragraph_with_its_source(desk: Desk) -> None:
    hit = hit_at(20)
    desk.search("rename", hit)
    press(desk, Qt.Key.Key_C, CONTROL | SHIFT)
    copied = QGuiApplication.clipboard().text()
    assert copied == f"“{hit.text.strip()}”\n— One, line 12, /notes/one.md"


def test_control_c_in_the_text_copies_what_is_selected_else_the_paragraph(desk: Desk) -> None:
    pane = shown(desk, hit_at(20))
    pane.text.setFocus()
    press(desk, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == PIECES[20].text
    press(desk, Qt.Key.Key_F3)
    press(desk, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == PIECES[39].text
    pane.text.selectAll()
    press(desk, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().count("Paragraph") == 4 * len(PARAGRAPHS)
    assert QGuiApplication.clipboard().mimeData().formats() == ["text/plain"]


def test_zoom_keeps_the_hit_where_it_is(desk: Desk) -> None:
    pane = shown(desk, hit_at(20))
    before = pane.text.top_of(PIECES[20].start)
    press(desk, Qt.Key.Key_Plus, CONTROL)
    press(desk, Qt.Key.Key_Plus, CONTROL)
    assert pane.body.zoom == 1.25
    assert pane.text.top_of(PIECES[20].start) == before
    press(desk, Qt.Key.Key_Minus, CONTROL)
    assert pane.body.zoom == 1.1
    press(desk, Qt.Key.Key_0, CONTROL)
    assert pane.body.zoom == 1.0
    assert pane.text.top_of(PIECES[20].start) == before


def test_a_pdf_is_shown_as_its_page_and_control_t_shows_its_text(desk: Desk) -> None:
    hit = pdf_hit()
    desk.search("rename", hit)
    pane = pane_of(desk)
    wait_until(lambda: bool(asked(desk, ShowPage)))
    newest = asked(desk, ShowPage)[-1]
    assert isinstance(newest, ShowPage)
    assert (newest.page, newest.text) == (hit.page, hit.text)
    assert "graph" in newest.words or newest.words
    answer(desk, hit)
    show_page(desk)
    assert pane.page.isVisible()
    assert f"Page {hit.page} of 4" in texts(pane)
    press(desk, Qt.Key.Key_T, CONTROL)
    assert pane.text.isVisible()
    assert not pane.page.isVisible()
    press(desk, Qt.Key.Key_T, CONTROL)
    assert pane.page.isVisible()


def test_a_page_that_cannot_be_drawn_falls_back_to_its_text_and_says_so(desk: Desk) -> None:
    hit = pdf_hit()
    desk.search("rename", hit)
    answer(desk, hit)
    pane = pane_of(desk)
    show_page(desk, reason="This page is damaged and cannot be shown.", pixels=b"")
    assert pane.text.isVisible()
    assert "cannot be shown" in pane.head.notice.text()


def test_a_page_that_takes_long_shows_the_text_meanwhile(desk: Desk) -> None:
    desk.search("rename", pdf_hit())
    pane = pane_of(desk)
    wait_until(lambda: pane.text.isVisible())
    show_page(desk)
    assert pane.page.isVisible()


def test_pages_are_turned_by_scrolling_past_their_end(desk: Desk) -> None:
    hit = pdf_hit()
    desk.search("rename", hit)
    answer(desk, hit)
    show_page(desk)
    pane = pane_of(desk)
    pane.page.setFocus()
    press(desk, Qt.Key.Key_End)
    press(desk, Qt.Key.Key_PageDown)
    newest = asked(desk, ShowPage)[-1]
    assert isinstance(newest, ShowPage)
    assert (newest.page, newest.text) == ((hit.page or 0) + 1, "")
    show_page(desk, frames=())
    assert pane.page.verticalScrollBar().value() == 0
    press(desk, Qt.Key.Key_PageUp)
    newest = asked(desk, ShowPage)[-1]
    assert isinstance(newest, ShowPage)
    assert newest.page == hit.page


def test_f3_turns_to_the_page_of_the_next_hit(desk: Desk) -> None:
    hit = pdf_hit()
    desk.search("rename", hit)
    answer(desk, hit)
    show_page(desk)
    wait_until(lambda: pane_of(desk).document is not None)
    press(desk, Qt.Key.Key_F3)
    newest = asked(desk, ShowPage)[-1]
    assert isinstance(newest, ShowPage)
    assert (newest.page, newest.text) == (PIECES[39].page, PIECES[39].text)


@pytest.mark.parametrize("size", [(1200, 760), (800, 600), (560, 600)])
def test_f9_puts_the_pane_below_and_away_and_back(desk: Desk, size: tuple[int, int]) -> None:
    desk.window.resize(*size)
    desk.search("rename", hit_at(20))
    pane, view = pane_of(desk), desk.window.results.view
    rest(0.02)
    assert pane.isVisible()
    press(desk, Qt.Key.Key_F9)
    rest(0.02)
    assert pane.isVisible()
    assert pane.mapTo(desk.window, pane.rect().topLeft()).y() > view.mapTo(desk.window, view.rect().topLeft()).y()
    press(desk, Qt.Key.Key_F9)
    rest(0.02)
    assert not pane.isVisible()
    before = len(asked(desk))
    press(desk, Qt.Key.Key_F9)
    rest(0.02)
    assert pane.isVisible()
    wait_until(lambda: len(asked(desk)) > before)


def test_where_the_pane_stands_and_how_large_it_shows_is_kept(desk: Desk) -> None:
    page = desk.window.results
    press(desk, Qt.Key.Key_F9)
    page.preview.body.set_zoom(1.5)
    page.preview.body.prefers_pages = False
    window_state.save(desk.window, desk.paths)
    page.pane_place.choose("off")
    page.preview.body.set_zoom(1.0)
    page.preview.body.prefers_pages = True
    window_state.restore(desk.window, desk.paths)
    assert (page.pane_place.position, page.preview.body.zoom, page.preview.body.prefers_pages) == ("below", 1.5, False)
