"""A talk with a real engine process: sends requests, waits for the events that answer them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeVar

from desktop_search import settings as settings_file
from desktop_search.engine.client import EngineClient
from desktop_search.engine.messages import Event, ReloadSettings, Results, Search, Status
from desktop_search.paths import Paths
from desktop_search.records import Mode
from desktop_search.settings import Settings

Wanted = TypeVar("Wanted")
# Long enough for torch to be imported on a busy machine; a test waits for what it needs, never this long.
PATIENCE = 120.0


class Conversation:
    """Starts an engine on entering and stops it on leaving. Every event is kept, in order."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self.events: list[Event] = []
        self._arrived = threading.Condition()
        self._number = 0
        self.client = EngineClient(paths, self._hear)

    def __enter__(self) -> Self:
        self.client.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.stop()

    def start_again(self) -> None:
        """As the window's button does after the engine was given up."""
        deadline = time.monotonic() + PATIENCE
        while self.client.running and time.monotonic() < deadline:
            time.sleep(0.02)
        self.client.start()

    def _hear(self, event: Event) -> None:
        with self._arrived:
            self.events.append(event)
            self._arrived.notify_all()

    def wait_for(
        self, kind: type[Wanted], condition: Callable[[Wanted], bool] = lambda _: True, since: int = 0
    ) -> Wanted:
        """The first event of a kind, from number `since` on, that meets a condition."""
        deadline = time.monotonic() + PATIENCE
        seen = since
        with self._arrived:
            while True:
                while seen < len(self.events):
                    event = self.events[seen]
                    seen += 1
                    if isinstance(event, kind) and condition(event):
                        return event
                left = deadline - time.monotonic()
                if left <= 0 or not self._arrived.wait(left):
                    raise AssertionError(f"no such {kind.__name__}; the last events were {self.events[-3:]}")

    def watch_folders(self, *folders: str) -> None:
        """Writes the folders into the settings, as the window would, and tells the engine."""
        now = settings_file.load(self.paths.settings).settings
        for folder in folders:
            now = settings_file.add_folder(now, folder)
        settings_file.save(self.paths.settings, now)
        self.client.send(ReloadSettings())

    def settled(self) -> Status:
        """Waits until everything is read and encoded."""
        return self.wait_for(
            Status,
            lambda status: status.meaning_ready and status.progress.phase == "idle" and status.progress.files > 0,
        )

    def search(self, text: str, mode: Mode = "auto") -> Results:
        """The final results of one query."""
        self._number += 1
        number, since = self._number, len(self.events)
        self.client.send(Search(number, text, 10, mode))
        return self.wait_for(Results, lambda one: one.number == number and one.final, since)

    def search_until(self, text: str, condition: Callable[[list[str]], bool], mode: Mode = "auto") -> list[str]:
        """Asks again until the paths found meet a condition."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            paths = [hit.path for hit in self.search(text, mode).result.hits]
            if condition(paths):
                return paths
            time.sleep(0.05)
        raise AssertionError(f"the search for {text!r} found {paths}")


def save_folders(paths: Paths, *folders: str) -> None:
    """Settings with these folders, before an engine runs."""
    settings_file.save(paths.settings, Settings(folders=folders))
