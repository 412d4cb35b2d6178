"""Follows how the engine stands, and lets status line, notices and settings say it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from desktop_search.engine.messages import EngineDown, SetPaused, Status
from desktop_search.gui import status_words
from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.status_line import StatusLine
from desktop_search.gui.widgets.notice_bar import Matter, NoticeBar


class EngineWatch(QObject):
    """`changed` follows each status; `knows_more` when a question deserves to be asked again, `gave_up`
    when no engine is going to answer it."""

    changed = Signal()
    knows_more = Signal()
    gave_up = Signal()

    def __init__(self, bridge: EngineBridge, status_line: StatusLine, notices: NoticeBar, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._status_line = status_line
        self._notices = notices
        self._status: Status | None = None
        bridge.status_changed.connect(self._take_status)
        bridge.engine_went_down.connect(self._take_engine_down)
        status_line.pause_asked.connect(self._pause)
        notices.action_asked.connect(self._start_again)

    @property
    def status(self) -> Status | None:
        """The newest status; None while there is no engine."""
        return self._status

    @Slot(object)
    def _take_status(self, status: Status) -> None:
        before, self._status = self._status, status
        self._status_line.show_status(status)
        self._notices.show_status(status)
        if status_words.knows_more(before, status):
            self.knows_more.emit()
        self.changed.emit()

    @Slot(object)
    def _take_engine_down(self, event: EngineDown) -> None:
        self._status = None
        self._status_line.show_status(None, stopped=not event.restarting)
        if not event.restarting:
            self.gave_up.emit()
        action = "" if event.restarting else self.tr("Start again")
        self._notices.set_notice(Matter.ENGINE, status_words.engine_down(event), action)

    @Slot(object)
    def _start_again(self, matter: Matter) -> None:
        if matter is Matter.ENGINE:
            self._notices.set_notice(Matter.ENGINE, self.tr("The search is starting again."))
            self._status_line.show_status(None)
            self._bridge.start()

    @Slot(bool)
    def _pause(self, paused: bool) -> None:
        self._bridge.send(SetPaused(paused))
