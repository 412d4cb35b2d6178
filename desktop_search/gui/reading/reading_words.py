"""What the reading pane says of a file: that it is gone, has changed, cannot be read, or was read in part."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_search.engine.reading_messages import DocumentRead
from desktop_search.gui.wording import engine_words
from desktop_search.records import Hit

translate = QCoreApplication.translate
# A time that went through a float is not exact to the nanosecond.
_SAME = 1e-5


def has_changed(document: DocumentRead, hit: Hit) -> bool:
    """Is the file another than the one that the hit was found in?"""
    return document.state == "read" and hit.modified > 0 and abs(document.modified - hit.modified) > _SAME


def about(document: DocumentRead, hit: Hit) -> str:
    """One sentence, or nothing where there is nothing to say."""
    if document.state == "gone":
        return translate("ReadingPane", "This file is gone. What was read of it is still shown here.")
    if document.state == "failed":
        return engine_words.told(document.reason)
    if has_changed(document, hit):
        return translate("ReadingPane", "This file has changed since it was read; it is being read again.")
    return engine_words.told(document.note)
