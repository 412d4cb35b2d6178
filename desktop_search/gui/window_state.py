"""Remembers where the window was and how it was divided, in an ini file beside the settings."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings

from desktop_search.gui.main_window import MainWindow
from desktop_search.paths import Paths


def restore(window: MainWindow, paths: Paths) -> None:
    """Puts the window back; the usual size where nothing is known."""
    kept = _settings(paths)
    geometry, splitter = kept.value("geometry"), kept.value("splitter")
    if not (isinstance(geometry, QByteArray) and window.restoreGeometry(geometry)):
        window.resize(window.sizeHint())
    if isinstance(splitter, QByteArray):
        window.results.restore_splitter(splitter)


def save(window: MainWindow, paths: Paths) -> None:
    """Keeps the window's place; a file that cannot be written costs nothing else."""
    kept = _settings(paths)
    kept.setValue("geometry", window.saveGeometry())
    kept.setValue("splitter", window.results.splitter_state())
    kept.sync()


def _settings(paths: Paths) -> QSettings:
    return QSettings(str(paths.config / "window.ini"), QSettings.Format.IniFormat)
