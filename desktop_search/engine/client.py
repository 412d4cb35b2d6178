"""Starts the engine process, talks to it, and starts it once more if it dies.

Used by the window; `connect` is for a command line beside a running engine. Nothing heavy is imported here:
this module lives in the window's process.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Client, Connection
from multiprocessing.process import BaseProcess

from desktop_search.engine.messages import EngineDown, Event, ExplainPath, ListFiles, Request, Search, Stop
from desktop_search.engine.reading_messages import ReadAround, ShowPage
from desktop_search.paths import Paths, keep_private

logger = logging.getLogger(__name__)
# An engine that lived this long earns a fresh restart; one that dies sooner twice in a row does not.
_HEALTHY_SECONDS = 60.0
# Of these only the newest one is worth an answer.
_QUESTIONS = (Search, ListFiles, ExplainPath, ReadAround, ShowPage)


class EngineClient:
    """One engine process and the thread that reads its events."""

    def __init__(self, paths: Paths, on_event: Callable[[Event], None] | None = None) -> None:
        """`on_event` is called on the reader thread, one event at a time, in order; see `hear`."""
        self._paths = paths
        self._on_event = on_event
        self._unheard: list[Event] = []
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._process: BaseProcess | None = None
        self._reader: threading.Thread | None = None
        self._stopping = threading.Event()
        self._unsent: list[Request] = []

    def hear(self, on_event: Callable[[Event], None]) -> None:
        """From now on events go to `on_event`, those first that came before anybody listened."""
        with self._lock:
            self._on_event = on_event
            unheard, self._unheard = self._unheard, []
            for event in unheard:
                on_event(event)

    @property
    def process_id(self) -> int | None:
        process = self._process
        return process.pid if process is not None else None

    @property
    def running(self) -> bool:
        """Is there an engine, or is one about to start?"""
        return self._reader is not None and self._reader.is_alive()

    def start(self) -> None:
        """Starts the engine; after it was given up, tries afresh. A running engine is left alone."""
        if self.running:
            return
        self._stopping.clear()
        self._reader = threading.Thread(target=self._run, name="engine-events", daemon=True)
        self._reader.start()

    def send(self, request: Request) -> None:
        """Hands a request over; one made while the engine starts is kept for it. Of questions only the newest is."""
        with self._lock:
            if self._connection is None:
                if isinstance(request, _QUESTIONS):
                    self._unsent = [kept for kept in self._unsent if not _overtakes(request, kept)]
                self._unsent.append(request)
                return
            try:
                self._connection.send(request)
            except (OSError, ValueError):
                logger.info("the engine is gone; %s was not sent", type(request).__name__)

    def stop(self, timeout: float = 5.0) -> None:
        """Asks the engine to finish, then terminates it, then kills it; `timeout` in seconds for the first."""
        self._stopping.set()
        self.send(Stop())
        process, reader = self._process, self._reader
        if process is not None:
            _end(process, timeout)
        if reader is not None and reader is not threading.current_thread():
            reader.join(timeout)

    def _run(self) -> None:
        restarted_at: float | None = None
        while not self._stopping.is_set():
            started = time.monotonic()
            reason = self._serve_one()
            if self._stopping.is_set():
                return
            again = restarted_at is None or time.monotonic() - started > _HEALTHY_SECONDS
            restarted_at = time.monotonic()
            self._tell(EngineDown(again, reason))
            if not again:
                return

    def _tell(self, event: Event) -> None:
        with self._lock:
            if self._on_event is None:
                self._unheard.append(event)
                return
        self._on_event(event)

    def _serve_one(self) -> str:
        """Runs one engine until its end; says how it ended."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_engine_main, args=(theirs, self._paths), name="desktop-search-engine")
        try:
            process.start()
        except OSError as error:
            ours.close()
            return f"it could not be started ({error.strerror})"
        finally:
            theirs.close()
        with self._lock:
            self._connection, self._process = ours, process
            unsent, self._unsent = self._unsent, []
        for request in unsent:
            self.send(request)
        if self._stopping.is_set():
            self.send(Stop())
        try:
            while True:
                self._tell(ours.recv())
        except (EOFError, OSError):
            pass
        finally:
            with self._lock:
                self._connection = None
                ours.close()
            _end(process, 5.0)
        code = process.exitcode
        return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"


def _overtakes(newer: Request, older: Request) -> bool:
    if isinstance(newer, Search) and isinstance(older, Search):
        return newer.lane == older.lane
    return type(newer) is type(older)


def connect(paths: Paths) -> Connection | None:
    """A line to the engine that runs on this index, None where none does."""
    try:
        entry = json.loads(paths.engine_address.read_text(encoding="utf-8"))
        return Client(entry["address"], authkey=bytes.fromhex(entry["key"]))
    except (OSError, ValueError, KeyError, EOFError, multiprocessing.AuthenticationError):
        return None


def _end(process: BaseProcess, timeout: float) -> None:
    process.join(timeout)
    if process.is_alive():
        process.terminate()
        process.join(2.0)
    if process.is_alive():
        process.kill()
        process.join()


def _engine_main(connection: Connection, paths: Paths) -> None:
    """Runs in the child: what the engine imports stays out of the window's process."""
    # Control-C reaches every process of a terminal; the window decides, and ends this one in the proper way.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keep_private()
    # Read by numpy when it is imported. Products are small here, and the threads that numpy would have for them spin
    # until the next one: measured, whole queries took 42 ms with them and 16 without.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from desktop_search.engine.early_model import EarlyModel

    early = EarlyModel(paths)
    from desktop_search.engine.process import serve

    serve(connection, paths, early)
    # Everything is closed. A thread of a library that is still at work (a model being opened) when Python takes itself
    # apart would end the process with a crash, so Python does not get to do that.
    for child in multiprocessing.active_children():
        child.terminate()
    logging.shutdown()
    os._exit(0)
