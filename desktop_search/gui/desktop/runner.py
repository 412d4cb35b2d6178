"""Results in KDE's KRunner: its D-Bus interface org.kde.krunner1, answered from the engine.

https://invent.kde.org/frameworks/krunner, src/data/org.kde.krunner1.xml
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop_search.gui.desktop.bus import Bus, Call, strings
from desktop_search.gui.desktop.bus_search import BusSearch, name_of
from desktop_search.gui.desktop.names import ICON, shown_text
from desktop_search.gui.wording import words
from desktop_search.records import Hit

INTERFACE = "org.kde.krunner1"
DESCRIPTION = """
<interface name="org.kde.krunner1">
  <method name="Actions"><arg name="matches" type="a(sss)" direction="out"/></method>
  <method name="Run">
    <arg name="matchId" type="s" direction="in"/><arg name="actionId" type="s" direction="in"/>
  </method>
  <method name="Match">
    <arg name="query" type="s" direction="in"/><arg name="matches" type="a(sssida{sv})" direction="out"/>
  </method>
  <method name="Teardown"/>
</interface>
"""
# Of Plasma::QueryMatch: a match that may be one, and one that the words really meet.
_POSSIBLE, _WELL = 30, 70
_FEWEST_LETTERS = 3
_FOLDER = "folder"


class Runner(QObject):
    """`open_asked` and `reveal_asked` carry a hit that was chosen."""

    open_asked = Signal(object)
    reveal_asked = Signal(object)

    def __init__(self, bus: Bus, search: BusSearch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._search = search
        bus.offer(INTERFACE, DESCRIPTION, self._take)

    def _take(self, call: Call) -> None:
        match call.member, call.body:
            case "Match", (str(query),):
                self._look_up(call, query)
            case "Actions", ():
                call.answer("a(sss)", ([(_FOLDER, self.tr("Show in folder"), "folder-open")],))
            case "Run", (str(name), str(action)):
                call.answer()
                if (hit := self._search.known(name)) is not None:
                    (self.reveal_asked if action == _FOLDER else self.open_asked).emit(hit)
            case "Teardown", ():
                call.answer()
            case _:
                call.refuse("This method is not known here.", "org.freedesktop.DBus.Error.UnknownMethod")

    def _look_up(self, call: Call, query: str) -> None:
        def answer(hits: tuple[Hit, ...]) -> None:
            call.answer("a(sssida{sv})", ([_row(hit) for hit in hits],))

        # Launchers ask for every letter of a program's name.
        self._search.ask(query if len(query.strip()) >= _FEWEST_LETTERS else "", answer)


def _row(hit: Hit) -> tuple[str, str, str, int, float, dict[str, tuple[str, str]]]:
    """Name, text, icon, kind of match, relevance in [0, 1], and what is told below it."""
    level = _POSSIBLE if hit.strength == "weak" else _WELL
    relevance = max(0.0, min(1.0, hit.score))
    return name_of(hit), words.title(hit), ICON, level, relevance, strings({"subtext": shown_text(hit)})
