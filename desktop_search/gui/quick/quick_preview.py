"""The chosen row's paragraph, below the list of quick search: up to eight lines around the match, with its marks."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPalette, QTextLayout, QTextOption
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from desktop_search.gui.results.excerpt import excerpt_of
from desktop_search.gui.results.row_layout import mark_formats
from desktop_search.gui.widgets import theme
from desktop_search.gui.wording import words
from desktop_search.records import Hit

LINES = 8
_SIDE, _TOP, _GAP = 16, 10, 4


class QuickPreview(QFrame):
    """As high as its text, and never less high than before while the same list is shown: nothing jumps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hit: Hit | None = None
        self._layout: QTextLayout | None = None
        self._laid_out: object = None
        self._text_font = theme.font(theme.TEXT)
        self._small = theme.font(theme.SMALL)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Paragraph"))

    @property
    def hit(self) -> Hit | None:
        return self._hit

    @Slot(object)
    def show_hit(self, hit: Hit | None) -> None:
        """Shows a hit's paragraph; nothing without one."""
        self._hit = hit
        self.setAccessibleDescription("" if hit is None else hit.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, self.height_for(self.width()))

    def height_for(self, width: int) -> int:
        """How high it is at a width; 0 where there is nothing to show."""
        layout = self._lay_out(width)
        if layout is None:
            return 0
        head = QFontMetricsF(self._small).height() + _GAP if self._heading() else 0.0
        return round(_TOP + head + layout.boundingRect().height() + _TOP)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        layout = self._lay_out(self.width())
        if layout is None:
            return
        colour = theme.colours(self.palette())
        painter = QPainter(self)
        top = float(_TOP)
        if heading := self._heading():
            metrics = QFontMetricsF(self._small)
            painter.setFont(self._small)
            painter.setPen(colour.secondary)
            shown = metrics.elidedText(heading, Qt.TextElideMode.ElideRight, self.width() - 2 * _SIDE)
            side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
            painter.drawText(self.rect().adjusted(_SIDE, _TOP, -_SIDE, 0), int(side), shown)
            top += metrics.height() + _GAP
        painter.setPen(colour.text)
        layout.draw(painter, QPointF(_SIDE, top))
        painter.end()

    def _heading(self) -> str:
        return words.heading(self._hit) if self._hit is not None else ""

    def _lay_out(self, width: int) -> QTextLayout | None:
        hit, room = self._hit, width - 2 * _SIDE
        if hit is None or room <= 0:
            return None
        wanted = (hit, room, self.palette().cacheKey())
        if self._laid_out == wanted:
            return self._layout
        letters = max(1.0, QFontMetricsF(self._text_font).averageCharWidth())
        excerpt = excerpt_of(hit, int(0.8 * LINES * room / letters))
        layout = QTextLayout(excerpt.text, self._text_font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(mark_formats(excerpt.text, excerpt.marks, excerpt.answer, self.palette()))
        layout.setCacheEnabled(True)
        y = 0.0
        layout.beginLayout()
        for _ in range(LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(room)
            line.setPosition(QPointF(0, y))
            y += round(line.height() * 1.15)
        layout.endLayout()
        self._layout, self._laid_out = layout, wanted
        return layout
