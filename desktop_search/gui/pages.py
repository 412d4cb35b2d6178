"""Which page stands in the middle of the window."""

from __future__ import annotations

from enum import IntEnum

from desktop_search.records import SearchResult


class Page(IntEnum):
    """What the middle of the window shows."""

    FIRST_RUN = 0
    MESSAGE = 1
    RESULTS = 2
    FOLDERS = 3


def wanted_page(folders_open: bool, has_folders: bool, asking: bool, result: SearchResult | None) -> Page:
    """The page for what the person is about: `asking` while there is a query, `result` its newest answer."""
    if folders_open:
        return Page.FOLDERS
    if not has_folders:
        return Page.FIRST_RUN
    return Page.RESULTS if asking and result is not None and result.hits else Page.MESSAGE
