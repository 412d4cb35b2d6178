"""Carries out what the person does in the settings: every change applies at once, is told, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from desktop_search.engine.settings_messages import (
    AskModel,
    FetchModel,
    ListModels,
    ModelNews,
    ModelsKnown,
    RulePreview,
    StopFetching,
    TryRule,
)
from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.engine_watch import EngineWatch
from desktop_search.gui.settings.folder_choices import FolderChoices
from desktop_search.gui.settings.settings_page import SettingsPage
from desktop_search.gui.settings.undo_flow import UndoFlow
from desktop_search.settings import Settings


class SettingsFlow(QObject):
    """Stands between the settings page, the choices and the engine."""

    def __init__(
        self,
        page: SettingsPage,
        choices: FolderChoices,
        bridge: EngineBridge,
        watch: EngineWatch,
        undo: UndoFlow,
        choose_folder: Callable[[QWidget], str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._choices = choices
        self._bridge = bridge
        self._watch = watch
        self._undo = undo
        self._choose_folder = choose_folder
        self._window = parent
        self._number = 0
        self._tries: dict[str, int] = {}
        self._tried = ""
        page.changed.connect(self._change)
        page.undo_asked.connect(undo.undo)
        page.shown.connect(self._begin)
        page.skip.try_asked.connect(self._try)
        page.model.asked.connect(self._ask_model)
        page.model.agreed.connect(self._agree)
        page.model.stop_asked.connect(self._stop)
        page.model.folder_asked.connect(self._choose_model_folder)
        bridge.rule_previewed.connect(self._show_preview)
        bridge.models_known.connect(self._show_models)
        bridge.model_news.connect(self._show_news)

    def show_settings(self, settings: Settings) -> None:
        """Shows what is chosen now."""
        self._page.show_settings(settings)
        if self._page.isVisible():
            self._try_all(settings)

    @Slot(object, str)
    def _change(self, values: Mapping[str, Any], told: str) -> None:
        if self._choices.change(values, told):
            self._undo.tell_last()
        # Where it could not be saved, the page shows what is in force.
        self._page.show_settings(self._choices.settings)

    @Slot()
    def _begin(self) -> None:
        self._bridge.send(ListModels())
        self._tried = ""
        self._try_all(self._choices.settings)

    def _try_all(self, settings: Settings) -> None:
        """What the patterns leave out, anew where a rule or a folder has changed."""
        rules = (settings.folders, settings.skip_patterns, settings.skip_hidden)
        tried = repr((*rules, settings.use_gitignore, settings.max_file_mb))
        if tried != self._tried:
            self._tried = tried
            self._page.skip.try_all()

    @Slot(str, object, object)
    def _try(self, name: str, before: Settings, after: Settings) -> None:
        self._number += 1
        self._tries[name] = self._number
        self._bridge.send(TryRule(self._number, name, before, after))

    @Slot(object)
    def _show_preview(self, preview: RulePreview) -> None:
        if self._tries.get(preview.name) == preview.number:
            self._page.skip.show_preview(preview)

    @Slot(object)
    def _show_models(self, known: ModelsKnown) -> None:
        self._page.model.show_known(known)

    @Slot(str)
    def _ask_model(self, name: str) -> None:
        self._page.model.show_asking(name)
        self._bridge.send(AskModel(name))

    @Slot()
    def _choose_model_folder(self) -> None:
        folder = self._choose_folder(self._window)
        if folder:
            self._ask_model(folder)

    @Slot(str)
    def _agree(self, name: str) -> None:
        self._bridge.send(FetchModel(name))

    @Slot()
    def _stop(self) -> None:
        self._bridge.send(StopFetching())

    @Slot(object)
    def _show_news(self, news: ModelNews) -> None:
        status = self._watch.status
        self._page.model.show_news(news, status.progress.paragraphs if status is not None else 0)
        if news.state == "ready":
            self._change({"model": news.path}, self.tr("Model: %1").replace("%1", news.name))
            self._bridge.send(ListModels())
