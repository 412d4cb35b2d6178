"""The pages of the window, each with the story that leads to it, as a table that grows."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass

import psutil
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea

from desktop_search.gui.asking.completion import Completion
from desktop_search.gui.pages import Page as Shown
from desktop_search.gui.widgets.chip import Chip
from tests.end2end.steps import Story
from tests.screenshots.stage import Stage

_CONTROL = Qt.KeyboardModifier.ControlModifier
_SECTIONS = ("skip", "model", "appearance", "privacy")
_QUERY = "what to do when lightning strikes"


@dataclass(frozen=True, slots=True)
class Page:
    """`fresh` pages are those of a person who has chosen no folder yet."""

    name: str
    story: Callable[[Stage], Story]
    fresh: bool = False


def first_run(stage: Stage) -> Story:
    yield lambda: stage.window.page is Shown.FIRST_RUN
    yield lambda: bool(stage.window.first_run.total.strip())


def search_empty(stage: Stage) -> Story:
    yield from ()


def results(stage: Stage) -> Story:
    yield from stage.search("how do I get the air out of the radiators", "heating.md")


def results_pdf(stage: Stage) -> Story:
    yield from stage.search(_QUERY, "mountain-guide.pdf")


def results_mail(stage: Stage) -> Story:
    yield from stage.search("winter when the harbour froze", "grandma.eml")


def results_sheet(stage: Stage) -> Story:
    yield from stage.search("new washing machine euros", "budget-2025.xlsx")


def results_inert(stage: Stage) -> Story:
    yield from stage.search("the bay is best in September", "holiday-pictures.md")


def results_none(stage: Stage) -> Story:
    yield from stage.search('"a hovercraft full of eels"')


def results_weak(stage: Stage) -> Story:
    yield from stage.search("superconductors at room temperature")


def results_similar(stage: Stage) -> Story:
    yield from stage.search("apple pie", "apple-pie.md")
    stage.press(Qt.Key.Key_D, _CONTROL)
    yield lambda: stage.answered
    yield stage.still()


def filters(stage: Stage) -> Story:
    yield from stage.search("type:markdown before:2025-06 the garden in spring")


def filters_menu(stage: Stage) -> Story:
    yield from stage.search("the garden in spring")
    chips = [one for one in stage.window.findChildren(Chip) if one.isVisible()]
    chips[-1].click()
    yield lambda: QApplication.activePopupWidget() is not None


def completion(stage: Stage) -> Story:
    stage.window.header.box.edit.setFocus()
    stage.write("invoice type:")
    yield lambda: any(one.isVisible() for one in stage.window.findChildren(Completion))


def more_in_file(stage: Stage) -> Story:
    yield from stage.search("apple pie", "apple-pie.md")
    stage.press(Qt.Key.Key_Right)
    yield lambda: bool(stage.window.results.view.results.opened)


def file_gone(stage: Stage) -> Story:
    """Reading is paused, so that the index does not hear of it."""
    stage.window.status_line.pause_asked.emit(True)
    yield stage.still()
    path = stage.documents / "recipes" / "apple-crumble.md"
    content, times = path.read_bytes(), (path.stat().st_atime, path.stat().st_mtime)
    stage.afterwards(lambda: (path.write_bytes(content), os.utime(path, times)))
    path.unlink()
    yield from stage.search("apple crumble", "apple-crumble.md")
    yield stage.still()


def pane_below(stage: Stage) -> Story:
    yield from stage.search(_QUERY, "mountain-guide.pdf")
    stage.press(Qt.Key.Key_F9)
    stage.afterwards(lambda: stage.window.results.pane_place.choose("right"))


def history(stage: Stage) -> Story:
    yield from _some_history(stage)
    stage.press(Qt.Key.Key_H, _CONTROL)
    yield lambda: stage.window.page is Shown.HISTORY


def search_history(stage: Stage) -> Story:
    yield from _some_history(stage)


def _some_history(stage: Stage) -> Story:
    for query in ("heating", "invoice for the bicycle", "packing list for kyoto"):
        yield from stage.search(query)
        stage.press(Qt.Key.Key_Return)
        yield stage.still()
    yield from stage.back()


def notice(stage: Stage) -> Story:
    yield from stage.search("apple pie", "apple-pie.md")
    stage.press(Qt.Key.Key_C, _CONTROL)
    yield stage.still()


def settings(stage: Stage) -> Story:
    stage.press(Qt.Key.Key_Comma, _CONTROL)
    yield lambda: stage.window.page is Shown.SETTINGS


def settings_found(stage: Stage) -> Story:
    yield from settings(stage)
    stage.window.settings.filter.edit.setText("text")


def _settings_at(name: str) -> Callable[[Stage], Story]:
    """The settings scrolled to one of their sections."""

    def story(stage: Stage) -> Story:
        yield from settings(stage)
        yield stage.still()
        page = stage.window.settings
        area = page.findChild(QScrollArea)
        section = getattr(page, name)
        area.verticalScrollBar().setValue(section.mapTo(area.widget(), section.rect().topLeft()).y() - 8)

    return story


def files(stage: Stage) -> Story:
    stage.press(Qt.Key.Key_I, _CONTROL)
    yield lambda: stage.window.page is Shown.FILES


def keys(stage: Stage) -> Story:
    yield from stage.search("apple pie")
    stage.press(Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)


def manual(stage: Stage) -> Story:
    yield from stage.search("apple pie")
    stage.press(Qt.Key.Key_F1)
    yield lambda: stage.window.page is Shown.MANUAL


def manual_found(stage: Stage) -> Story:
    yield from manual(stage)
    stage.write("gitignore")


def engine_restarting(stage: Stage) -> Story:
    yield from stage.search("apple pie")
    children = psutil.Process().children()
    engine = next(one for one in children if "spawn_main" in " ".join(one.cmdline()))
    os.kill(engine.pid, signal.SIGKILL)
    yield lambda: bool(stage.window.notices.text)


PAGES = (
    Page("first-run", first_run, fresh=True),
    Page("search-empty", search_empty),
    Page("results", results),
    Page("results-pdf", results_pdf),
    Page("results-mail", results_mail),
    Page("results-sheet", results_sheet),
    Page("results-inert", results_inert),
    Page("results-none", results_none),
    Page("results-weak", results_weak),
    Page("results-similar", results_similar),
    Page("more-in-file", more_in_file),
    Page("pane-below", pane_below),
    Page("filters", filters),
    Page("filters-menu", filters_menu),
    Page("completion", completion),
    Page("search-history", search_history),
    Page("history", history),
    Page("notice", notice),
    Page("settings", settings),
    Page("settings-found", settings_found),
    *(Page(f"settings-{name}", _settings_at(name)) for name in _SECTIONS),
    Page("files", files),
    Page("keys", keys),
    Page("manual", manual),
    Page("manual-found", manual_found),
    Page("file-gone", file_gone),
    # The last one: the window has another engine afterwards.
    Page("engine-restarting", engine_restarting),
)
