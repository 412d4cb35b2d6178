"""What the program is called on the desktop, and how it tells of a hit there in one line."""

from __future__ import annotations

from desktop_search.gui.widgets import inert
from desktop_search.gui.wording import words
from desktop_search.records import Hit

BUS_NAME = "org.desktopsearch.DesktopSearch"
APPLICATION = BUS_NAME  # also of the desktop entry, the icons and the metainfo
ICON = APPLICATION
_LONGEST = 200


def shown_text(hit: Hit) -> str:
    """Where the hit stands, and how its paragraph begins."""
    name = inert.path(hit.path.replace("\\", "/").rpartition("/")[2])
    place = ", ".join(part for part in (name, words.position(hit)) if part)
    text = " ".join(hit.text.split())
    short = text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"
    return f"{place} · {inert.line(short)}"
