"""The engine process: a query thread, an indexer thread, and a line to each program that talks to it.

    main thread      reads the window's requests; its end of file means that the window is gone
    query thread     answers the newest query of each peer, words first, over its own read-only connection
    ledger thread    tells which files are in the index and which are not, and why, over another one
    indexer thread   the only writer; waits for the writer lock where another program holds it
    model thread     opens the model, then hands it to the indexer thread and ends
    foresight thread counts what a folder or a rule would mean; there only while it counts
    reading thread   gives the reading pane documents and pages, through a reader process of its own
    model desk       looks a model up or has it downloaded; there only while it does
    peer threads     one for each command line that has connected

Requests are handed over, never worked on, by the thread that received them. What keeps the index up to date is
imported after the query thread has begun to answer.
"""

from __future__ import annotations

import logging
import threading
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from desktop_search.engine.aside_messages import CountMatches, FindInFile, ListValues, LookAtFiles
from desktop_search.engine.crash_report import CrashReport
from desktop_search.engine.early_model import EarlyModel
from desktop_search.engine.logs import log_to_file
from desktop_search.engine.messages import (
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
from desktop_search.engine.peers import Door, Guest, Peer
from desktop_search.engine.precedence import Precedence
from desktop_search.engine.query_thread import QueryThread
from desktop_search.engine.reading_messages import ReadAround, ShowPage
from desktop_search.engine.settings_messages import AskModel, CountFolder, FetchModel, ListModels, StopFetching, TryRule
from desktop_search.paths import Paths
from desktop_search.records import Progress
from desktop_search.store import database

if TYPE_CHECKING:
    from desktop_search.engine.foresight_thread import ForesightThread
    from desktop_search.engine.index_thread import IndexThread
    from desktop_search.engine.ledger_thread import LedgerThread
    from desktop_search.engine.model_desk import ModelDesk
    from desktop_search.engine.reading_thread import ReadingThread

logger = logging.getLogger(__name__)


def serve(connection: Connection, paths: Paths, early: EarlyModel | None = None) -> None:
    """Runs the engine until `connection` closes or a Stop arrives. Called in the child process.

    `early` is the model that is being loaded already.
    """
    paths.create()
    log_to_file(paths, "engine")
    report = CrashReport(paths, "engine")
    process = _EngineProcess(connection, paths, early)
    process.run()
    report.close()


class _EngineProcess:
    def __init__(self, connection: Connection, paths: Paths, early: EarlyModel | None) -> None:
        self._paths = paths
        self._owner = Peer(connection)
        self._peers_lock = threading.Lock()
        self._peers: list[Peer] = [self._owner]
        self._last_status: Status | None = None
        self._early = early
        self._precedence = Precedence()
        self._queries = QueryThread(paths, self._precedence)
        self._indexing: IndexThread | None = None
        self._ledger: LedgerThread | None = None
        self._foresight: ForesightThread | None = None
        self._models: ModelDesk | None = None
        self._reading: ReadingThread | None = None
        self._complete = threading.Event()
        self._door = Door(paths, self._welcome)

    def run(self) -> None:
        self._queries.start()
        if database.is_readable(self._paths.database):
            # The indexer's thread says the same once it has looked the store over.
            self._queries.store_ready()
            self._publish(Status(Progress(), words_ready=True))
        rest = threading.Thread(target=self._start_rest, name="starting")
        rest.start()
        try:
            self._listen(self._owner)
        finally:
            rest.join()
            self._door.close()
            for thread in (self._reading, self._models, self._foresight, self._indexing, self._ledger, self._queries):
                if thread is not None:
                    thread.stop()

    def _start_rest(self) -> None:
        try:
            from desktop_search.engine.foresight_thread import ForesightThread
            from desktop_search.engine.index_thread import IndexThread
            from desktop_search.engine.ledger_thread import LedgerThread
            from desktop_search.engine.model_desk import ModelDesk
            from desktop_search.engine.reading_thread import ReadingThread

            indexing = IndexThread(self._paths, self._precedence, self._queries, self._publish, early=self._early)
            ledger = LedgerThread(self._paths, self._precedence)
            ledger.on_damage = indexing.check_store
            ledger.start()
            indexing.start()
            self._indexing, self._ledger = indexing, ledger
            self._foresight, self._models = ForesightThread(self._paths), ModelDesk(self._paths)
            self._reading = ReadingThread(self._paths, self._precedence)
            self._reading.start()
            self._door.open()
        # Without this part the engine is of no use: the window is told by its end, and starts another one.
        except BaseException:
            logger.exception("the engine could not be started")
            self._owner.connection.close()
        finally:
            self._complete.set()

    def _listen(self, peer: Peer) -> None:
        """Hands over requests until the peer hangs up or asks to stop."""
        while True:
            try:
                request = peer.receive()
            except (EOFError, OSError):
                return
            if isinstance(request, Stop):
                if peer is self._owner:
                    return
                continue
            self._hand_over(request, peer)

    def _hand_over(self, request: Request, peer: Peer) -> None:
        if isinstance(request, Search):
            self._queries.ask(request, peer.send)
            return
        if isinstance(request, FindInFile | CountMatches | ListValues):
            self._queries.ask_beside(request, peer.send)
            return
        self._complete.wait()
        if self._indexing is None or self._ledger is None or self._foresight is None or self._models is None:
            return
        match request:
            case ListFiles() | ExplainPath() | LookAtFiles():
                self._ledger.ask(request, peer.send)
            case TryAgain():
                self._indexing.try_again(request.paths)
            case ReloadSettings():
                self._indexing.reload_settings()
            case UpdateIndex():
                self._indexing.update(request.number, peer.send)
            case SetPaused():
                self._indexing.set_paused(request.paused)
            case ReadAround() | ShowPage():
                if self._reading is not None:
                    self._reading.ask(request, peer.send)
            case CountFolder() | TryRule():
                self._foresight.ask(request, peer.send)
            case ListModels() | AskModel() | FetchModel() | StopFetching():
                self._models.ask(request, peer.send)

    def _publish(self, status: Status) -> None:
        with self._peers_lock:
            self._last_status = status
            peers = list(self._peers)
        for peer in peers:
            peer.send(status)

    def _welcome(self, connection: Connection) -> None:
        """A command line has connected: listen to it, on the thread that let it in, until it goes."""
        peer = Guest(connection)
        with self._peers_lock:
            self._peers.append(peer)
            status = self._last_status
        if status is not None:
            peer.send(status)
        try:
            self._listen(peer)
        finally:
            with self._peers_lock:
                self._peers.remove(peer)
            peer.close()
