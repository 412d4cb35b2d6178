"""What the tests of the window share: a stub engine, hits to show, and ways to wait."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop_search.engine.messages import Event, Request, Results, Search
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.settings.folder_choices import FolderChoices
from desktop_search.paths import Paths
from desktop_search.records import Hit, SearchResult


def wait_until(condition: Callable[[], bool], timeout: float = 5.0) -> None:
    """Runs the event loop until `condition` holds; fails after `timeout` seconds."""
    end = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        QCoreApplication.processEvents()
        time.sleep(0.002)


def rest(seconds: float) -> None:
    """Runs the event loop for a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QCoreApplication.processEvents()
        time.sleep(0.002)


def make_hit(name: str = "one", text: str = "Use Rename to change the name of a note.", **changes: Any) -> Hit:
    values: dict[str, Any] = {
        "path": f"/notes/{name}.md",
        "title": name.capitalize(),
        "text": text,
        "heading": ("Guides", "Rename"),
        "page": None,
        "line": 12,
        "start": 0,
        "end": len(text),
        "score": 0.62,
        "meaning": 0.5,
        "words": 3.0,
        "strength": "good",
        "highlights": ((4, 10),) if len(text) > 10 else (),
        "modified": 1_700_000_000.0,
    }
    return Hit(**{**values, **changes})


def make_result(*hits: Hit, query: str = "rename", took_ms: float = 0.9) -> SearchResult:
    return SearchResult(query, "auto", hits, took_ms, True, 12480)


class StubEngine:
    def __init__(self, tell: Callable[[Event], None]) -> None:
        self.tell = tell
        self.requests: list[Request] = []
        self.starts = 0
        self.stops = 0

    def start(self) -> None:
        self.starts += 1

    def send(self, request: Request) -> None:
        self.requests.append(request)

    def stop(self, timeout: float = 5.0) -> None:
        self.stops += 1

    @property
    def searches(self) -> list[Search]:
        return [request for request in self.requests if isinstance(request, Search)]

    def answer(self, *hits: Hit, final: bool = True) -> None:
        newest = self.searches[-1]
        self.tell(Results(newest.number, make_result(*hits, query=newest.text), final))


class StubOpener:
    def __init__(self) -> None:
        self.opened: list[str] = []
        self.places: list[tuple[int | None, int | None]] = []
        self.revealed: list[str] = []
        self.says = ""

    def open(self, name: str, page: int | None = None, line: int | None = None) -> str:
        self.opened.append(name)
        self.places.append((page, line))
        return self.says

    def reveal(self, name: str) -> str:
        self.revealed.append(name)
        return self.says


@dataclass
class Desk:
    """A window with everything around it that a test may want to touch."""

    window: MainWindow
    engine: StubEngine
    opener: StubOpener
    choices: FolderChoices
    paths: Paths
    picked: list[str] = field(default_factory=list)

    def type(self, text: str) -> None:
        before = len(self.engine.searches)
        self.window.header.box.edit.setText(text)
        wait_until(lambda: len(self.engine.searches) > before)

    def search(self, text: str, *hits: Hit) -> None:
        self.type(text)
        self.engine.answer(*hits)
        wait_until(lambda: not self.window.search.controller.waiting)
