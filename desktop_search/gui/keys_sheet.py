"""The sheet of keys, over the window; Esc, F1 or a click closes it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_search.gui import theme
from desktop_search.gui.labels import Label


class KeysSheet(QWidget):
    """Covers its parent while shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._covered = parent
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Keys"))
        self._sheet = QWidget(self)
        grid = QGridLayout(self._sheet)
        grid.setContentsMargins(24, 20, 24, 20)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        grid.addWidget(Label(self.tr("Keys"), theme.TITLE, weight=QFont.Weight.DemiBold), 0, 0, 1, 2)
        grid.setRowMinimumHeight(1, 4)
        for row, (keys, does) in enumerate(self._keys(), start=2):
            grid.addWidget(Label(keys, weight=QFont.Weight.DemiBold), row, 0)
            grid.addWidget(Label(does, secondary=True), row, 1)
        self.hide()

    def _keys(self) -> tuple[tuple[str, str], ...]:
        return (
            (self.tr("Ctrl+K, Ctrl+L, /"), self.tr("to the search")),
            (self.tr("Up, Down, Page Up, Page Down"), self.tr("choose a result")),
            (self.tr("Enter"), self.tr("open the file")),
            (self.tr("Ctrl+Enter"), self.tr("show it in its folder")),
            (self.tr("Alt+1 … Alt+9"), self.tr("open the first … ninth result")),
            (self.tr("Ctrl+C"), self.tr("copy the paragraph")),
            (self.tr("Ctrl+D"), self.tr("find similar paragraphs")),
            (self.tr("Tab"), self.tr("to the results, then to the reading pane")),
            (self.tr("Ctrl+I"), self.tr("the files, and why some are not found")),
            (self.tr("Ctrl+R, Ctrl+Shift+R"), self.tr("there: try the chosen files again, or all")),
            (self.tr("Ctrl+,"), self.tr("folders and settings")),
            (self.tr("Esc"), self.tr("clear, or go back")),
        )

    def open(self) -> None:
        """Shows the sheet over the whole parent."""
        self.setGeometry(self._covered.rect())
        self._sheet.adjustSize()
        self._sheet.move((self.width() - self._sheet.width()) // 2, max(0, (self.height() - self._sheet.height()) // 2))
        self.raise_()
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = theme.colours(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = theme.mix(colour.window, colour.text, 0.1)
        veil.setAlphaF(0.75)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(colour.faint, 1))
        painter.setBrush(colour.base)
        painter.drawRoundedRect(QRectF(self._sheet.geometry()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()
