"""One sentence about a problem, with at most one thing to do about it. The most pressing one is shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QEvent, QRect, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStyle, QToolButton, QWidget

from desktop_search.engine.messages import Status
from desktop_search.gui.widgets import icons, theme
from desktop_search.gui.widgets.labels import Label
from desktop_search.gui.wording import engine_words

PASSING_MS = 7000


class Matter(IntEnum):
    """What a notice is about; the first has precedence. DONE is no problem and looks like none."""

    ENGINE = 0
    VERSION = 1
    PASSING = 2
    DONE = 3
    INDEX = 4
    SEARCH = 5
    MEANING = 6
    REPAIR = 7
    SETTINGS = 8
    KEYS = 9


_SHORT_LIVED = (Matter.PASSING, Matter.DONE)


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence, and the name of the button that does something about it."""

    text: str
    action: str = ""


class NoticeBar(QWidget):
    """Holds at most one notice a matter; one that was closed comes back only with other words. `told`: what is new."""

    action_asked = Signal(object)
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notices: dict[Matter, Notice] = {}
        self._closed: dict[Matter, str] = {}
        self._label = Label("", theme.TEXT, wrap=True, parent=self)
        self._action = QPushButton(self)
        self._action.clicked.connect(self._ask_action)
        self._close = QToolButton(self)
        self._close.setAutoRaise(True)
        self._close.setIconSize(QSize(theme.scaled(16), theme.scaled(16)))
        self._close.setAccessibleName(self.tr("Close this notice"))
        self._close.clicked.connect(self._close_shown)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(12)
        row.addWidget(self._label, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)
        self._passing = QTimer(self, singleShot=True, interval=PASSING_MS)
        self._passing.timeout.connect(self.end_passing)
        self._write()

    @property
    def text(self) -> str:
        """What is shown now."""
        shown = self._shown()
        return self._notices[shown].text if shown is not None else ""

    def set_notice(self, matter: Matter, text: str, action: str = "") -> None:
        """Shows a sentence about a matter, or takes it away where it is empty."""
        if not text:
            self._notices.pop(matter, None)
            self._closed.pop(matter, None)
        elif matter in _SHORT_LIVED or self._closed.get(matter) != text:
            self._notices[matter] = Notice(text, action)
            if matter in _SHORT_LIVED:
                self._passing.start()
        self._write()

    def show_status(self, status: Status) -> None:
        """Takes the problems out of a status; an engine that tells its status is not gone."""
        self.set_notice(Matter.ENGINE, "")
        self.set_notice(Matter.INDEX, engine_words.told(status.progress.problem))
        self.set_notice(Matter.MEANING, engine_words.told(status.meaning_problem))
        self.set_notice(Matter.REPAIR, engine_words.told(status.notice))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = theme.colours(self.palette())
        painter = QPainter(self)
        if self._shown() is Matter.DONE:
            painter.fillRect(self.rect(), colour.base)
        else:
            painter.fillRect(self.rect(), theme.mix(colour.base, colour.mark, 0.35))
            edge = QStyle.visualRect(self.layoutDirection(), self.rect(), QRect(0, 0, 3, self.height()))
            painter.fillRect(edge, colour.accent)
        painter.end()

    def _shown(self) -> Matter | None:
        return min(self._notices, default=None)

    def _write(self) -> None:
        shown = self._shown()
        self.setVisible(shown is not None)
        if shown is not None:
            notice = self._notices[shown]
            if notice.text != self._label.text():
                self.told.emit(notice.text)
            self._label.setText(notice.text)
            self._action.setText(notice.action)
            self._action.setVisible(bool(notice.action))
            self._colour()
        self.update()

    def _colour(self) -> None:
        self._close.setIcon(icons.symbol("clear", theme.colours(self.palette()).secondary, theme.scaled(16)))

    @Slot()
    def _ask_action(self) -> None:
        shown = self._shown()
        if shown is not None:
            self.action_asked.emit(shown)

    @Slot()
    def _close_shown(self) -> None:
        shown = self._shown()
        if shown is not None:
            self._closed[shown] = self._notices.pop(shown).text
            self._write()

    @Slot()
    def end_passing(self) -> None:
        """Takes away what was told only in passing."""
        for matter in _SHORT_LIVED:
            self.set_notice(matter, "")
