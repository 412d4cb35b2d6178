"""One chip: a small button that is on or off, says so by a tick as well as by its ground, and may open a menu."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop_search.gui.widgets import icons, theme

_SIDE, _GAP, _UP = 8, 5, 4
_MARK = 12


class Chip(QAbstractButton):
    """`label` is what it stands for, `count` how much there is of it. `mark`: "tick" where it is on, "down" for a menu,
    "clear" where pressing takes it away.

    `pressed_beside`: it was pressed with Ctrl, which adds it to what is chosen. `step_asked`: an arrow key.
    """

    pressed_alone = Signal()
    pressed_beside = Signal()
    step_asked = Signal(int)

    def __init__(self, value: str = "", mark: str = "tick", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = value
        self._mark = mark
        self._count = ""
        self._beside = False
        self.clicked.connect(self._press)
        self.setFont(theme.font(theme.SMALL))
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def count(self) -> str:
        return self._count

    def show_value(self, label: str, count: str, chosen: bool, spoken: str = "") -> None:
        """Shows it; `spoken` is what a screen reader says of the count."""
        self.setChecked(chosen)
        if (self.text(), self._count) != (label, count):
            self.setText(label)
            self._count = count
            self.updateGeometry()
        self.setAccessibleName(f"{label}, {spoken}" if spoken else label)
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        width = metrics.horizontalAdvance(self.text().replace("&&", "&")) + 2 * _SIDE
        if self._count:
            width += metrics.horizontalAdvance(self._count) + _GAP
        if self._shown_mark():
            width += theme.scaled(_MARK) + 2
        return QSize(round(width + 0.5), round(metrics.height()) + 2 * _UP)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def nextCheckState(self) -> None:
        """What is chosen follows from the query, never from the press itself."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            step = steps[Qt.Key(event.key())]
            across = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
            self.step_asked.emit(-step if across and self.isRightToLeft() else step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._beside = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.click()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._beside = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        super().mousePressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = theme.colours(self.palette())
        metrics = QFontMetricsF(self.font())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(colour.accent, 2) if self.hasFocus() else QPen(self._edge(colour), 1)
        inset = pen.widthF() / 2
        area = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        radius = area.height() / 2
        painter.setPen(pen)
        painter.setBrush(colour.selected if self.isChecked() else colour.hover if self.underMouse() else colour.base)
        painter.drawRoundedRect(area, radius, radius)
        size, mark = theme.scaled(_MARK), self._shown_mark()
        left, right = float(_SIDE), float(self.width() - _SIDE)
        middle = round((self.height() - size) / 2)
        if mark:
            name = {"tick": "file-indexed", "down": "more-open", "clear": "clear"}[mark]
            at = left - 2 if mark == "tick" else right - size + 2
            icon = icons.symbol(name, colour.accent if mark == "tick" else colour.secondary, size)
            self._paint_icon(painter, icon.pixmap(QSize(size, size), self.devicePixelRatioF()), at, middle, size)
            left += size + 2 if mark == "tick" else 0
        painter.setFont(self.font())
        painter.setPen(colour.text)
        label = self.text()
        self._write(painter, label, left, metrics.horizontalAdvance(label))
        if self._count:
            painter.setPen(colour.secondary)
            at = left + metrics.horizontalAdvance(label) + _GAP
            self._write(painter, self._count, at, metrics.horizontalAdvance(self._count))
        painter.end()

    def _shown_mark(self) -> str:
        return self._mark if self._mark != "tick" or self.isChecked() else ""

    def _edge(self, colour: theme.Colours) -> QColor:
        return colour.accent if self.isChecked() else colour.border

    def _write(self, painter: QPainter, text: str, left: float, width: float) -> None:
        at = self.width() - left - width if self.isRightToLeft() else left
        area = QRectF(at, 0, width + 1, self.height())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), text)

    def _paint_icon(self, painter: QPainter, pixmap: QPixmap, left: float, top: int, size: int) -> None:
        at = self.width() - left - size if self.isRightToLeft() else left
        painter.drawPixmap(round(at), top, pixmap)

    @Slot()
    def _press(self) -> None:
        beside, self._beside = self._beside, False
        (self.pressed_beside if beside else self.pressed_alone).emit()
