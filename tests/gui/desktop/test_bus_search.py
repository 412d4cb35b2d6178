"""What other programs of the desktop may ask about: hits that they were told of, in folders that are watched."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from desktop_search.engine.messages import Event, Results, Search, Status
from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.desktop.bus_search import BusSearch, name_of
from desktop_search.records import FolderStatus, Hit, Progress
from tests.gui.support import StubEngine, make_hit, make_result, wait_until


def test_what_lies_in_a_folder_that_was_taken_out_is_not_told_of_again(application: QApplication) -> None:
    engines: list[StubEngine] = []

    def make(tell: Callable[[Event], None]) -> StubEngine:
        engines.append(StubEngine(tell))
        return engines[0]

    bridge = EngineBridge(make)
    search = BusSearch(bridge, "shell", 0)
    kept, gone = make_hit("kept"), make_hit("gone", path="/private/gone.md")
    found: list[Hit] = []
    search.ask("anything", found.extend)
    (asked,) = (one for one in engines[0].requests if isinstance(one, Search))
    engines[0].tell(Results(asked.number, make_result(kept, gone), True))
    wait_until(lambda: found == [kept, gone])
    assert search.known(name_of(gone)) == gone

    def status(*folders: str) -> Status:
        return Status(Progress("idle"), tuple(FolderStatus(one) for one in folders), words_ready=True)

    engines[0].tell(status("/notes", "/privat"))
    wait_until(lambda: search.known(name_of(gone)) is None)
    assert search.known(name_of(kept)) == kept
    engines[0].tell(status())
    wait_until(lambda: search.known(name_of(kept)) is None)
