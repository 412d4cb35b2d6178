"""Remembers where the window was and how it was divided, in an ini file beside the settings."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings

from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.pages import Page
from desktop_search.gui.reading import reading_state
from desktop_search.paths import Paths


def restore(window: MainWindow, paths: Paths) -> None:
    """Puts the window back; the usual size where nothing is known."""
    kept = _settings(paths)
    geometry, splitter = kept.value("geometry"), kept.value("splitter")
    if not (isinstance(geometry, QByteArray) and window.restoreGeometry(geometry)):
        window.resize(window.sizeHint())
    if isinstance(splitter, QByteArray):
        window.results.restore_splitter(splitter)
    reading_state.restore(window.results, kept)


def save(window: MainWindow, paths: Paths) -> None:
    """Keeps the window's place; a file that cannot be written costs nothing else."""
    kept = _settings(paths)
    kept.setValue("geometry", window.saveGeometry())
    kept.setValue("splitter", window.results.splitter_state())
    reading_state.save(window.results, kept)
    kept.sync()


def hand_over(before: MainWindow, after: MainWindow) -> None:
    """Has `after` go on where `before` was: its place, the query, and the settings that were open."""
    after.restoreGeometry(before.saveGeometry())
    after.results.restore_splitter(before.results.splitter_state())
    reading_state.hand_over(before.results, after.results)
    after.header.box.edit.setText(before.header.box.edit.text())
    if before.page is Page.SETTINGS:
        after.open_settings()
        after.settings.filter.edit.setText(before.settings.filter.edit.text())
        after.settings.reveal(before.settings.focused)


def _settings(paths: Paths) -> QSettings:
    return QSettings(str(paths.config / "window.ini"), QSettings.Format.IniFormat)
