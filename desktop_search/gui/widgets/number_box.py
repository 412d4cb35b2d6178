"""A field for a number, whose two arrows grow with the text."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractSpinBox, QSpinBox, QStyle, QToolButton

from desktop_search.gui.widgets import icons, theme

translate = QCoreApplication.translate
_ARROW, _BUTTON, _EDGE = 10, 20, 2


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
        before, after = (width, 0) if self.isRightToLeft() else (0, width)
        self.lineEdit().setTextMargins(before, 0, after, 0)

    def _colour(self) -> None:
        ink = theme.colours(self.palette()).secondary
        for button, name in ((self._up, "more-up"), (self._down, "more-open")):
            button.setIcon(icons.symbol(name, ink, theme.scaled(_ARROW)))
