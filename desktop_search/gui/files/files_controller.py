"""Turns filters into numbered requests for the list of files, and lets only answers to the newest one through.

While the page is open the same is asked again when the index has changed, at most once in a while. A first list that
is not whole is held back a moment, because the whole one follows at once as a rule; one that tells less than what
is shown already is dropped.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_search.engine.messages import (
    ExplainPath,
    FileList,
    FileState,
    ListFiles,
    PathExplained,
    PathStatus,
    Request,
    Status,
)

REST_MS = 120
HOLD_MS = 200
AGAIN_MS = 1000
ROWS_AT_MOST = 2000


class FilesController(QObject):
    """`listed` carries a FileList and whether it answers a new question; `explained` a PathStatus, or None."""

    listed = Signal(object, bool)
    explained = Signal(object)

    def __init__(self, send: Callable[[Request], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._send = send
        self._active = False
        self._number = 0
        self._wanted = ListFiles(0, limit=ROWS_AT_MOST)
        self._asked: ListFiles | None = None
        self._shown: FileList | None = None
        self._new = True
        self._held: FileList | None = None
        self._path: PathStatus | None = None
        self._seen: object = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._ask)
        self._hold = QTimer(self, singleShot=True, interval=HOLD_MS)
        self._hold.timeout.connect(self._let_held_through)
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self._repeat)

    def open(self) -> None:
        """The page is shown: asks what is wanted now."""
        self._active = True
        self._ask()

    def close(self) -> None:
        """The page is left: nothing more is asked."""
        self._active = False
        for timer in (self._rest, self._hold, self._again):
            timer.stop()

    @Slot(str)
    def set_text(self, text: str) -> None:
        """Takes the filter as it is typed; it is asked for when the typing rests."""
        self._wanted = replace(self._wanted, text=text.strip())
        if self._active:
            self._rest.start()

    def set_state(self, state: FileState | None) -> None:
        """Takes another state; it is asked for at once."""
        self._wanted = replace(self._wanted, state=state)
        if self._active:
            self._ask()

    def take_status(self, status: Status | None) -> None:
        """The index may have changed; None where there is no engine just now."""
        if status is None:
            self._seen = None
            return
        progress = status.progress
        seen = (
            progress.generation,
            progress.phase,
            progress.files,
            progress.failed,
            status.words_ready,
            status.folders,
        )
        if seen != self._seen:
            self._seen = seen
            if self._active and not self._again.isActive():
                self._again.start()

    @Slot(object)
    def take_list(self, event: FileList) -> None:
        """Lets a list through if it is for the newest request and tells no less than what is shown."""
        if event.number != self._number or not self._active:
            return
        if event.final:
            self._hold.stop()
            self._show(event)
        elif self._new:
            self._held = event
            self._hold.start()
        elif event.counts.waiting is not None or self._shown is None or self._shown.counts.waiting is None:
            self._show(event)

    @Slot(object)
    def take_explained(self, event: PathExplained) -> None:
        """Keeps what is known of the path that is typed."""
        if event.number == self._number and self._active:
            self._path = event.status
            self._tell_path()

    @Slot()
    def _let_held_through(self) -> None:
        if self._held is not None:
            self._show(self._held)

    def _show(self, event: FileList) -> None:
        new, self._new, self._held = self._new, False, None
        self._shown = event
        self.listed.emit(event, new)
        self._tell_path()

    def _tell_path(self) -> None:
        """That a path is not there, or not searched, is worth saying only where it is not the beginning of others."""
        status = self._path
        begins = self._shown is None or self._shown.rows
        if status is not None and status.state in ("missing", "outside") and begins:
            status = None
        self.explained.emit(status)

    @Slot()
    def _repeat(self) -> None:
        if self._active and not self._rest.isActive():
            self._ask()

    @Slot()
    def _ask(self) -> None:
        self._rest.stop()
        self._hold.stop()
        before = self._asked
        self._number += 1
        self._asked = replace(self._wanted, number=self._number)
        if before is None or replace(before, number=0) != self._wanted:
            self._new, self._path = True, None
        self._send(self._asked)
        if os.path.isabs(os.path.expanduser(self._wanted.text)):
            self._send(ExplainPath(self._number, self._wanted.text))
        else:
            self._path = None
            self.explained.emit(None)
