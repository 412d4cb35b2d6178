"""A page of a document as a picture: scrolled, zoomed, with the paragraph framed and the words marked upon it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desktop_search.engine.reading_messages import Box, PageShown
from desktop_search.gui.widgets import theme

_MARGIN = 16
_ROOM = 4.0
# A page that has not come yet is shown as a sheet of this height for its width.
_USUAL = 1.41
_MOST_WIDE = 1100
# A page is paper, whatever the window's colours are: these are for what lies upon it.
_MARK, _FRAME = QColor("#ffe08a"), QColor("#2459b8")


class PageView(QAbstractScrollArea):
    """`turned` asks for the page before (-1) or after (1), `width_changed` for a picture of another width."""

    turned = Signal(int)
    zoom_asked = Signal(int)
    width_changed = Signal()
    copy_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._shown: PageShown | None = None
        self._zoom = 1.0
        self._lands_at_end = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(self.tr("Page"))
        self._resized = QTimer(self, singleShot=True, interval=150)
        self._resized.timeout.connect(self.width_changed)

    @property
    def shown(self) -> PageShown | None:
        """The page whose picture is there."""
        return self._shown

    def wanted_width(self) -> int:
        """How wide a picture should be, in its own pixels."""
        return max(64, round(self._width() * self.devicePixelRatioF()))

    def set_zoom(self, zoom: float) -> None:
        """1 fits the page into the width."""
        if zoom != self._zoom:
            self._zoom = zoom
            self._arrange()
            self._resized.start()

    def clear(self) -> None:
        """Shows an empty sheet: another page is coming."""
        self._shown = None
        self._image = QImage()
        self.setAccessibleDescription("")
        self._arrange()

    def show_page(self, shown: PageShown, *, is_same: bool) -> None:
        """Shows a picture. The same page, larger or framed anew, stays where it is scrolled to."""
        bar = self.verticalScrollBar()
        share = bar.value() / max(1, bar.maximum())
        before = self._image.size()
        format_ = QImage.Format.Format_BGR888
        # The image shares these bytes, which the message keeps.
        self._image = QImage(shown.pixels, shown.width, shown.height, shown.stride, format_)
        self._shown = shown
        self._arrange()
        if not is_same:
            self._go_to_start()
        elif before != self._image.size():
            bar.setValue(round(share * bar.maximum()))
        told = self.tr("Page %1 of %2").replace("%2", str(shown.pages)).replace("%1", str(shown.page))
        self.setAccessibleDescription(told)

    def turn(self, step: int) -> None:
        """Asks for the page before or after this one, which is then shown from its near end."""
        if self._shown is not None and 1 <= self._shown.page + step <= self._shown.pages:
            self._lands_at_end = step < 0
            self.turned.emit(step)

    def sizeHint(self) -> QSize:
        return QSize(500, 600)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        if event.size().width() != event.oldSize().width():
            self._resized.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        steps = {
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_Space: bar.pageStep(),
        }
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif key in steps:
            self._scroll(steps[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar.setValue(0 if key == Qt.Key.Key_Home else bar.maximum())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_asked.emit(1 if event.angleDelta().y() > 0 else -1)
            return
        pixels = event.pixelDelta()
        self._scroll(-(pixels.y() if not pixels.isNull() else event.angleDelta().y()))
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = theme.colours(self.palette())
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), colour.window)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        sheet = QRectF(self._corner(), self._size())
        if self._image.isNull():
            painter.fillRect(sheet, theme.mix(colour.base, colour.text, 0.03))
        else:
            painter.drawImage(sheet, self._image)
            self._paint_marks(painter, sheet)
        painter.setPen(QPen(colour.hairline, 1))
        painter.drawRect(sheet.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.end()

    def _paint_marks(self, painter: QPainter, sheet: QRectF) -> None:
        """On paper, whatever the window's colours: the yellow lets the letters through, the frame goes round them."""
        if self._shown is None:
            return
        scale = sheet.width() / self._shown.width
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for box in self._shown.marks:
            painter.fillRect(_placed(box, scale, sheet).adjusted(-1, -1, 1, 1), _MARK)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(_FRAME, 2))
        for box in self._shown.frames:
            painter.drawRoundedRect(_placed(box, scale, sheet).adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM), 4, 4)

    def _width(self) -> float:
        return min(_MOST_WIDE, max(32, self.viewport().width() - 2 * _MARGIN)) * self._zoom

    def _size(self) -> QSize:
        width = self._width()
        share = self._image.height() / self._image.width() if not self._image.isNull() else _USUAL
        return QSize(round(width), round(width * share))

    def _corner(self) -> QPoint:
        free = max(_MARGIN, (self.viewport().width() - self._size().width()) // 2)
        return QPoint(free - self.horizontalScrollBar().value(), _MARGIN - self.verticalScrollBar().value())

    def _arrange(self) -> None:
        size, view = self._size(), self.viewport().size()
        for bar, whole, seen in (
            (self.verticalScrollBar(), size.height() + 2 * _MARGIN, view.height()),
            (self.horizontalScrollBar(), size.width() + 2 * _MARGIN, view.width()),
        ):
            bar.setRange(0, max(0, whole - seen))
            bar.setPageStep(seen)
            bar.setSingleStep(48)
        self.viewport().update()

    def _go_to_start(self) -> None:
        bar = self.verticalScrollBar()
        at_end, self._lands_at_end = self._lands_at_end, False
        frames = self._shown.frames if self._shown is not None else ()
        if frames and self._shown is not None:
            top = min(box[1] for box in frames) * self._size().width() / self._shown.width
            bar.setValue(round(top + _MARGIN - 0.2 * self.viewport().height()))
        else:
            bar.setValue(bar.maximum() if at_end else 0)

    @Slot(int)
    def _scroll(self, step: int) -> None:
        """Scrolls; at the page's end it is turned."""
        bar = self.verticalScrollBar()
        if step > 0 and bar.value() >= bar.maximum():
            self.turn(1)
        elif step < 0 and bar.value() <= 0:
            self.turn(-1)
        else:
            bar.setValue(bar.value() + step)


def _placed(box: Box, scale: float, sheet: QRectF) -> QRectF:
    left, top, right, bottom = box
    return QRectF(sheet.x() + left * scale, sheet.y() + top * scale, (right - left) * scale, (bottom - top) * scale)
