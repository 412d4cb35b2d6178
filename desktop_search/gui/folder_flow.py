"""Carries out what the person does with folders: choosing, dropping, removing, taking the removal back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from desktop_search.gui import words
from desktop_search.gui.first_run import FirstRunPage
from desktop_search.gui.folder_choices import FolderChoices
from desktop_search.gui.folders_page import FoldersPage
from desktop_search.gui.notice_bar import Matter, NoticeBar


class FolderFlow(QObject):
    """Stands between the two folder pages and the choices. `choose_folder` asks the person for one folder."""

    def __init__(
        self,
        choices: FolderChoices,
        choose_folder: Callable[[QWidget], str],
        first_run: FirstRunPage,
        folders: FoldersPage,
        notices: NoticeBar,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._choices = choices
        self._choose_folder = choose_folder
        self._first_run = first_run
        self._folders = folders
        self._notices = notices
        self._window = parent
        self._removed = ""
        first_run.start_asked.connect(self._start)
        first_run.folder_asked.connect(self._ask)
        folders.add_asked.connect(self._ask)
        folders.remove_asked.connect(self._remove)
        notices.action_asked.connect(self._undo)
        choices.failed.connect(self._tell)

    @Slot(list)
    def offer(self, folders: Sequence[str]) -> None:
        """On the first page a folder joins the list; later it is added at once."""
        if self._choices.settings.folders:
            self._choices.add(folders)
            return
        for folder in folders:
            self._first_run.add_folder(folder)

    @Slot()
    def _ask(self) -> None:
        folder = self._choose_folder(self._window)
        if not folder:
            return
        if self._folders.isVisible():
            self._choices.add([folder])
        else:
            self.offer([folder])

    @Slot(list)
    def _start(self, folders: list[str]) -> None:
        self._choices.add(folders)

    @Slot(str)
    def _remove(self, folder: str) -> None:
        if self._choices.remove(folder):
            self._removed = folder
            told = self.tr("%1 is not searched any more.").replace("%1", words.folder_name(folder))
            self._notices.set_notice(Matter.DONE, told, self.tr("Undo"))

    @Slot(object)
    def _undo(self, matter: Matter) -> None:
        if matter is Matter.DONE and self._removed:
            folder, self._removed = self._removed, ""
            self._notices.set_notice(Matter.DONE, "")
            self._choices.add([folder])

    @Slot(str)
    def _tell(self, text: str) -> None:
        self._notices.set_notice(Matter.PASSING, text)
