"""What a row says beside its hit, for the eye and for a screen reader. No widgets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop_search.gui.results.excerpt import as_read
from desktop_search.gui.results.result_rows import Shown
from desktop_search.gui.wording import words

translate = QCoreApplication.translate


def meta(shown: Shown) -> str:
    """Date and place; instead of the date, what has become of the file since it was read."""
    if shown.nested:
        return words.position(shown.hit)
    first = state(shown) or words.date(shown.hit.modified)
    return " · ".join(part for part in (first, words.position(shown.hit)) if part)


def state(shown: Shown) -> str:
    """What has become of the file; nothing where it is as it was."""
    if shown.state == "gone":
        return translate("RowWords", "no longer there")
    return translate("RowWords", "changed since it was read") if shown.state == "changed" else ""


def below(shown: Shown) -> str:
    """What else there is of a hit: more paragraphs in its file, copies in other places."""
    parts = [words.more_in_file(shown.more)]
    if shown.hit.copies:
        one = translate("Words", "also in 1 other place")
        many = translate("Words", "also in %1 other places").replace("%1", words.number(len(shown.hit.copies)))
        parts.append(one if len(shown.hit.copies) == 1 else many)
    return " · ".join(part for part in parts if part)


def opening(shown: Shown) -> str:
    """Whether more of the file is shown, for a screen reader; nothing where there is no more."""
    if not shown.more:
        return ""
    told = translate("RowWords", "%1, shown below") if shown.opened else translate("RowWords", "%1, not shown")
    return told.replace("%1", words.more_in_file(shown.more))


def place_in_list(number: int, count: int) -> str:
    """3 of 50."""
    told = translate("RowWords", "%1 of %2")
    return told.replace("%1", words.number(number)).replace("%2", words.number(count))


def for_screen_reader(shown: Shown, roots: Sequence[str]) -> str:
    """Title, place and strength, then the paragraph."""
    hit = shown.hit
    if shown.nested:
        head = [translate("RowWords", "In the same file"), words.heading(hit), words.position(hit)]
    else:
        head = [words.title(hit), words.heading(hit), words.place(hit.path, roots), words.position(hit)]
    pinned = translate("RowWords", "pinned") if shown.pinned else ""
    parts = [*head, words.strength(hit.strength), state(shown), pinned, opening(shown)]
    return ", ".join(part for part in parts if part) + ". " + as_read(hit)
