"""The engine process: a query thread, an indexer thread, and a line to each program that talks to it.

    main thread      reads the window's requests; its end of file means that the window is gone
    query thread     answers the newest query of each peer, words first, over its own read-only connection
    ledger thread    tells which files are in the index and which are not, and why, over another one
    indexer thread   the only writer; waits for the writer lock where another program holds it
    model thread     imports torch and loads the model, then hands it to the indexer thread and ends
    peer threads     one for each command line that has connected

Requests are handed over, never worked on, by the thread that received them.
"""

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

from desktop_search.engine.early_model import EarlyModel
from desktop_search.engine.index_thread import IndexThread
from desktop_search.engine.ledger_thread import LedgerThread
from desktop_search.engine.logs import log_to_file
from desktop_search.engine.messages import (
    Event,
    ExplainPath,
    ListFiles,
    ReloadSettings,
    Request,
    Search,
    SetPaused,
    Status,
    Stop,
    TryAgain,
    UpdateIndex,
)
from desktop_search.engine.precedence import Precedence
from desktop_search.engine.query_thread import QueryThread
from desktop_search.paths import Paths

logger = logging.getLogger(__name__)
_UNSENT_AT_MOST = 256


def serve(connection: Connection, paths: Paths, early: EarlyModel | None = None) -> None:
    """Runs the engine until `connection` closes or a Stop arrives. Called in the child process.

    `early` is the model that is being loaded already.
    """
    paths.create()
    log_to_file(paths, "engine")
    process = _EngineProcess(connection, paths, early)
    process.run()


class _Peer:
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


class _Guest(_Peer):
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


class _EngineProcess:
    def __init__(self, connection: Connection, paths: Paths, early: EarlyModel | None) -> None:
        self._paths = paths
        self._owner = _Peer(connection)
        self._peers_lock = threading.Lock()
        self._peers: list[_Peer] = [self._owner]
        self._last_status: Status | None = None
        precedence = Precedence()
        self._queries = QueryThread(paths, precedence)
        self._indexing = IndexThread(paths, precedence, self._queries, self._publish, early=early)
        self._ledger = LedgerThread(paths, precedence)
        self._ledger.on_damage = self._indexing.check_store
        self._door = _Door(paths, self._welcome)

    def run(self) -> None:
        self._queries.start()
        self._ledger.start()
        self._indexing.start()
        self._door.open()
        try:
            self._listen(self._owner)
        finally:
            self._door.close()
            self._indexing.stop()
            self._ledger.stop()
            self._queries.stop()

    def _listen(self, peer: _Peer) -> None:
        """Hands over requests until the peer hangs up or asks to stop."""
        while True:
            try:
                request: Request = peer.connection.recv()
            except (EOFError, OSError):
                return
            if isinstance(request, Stop):
                if peer is self._owner:
                    return
                continue
            self._hand_over(request, peer)

    def _hand_over(self, request: Request, peer: _Peer) -> None:
        match request:
            case Search():
                self._queries.ask(request, peer.send)
            case ListFiles() | ExplainPath():
                self._ledger.ask(request, peer.send)
            case TryAgain():
                self._indexing.try_again(request.paths)
            case ReloadSettings():
                self._indexing.reload_settings()
            case UpdateIndex():
                self._indexing.update(request.number, peer.send)
            case SetPaused():
                self._indexing.set_paused(request.paused)

    def _publish(self, status: Status) -> None:
        with self._peers_lock:
            self._last_status = status
            peers = list(self._peers)
        for peer in peers:
            peer.send(status)

    def _welcome(self, connection: Connection) -> None:
        """A command line has connected: listen to it on a thread of its own."""
        peer = _Guest(connection)
        with self._peers_lock:
            self._peers.append(peer)
            status = self._last_status
        if status is not None:
            peer.send(status)
        threading.Thread(target=self._converse, args=(peer,), name="peer", daemon=True).start()

    def _converse(self, peer: _Peer) -> None:
        try:
            self._listen(peer)
        finally:
            with self._peers_lock:
                self._peers.remove(peer)
            peer.connection.close()


class _Door:
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
                self._folder = tempfile.TemporaryDirectory(prefix="desktop-search-")
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
        while not self._closing:
            try:
                connection = self._listener.accept()
            except (OSError, EOFError, AuthenticationError):
                # A knock with the wrong key, or the door is closing.
                continue
            self._welcome(connection)
