"""The watched folders as the window changes them: read from disk before each change, saved, then told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal

from desktop_search import settings as store
from desktop_search.errors import FolderError, SettingsError
from desktop_search.settings import Settings


class FolderChoices(QObject):
    """`changed` follows a saved change, `failed` carries one sentence where there was none."""

    changed = Signal(object)
    failed = Signal(str)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        loaded = store.load(path)
        self._settings = loaded.settings
        self.notice = loaded.notice

    @property
    def settings(self) -> Settings:
        return self._settings

    def refresh(self) -> None:
        """Reads the settings again; the command line may have changed them."""
        settings = store.load(self._path).settings
        if settings != self._settings:
            self._settings = settings
            self.changed.emit(settings)

    def add(self, folders: Iterable[str]) -> bool:
        """Adds the folders that can be added. Whether all of them could."""
        settings = store.load(self._path).settings
        failures = []
        for folder in folders:
            try:
                settings = store.add_folder(settings, folder)
            except FolderError as error:
                failures.append(str(error))
        saved = self._save(settings)
        for failure in failures:
            self.failed.emit(failure)
        return saved and not failures

    def remove(self, folder: str) -> bool:
        """Takes one folder out."""
        try:
            settings = store.remove_folder(store.load(self._path).settings, folder)
        except FolderError as error:
            self.failed.emit(str(error))
            return False
        return self._save(settings)

    def choose_appearance(self, appearance: str) -> bool:
        """Keeps the choice of system, light or dark."""
        return self._save(replace(store.load(self._path).settings, appearance=appearance))

    def choose_quiet(self, quiet: str) -> bool:
        """Keeps the choice of when reading holds back."""
        return self._save(replace(store.load(self._path).settings, quiet=quiet))

    def _save(self, settings: Settings) -> bool:
        if settings == self._settings:
            return True
        try:
            store.save(self._path, settings)
        except SettingsError as error:
            self.failed.emit(str(error))
            return False
        self._settings = settings
        self.changed.emit(settings)
        return True


def suggested_folders() -> tuple[Path, ...]:
    """The person's own folders that are likely to hold documents and that exist, each once."""
    kinds = QStandardPaths.StandardLocation
    home = Path.home()
    found: dict[Path, None] = {}
    places = [QStandardPaths.writableLocation(kind) for kind in (kinds.DocumentsLocation, kinds.DesktopLocation)]
    named = [home / name for name in ("Documents", "Notes", "Desktop", "Obsidian", "Zotero", "Dropbox", "OneDrive")]
    for place in [*(Path(one) for one in places if one), *named]:
        # An unset place may be given as the home folder itself, which is too much to suggest.
        if place.is_dir() and place.resolve() != home.resolve():
            found.setdefault(place.resolve())
    return tuple(found)
