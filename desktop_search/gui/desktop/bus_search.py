"""Searches for other programs of the desktop: their questions go to the engine, one after the other, newest first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from desktop_search.engine.messages import Results, Search, SearchFailed, Status
from desktop_search.gui.bridge import EngineBridge
from desktop_search.records import Hit

Found = Callable[[tuple[Hit, ...]], None]
_FIRST_NUMBER = 2_000_000_000
_LIMIT = 10
_PATIENCE_MS = 3000
_REMEMBERED = 200


class BusSearch(QObject):
    """`ask` calls back once, with nothing where it is overtaken or no answer comes. It remembers what it has told of,
    for as long as the folder that it lies in is watched.

    Each asker has a lane of its own, so that one does not overtake the other, nor the window.
    """

    def __init__(self, bridge: EngineBridge, lane: str, number: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._lane = lane
        self._number = _FIRST_NUMBER + number * 10_000_000
        self._found: Found | None = None
        self._known: dict[str, Hit] = {}
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._give_up)
        bridge.results_arrived.connect(self._take_results)
        bridge.search_failed.connect(self._take_failure)
        bridge.status_changed.connect(self._forget)

    def ask(self, text: str, found: Found) -> None:
        """Asks for the best files."""
        self._settle(())
        if not text.strip():
            found(())
            return
        self._number += 1
        self._found = found
        self._patience.start()
        self._bridge.send(Search(self._number, text, _LIMIT, lane=self._lane))

    def known(self, name: str) -> Hit | None:
        """A hit that was told of under this name."""
        return self._known.get(name)

    @Slot(object)
    def _take_results(self, event: Results) -> None:
        # The last but one answer is whole already: only the sentence that answers is still looked for.
        whole = event.final or event.result.mode != "words"
        if event.number == self._number and whole:
            self._settle(event.result.hits)

    @Slot(object)
    def _take_failure(self, event: SearchFailed) -> None:
        if event.number == self._number:
            self._settle(())

    @Slot(object)
    def _forget(self, status: Status) -> None:
        """What lies in a folder that was taken out is not told of again."""
        if status.folders or status.progress.phase == "idle":
            folders = [one.path for one in status.folders]
            kept = self._known.items()
            self._known = {name: hit for name, hit in kept if any(map(Path(hit.path).is_relative_to, folders))}

    @Slot()
    def _give_up(self) -> None:
        self._settle(())

    def _settle(self, hits: tuple[Hit, ...]) -> None:
        self._patience.stop()
        found, self._found = self._found, None
        if found is None:
            return
        for hit in hits:
            self._known.pop(name_of(hit), None)
            self._known[name_of(hit)] = hit
        while len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]
        found(hits)


def name_of(hit: Hit) -> str:
    """A name for a hit that stays the same as long as its place does."""
    return f"{hit.start}:{hit.path}"
