"""One window per index: a second start asks the first to come to the front and ends."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop_search.paths import Paths

_PATIENCE_MS = 1000
_LONGEST_MESSAGE = 64


class SingleInstance(QObject):
    """`claim` tells whether this is the first copy; the first one emits `asked` with what a later one says."""

    asked = Signal(str)

    def __init__(self, address: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address = address
        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._greet)

    def claim(self, message: str = "show") -> bool:
        """True for the first copy. Else `message` is handed to the first copy, and the answer is False."""
        # The lock covers only these few lines, against two copies that start in the same moment.
        lock = QLockFile(self._lock_name())
        locked = lock.tryLock(_PATIENCE_MS)
        try:
            if self._tell(message):
                return False
            QLocalServer.removeServer(self._address)
            if self._server.listen(self._address) and os.path.isabs(self._address):
                os.chmod(self._address, 0o700)
            return True
        finally:
            if locked:
                lock.unlock()

    def close(self) -> None:
        """Gives the address back."""
        self._server.close()

    def _lock_name(self) -> str:
        base = self._address if os.path.isabs(self._address) else os.path.join(tempfile.gettempdir(), self._address)
        return base + ".lock"

    def _tell(self, message: str) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._address)
        if not socket.waitForConnected(_PATIENCE_MS):
            return False
        socket.write(message.encode()[:_LONGEST_MESSAGE])
        socket.waitForBytesWritten(_PATIENCE_MS)
        socket.disconnectFromServer()
        return True

    @Slot()
    def _greet(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(self._read)
            socket.disconnected.connect(socket.deleteLater)
            if socket.bytesAvailable():
                self._hear(socket)

    @Slot()
    def _read(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._hear(socket)

    def _hear(self, socket: QLocalSocket) -> None:
        message = bytes(socket.read(_LONGEST_MESSAGE).data()).decode("utf-8", "replace")
        if message:
            self.asked.emit(message)


def address(paths: Paths) -> str:
    """A name that belongs to this person and this index: a socket in a private folder, or a pipe's name on Windows."""
    name = "desktop-search-" + hashlib.sha256(os.fsencode(paths.data)).hexdigest()[:16]
    if sys.platform == "win32":
        return name
    return str(_private_folder() / name)


def _private_folder() -> Path:
    """The session's runtime folder where it is ours alone, else one of mode 0700 below the temporary folder."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and _is_private(Path(runtime)):
        return Path(runtime)
    folder = Path(tempfile.gettempdir()) / f"desktop-search-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if _is_private(folder):
        return folder
    return Path(tempfile.mkdtemp(prefix="desktop-search-"))


def _is_private(folder: Path) -> bool:
    try:
        known = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(known.st_mode) and known.st_uid == os.getuid() and not known.st_mode & 0o077
