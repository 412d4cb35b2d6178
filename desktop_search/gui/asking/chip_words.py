"""What the chips say: kinds of files, spans of time, counts. No widgets."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_search.engine.aside_messages import MatchCounts
from desktop_search.gui.asking.query_text import Part
from desktop_search.gui.wording import words

translate = QCoreApplication.translate

# In the order of the chips.
KINDS = (
    *("note", "pdf", "mail", "document", "sheet", "slides", "web"),
    *("code", "book", "notebook", "subtitles", "archive"),
)
SPANS = ("today", "past-7-days", "past-30-days", "past-12-months")


def kind(value: str) -> str:
    """A kind of files as a person calls it."""
    told = {
        "note": translate("Chips", "Notes"),
        "pdf": translate("Chips", "PDF"),
        "mail": translate("Chips", "Mail"),
        "document": translate("Chips", "Documents"),
        "sheet": translate("Chips", "Sheets"),
        "slides": translate("Chips", "Slides"),
        "web": translate("Chips", "Web pages"),
        "code": translate("Chips", "Code"),
        "book": translate("Chips", "Books"),
        "notebook": translate("Chips", "Notebooks"),
        "subtitles": translate("Chips", "Subtitles"),
        "archive": translate("Chips", "Archives"),
    }
    return told.get(value, value)


def span(value: str) -> str:
    """A span of time as a person calls it; one that was typed as it was."""
    told = {
        "today": translate("Chips", "Today"),
        "past-7-days": translate("Chips", "Past week"),
        "past-30-days": translate("Chips", "Past month"),
        "past-12-months": translate("Chips", "Past year"),
    }
    return told.get(value, value.replace("-", " ") if value[:1].isalpha() else value)


def dated(part: Part) -> str:
    """A condition on the date: Past week, before 2024, 2023..2024."""
    if part.name == "before":
        return translate("Chips", "Before %1").replace("%1", part.value)
    if part.name == "after":
        return translate("Chips", "After %1").replace("%1", part.value)
    return span(part.value)


def count(value: int, counts: MatchCounts | None) -> str:
    """So many files; "100+" where not all were counted, nothing while that is not known."""
    if counts is None:
        return ""
    told = words.number(value)
    return translate("Chips", "%1+").replace("%1", told) if counts.cut else told


def files(value: int, counts: MatchCounts | None) -> str:
    """The same for a screen reader."""
    if counts is None:
        return ""
    told = words.files(value)
    return translate("Chips", "at least %1").replace("%1", told) if counts.cut else told
