"""The query box: an icon, the text, a clear button, and the keys that move the results while one types."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from desktop_search.gui.widgets import icons, theme

_RADIUS = 8.0
# Keys that belong to the window although a line edit would take them on some systems.
_WINDOW_KEYS = {Qt.Key.Key_D, Qt.Key.Key_H, Qt.Key.Key_P, Qt.Key.Key_S, Qt.Key.Key_K, Qt.Key.Key_L, Qt.Key.Key_Comma}


class QueryEdit(QLineEdit):
    """The line edit; it reports the keys that are not for text.

    `more_asked`: Right at the end of the text opens the chosen row, Left there closes it, where `row_is_open` says that
    there is something to close.
    """

    step_asked = Signal(int)
    page_asked = Signal(int)
    open_asked = Signal()
    reveal_asked = Signal()
    copy_asked = Signal()
    escape_pressed = Signal()
    focus_changed = Signal()
    more_asked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row_is_open = False

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            and event.key() in _WINDOW_KEYS
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        pages = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        key = event.key()
        if key in steps:
            self.step_asked.emit(steps[Qt.Key(key)])
        elif key in pages:
            self.page_asked.emit(pages[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            revealing = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            (self.reveal_asked if revealing else self.open_asked).emit()
        elif key == Qt.Key.Key_Escape:
            self.escape_pressed.emit()
        elif event.matches(QKeySequence.StandardKey.Copy) and not self.hasSelectedText():
            self.copy_asked.emit()
        elif self._asks_for_more(event):
            self.more_asked.emit(not self._goes_back(event))
        else:
            super().keyPressEvent(event)

    def _asks_for_more(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or self.hasSelectedText():
            return False
        at_end = self.cursorPosition() == len(self.text()) and bool(self.text())
        if event.key() not in (Qt.Key.Key_Left, Qt.Key.Key_Right) or not at_end:
            return False
        return self.row_is_open or not self._goes_back(event)

    def _goes_back(self, event: QKeyEvent) -> bool:
        return event.key() == (Qt.Key.Key_Right if self.isRightToLeft() else Qt.Key.Key_Left)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit()


class SearchBox(QWidget):
    """A framed line with its icon; `edit` is the line edit itself, `left` is told by clear_or_leave."""

    left = Signal()

    def __init__(self, placeholder: str, size: int = theme.QUERY, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QueryEdit(self)
        self.edit.setFrame(False)
        self.edit.setFont(theme.font(size))
        self.edit.setPlaceholderText(placeholder)
        self.edit.setMaxLength(2000)
        # What is dropped here is a folder to add, not text.
        self.edit.setAcceptDrops(False)
        self._icon_size = theme.scaled(20 if size >= theme.QUERY else 16)
        # Room for the icon, which is painted: a screen reader would tell of a button or an image.
        self._icon = QWidget(self)
        self._icon.setFixedSize(self._icon_size, self._icon_size)
        self._clear = QToolButton(self)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.setAccessibleName(self.tr("Clear the text"))
        self._clear.setToolTip(self.tr("Clear"))
        self._clear.clicked.connect(self.edit.clear)
        self._clear.setAutoRaise(True)
        self._clear.setIconSize(QSize(theme.scaled(16), theme.scaled(16)))
        self._clear.setStyleSheet("QToolButton { border: none; background: transparent; }")
        row = QHBoxLayout(self)
        large = size >= theme.QUERY
        row.setContentsMargins(*((12, 7, 8, 7) if large else (8, 5, 6, 5)))
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self.edit, 1)
        row.addWidget(self._clear)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self._show_clear)
        self.edit.focus_changed.connect(self.update)
        self._show_clear("")
        self._colour()

    def add_button(self, button: QToolButton) -> None:
        """Puts a button into the box, behind the text."""
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAutoRaise(True)
        button.setStyleSheet("QToolButton { border: none; background: transparent; }")
        row = self.layout()
        if isinstance(row, QHBoxLayout):
            row.insertWidget(row.count() - 1, button)

    def focus_query(self) -> None:
        """Puts the cursor in the query with all of it selected, ready to be typed over."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    @Slot()
    def clear_or_leave(self) -> None:
        """What Escape does where something is found on a page: it empties the field, and leads out of an empty one."""
        if self.edit.text():
            self.edit.clear()
        else:
            self.left.emit()

    def type_on(self, text: str) -> None:
        """Takes text typed elsewhere."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.insert(text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = theme.colours(self.palette())
        focused = self.edit.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(colour.accent, 2) if focused else QPen(colour.border, 1)
        inset = pen.widthF() / 2
        painter.setPen(pen)
        painter.setBrush(colour.base)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), _RADIUS, _RADIUS)
        self._symbol.paint(painter, self._icon.geometry())
        painter.end()

    @Slot(str)
    def _show_clear(self, text: str) -> None:
        # Its room is kept, so that the text does not move.
        self._clear.setEnabled(bool(text))
        clear = icons.symbol("clear", theme.colours(self.palette()).secondary, theme.scaled(16))
        self._clear.setIcon(clear if text else icons.nothing())

    def _colour(self) -> None:
        colour = theme.colours(self.palette())
        self._symbol = icons.symbol("search", colour.secondary, self._icon_size)
        self._show_clear(self.edit.text())
