"""Who talks to an engine: the window that started it, and command lines that knock at its door."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import queue
import secrets
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, Listener, answer_challenge, deliver_challenge
from pathlib import Path

from desktop_search.engine import door_lines, left_doors, neighbours
from desktop_search.engine.messages import Event, Request, Status
from desktop_search.paths import Paths

logger = logging.getLogger(__name__)
_UNSENT_AT_MOST = 256
# So many programs may stand at the door at a time; a command line stays a moment, so nobody needs more.
_MOST_KNOCKS = 32
_BREATH = 0.05


class Peer:
    """One program at the other end. Sending never raises: a peer that is gone simply hears nothing more."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._lock = threading.Lock()

    def receive(self) -> Request:
        """The next request. Raises EOFError or OSError where there is none any more."""
        request: Request = self.connection.recv()
        return request

    def send(self, event: Event) -> None:
        with self._lock:
            try:
                self._write(event)
            except (OSError, ValueError):
                logger.debug("a peer is gone")

    def close(self) -> None:
        self.connection.close()

    def _write(self, event: Event) -> None:
        self.connection.send(event)


class Guest(Peer):
    """A program that may stop reading (a command line that was suspended): nobody here waits for it.

    It speaks as door_lines.py says; one that says anything else is shown out.
    """

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._open = threading.Lock()
        self._unsent: queue.Queue[Event | None] = queue.Queue(_UNSENT_AT_MOST)
        threading.Thread(target=self._send_all, name="guest-events", daemon=True).start()

    def receive(self) -> Request:
        try:
            return door_lines.request_of(self.connection.recv_bytes(door_lines.LONGEST))
        except ValueError as error:
            raise EOFError from error

    def send(self, event: Event) -> None:
        try:
            self._unsent.put_nowait(event)
        except queue.Full:
            # A status is followed by a newer one; whoever misses anything else is better off knowing it.
            if not isinstance(event, Status):
                self._hang_up()

    def _hang_up(self) -> None:
        """Ends the talk for both sides; the thread that reads then closes. Closing here would wait for who writes."""
        with self._open, contextlib.suppress(OSError):
            if os.name == "nt":
                self.connection.close()
            elif not self.connection.closed:
                with socket.socket(fileno=os.dup(self.connection.fileno())) as line:
                    line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        # Not while the other thread writes: the number of the handle may be another guest's a moment later.
        with self._lock, self._open:
            super().close()
        with contextlib.suppress(queue.Full):
            self._unsent.put_nowait(None)

    def _send_all(self) -> None:
        while not self.connection.closed and (event := self._unsent.get()) is not None:
            super().send(event)

    def _write(self, event: Event) -> None:
        if (line := door_lines.told(event)) is not None:
            self.connection.send_bytes(line)


class Door:
    """Where other programs of the same person knock: a socket in a private folder, its address in the data folder."""

    def __init__(self, paths: Paths, welcome: Callable[[Connection], None]) -> None:
        self._paths = paths
        self._welcome = welcome
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._listener: Listener | None = None
        self._key = secrets.token_bytes(32)
        self._knocks = threading.BoundedSemaphore(_MOST_KNOCKS)
        self._closing = False

    def open(self) -> None:
        """Starts to listen. Without a socket the engine works all the same; only a command line cannot join it."""
        try:
            if os.name == "nt":
                self._listener = Listener(family="AF_PIPE")
            else:
                # A short path of our own: socket names end at about 100 bytes, and mkdtemp's folder is private.
                self._folder = tempfile.TemporaryDirectory(prefix=left_doors.PREFIX)
                self._listener = Listener(
                    str(Path(self._folder.name) / "engine"), family="AF_UNIX", backlog=_MOST_KNOCKS
                )
            self._announce()
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

    def _announce(self) -> None:
        assert self._listener is not None
        entry = {"address": self._listener.address, "key": self._key.hex(), "pid": os.getpid()}
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
            except OSError:
                # It went again at once, there are no handles left, or the door is closing.
                time.sleep(_BREATH)
                continue
            if not self._knocks.acquire(blocking=False):
                connection.close()
                continue
            # On a thread of its own: one that says nothing must not keep the others out.
            threading.Thread(target=self._greet, args=(connection,), name="knock", daemon=True).start()

    def _greet(self, connection: Connection) -> None:
        """Lets in who is the same person and has the key, and stays with them until they go."""
        try:
            if os.name == "nt" or neighbours.is_same_person(connection.fileno()):
                deliver_challenge(connection, self._key)
                answer_challenge(connection, self._key)
                self._welcome(connection)
        except (OSError, EOFError, AuthenticationError, AssertionError, ValueError):
            # A knock with the wrong key; the library tells of some by an assertion.
            logger.debug("a knock was not answered")
        finally:
            connection.close()
            self._knocks.release()
