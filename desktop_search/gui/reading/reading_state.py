"""Remembers where the reading pane stands, how large it shows things, and whether it prefers pages to their text."""

from __future__ import annotations

from PySide6.QtCore import QSettings

from desktop_search.gui.results.search_page import SearchPage


def restore(page: SearchPage, kept: QSettings) -> None:
    """Takes what was kept; what is not as it should be changes nothing."""
    page.pane_place.choose(str(kept.value("reading/position", "")))
    page.preview.body.prefers_pages = str(kept.value("reading/pages", "true")).lower() != "false"
    try:
        page.preview.body.set_zoom(float(str(kept.value("reading/zoom", 1.0))))
    except ValueError:
        return


def save(page: SearchPage, kept: QSettings) -> None:
    """Keeps it."""
    kept.setValue("reading/position", page.pane_place.position)
    kept.setValue("reading/pages", page.preview.body.prefers_pages)
    kept.setValue("reading/zoom", page.preview.body.zoom)


def hand_over(before: SearchPage, after: SearchPage) -> None:
    """Has another window show things alike."""
    after.pane_place.choose(before.pane_place.position)
    after.preview.body.prefers_pages = before.preview.body.prefers_pages
    after.preview.body.set_zoom(before.preview.body.zoom)
