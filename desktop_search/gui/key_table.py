"""Every key of the window, once: what binds them and what lists them both read this table.

An entry with an `action` is bound for the whole window (shortcuts.py); the others are heard by the widget that has the
focus, and stand here to be listed.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

translate = QCoreApplication.translate
NATIVE = QKeySequence.SequenceFormat.NativeText


@dataclass(frozen=True, slots=True)
class Entry:
    """Keys that do the same, what they do, and the name under which the window binds them."""

    keys: tuple[str, ...]
    does: str
    action: str = ""

    @property
    def told(self) -> str:
        """The keys as this system writes them."""
        return ", ".join(native(key) for key in self.keys)


def native(key: str) -> str:
    """A key as this system writes it: Strg+K for Ctrl+K."""
    return QKeySequence(key).toString(NATIVE) or key


def groups() -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """The entries by what they are about, each group with its title."""
    return (
        (translate("Keys", "Search"), _search()),
        (translate("Keys", "Result"), _result()),
        (translate("Keys", "Reading"), _reading()),
        (translate("Keys", "Window"), _window()),
    )


def _search() -> tuple[Entry, ...]:
    return (
        Entry(("Ctrl+K", "Ctrl+L", "/"), translate("Keys", "To the search"), "focus query"),
        Entry(("Up", "Down", "PgUp", "PgDown"), translate("Keys", "Choose a result")),
        Entry(("Right", "Left"), translate("Keys", "Behind the query: open and close more in this file")),
        Entry(("Tab",), translate("Keys", "To the results, then to the reading pane")),
        Entry(("Ctrl+S",), translate("Keys", "Save the search, or keep it no longer"), "save search"),
        Entry(("Esc",), translate("Keys", "Clear, or go back")),
    )


def _result() -> tuple[Entry, ...]:
    numbers = translate("Keys", "%1 to %2").replace("%1", native("Alt+1")).replace("%2", native("Alt+9"))
    return (
        Entry(("Return",), translate("Keys", "Open the file")),
        Entry(("Ctrl+Return",), translate("Keys", "Show it in its folder")),
        Entry((numbers,), translate("Keys", "Open the first to ninth result")),
        Entry(("Ctrl+C",), translate("Keys", "Copy the paragraph")),
        Entry(("Ctrl+D",), translate("Keys", "Find similar paragraphs"), "find similar"),
        Entry(("Ctrl+P",), translate("Keys", "Pin the result, or let it go"), "pin"),
    )


def _reading() -> tuple[Entry, ...]:
    return (
        Entry(("F3",), translate("Keys", "Next hit in the document"), "next place"),
        Entry(("Shift+F3",), translate("Keys", "Hit before this one"), "place before"),
        Entry(("Ctrl+Shift+C",), translate("Keys", "Copy the paragraph as a citation"), "cite"),
        Entry(("Ctrl+T",), translate("Keys", "From the page to its text, and back"), "toggle page"),
        Entry(("Ctrl++", "Ctrl+="), translate("Keys", "Larger"), "zoom in"),
        Entry(("Ctrl+-",), translate("Keys", "Smaller"), "zoom out"),
        Entry(("Ctrl+0",), translate("Keys", "The usual size"), "zoom usual"),
        Entry(("F9",), translate("Keys", "Reading pane beside the results, below them, or off"), "pane place"),
    )


def _window() -> tuple[Entry, ...]:
    return (
        Entry(("Ctrl+H",), translate("Keys", "What was asked, saved and pinned"), "history"),
        Entry(("Ctrl+I",), translate("Keys", "The files, and why some are not found"), "files"),
        Entry(("Ctrl+R",), translate("Keys", "In the list of files: try the chosen files again"), "try again"),
        Entry(("Ctrl+Shift+R",), translate("Keys", "Try all files again that could not be read"), "try all again"),
        Entry(("Ctrl+,",), translate("Keys", "Folders and settings"), "settings"),
        Entry(("Ctrl+Z",), translate("Keys", "In the settings: take the last change back")),
        Entry(("F1",), translate("Keys", "The manual, and back"), "manual"),
        Entry(("Alt+Left",), translate("Keys", "In the manual: back to where a link was")),
        Entry(("Shift+F1",), translate("Keys", "This list of keys, over the window"), "keys"),
        Entry(("Ctrl+Q",), translate("Keys", "Close the program"), "close"),
    )
