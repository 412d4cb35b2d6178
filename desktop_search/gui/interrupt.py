"""Lets Ctrl+C in the terminal and a polite kill end the program in order, although Qt waits in C++."""

from __future__ import annotations

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot


class Interrupt(QObject):
    """Emits `asked` when SIGINT or SIGTERM arrives; `received` is the signal's number."""

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.received = 0
        # Python runs a signal handler only between byte codes; the byte on this socket wakes the event loop for it.
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._wake)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, self._note) for number in (signal.SIGINT, signal.SIGTERM)}

    def close(self) -> None:
        """Gives the signals back."""
        signal.set_wakeup_fd(-1)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._reader.close()
        self._writer.close()

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.received = number

    @Slot()
    def _wake(self) -> None:
        self._reader.recv(64)
        if self.received:
            self.asked.emit()
