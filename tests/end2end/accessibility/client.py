"""Uses the window through AT-SPI alone, as a screen reader does: by names, roles and states, never by place.

Run by the system's own Python, which has pyatspi: `python3 client.py`. Prints what it met as JSON. It imports
nothing of the project.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pyatspi
from gi.repository import GLib

_APPLICATION = "desktop-search"
_PATIENCE = 60.0
# A control of such a role says nothing to a person who does not see it, unless it has a name.
_NAMED = frozenset(
    (
        pyatspi.ROLE_PUSH_BUTTON, pyatspi.ROLE_TOGGLE_BUTTON, pyatspi.ROLE_RADIO_BUTTON, pyatspi.ROLE_CHECK_BOX,
        pyatspi.ROLE_COMBO_BOX, pyatspi.ROLE_TEXT, pyatspi.ROLE_ENTRY, pyatspi.ROLE_DOCUMENT_TEXT, pyatspi.ROLE_LIST,
        pyatspi.ROLE_LIST_ITEM, pyatspi.ROLE_TABLE, pyatspi.ROLE_TREE, pyatspi.ROLE_SPIN_BUTTON, pyatspi.ROLE_SLIDER,
        pyatspi.ROLE_MENU_ITEM, pyatspi.ROLE_PAGE_TAB, pyatspi.ROLE_LINK, pyatspi.ROLE_IMAGE,
    )
)  # fmt: skip
Element = Any


def until(find: Callable[[], Any], what: str) -> Any:
    """What `find` gives, once it gives something."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        found = find()
        if found:
            return found
        # Events arrive while the main loop of GLib runs.
        while GLib.MainContext.default().iteration(False):
            pass
        time.sleep(0.05)
    raise TimeoutError(what)


def application() -> Element | None:
    return next((one for one in pyatspi.Registry.getDesktop(0) if one and one.name == _APPLICATION), None)


def shown(parent: Element | None) -> Iterator[Element]:
    """Every element below `parent` that is shown."""
    for child in parent or ():
        if child is not None and child.getState().contains(pyatspi.STATE_SHOWING):
            yield child
            yield from shown(child)


def named(name: str, *roles: int) -> Element | None:
    """The shown element of this name."""
    return next((one for one in shown(application()) if one.name == name and one.getRole() in (roles or _NAMED)), None)


def press(name: str) -> None:
    """Presses the button of this name, once it is shown."""
    action = until(lambda: named(name), name).queryAction()
    names = [action.getName(number).lower() for number in range(action.nActions)]
    action.doAction(next(number for number, one in enumerate(names) if one in ("press", "toggle", "click")))


def nameless() -> list[str]:
    """The shown controls that have no name, by role and what they stand in."""
    found = []
    for one in shown(application()):
        if one.getRole() in _NAMED and not one.name.strip():
            around, parent = [], one.parent
            while parent is not None and parent.getRole() != pyatspi.ROLE_APPLICATION:
                around.append(parent.name or parent.getRoleName())
                parent = parent.parent
            found.append(f"{one.getRoleName()} in {' < '.join(around)}")
    return found


class Listener:
    """Keeps what the program wants to have read out."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        pyatspi.Registry.registerEventListener(self._hear, "object:announcement")

    def _hear(self, event: Any) -> None:
        self.heard.append(str(event.any_data))

    def heard_of(self, *parts: str) -> str:
        """The newest of the announcements that holds all of these."""
        return next((text for text in reversed(self.heard) if all(part in text for part in parts)), "")


def key(name: str) -> None:
    """Presses and releases a key, wherever the focus is."""
    value = {"Down": 0xFF54, "Escape": 0xFF1B, "Tab": 0xFF09}[name]
    pyatspi.Registry.generateKeyboardEvent(value, None, pyatspi.KEY_SYM)


def results() -> Element | None:
    return named("Results", pyatspi.ROLE_LIST)


def told(row: Element) -> str:
    """What is read out of a row: what it says, and its place in the list."""
    return f"{row.name}, {row.description}"


def rows() -> list[str]:
    return [told(one) for one in results() or () if one is not None]


def selected() -> str:
    """The chosen row."""
    return next((told(one) for one in results() or () if one.getState().contains(pyatspi.STATE_SELECTED)), "")


def main() -> None:
    met: dict[str, Any] = {}
    listener = Listener()
    until(application, "the program")
    until(lambda: named("Start"), "the first page")
    met["nameless"] = {"first run": nameless()}
    press("Start")

    box = until(lambda: named("Search", pyatspi.ROLE_TEXT, pyatspi.ROLE_ENTRY), "the query")
    met["query_focused"] = until(lambda: box.getState().contains(pyatspi.STATE_FOCUSED), "the focus in the query")
    # Until then rows may still come between others.
    until(lambda: any("meaning ready" in one.name for one in shown(application())), "the search by meaning")
    box.queryEditableText().setTextContents("apple")
    until(lambda: len(rows()) >= 3, "three results")
    until(lambda: "1 of " in rows()[0], "the positions of the rows")
    # A better answer may come once more, and is told as well.
    met["first_announced"] = until(
        lambda: listener.heard_of("1 of ", rows()[0].split(",")[0]), "an announcement of the first row"
    )
    met["rows"] = rows()

    # The focus stays in the query while the rows are walked, so the rows have to be told.
    key("Down")
    met["second_announced"] = until(lambda: listener.heard_of("2 of "), "an announcement of the second row")
    # A better answer may move the row in the list meanwhile; it stays the chosen one.
    met["second_selected"] = until(
        lambda: row if (row := selected()).split(",")[0] in met["second_announced"] else "", "the second row chosen"
    )

    # Another way: a list whose rows are chosen through the list itself.
    place = 2 if rows()[2] != selected() else 3
    met["third_chosen"] = rows()[place]
    results().querySelection().selectChild(place)
    met["third_selected"] = until(
        lambda: row if (row := selected()) and row != met["second_selected"] else "", "the third row chosen"
    )
    met["nameless"]["results"] = nameless()
    press("Open")

    press("Folders and settings")
    until(lambda: named("Search", pyatspi.ROLE_TEXT) is None or named("Results") is None, "the settings")
    met["nameless"]["settings"] = nameless()
    print(json.dumps(met))


if __name__ == "__main__":
    try:
        main()
    except TimeoutError as error:
        seen = [f"{one.getRoleName()} {one.name!r}" for one in shown(application())]
        print(f"waited in vain for {error}; shown is:", *seen, sep="\n  ", file=sys.stderr)
        sys.exit(1)
