"""What the window says about hits and files, as plain words. No widgets."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path, PurePath

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop_search.gui.widgets import inert
from desktop_search.records import FolderStatus, Hit, Strength

translate = QCoreApplication.translate


def locale() -> QLocale:
    """The person's locale; English where the system names none, because "C" writes 12480 for 12,480."""
    own = QLocale()
    return QLocale(QLocale.Language.English) if own.language() == QLocale.Language.C else own


def number(value: int) -> str:
    """A whole number with the person's own separators."""
    return locale().toString(value)


def decimal(value: float) -> str:
    """A number with two places, as the person's language writes it."""
    return locale().toString(value, "f", 2)


def title(hit: Hit) -> str:
    """The hit's title on one line; the file's name where the document has none."""
    return inert.line(" ".join(hit.title.split())) or folder_name(hit.path)


def folder_name(path: str) -> str:
    """The last part of a path; the path itself for a root."""
    return inert.path(PurePath(path).name or path)


def place(path: str, roots: Sequence[str]) -> str:
    """The file's folder, told from the watched folder that it is in: Notes/handbook."""
    parent = PurePath(path).parent
    best = max((root for root in roots if parent.is_relative_to(root)), key=len, default="")
    if best:
        inner = parent.relative_to(best).parts
        return "/".join((folder_name(best), *map(inert.path, inner)))
    return short_path(str(parent))


def short_path(path: str) -> str:
    """A path with the home folder written as ~."""
    try:
        inner = PurePath(path).relative_to(Path.home())
    except (ValueError, RuntimeError):
        return inert.path(path)
    return inert.path(str(PurePath("~") / inner))


def breakable(path: str) -> str:
    """A path that may go on in the next line after each of its folders."""
    return path.replace("/", "/\u200b").replace("\\", "\\\u200b")


def heading(hit: Hit) -> str:
    """The heading path, without a first part that only repeats the title."""
    parts = [inert.line(" ".join(part.split())) for part in hit.heading]
    if parts and parts[0].casefold() == title(hit).casefold():
        parts = parts[1:]
    return " \u203a ".join(part for part in parts if part)


def position(hit: Hit) -> str:
    """Where in its file a hit stands: p. 7, slide 3, row 12, line 41; or nothing."""
    if hit.unit == "sheet" and hit.line is not None:
        # The sheet's name is part of the heading.
        return translate("Words", "row %1").replace("%1", number(hit.line))
    if hit.page is not None:
        told = {
            "page": translate("Words", "p. %1"),
            "slide": translate("Words", "slide %1"),
            "sheet": translate("Words", "sheet %1"),
            "cell": translate("Words", "cell %1"),
            "message": translate("Words", "message %1"),
        }[hit.unit]
        return told.replace("%1", number(hit.page))
    if hit.line is not None:
        return translate("Words", "line %1").replace("%1", number(hit.line))
    return ""


def date(seconds: float) -> str:
    """A day of this year as 12 May, another as 12 May 2021; nothing where it is not known."""
    if seconds <= 0:
        return ""
    try:
        moment = time.localtime(seconds)
    except (OverflowError, ValueError, OSError):
        return ""
    day = QDate(moment.tm_year, moment.tm_mon, moment.tm_mday)
    this_year = moment.tm_year == time.localtime().tm_year
    return locale().toString(day, "d MMM" if this_year else "d MMM yyyy")


def strength(value: Strength) -> str:
    """The strength in words."""
    if value == "strong":
        return translate("Words", "strong match")
    return translate("Words", "good match") if value == "good" else translate("Words", "weak match")


def more_in_file(count: int) -> str:
    """How many other paragraphs of the file match; nothing for none."""
    if count <= 0:
        return ""
    return translate("Words", "%1 more in this file").replace("%1", number(count))


def below_row(hit: Hit) -> str:
    """What else there is of a hit: more paragraphs in its file, copies in other places."""
    parts = [more_in_file(hit.more_in_file)]
    if hit.copies:
        one = translate("Words", "also in 1 other place")
        many = translate("Words", "also in %1 other places").replace("%1", number(len(hit.copies)))
        parts.append(one if len(hit.copies) == 1 else many)
    return " · ".join(part for part in parts if part)


def reasons(hit: Hit) -> str:
    """Why a hit stands where it stands, a line for each signal and each further place."""
    lines = []
    if hit.reasons.matched:
        found = inert.line(", ".join(hit.reasons.matched))
        score = decimal(hit.words or 0.0)
        lines.append(translate("Words", "By words: %1 (%2)").replace("%2", score).replace("%1", found))
    if hit.meaning is not None:
        chance = translate("Words", "By meaning: %1 (by chance %2)")
        lines.append(chance.replace("%1", decimal(hit.meaning)).replace("%2", decimal(hit.reasons.background)))
        share = number(round(100 * hit.reasons.weight))
        lines.append(translate("Words", "Meaning has %1 % of the say").replace("%1", share))
    if hit.reasons.lacks:
        without = translate("Words", "%1 % less without: %2").replace("%1", number(round(100 * hit.reasons.lost)))
        lines.append(without.replace("%2", inert.line(hit.reasons.lacks)))
    lines += [translate("Words", "Also in %1").replace("%1", inert.path(path)) for path in hit.copies]
    return "\n".join(lines)


def files(count: int) -> str:
    """3 files."""
    if count == 1:
        return translate("Words", "1 file")
    return translate("Words", "%1 files").replace("%1", number(count))


def paragraphs(count: int) -> str:
    """3 paragraphs."""
    if count == 1:
        return translate("Words", "1 paragraph")
    return translate("Words", "%1 paragraphs").replace("%1", number(count))


def size(value: float) -> str:
    """Bytes as 12 kB or 3.4 MB."""
    return locale().formattedDataSize(int(value), 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def folder_state(folder: FolderStatus) -> str:
    """A watched folder's state and the number of its files."""
    known = files(folder.files)
    if folder.state == "ready":
        left_out = sum(count for _, count in folder.skipped)
        told = translate("Words", "%1 · %2 left out").replace("%2", number(left_out))
        return told.replace("%1", known) if left_out else known
    if folder.state == "offline":
        sentence = translate("Words", "Not connected now. %1 can still be found.")
    elif folder.state == "missing":
        sentence = translate("Words", "This folder is gone. %1 still in the index.")
    else:
        sentence = translate("Words", "This folder may not be read. %1 in the index.")
    return sentence.replace("%1", known)
