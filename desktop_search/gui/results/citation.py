"""A paragraph with where it is from, as text to be put into another document."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_search.gui.widgets import inert
from desktop_search.gui.wording import words
from desktop_search.records import Hit

translate = QCoreApplication.translate


def citation(hit: Hit, text: str = "") -> str:
    """The text, or the hit's paragraph, then title, place in the file, and path."""
    quoted = translate("Citation", "“%1”").replace("%1", (text or hit.text).strip())
    source = [words.title(hit), words.position(hit), inert.path(hit.path)]
    return f"{quoted}\n— {', '.join(part for part in source if part)}"
