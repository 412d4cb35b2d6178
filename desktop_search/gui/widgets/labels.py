"""Labels that follow the palette: plain text always, in the window's sizes and its secondary colour."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QSizePolicy, QWidget

from desktop_search.gui.widgets import theme


class Label(QLabel):
    """Plain text in one of the window's sizes. It never reads its text as markup, so it loads nothing."""

    def __init__(
        self,
        text: str = "",
        size: int = theme.TEXT,
        *,
        weight: QFont.Weight = QFont.Weight.Normal,
        secondary: bool = False,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._secondary = secondary
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(size, weight))
        self.setWordWrap(wrap)
        # On paper the role would be Text, which is never the quiet colour.
        self.setForegroundRole(QPalette.ColorRole.WindowText)
        self.setText(text)
        self._align()
        self._colour()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # The style sheet changes with the palette, and every widget hears of it; of the palette itself only windows do.
        if event.type() == QEvent.Type.StyleChange:
            self._colour()
        elif event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()

    def _align(self) -> None:
        if self.alignment() & Qt.AlignmentFlag.AlignHCenter:
            return
        # By the window and not by the text: else a name in Latin letters would stand on the left in a window that
        # reads from the right.
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        height = self.alignment() & Qt.AlignmentFlag.AlignVertical_Mask
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | height)

    def _colour(self) -> None:
        if self._secondary:
            palette = QApplication.palette()
            palette.setColor(QPalette.ColorRole.WindowText, theme.colours(palette).secondary)
            self.setPalette(palette)


class ElidedLabel(Label):
    """One line of text, cut in its middle where it has no room; the whole of it is in the tool tip."""

    def __init__(self, size: int = theme.TEXT, *, secondary: bool = False, parent: QWidget | None = None) -> None:
        super().__init__("", size, secondary=secondary, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        text = QFontMetrics(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        painter.drawText(self.rect(), int(self.alignment() | Qt.TextFlag.TextSingleLine), text)
        painter.end()
        self.setToolTip(self.text() if text != self.text() else "")


class Hairline(QWidget):
    """One pixel between two regions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colours(self.palette()).hairline)
        painter.end()


class Ground(QFrame):
    """A region with the colour of paper."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
