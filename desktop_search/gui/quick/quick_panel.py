"""Quick search on the screen: a frameless panel in the upper third of the screen under the pointer.

Its top edge stands still; it grows downwards with what is found. It hides itself as soon as it loses the keyboard.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import (
    QCursor,
    QGuiApplication,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QShortcut,
    QWindow,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_search.gui import shortcuts
from desktop_search.gui.asking.search_box import SearchBox
from desktop_search.gui.quick.quick_preview import QuickPreview
from desktop_search.gui.quick.quick_rows import QuickList
from desktop_search.gui.widgets import theme
from desktop_search.gui.widgets.labels import Hairline, Label
from desktop_search.records import Hit

WIDTH = 680
_TOP_SHARE = 0.18
_LOWEST_SHARE = 0.94
_FLAGS = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint


class QuickPanel(QWidget):
    """`got_keyboard` follows when it has the keyboard, `left` when it has lost it; the others what a key asks for."""

    got_keyboard = Signal()
    left = Signal()
    cite_asked = Signal()
    window_asked = Signal()
    number_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__(None, _FLAGS)
        self._area = QRect()
        self._had_keyboard = False
        self.box = SearchBox("")
        self.invite()
        self.box.edit.setAccessibleName(self.tr("Search"))
        self.list = QuickList()
        self.preview = QuickPreview()
        self._note = Label("", theme.SMALL, secondary=True)
        self._column = QVBoxLayout(self)
        self._lines = (Hairline(), Hairline(), Hairline())
        self.setWindowTitle(self.tr("Quick search"))
        self.setAccessibleName(self.tr("Quick search"))
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self._arrange()
        for key, action in (("Ctrl+Shift+C", self.cite_asked.emit), ("Esc", self.hide)):
            QShortcut(QKeySequence(key), self).activated.connect(action)
        shortcuts.NumberKeys(self, self.number_asked.emit)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._take_focus)
        edit = self.box.edit
        edit.step_asked.connect(self.list.step)
        edit.page_asked.connect(self.list.step_page)
        # The offered query is selected, and Ctrl+C would copy it, not the paragraph that was gone to.
        edit.step_asked.connect(edit.deselect)
        edit.escape_pressed.connect(self.hide)
        self.list.chosen.connect(self.preview.show_hit)
        self.list.chosen.connect(self._fit)

    @property
    def note(self) -> str:
        """The sentence at the bottom."""
        return self._note.text()

    def invite(self, told: str = "") -> None:
        """Says in the empty box what it is for; `told` where it is for something else than a question."""
        self.box.edit.setPlaceholderText(told or self.tr("Search your documents"))

    def prepare(self) -> None:
        """Does what the first showing would have to do: a native window, fonts, layouts."""
        self.winId()
        self.ensurePolished()
        self.place()
        self.grab()

    def present(self) -> None:
        """Shows the panel, with the query selected so that it can be typed over."""
        self.place()
        self.show_note("")
        self.box.edit.selectAll()
        self.box.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.show()
        self.raise_()
        self.activateWindow()

    def show_hits(self, hits: Sequence[Hit], new: bool) -> None:
        """Shows what was found."""
        self.list.show_hits(hits, new)
        self._fit()

    def show_note(self, text: str) -> None:
        """One sentence below everything; nothing takes its room away."""
        self._note.setText(text)
        self._fit()

    @property
    def has_keyboard(self) -> bool:
        """Is it this very window? `isActiveWindow` holds for a tool window as soon as another one of ours is active."""
        return self.testAttribute(Qt.WidgetAttribute.WA_WState_Created) and (
            QGuiApplication.focusWindow() is self.windowHandle()
        )

    @Slot(QWindow)
    def _take_focus(self, window: QWindow | None) -> None:
        had, self._had_keyboard = self._had_keyboard, self.has_keyboard
        if self._had_keyboard and not had:
            self.got_keyboard.emit()
        elif had and not self._had_keyboard and self.isVisible():
            self.hide()
            self.left.emit()

    def focusNextPrevChild(self, following: bool) -> bool:
        """Tab goes on in the window."""
        self.window_asked.emit()
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(theme.colours(self.palette()).hairline, 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 8, 8, 8)
        head.addWidget(self.box)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 6, 16, 6)
        foot.addWidget(self._note)
        column = self._column
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._lines[0])
        column.addWidget(self.list)
        column.addWidget(self._lines[1])
        column.addWidget(self.preview)
        column.addWidget(self._lines[2])
        column.addLayout(foot)

    def place(self) -> None:
        """Chooses screen and place anew: a screen may have been unplugged since."""
        screen = QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
        self._area = screen.availableGeometry()
        self._fit()

    @Slot()
    def _fit(self) -> None:
        if self._area.isNull():
            return
        width = min(theme.scaled(WIDTH), round(0.94 * self._area.width()))
        top = self._area.top() + round(_TOP_SHARE * self._area.height())
        most = self._area.top() + round(_LOWEST_SHARE * self._area.height()) - top
        has_rows, has_note = self.list.results.rowCount() > 0, bool(self._note.text())
        box = self.box.sizeHint().height() + 16
        note = self._note.sizeHint().height() + 12 if has_note else 0
        rows = self.list.wanted_height
        room = most - box - note - 5
        preview = self.preview.height_for(width - 2) if has_rows else 0
        if rows + preview > room:
            preview = min(preview, max(0, room - rows))
            rows = min(rows, room - preview)
        for line, is_shown in zip(self._lines, (has_rows, preview > 0, has_note), strict=True):
            line.setVisible(is_shown)
        self.list.setVisible(has_rows)
        self.list.setFixedHeight(max(1, rows))
        self.preview.setVisible(preview > 0)
        self.preview.setFixedHeight(max(1, preview))
        self._note.setVisible(has_note)
        height = 2 + box + rows + preview + note + sum((has_rows, preview > 0, has_note))
        self._column.activate()
        self.setGeometry(self._area.left() + (self._area.width() - width) // 2, top, width, height)
