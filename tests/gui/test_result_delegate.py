from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QApplication

from desktop_search.engine.aside_messages import FileState
from desktop_search.gui.reading.reading_pane import ReadingPane
from desktop_search.gui.results.result_rows import Shown
from desktop_search.gui.results.result_view import ResultView
from desktop_search.gui.results.row_layout import LINES, lay_out, row_fonts
from desktop_search.gui.widgets import theme
from desktop_search.records import Hit
from tests.gui.support import make_hit, rest

ODD = {
    "empty": "",
    "right to left": "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd \u0645\u0631\u062d\u0628\u0627 note " * 30,
    "zero width": "a\u200b\u200db\ufeff" * 50,
    "one long word": "x" * 5000,
    "very long": "word " * 20000,
    "emoji": "\U0001f600 a \U0001f9d1\u200d\U0001f680 note " * 40,
    "separators": "one\u2028two\u2029three\r\nfour\tfive\x00six\ufffc",
    "combining": "e\u0301" * 400,
    "half a pair": "a\ud800b",
    "markup": "<b>bold</b><img src='file:///etc/passwd'> &amp; <script>alert(1)</script>",
}


def odd_hit(text: str) -> Hit:
    marks = ((0, 1), (2, 9), (len(text) - 3, len(text)), (len(text), len(text) + 40), (5, 5))
    return make_hit(
        "odd",
        text=text,
        title=text[:3000],
        heading=(text[:200], ""),
        highlights=tuple((max(0, start), end) for start, end in marks),
        score=1.7,
        modified=9e18,
    )


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", ODD)
def test_odd_text_is_painted(application: QApplication, name: str, dark: bool) -> None:
    view, preview = ResultView(), ReadingPane()
    for widget in (view, preview):
        widget.setPalette(theme.make_palette(dark))
        widget.resize(360, 300)
        widget.show()
    hit = odd_hit(ODD[name])
    view.show_hits([hit, make_hit("plain")])
    preview.show_hit(hit)
    rest(0.02)
    image = QImage(360, 300, QImage.Format.Format_RGB32)
    view.render(image, QPoint())
    preview.render(image, QPoint())


@pytest.mark.parametrize("name", ODD)
def test_a_row_keeps_its_text_inside(application: QApplication, name: str) -> None:
    fonts = row_fonts()
    for width in (60, 200, 700):
        for shown in (Shown(odd_hit(ODD[name])), Shown(odd_hit(ODD[name]), more=3), Shown(odd_hit(ODD[name]), True)):
            layout = lay_out(shown, "Notes", width, fonts, theme.make_palette(False))
            assert layout.text.lineCount() <= LINES - (1 if shown.nested or shown.more else 0)
            last = layout.text.lineAt(layout.text.lineCount() - 1)
            # Letters of other scripts may be a little taller than the font says.
            assert layout.text_y + last.y() + 10 <= (fonts.nested_height if shown.nested else fonts.height)


def test_cut_text_ends_with_an_ellipsis(application: QApplication) -> None:
    shown = Shown(make_hit(text="some words " * 200))
    layout = lay_out(shown, "Notes", 300, row_fonts(), theme.make_palette(False))
    assert layout.text.text().endswith("…")


def test_marks_are_seen(application: QApplication) -> None:
    view = ResultView()
    view.resize(420, 200)
    view.show()
    view.show_hits([make_hit("a")])
    rest(0.02)
    image = view.grab().toImage()
    mark = theme.colours(view.palette()).mark.rgb()
    assert any(image.pixel(x, y) == mark for x in range(0, 420, 2) for y in range(0, image.height(), 2))


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_can_be_read_on_every_ground(application: QApplication, dark: bool) -> None:
    colour = theme.colours(theme.make_palette(dark))
    for ink in (colour.text, colour.secondary):
        for ground in (colour.base, colour.window, colour.selected):
            assert theme.contrast(ink, ground) >= 4.5
    assert theme.contrast(colour.mark_text, colour.mark) >= 4.5


def test_high_contrast_keeps_every_text_at_seven_to_one(application: QApplication) -> None:
    palette = QPalette(QColor("black"), QColor("black"))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText):
        palette.setColor(role, QColor("white"))
    palette.setColor(QPalette.ColorRole.Base, QColor("black"))
    palette.setColor(QPalette.ColorRole.Window, QColor("black"))
    palette.setColor(QPalette.ColorRole.Accent, QColor("yellow"))
    colour = theme.colours(palette)
    for ground in (colour.base, colour.window, colour.selected):
        assert theme.contrast(colour.secondary, ground) >= 7
    assert theme.contrast(colour.mark_text, colour.mark) >= 7


@pytest.mark.parametrize("width", [240, 500, 1400])
def test_the_reading_pane_never_cuts_a_line(application: QApplication, width: int) -> None:
    preview = ReadingPane()
    preview.resize(700, 300)
    preview.show_hit(make_hit(text="some words " * 900))
    preview.show()
    rest(0.02)
    preview.resize(width, 300)
    preview.show_hit(make_hit(text="a few other words " * 20))
    rest(0.02)
    text = preview.text
    assert text.document().idealWidth() <= text.viewport().width()
    assert text.document().idealWidth() <= 73 * text.fontMetrics().averageCharWidth() + 20


def test_the_sentence_that_answers_is_underlined_and_words_are_marked(application: QApplication) -> None:
    text = "Something else stands first. Rename changes the name. More follows."
    hit = make_hit(text=text, highlights=((29, 35),), answer=(29, 53))
    layout = lay_out(Shown(hit), "Notes", 500, row_fonts(), theme.make_palette(False))
    looks = [(one.start, one.length, one.format.fontUnderline()) for one in layout.text.formats()]
    assert looks == [(29, 24, True), (29, 6, False)]


def test_a_file_that_is_gone_or_changed_says_so_in_place_of_its_date(application: QApplication) -> None:
    told_of: dict[FileState, str] = {"gone": "no longer there", "changed": "changed since it was read"}
    for state, told in told_of.items():
        shown = Shown(make_hit(line=12), state=state)
        assert lay_out(shown, "Notes", 600, row_fonts(), theme.make_palette(False)).meta == f"{told} · line 12"
