"""The settings and what carries them out, made when they are first asked for.

Building them takes about as long as all of the window that is seen at the start. What is told of before they are there
is handed to them then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.engine_watch import EngineWatch
from desktop_search.gui.settings.folder_choices import FolderChoices
from desktop_search.gui.settings.folder_flow import FolderFlow
from desktop_search.gui.settings.undo_flow import UndoFlow
from desktop_search.gui.widgets.notice_bar import NoticeBar
from desktop_search.paths import Paths
from desktop_search.settings import Settings

if TYPE_CHECKING:
    from desktop_search.gui.settings.settings_page import SettingsPage


class SettingsDesk(QObject):
    """`place` is where the page is shown. `deleted` is PrivacyFlow's, the other signals are those of the page."""

    close_asked = Signal()
    keys_asked = Signal()
    files_asked = Signal(str)
    deleted = Signal(str)

    def __init__(
        self,
        choices: FolderChoices,
        bridge: EngineBridge,
        watch: EngineWatch,
        notices: NoticeBar,
        undo: UndoFlow,
        folder_flow: FolderFlow,
        paths: Paths,
        choose_folder: Callable[[QWidget], str],
        show_folder: Callable[[str], str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._choices = choices
        self._bridge = bridge
        self._watch = watch
        self._notices = notices
        self._undo = undo
        self._folder_flow = folder_flow
        self._paths = paths
        self._choose_folder = choose_folder
        self._show_folder = show_folder
        self._window = parent
        self._key_problems: dict[str, str] = {}
        self._page: SettingsPage | None = None
        self.place = QWidget()
        QVBoxLayout(self.place).setContentsMargins(0, 0, 0, 0)

    @property
    def page(self) -> SettingsPage:
        """The page; made where there is none."""
        return self._page or self.make()

    def show_settings(self, settings: Settings) -> None:
        """Shows what is chosen now."""
        if self._page is not None:
            self._flow.show_settings(settings)

    def show_key_problem(self, name: str, told: str) -> None:
        """Why a key of the whole desktop does not work, or nothing."""
        self._key_problems[name] = told
        if self._page is not None:
            self._page.desktop.show_key_problem(name, told)

    def make(self) -> SettingsPage:
        """Makes the page where there is none."""
        if self._page is not None:
            return self._page
        # Not needed, and so not imported, before.
        from desktop_search.gui.settings.privacy_flow import PrivacyFlow
        from desktop_search.gui.settings.settings_flow import SettingsFlow
        from desktop_search.gui.settings.settings_page import SettingsPage

        page = self._page = SettingsPage(self.place)
        self._folder_flow.follow(page.folders)
        self._flow = SettingsFlow(
            page, self._choices, self._bridge, self._watch, self._undo, self._choose_folder, self._window
        )
        privacy = PrivacyFlow(
            page, self._paths, self._choices, self._bridge, self._notices, self._show_folder, parent=self
        )
        privacy.deleted.connect(self.deleted)
        page.close_asked.connect(self.close_asked)
        page.keys_asked.connect(self.keys_asked)
        page.folders.files_asked.connect(self.files_asked)
        self._bridge.status_changed.connect(page.show_status)
        if self._watch.status is not None:
            page.show_status(self._watch.status)
        self._flow.show_settings(self._choices.settings)
        for name, told in self._key_problems.items():
            page.desktop.show_key_problem(name, told)
        layout = self.place.layout()
        assert layout is not None
        layout.addWidget(page)
        return page
