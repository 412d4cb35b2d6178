"""The sheet of keys, over the window; Esc, F1 or a click closes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_search.gui import key_table
from desktop_search.gui.widgets import theme
from desktop_search.gui.widgets.labels import Label

_EDGE = 16


class KeysSheet(QWidget):
    """Covers its parent while shown. Lists the table of keys in two columns, in one where the window is narrow."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._covered = parent
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Keys"))
        self._sheet = QWidget(self)
        parent.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Shows the sheet over the whole parent."""
        if self._sheet.layout() is None:
            # Only now: it is many labels, and seldom looked at.
            self._fill()
        self._place()
        self.raise_()
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _fill(self) -> None:
        column = QVBoxLayout(self._sheet)
        column.setContentsMargins(24, 20, 12, 20)
        column.setSpacing(12)
        column.addWidget(Label(self.tr("Keys"), theme.TITLE, weight=QFont.Weight.DemiBold))
        self._list = QWidget()
        # Below the list from the beginning: without a parent each would be a window, and outlive this one.
        self._groups = [_group(title, entries, self._list) for title, entries in key_table.groups()]
        columns = QHBoxLayout(self._list)
        columns.setContentsMargins(0, 0, 12, 0)
        columns.setSpacing(40)
        self._columns = (QVBoxLayout(), QVBoxLayout())
        for one in self._columns:
            one.setSpacing(16)
            one.setAlignment(Qt.AlignmentFlag.AlignTop)
            columns.addLayout(one)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._list)
        column.addWidget(self._area, 1)
        column.addWidget(Label(self.tr("Esc closes this list."), theme.SMALL, secondary=True))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        # F1 closes the sheet; the window would open the manual under it.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(event.key() == Qt.Key.Key_F1)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.hide()
            return
        bar = self._area.verticalScrollBar()
        steps = {
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
        }
        bar.setValue(bar.value() + steps.get(Qt.Key(event.key()), 0))

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

    def _place(self) -> None:
        self.setGeometry(self._covered.rect())
        room = self.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        self._spread(beside=True)
        if self._list.sizeHint().width() + 60 > room.width():
            self._spread(beside=False)
        # Around the list: margins, the title and the last line.
        wanted = self._list.sizeHint() + (self._sheet.sizeHint() - self._area.sizeHint())
        wanted.setWidth(self._list.sizeHint().width() + 24 + 12 + self._area.verticalScrollBar().sizeHint().width())
        size = wanted.boundedTo(room.size())
        self._sheet.resize(size)
        self._sheet.move((self.width() - size.width()) // 2, (self.height() - size.height()) // 2)

    def _spread(self, beside: bool) -> None:
        """What is about the result stands beside the rest; all below each other where there is no room."""
        for number, group in enumerate(self._groups):
            self._columns[number % 2 if beside else 0].addWidget(group)
            for label in group.findChildren(Label):
                label.setWordWrap(not beside)
        self._list.adjustSize()


def _group(title: str, entries: tuple[key_table.Entry, ...], parent: QWidget) -> QWidget:
    group = QWidget(parent)
    grid = QGridLayout(group)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(6)
    grid.addWidget(Label(title, theme.SMALL, secondary=True), 0, 0, 1, 2)
    for row, entry in enumerate(entries, start=1):
        grid.addWidget(Label(entry.told, weight=QFont.Weight.DemiBold), row, 0)
        grid.addWidget(Label(entry.does), row, 1)
    grid.setColumnStretch(1, 1)
    return group
