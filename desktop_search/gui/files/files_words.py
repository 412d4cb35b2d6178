"""What the page of files says: pure functions from the engine's records to words on one line."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from desktop_search.engine.messages import FileCounts, FileList, FileState, ListedFile, PathStatus
from desktop_search.gui.widgets import inert
from desktop_search.gui.wording import engine_words, words

translate = QCoreApplication.translate
# More than any window is wide.
_REMARK_AT_MOST = 400
STATES: tuple[FileState, ...] = ("indexed", "empty", "failed", "skipped", "waiting")


def state(value: FileState) -> str:
    """The state of a file in a word or two."""
    return {
        "indexed": translate("Files", "Found"),
        "empty": translate("Files", "No text in it"),
        "failed": translate("Files", "Could not be read"),
        "skipped": translate("Files", "Left out"),
        "waiting": translate("Files", "Waiting"),
    }[value]


def chip(value: FileState | None, counts: FileCounts | None, cut: bool = False) -> str:
    """A filter with the number of its files, as far as that is known: Found 1,017."""
    told = translate("Files", "All") if value is None else state(value)
    count = count_of(value, counts)
    if count is None:
        return told
    more = "+" if cut and value in (None, "skipped", "waiting") else ""
    return f"{told} {words.number(count)}{more}"


def count_of(value: FileState | None, counts: FileCounts | None) -> int | None:
    """How many rows a filter has; None while that is not known."""
    if counts is None:
        return None
    if value is not None:
        count: int | None = getattr(counts, value)
        return count
    known = [count_of(one, counts) for one in STATES]
    return None if None in known else sum(one for one in known if one is not None)


def name(file: ListedFile) -> str:
    """The last part of its path; a folder ends with a slash."""
    last = words.folder_name(file.path)
    return f"{last}/" if file.is_folder else last


def place(path: str, roots: Sequence[str]) -> str:
    """Where it lies, told from its watched folder."""
    return words.short_path(path) if path in roots else words.place(path, roots)


def remark(file: ListedFile) -> str:
    """The second line of a row: the reason, else how much was found in it."""
    if file.reason:
        return inert.path(shorter(engine_words.told(file.reason))[:_REMARK_AT_MOST])
    return words.paragraphs(file.paragraphs) if file.state == "indexed" else ""


def shorter(reason: str) -> str:
    """A reason with the home folder written as ~."""
    home = os.path.expanduser("~")
    return reason.replace(home + os.sep, "~" + os.sep) if len(home) > 1 else reason


def row_for_screen_reader(file: ListedFile, roots: Sequence[str]) -> str:
    """Name, state, place and the reason."""
    parts = [name(file), state(file.state), place(file.path, roots)]
    return ", ".join(part for part in parts if part) + (f". {remark(file)}" if remark(file) else "")


def history(file: ListedFile) -> str:
    """When it was read, by which reader, and what came of it."""
    parts = []
    if file.indexed_at:
        told = translate("Files", "Read on %1").replace("%1", moment(file.indexed_at))
        parts.append(told)
    if file.reader:
        parts.append(translate("Files", "reader %1").replace("%1", inert.path(file.reader)))
    if file.paragraphs:
        parts.append(words.paragraphs(file.paragraphs))
    if file.rule:
        parts.append(translate("Files", "rule “%1”").replace("%1", inert.path(file.rule)))
    return " · ".join(parts)


def moment(seconds: float) -> str:
    """A day and the time of day: 12 May, 14:03."""
    try:
        time.localtime(seconds)
    except (OverflowError, ValueError, OSError):
        return ""
    clock = QDateTime.fromSecsSinceEpoch(int(seconds)).time()
    return f"{words.date(seconds)}, {words.locale().toString(clock, QLocale.FormatType.ShortFormat)}"


def summary(shown: FileList | None, state_shown: FileState | None, text: str, path: PathStatus | None = None) -> str:
    """The line above the rows: what they are, why there may be more, or what is known of the path that was typed."""
    if shown is None or not (shown.final or shown.rows):
        return translate("Files", "Looking through the folders…")
    if shown.problem:
        return inert.path(engine_words.told(shown.problem))
    if not shown.final:
        return translate("Files", "Still looking through the folders for what is left out or waiting…")
    count = count_of(state_shown, shown.counts)
    if not shown.complete and count is not None and count > len(shown.rows):
        told = translate("Files", "The first %1 of %2 are shown. A part of the path finds the others.")
        return told.replace("%1", words.number(len(shown.rows))).replace("%2", words.number(count))
    if shown.cut:
        return translate(
            "Files", "There is more in the folders than was looked at. A part of the path narrows it down."
        )
    if not shown.rows:
        return ""
    if path is not None:
        return explained(path)
    return "" if text else about(state_shown)


def about(value: FileState | None) -> str:
    """What it means to be among these rows."""
    return {
        None: translate("Files", "Every file in your folders, and whether the search finds it."),
        "indexed": translate("Files", "The search finds these by what is in them."),
        "empty": translate("Files", "These were read, but there is no text in them to be found."),
        "failed": translate("Files", "These are tried again when they change, or when you ask for it."),
        "skipped": translate("Files", "Rules leave these out. Of a folder only the folder itself is listed."),
        "waiting": translate("Files", "These are still to be read."),
    }[value]


def nothing(value: FileState | None, text: str, counts: FileCounts | None = None) -> str:
    """What stands in place of rows where there are none."""
    if text:
        others = count_of(None, counts)
        shown = inert.path(text if len(text) <= 60 else text[:59] + "…")
        told = translate("Files", "None of these paths holds “%1”.")
        if value is not None and others:
            told = translate("Files", "None of these paths holds “%1”; of all files, %2.")
        return told.replace("%2", words.number(others or 0)).replace("%1", shown)
    return {
        None: translate("Files", "There are no files in your folders."),
        "indexed": translate("Files", "No file is found yet."),
        "empty": translate("Files", "Every file that was read has text in it."),
        "failed": translate("Files", "Every file could be read."),
        "skipped": translate("Files", "Nothing is left out."),
        "waiting": translate("Files", "No file is waiting."),
    }[value]


def explained(status: PathStatus) -> str:
    """What the index knows of a path that was typed in full."""
    told: dict[str, str] = {
        **{one: state(one) for one in STATES},
        "folder": translate("Files", "A folder with %1 in the index").replace("%1", words.files(status.files)),
        "missing": translate("Files", "Not there"),
        "outside": translate("Files", "Not searched"),
    }
    return with_reason(told.get(status.state, status.state), status.reason)


def with_reason(told: str, reason: str) -> str:
    """Could not be read. The file is damaged. A reason that begins with the same words stands alone."""
    reason = inert.path(shorter(engine_words.told(reason)))
    if reason.startswith(told):
        return reason
    return f"{told}. {reason}" if reason else f"{told}."
