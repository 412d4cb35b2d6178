"""Lays out one result row with QTextLayout: what stands where.

All hits have one height, so that lists of any length scroll evenly and nothing moves when a row changes; so have the
paragraphs below an opened one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPalette, QTextCharFormat, QTextLayout, QTextOption

from desktop_search.gui.results import row_words
from desktop_search.gui.results.excerpt import Ranges, excerpt_of
from desktop_search.gui.results.result_rows import Shown
from desktop_search.gui.widgets import inert, theme
from desktop_search.gui.wording import words
from desktop_search.gui.wording.offsets import from_qt, ranges_to_qt
from desktop_search.records import Hit

SIDE, TOP, GAP, LINES = 16, 12, 12, 3
NESTED_TOP, NESTED_LINES = 8, 2
DOT, DOT_GAP = 5.0, 3.0
ICON, ICON_GAP, NESTED = 16, 8, 20
_LEAST_TEXT = 40.0
_AFTER_TITLE, _BEFORE_TEXT, _BEFORE_MORE = 2.0, 6.0, 3.0


@dataclass(frozen=True, slots=True)
class RowLayout:
    """One row at one width. `y` values are the tops of its lines, `left` where its texts begin; all is cut to its
    room already. `more_width` is that of the line below the text, with its mark."""

    left: float
    width: float
    title: str
    meta: str
    place: str
    more: str
    text: QTextLayout
    title_y: float
    place_y: float
    text_y: float
    more_y: float
    more_width: float


@dataclass(frozen=True, slots=True)
class RowFonts:
    """The fonts of a row, and how high a hit and a paragraph below it are in them."""

    title: QFont
    text: QFont
    small: QFont
    height: int
    nested_height: int


def row_fonts() -> RowFonts:
    """The fonts of a row, in the person's size."""
    title, text, small = theme.font(theme.TEXT, QFont.Weight.DemiBold), theme.font(theme.TEXT), theme.font(theme.SMALL)

    def lines(count: int) -> float:
        return count * QFontMetricsF(text).height() + (count - 1) * _spacing(text)

    first, second = QFontMetricsF(title).height() + _AFTER_TITLE, QFontMetricsF(small).height() + _BEFORE_TEXT
    height = math.ceil(TOP + first + second + lines(LINES) + TOP)
    return RowFonts(title, text, small, height, math.ceil(NESTED_TOP + first + lines(NESTED_LINES) + NESTED_TOP))


def lay_out(shown: Shown, place: str, width: int, fonts: RowFonts, palette: QPalette) -> RowLayout:
    """Lays out a row `width` pixels wide."""
    hit = shown.hit
    icon = theme.scaled(ICON)
    left = float(SIDE + icon + ICON_GAP + (NESTED if shown.nested else 0))
    room = max(_LEAST_TEXT, width - left - SIDE)
    bold, plain, small = QFontMetricsF(fonts.title), QFontMetricsF(fonts.text), QFontMetricsF(fonts.small)
    meta = row_words.meta(shown)
    more = "" if shown.nested else row_words.below(shown)
    dots = 3 * DOT + 2 * DOT_GAP
    title_room = max(_LEAST_TEXT, room - small.horizontalAdvance(meta) - (GAP if meta else 0))
    title_y = float(NESTED_TOP if shown.nested else TOP)
    place_y = title_y + bold.height() + _AFTER_TITLE
    text_y = place_y + small.height() + _BEFORE_TEXT
    lines = LINES - 1 if more else LINES
    if shown.nested:
        # The document was named above: the heading takes the title's line.
        where = words.heading(hit) or words.title(hit)
        title = small.elidedText(where, Qt.TextElideMode.ElideRight, title_room)
        text_y, lines, place = title_y + bold.height() + _AFTER_TITLE, NESTED_LINES, ""
    else:
        title = bold.elidedText(words.title(hit), Qt.TextElideMode.ElideRight, title_room)
        place = _where(words.heading(hit), place, small, room - dots - GAP)
    more_y = text_y + (LINES - 1) * (plain.height() + _spacing(fonts.text)) + _BEFORE_MORE
    mark = float(icon - 2) if shown.more else 0.0
    more = small.elidedText(more, Qt.TextElideMode.ElideRight, room - mark)
    return RowLayout(
        left=left,
        width=room,
        title=title,
        meta=meta,
        place=place,
        more=more,
        text=_paragraph(hit, room, lines, fonts.text, palette),
        title_y=title_y,
        place_y=place_y,
        text_y=text_y,
        more_y=more_y,
        more_width=small.horizontalAdvance(more) + mark if more else 0.0,
    )


def more_area(layout: RowLayout, fonts: RowFonts) -> QRectF:
    """Where a click opens "more in this file", from the row's own corner, with some room around."""
    return QRectF(layout.left - 4, layout.more_y - 4, layout.more_width + 8, QFontMetricsF(fonts.small).height() + 8)


def mark_formats(text: str, marks: Ranges, answer: Ranges, palette: QPalette) -> list[QTextLayout.FormatRange]:
    """The marked words of `text`, and the sentence that answers underlined, as Qt wants them."""
    colour = theme.colours(palette)
    word, sentence = QTextCharFormat(), QTextCharFormat()
    word.setBackground(colour.mark)
    word.setForeground(colour.mark_text)
    # Another shape than the words', not only another colour.
    sentence.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    sentence.setUnderlineColor(colour.accent)
    formats = []
    for ranges, look in ((answer, sentence), (marks, word)):
        for start, end in ranges_to_qt(text, ranges):
            entry = QTextLayout.FormatRange()
            entry.start, entry.length, entry.format = start, end - start, look
            formats.append(entry)
    return formats


def _spacing(font: QFont) -> float:
    """Between two lines of the paragraph."""
    return float(round(QFontMetricsF(font).height() * 0.12))


def _where(heading: str, place: str, metrics: QFontMetricsF, room: float) -> str:
    """Heading and folder on one line; where it is short the heading gives way first, and each stays readable."""
    between = "  \u00b7  "
    if not heading:
        return inert.isolated(metrics.elidedText(place, Qt.TextElideMode.ElideMiddle, room))
    rest = room - metrics.horizontalAdvance(between)
    for_place = min(metrics.horizontalAdvance(place), max(0.4 * rest, rest - metrics.horizontalAdvance(heading)))
    first = metrics.elidedText(heading, Qt.TextElideMode.ElideRight, rest - for_place)
    second = metrics.elidedText(place, Qt.TextElideMode.ElideMiddle, for_place + 1)
    # Each keeps its direction to itself.
    shown = (first, second) if first.strip("…") else (second,)
    return between.join(map(inert.isolated, shown))


def _paragraph(hit: Hit, room: float, lines: int, font: QFont, palette: QPalette) -> QTextLayout:
    """At most `lines` lines of the paragraph around its match; an ellipsis where it goes on."""
    average = max(1.0, QFontMetricsF(font).averageCharWidth())
    excerpt = excerpt_of(hit, max(60, int(lines * room / average * 0.85)))
    shown = excerpt.text
    layout = _break(shown, excerpt.marks, excerpt.answer, lines, room, font, palette)
    if layout.lineCount() > lines:
        last = layout.lineAt(lines - 1)
        cut = from_qt(shown, last.textStart() + last.textLength())
        while cut > 0:
            text = shown[:cut].rstrip() + "…"
            marks, answer = (
                tuple((a, min(b, cut)) for a, b in ranges if a < cut) for ranges in (excerpt.marks, excerpt.answer)
            )
            layout = _break(text, marks, answer, lines, room, font, palette)
            if layout.lineCount() <= lines:
                break
            space = shown.rfind(" ", 0, cut - 1)
            cut = space if space > max(0, cut - 10) else cut - 2
    return layout


def _break(
    text: str, marks: Ranges, answer: Ranges, lines: int, room: float, font: QFont, palette: QPalette
) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(mark_formats(text, marks, answer, palette))
    layout.setCacheEnabled(True)
    spacing = _spacing(font)
    y = 0.0
    layout.beginLayout()
    # One line more than is shown tells whether the text goes on; the rest need not be laid out.
    for _ in range(lines + 1):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(room)
        line.setPosition(QPointF(0, y))
        y += line.height() + spacing
    layout.endLayout()
    return layout
