"""Lays out one result row with QTextLayout: what stands where, and how high the row is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPalette, QTextCharFormat, QTextLayout, QTextOption

from desktop_search.gui import theme, words
from desktop_search.gui.excerpt import Ranges, make_excerpt
from desktop_search.gui.offsets import from_qt, ranges_to_qt
from desktop_search.records import Hit

SIDE, TOP, GAP, LINES = 16, 12, 12, 3
DOT, DOT_GAP = 5.0, 3.0
_LEAST_TEXT = 40.0


@dataclass(frozen=True, slots=True)
class RowLayout:
    """One row at one width. `y` values are the tops of its lines; texts are cut to their room already."""

    height: int
    title: str
    meta: str
    place: str
    score: str
    more: str
    text: QTextLayout
    title_y: float
    place_y: float
    text_y: float
    more_y: float


@dataclass(frozen=True, slots=True)
class RowFonts:
    """The fonts of a row."""

    title: QFont
    text: QFont
    small: QFont


def row_fonts() -> RowFonts:
    """The fonts of a row, in the person's size."""
    return RowFonts(theme.font(theme.TEXT, QFont.Weight.DemiBold), theme.font(theme.TEXT), theme.font(theme.SMALL))


def lay_out(hit: Hit, place: str, width: int, fonts: RowFonts, palette: QPalette) -> RowLayout:
    """Lays out `hit` for a row `width` pixels wide."""
    room = max(_LEAST_TEXT, width - 2 * SIDE)
    bold, plain, small = QFontMetricsF(fonts.title), QFontMetricsF(fonts.text), QFontMetricsF(fonts.small)
    meta = " · ".join(part for part in (words.date(hit.modified), words.position(hit)) if part)
    score = f"{min(1.0, max(0.0, hit.score)):.2f}"
    dots = 3 * DOT + 2 * DOT_GAP + 6
    title_room = room - small.horizontalAdvance(meta) - (GAP if meta else 0)
    place_room = room - dots - small.horizontalAdvance(score) - GAP
    more = words.below_row(hit)

    title_y = float(TOP)
    place_y = title_y + bold.height() + 2
    text_y = place_y + small.height() + 6
    text = _paragraph(hit, room, fonts.text, palette)
    last = text.lineAt(text.lineCount() - 1)
    text_height = last.y() + last.height() if last.isValid() else 0.0
    more_y = text_y + text_height + 3
    bottom = more_y + small.height() if more else text_y + max(text_height, plain.height())
    return RowLayout(
        height=round(bottom + TOP),
        title=bold.elidedText(words.title(hit), Qt.TextElideMode.ElideRight, title_room),
        meta=meta,
        place=_where(words.heading(hit), place, small, place_room),
        score=score,
        more=more,
        text=text,
        title_y=title_y,
        place_y=place_y,
        text_y=text_y,
        more_y=more_y,
    )


def mark_formats(text: str, marks: Ranges, palette: QPalette) -> list[QTextLayout.FormatRange]:
    """The marked ranges of `text`, given in characters, as Qt wants them."""
    colour = theme.colours(palette)
    look = QTextCharFormat()
    look.setBackground(colour.mark)
    look.setForeground(colour.mark_text)
    formats = []
    for start, end in ranges_to_qt(text, marks):
        entry = QTextLayout.FormatRange()
        entry.start, entry.length, entry.format = start, end - start, look
        formats.append(entry)
    return formats


def _where(heading: str, place: str, metrics: QFontMetricsF, room: float) -> str:
    """Heading and folder on one line; where it is short the heading gives way first, and each stays readable."""
    between = "  \u00b7  "
    if not heading:
        return metrics.elidedText(place, Qt.TextElideMode.ElideMiddle, room)
    rest = room - metrics.horizontalAdvance(between)
    for_place = min(metrics.horizontalAdvance(place), max(0.4 * rest, rest - metrics.horizontalAdvance(heading)))
    first = metrics.elidedText(heading, Qt.TextElideMode.ElideRight, rest - for_place)
    second = metrics.elidedText(place, Qt.TextElideMode.ElideMiddle, for_place + 1)
    return first + between + second if first.strip("…") else second


def _paragraph(hit: Hit, room: float, font: QFont, palette: QPalette) -> QTextLayout:
    """At most LINES lines of the paragraph around its match; an ellipsis where it goes on."""
    average = max(1.0, QFontMetricsF(font).averageCharWidth())
    excerpt = make_excerpt(hit.text, hit.highlights, room=max(60, int(LINES * room / average * 0.85)))
    shown, marks = excerpt.text, excerpt.marks
    layout = _break(shown, marks, room, font, palette)
    if layout.lineCount() > LINES:
        last = layout.lineAt(LINES - 1)
        cut = from_qt(shown, last.textStart() + last.textLength())
        while cut > 0:
            text = shown[:cut].rstrip() + "…"
            layout = _break(text, tuple((a, min(b, cut)) for a, b in marks if a < cut), room, font, palette)
            if layout.lineCount() <= LINES:
                break
            space = shown.rfind(" ", 0, cut - 1)
            cut = space if space > max(0, cut - 24) else cut - 2
    return layout


def _break(text: str, marks: Ranges, room: float, font: QFont, palette: QPalette) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(mark_formats(text, marks, palette))
    layout.setCacheEnabled(True)
    spacing = round(QFontMetricsF(font).height() * 0.12)
    y = 0.0
    layout.beginLayout()
    # One line more than is shown tells whether the text goes on; the rest need not be laid out.
    for _ in range(LINES + 1):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(room)
        line.setPosition(QPointF(0, y))
        y += line.height() + spacing
    layout.endLayout()
    return layout
