"""One program per index: a later start hands its wish to the first one and ends."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop_search.engine import neighbours
from desktop_search.gui import running
from desktop_search.gui.running import Wish
from desktop_search.paths import Paths

_AT_ONCE = 256


class SingleInstance(QObject):
    """`claim` tells whether this is the first copy; the first one emits `asked` with the Wish of each later one."""

    asked = Signal(object)

    def __init__(self, paths: Paths, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paths = paths
        self._lock: int | None = None
        self._server = QLocalServer(self)
        self._server.setListenBacklogSize(_AT_ONCE)
        self._server.newConnection.connect(self._greet)

    @property
    def address(self) -> str:
        """Where it listens; empty where it cannot."""
        return self._server.serverName()

    def claim(self, wish: Wish | None = None) -> bool:
        """True for the first copy. Else the wish is handed to the first copy, and the answer is False.

        Raises TimeoutError where another copy runs and does not answer.
        """
        try:
            self._lock = running.tell_or_hold(self._paths, wish or Wish())
        except TimeoutError:
            raise
        except OSError:
            # Two programs at once are better than none: the engine's own lock keeps the index whole.
            return True
        if self._lock is None:
            return False
        running.announce(self._lock, self._listen())
        return True

    def close(self) -> None:
        """Gives the place back."""
        if self._lock is not None:
            running.announce(self._lock, "")
        self._server.close()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _listen(self) -> str:
        for address in running.addresses(self._paths):
            # Whoever holds the lock is alone: what lies there was left by a crash.
            QLocalServer.removeServer(address)
            if self._server.listen(address):
                if os.path.isabs(address):
                    Path(address).chmod(0o600)
                return address
        return ""

    @Slot()
    def _greet(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            # The folder keeps others out; where somebody has changed its mode, the kernel says who knocks.
            if os.name != "nt" and not neighbours.is_same_person(int(socket.socketDescriptor())):
                socket.abort()
                socket.deleteLater()
                continue
            socket.readyRead.connect(self._read)
            socket.disconnected.connect(socket.deleteLater)
            self._hear(socket)

    @Slot()
    def _read(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._hear(socket)

    def _hear(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() >= running.LONGEST:
                socket.abort()
            return
        wish = running.read_wish(bytes(socket.readLine(running.LONGEST).data()))
        if wish is None:
            socket.abort()
            return
        socket.write(running.HEARD)
        # Before the wish is met: the other program waits for this.
        socket.flush()
        socket.disconnectFromServer()
        self.asked.emit(wish)
