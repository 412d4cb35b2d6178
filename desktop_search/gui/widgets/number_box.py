"""A field for a number, whose two arrows grow with the text."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractSpinBox, QSpinBox, QStyle, QToolButton

from desktop_search.gui.widgets import icons, theme

translate = QCoreApplication.translate
_ARROW, _BUTTON, _EDGE, _PAD = 10, 20, 2, 3


class NumberBox(QSpinBox):
    """In the window's size. The style's own arrows are of one size, whatever the text's is."""

    def __init__(self) -> None:
        super().__init__()
        self.setFont(theme.font(theme.TEXT))
        self.setMinimumHeight(theme.scaled(28))
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self._up, self._down = QToolButton(self), QToolButton(self)
        self._up.setAccessibleName(translate("NumberBox", "More"))
        self._down.setAccessibleName(translate("NumberBox", "Less"))
        for button in (self._up, self._down):
            button.setAutoRaise(True)
            button.setAutoRepeat(True)
            # The arrow keys do the same.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setCursor(Qt.CursorShape.ArrowCursor)
            button.setIconSize(QSize(theme.scaled(_ARROW), theme.scaled(_ARROW)))
        self._up.clicked.connect(self.stepUp)
        self._down.clicked.connect(self.stepDown)
        self._colour()

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(theme.scaled(_BUTTON), 0)

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint() + QSize(theme.scaled(_BUTTON), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """As fields for text are: a style sheet leaves no room for the text in a box without the style's own arrows."""
        colour = theme.colours(self.palette())
        pen = QPen(colour.accent, 2) if self.hasFocus() else QPen(colour.border, 1)
        inset = pen.widthF() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.setBrush(colour.base)
        area = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(area, theme.FIELD_RADIUS, theme.FIELD_RADIUS)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()
        elif event.type() == QEvent.Type.LayoutDirectionChange:
            self._place()

    def _place(self) -> None:
        width, half = theme.scaled(_BUTTON), (self.height() - 2 * _EDGE) // 2
        left = self.width() - width - _EDGE
        for button, top in ((self._up, _EDGE), (self._down, _EDGE + half)):
            place = QRect(left, top, width, half)
            button.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))
        before, after = (width, _PAD) if self.isRightToLeft() else (_PAD, width)
        self.lineEdit().setTextMargins(before, 0, after, 0)

    def _colour(self) -> None:
        ink = theme.colours(self.palette()).secondary
        for button, name in ((self._up, "more-up"), (self._down, "more-open")):
            button.setIcon(icons.symbol(name, ink, theme.scaled(_ARROW)))
