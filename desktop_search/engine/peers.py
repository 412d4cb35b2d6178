"""Who talks to an engine: the window that started it, and command lines that knock at its door."""

from __future__ import annotations

import json
import logging
import os
import queue
import secrets
import tempfile
import threading
from collections.abc import Callable
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, Listener
from pathlib import Path

from desktop_search.engine import left_doors
from desktop_search.engine.messages import Event, Status
from desktop_search.paths import Paths

logger = logging.getLogger(__name__)
_UNSENT_AT_MOST = 256


class Peer:
    """One program at the other end. Sending never raises: a peer that is gone simply hears nothing more."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._lock = threading.Lock()

    def send(self, event: Event) -> None:
        with self._lock:
            try:
                self.connection.send(event)
            except (OSError, ValueError):
                logger.debug("a peer is gone")


class Guest(Peer):
    """A program that may stop reading (a command line that was suspended): nobody here waits for it."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._unsent: queue.Queue[Event] = queue.Queue(_UNSENT_AT_MOST)
        threading.Thread(target=self._send_all, name="guest-events", daemon=True).start()

    def send(self, event: Event) -> None:
        try:
            self._unsent.put_nowait(event)
        except queue.Full:
            # A status is followed by a newer one; whoever misses anything else is better off knowing it.
            if not isinstance(event, Status):
                self.connection.close()

    def _send_all(self) -> None:
        while not self.connection.closed:
            super().send(self._unsent.get())


class Door:
    """Where other programs of the same person knock: a socket in a private folder, its address in the data folder."""

    def __init__(self, paths: Paths, welcome: Callable[[Connection], None]) -> None:
        self._paths = paths
        self._welcome = welcome
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._listener: Listener | None = None
        self._closing = False

    def open(self) -> None:
        """Starts to listen. Without a socket the engine works all the same; only a command line cannot join it."""
        key = secrets.token_bytes(32)
        try:
            if os.name == "nt":
                self._listener = Listener(family="AF_PIPE", authkey=key)
            else:
                # A short path of our own: socket names end at about 100 bytes, and mkdtemp's folder is private.
                self._folder = tempfile.TemporaryDirectory(prefix=left_doors.PREFIX)
                self._listener = Listener(str(Path(self._folder.name) / "engine"), family="AF_UNIX", authkey=key)
            self._announce(key)
        except OSError:
            logger.warning("no other program can join this engine", exc_info=True)
            return
        threading.Thread(target=self._accept, name="door", daemon=True).start()

    def close(self) -> None:
        self._closing = True
        if self._listener is not None:
            self._listener.close()
            self._paths.engine_address.unlink(missing_ok=True)
        if self._folder is not None:
            self._folder.cleanup()

    def _announce(self, key: bytes) -> None:
        assert self._listener is not None
        entry = {"address": self._listener.address, "key": key.hex(), "pid": os.getpid()}
        target = self._paths.engine_address
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=target.name)  # mode 0600
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(entry, file)
        Path(name).replace(target)

    def _accept(self) -> None:
        assert self._listener is not None
        left_doors.remove()
        while not self._closing:
            try:
                connection = self._listener.accept()
            except (OSError, EOFError, AuthenticationError):
                # A knock with the wrong key, or the door is closing.
                continue
            self._welcome(connection)
