"""The person's choices as the window changes them: read from disk before each change, saved, told, and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_search import settings as store
from desktop_search.errors import FolderError, SettingsError
from desktop_search.gui.wording import engine_words
from desktop_search.settings import Settings

_STEPS_KEPT = 100


@dataclass(frozen=True, slots=True)
class Step:
    """One change: the sentence that told of it, and what it replaced."""

    told: str
    before: Mapping[str, Any]


class FolderChoices(QObject):
    """`changed` follows a saved change, `failed` carries one sentence where there was none."""

    changed = Signal(object)
    failed = Signal(str)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._steps: list[Step] = []
        loaded = store.load(path)
        self._settings = loaded.settings
        self.notice = engine_words.told(loaded.notice)

    @property
    def settings(self) -> Settings:
        return self._settings

    @property
    def last_step(self) -> Step | None:
        """The change that `undo` would take back."""
        return self._steps[-1] if self._steps else None

    def refresh(self) -> None:
        """Reads the settings again; the command line may have changed them."""
        settings = store.load(self._path).settings
        if settings != self._settings:
            self._settings = settings
            self.changed.emit(settings)

    def add(self, folders: Iterable[str], told: str = "") -> bool:
        """Adds the folders that can be added. Whether all of them could."""
        before = settings = store.load(self._path).settings
        failures = []
        for folder in folders:
            try:
                settings = store.add_folder(settings, folder)
            except FolderError as error:
                failures.append(engine_words.told(str(error)))
        self._remember(told, before, ("folders",))
        saved = self._save(settings) or self._forget()
        for failure in failures:
            self.failed.emit(failure)
        return saved and not failures

    def remove(self, folder: str, told: str = "") -> bool:
        """Takes one folder out."""
        before = store.load(self._path).settings
        try:
            settings = store.remove_folder(before, folder)
        except FolderError as error:
            self.failed.emit(engine_words.told(str(error)))
            return False
        self._remember(told, before, ("folders",))
        return self._save(settings) or self._forget()

    def change(self, values: Mapping[str, Any], told: str = "") -> bool:
        """Sets some of the settings; `told` says in one sentence what was changed. False where that failed."""
        before = store.load(self._path).settings
        after = replace(before, **values)
        if after == before:
            return True
        self._remember(told, before, values)
        return self._save(after) or self._forget()

    def undo(self) -> Step | None:
        """Takes the last change back, and no other setting; None where there is none, or where that failed."""
        if not self._steps:
            return None
        step = self._steps.pop()
        return step if self._save(replace(store.load(self._path).settings, **step.before)) else None

    def forget_everything(self) -> None:
        """The settings file is gone: begin again with what is there."""
        self._steps = []
        self.refresh()

    def _remember(self, told: str, before: Settings, names: Iterable[str]) -> None:
        self._steps = [*self._steps[1 - _STEPS_KEPT :], Step(told, {name: getattr(before, name) for name in names})]

    def _forget(self) -> bool:
        self._steps.pop()
        return False

    def _save(self, settings: Settings) -> bool:
        if settings == self._settings:
            return True
        try:
            store.save(self._path, settings)
        except SettingsError as error:
            self.failed.emit(engine_words.told(str(error)))
            return False
        self._settings = settings
        self.changed.emit(settings)
        return True
