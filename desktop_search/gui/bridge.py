"""Brings the engine's events, which arrive on another thread, to the window as Qt signals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from desktop_search.engine.messages import (
    EngineDown,
    Event,
    FileList,
    PathExplained,
    Request,
    Results,
    SearchFailed,
    Status,
)

Listener = Callable[[Event], None]


class Engine(Protocol):
    """What the window needs of an engine."""

    def start(self) -> None: ...
    def send(self, request: Request) -> None: ...
    def stop(self, timeout: float = 5.0) -> None: ...


class EngineBridge(QObject):
    """Owns the engine's connection: requests go down through `send`, events come up as one signal a kind."""

    results_arrived = Signal(object)
    search_failed = Signal(object)
    status_changed = Signal(object)
    engine_went_down = Signal(object)
    files_listed = Signal(object)
    path_explained = Signal(object)
    _arrived = Signal(object)

    def __init__(self, make_engine: Callable[[Listener], Engine], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = True
        self._arrived.connect(self._dispatch, Qt.ConnectionType.QueuedConnection)
        self._engine = make_engine(self.receive)

    def receive(self, event: Event) -> None:
        """Takes one event, on any thread."""
        if self._open:
            self._arrived.emit(event)

    @Slot()
    def start(self) -> None:
        """Starts the engine, or starts it afresh after it gave up."""
        self._engine.start()

    def send(self, request: Request) -> None:
        """Hands one request to the engine; never waits."""
        self._engine.send(request)

    def stop(self) -> None:
        """Ends the engine; events that are still under way are dropped."""
        self._open = False
        self._engine.stop()

    @Slot(object)
    def _dispatch(self, event: Event) -> None:
        if not self._open:
            return
        if isinstance(event, Results):
            self.results_arrived.emit(event)
        elif isinstance(event, Status):
            self.status_changed.emit(event)
        elif isinstance(event, FileList):
            self.files_listed.emit(event)
        elif isinstance(event, PathExplained):
            self.path_explained.emit(event)
        elif isinstance(event, SearchFailed):
            self.search_failed.emit(event)
        elif isinstance(event, EngineDown):
            self.engine_went_down.emit(event)
