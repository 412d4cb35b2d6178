"""Brings the engine's events, which arrive on another thread, to the window as Qt signals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from desktop_search.engine.aside_messages import FilesSeen, InFile, KnownValues, MatchCounts
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
from desktop_search.engine.reading_messages import DocumentRead, PageShown
from desktop_search.engine.settings_messages import FolderCounted, ModelNews, ModelsKnown, RulePreview

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
    # More of a file, how many files match, what a condition may say, which files are not as they were.
    found_in_file = Signal(object)
    matches_counted = Signal(object)
    values_listed = Signal(object)
    files_seen = Signal(object)
    status_changed = Signal(object)
    engine_went_down = Signal(object)
    files_listed = Signal(object)
    path_explained = Signal(object)
    document_read = Signal(object)
    page_shown = Signal(object)
    folder_counted = Signal(object)
    rule_previewed = Signal(object)
    models_known = Signal(object)
    model_news = Signal(object)
    _arrived = Signal(object)

    def __init__(self, make_engine: Callable[[Listener], Engine], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = True
        self._status: Status | None = None
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

    def tell_again(self) -> None:
        """Tells the newest status once more, for a window that was not there when it came."""
        if self._status is not None:
            self.status_changed.emit(self._status)

    def end_engine(self, seconds: float) -> None:
        """Ends the engine and waits for that, on any thread; `start` starts another one."""
        self._engine.stop(seconds)

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
            self._status = event
            self.status_changed.emit(event)
        elif isinstance(event, FileList):
            self.files_listed.emit(event)
        elif isinstance(event, PathExplained):
            self.path_explained.emit(event)
        elif isinstance(event, DocumentRead):
            self.document_read.emit(event)
        elif isinstance(event, PageShown):
            self.page_shown.emit(event)
        elif isinstance(event, SearchFailed):
            self.search_failed.emit(event)
        elif isinstance(event, InFile):
            self.found_in_file.emit(event)
        elif isinstance(event, MatchCounts):
            self.matches_counted.emit(event)
        elif isinstance(event, KnownValues):
            self.values_listed.emit(event)
        elif isinstance(event, FilesSeen):
            self.files_seen.emit(event)
        elif isinstance(event, FolderCounted):
            self.folder_counted.emit(event)
        elif isinstance(event, RulePreview):
            self.rule_previewed.emit(event)
        elif isinstance(event, ModelsKnown):
            self.models_known.emit(event)
        elif isinstance(event, ModelNews):
            self.model_news.emit(event)
        elif isinstance(event, EngineDown):
            self._status = None
            self.engine_went_down.emit(event)
