"""Results in the overview of GNOME Shell: its interface SearchProvider2, answered from the engine.

https://developer.gnome.org/documentation/tutorials/search-provider.html
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop_search.gui.desktop.bus import Bus, Call, strings
from desktop_search.gui.desktop.bus_search import BusSearch, name_of
from desktop_search.gui.desktop.names import BUS_NAME, ICON, shown_text
from desktop_search.gui.wording import words
from desktop_search.records import Hit

INTERFACE = "org.gnome.Shell.SearchProvider2"
DESCRIPTION = """
<interface name="org.gnome.Shell.SearchProvider2">
  <method name="GetInitialResultSet">
    <arg type="as" name="terms" direction="in"/><arg type="as" name="results" direction="out"/>
  </method>
  <method name="GetSubsearchResultSet">
    <arg type="as" name="previous_results" direction="in"/><arg type="as" name="terms" direction="in"/>
    <arg type="as" name="results" direction="out"/>
  </method>
  <method name="GetResultMetas">
    <arg type="as" name="identifiers" direction="in"/><arg type="aa{sv}" name="metas" direction="out"/>
  </method>
  <method name="ActivateResult">
    <arg type="s" name="identifier" direction="in"/><arg type="as" name="terms" direction="in"/>
    <arg type="u" name="timestamp" direction="in"/>
  </method>
  <method name="LaunchSearch">
    <arg type="as" name="terms" direction="in"/><arg type="u" name="timestamp" direction="in"/>
  </method>
</interface>
"""


class SearchProvider(QObject):
    """`open_asked` carries a hit that was chosen, `window_asked` a query to be gone on with in the window."""

    open_asked = Signal(object)
    window_asked = Signal(str)

    def __init__(self, bus: Bus, search: BusSearch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._search = search
        bus.offer(INTERFACE, DESCRIPTION, self._take)
        bus.own(BUS_NAME)

    def _take(self, call: Call) -> None:
        match call.member, call.body:
            case "GetInitialResultSet", (list(terms),):
                self._look_up(call, terms)
            case "GetSubsearchResultSet", (list(_), list(terms)):
                self._look_up(call, terms)
            case "GetResultMetas", (list(names),):
                known = [(str(name), hit) for name in names if (hit := self._search.known(str(name))) is not None]
                call.answer("aa{sv}", ([_meta(name, hit) for name, hit in known],))
            case "ActivateResult", (str(name), *_):
                call.answer()
                if (hit := self._search.known(name)) is not None:
                    self.open_asked.emit(hit)
            case "LaunchSearch", (list(terms), *_):
                call.answer()
                self.window_asked.emit(" ".join(map(str, terms)))
            case _:
                call.refuse("This method is not known here.", "org.freedesktop.DBus.Error.UnknownMethod")

    def _look_up(self, call: Call, terms: list[object]) -> None:
        def answer(hits: tuple[Hit, ...]) -> None:
            call.answer("as", ([name_of(hit) for hit in hits],))

        self._search.ask(" ".join(map(str, terms)), answer)


def _meta(name: str, hit: Hit) -> dict[str, tuple[str, str]]:
    shown = {"id": name, "name": words.title(hit), "description": shown_text(hit), "gicon": ICON}
    return strings({**shown, "clipboardText": hit.text})
