"""Carries out what the person does with folders: choosing, dropping, removing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from desktop_search.engine.settings_messages import CountFolder, FolderCounted
from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.settings.first_run import FirstRunPage
from desktop_search.gui.settings.folder_choices import FolderChoices
from desktop_search.gui.widgets.notice_bar import Matter, NoticeBar
from desktop_search.gui.wording import words

if TYPE_CHECKING:
    from desktop_search.gui.settings.settings_folders import FoldersSection


class FolderFlow(QObject):
    """Stands between the two places that show folders and the choices. `choose_folder` asks the person for one."""

    def __init__(
        self,
        choices: FolderChoices,
        bridge: EngineBridge,
        choose_folder: Callable[[QWidget], str],
        first_run: FirstRunPage,
        notices: NoticeBar,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._choices = choices
        self._bridge = bridge
        self._choose_folder = choose_folder
        self._first_run = first_run
        self._notices = notices
        self._window = parent
        first_run.start_asked.connect(self._start)
        first_run.folder_asked.connect(self._ask)
        first_run.count_asked.connect(self._count)
        bridge.folder_counted.connect(self._show_count)
        choices.failed.connect(self._tell)

    def follow(self, folders: FoldersSection) -> None:
        """Does what is asked for in the settings."""
        folders.add_asked.connect(self._ask_for_one_more)
        folders.remove_asked.connect(self._remove)

    @Slot(list)
    def offer(self, folders: Sequence[str]) -> None:
        """On the first page a folder joins the list; later it is added at once."""
        if self._choices.settings.folders:
            self._add(folders)
            return
        for folder in folders:
            self._first_run.add_folder(folder)

    @Slot()
    def _ask(self) -> None:
        folder = self._choose_folder(self._window)
        if folder:
            self.offer([folder])

    @Slot()
    def _ask_for_one_more(self) -> None:
        folder = self._choose_folder(self._window)
        if folder:
            self._add([folder])

    def _add(self, folders: Sequence[str]) -> None:
        named = ", ".join(words.folder_name(folder) for folder in folders)
        told = self.tr("Searched from now on: %1").replace("%1", named)
        before = self._choices.settings.folders
        if self._choices.add(folders, told) and self._choices.settings.folders != before:
            self._notices.set_notice(Matter.DONE, told, self.tr("Undo"))

    @Slot(str)
    def _count(self, folder: str) -> None:
        self._bridge.send(CountFolder(folder))

    @Slot(object)
    def _show_count(self, counted: FolderCounted) -> None:
        self._first_run.show_count(counted)

    @Slot(list)
    def _start(self, folders: list[str]) -> None:
        self._choices.add(folders)

    @Slot(str)
    def _remove(self, folder: str) -> None:
        told = self.tr("%1 is not searched any more.").replace("%1", words.folder_name(folder))
        if self._choices.remove(folder, told):
            self._notices.set_notice(Matter.DONE, told, self.tr("Undo"))

    @Slot(str)
    def _tell(self, text: str) -> None:
        self._notices.set_notice(Matter.PASSING, text)
