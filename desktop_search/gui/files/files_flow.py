"""Carries out what the person does on the page of files: filtering, opening, copying, trying again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from desktop_search.engine.messages import FileList, FileState, ListedFile, PathStatus, SetPaused, TryAgain
from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.engine_watch import EngineWatch
from desktop_search.gui.files.files_controller import FilesController
from desktop_search.gui.files.files_page import FilesPage
from desktop_search.gui.files.files_words import STATES
from desktop_search.gui.results.hit_actions import Opener
from desktop_search.gui.widgets.notice_bar import Matter, NoticeBar
from desktop_search.gui.wording import words


class FilesFlow(QObject):
    """Stands between the page of files, the engine and the desktop. `page_asked` asks for the page to be shown."""

    page_asked = Signal()

    def __init__(
        self,
        page: FilesPage,
        bridge: EngineBridge,
        watch: EngineWatch,
        opener: Opener,
        notices: NoticeBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.controller = FilesController(bridge.send, self)
        self._page = page
        self._bridge = bridge
        self._watch = watch
        self._opener = opener
        self._notices = notices
        bridge.files_listed.connect(self.controller.take_list)
        bridge.path_explained.connect(self.controller.take_explained)
        bridge.engine_went_down.connect(self._take_engine_down)
        watch.changed.connect(self._take_status)
        self.controller.listed.connect(self._show_list)
        self.controller.explained.connect(self._show_explained)
        page.shown.connect(self.controller.open)
        page.hidden.connect(self.controller.close)
        page.text_changed.connect(self.controller.set_text)
        page.state_chosen.connect(self._choose_state)
        page.open_asked.connect(self._open)
        page.reveal_asked.connect(self._reveal)
        page.copy_asked.connect(self._copy)
        page.again_asked.connect(self.try_again)
        page.all_again_asked.connect(self.try_all_again)
        page.progress.pause_asked.connect(self._pause)

    @Slot(bool)
    def _pause(self, paused: bool) -> None:
        self._bridge.send(SetPaused(paused))

    @Slot()
    def show_not_found(self) -> None:
        """Lists what could not be read, or else what is left out."""
        status = self._watch.status
        self._page.ask("failed" if status is not None and status.progress.failed else "skipped", "")
        self.page_asked.emit()

    @Slot(str)
    def show_below(self, folder: str) -> None:
        """Lists the files of one folder."""
        self._page.ask(None, folder)
        self.page_asked.emit()

    @Slot()
    def try_again(self) -> None:
        """Has the chosen files read once more, those that could not be read."""
        paths = tuple(file.path for file in self._page.view.chosen_files() if file.state == "failed")
        if paths and self._page.isVisible():
            self._bridge.send(TryAgain(paths))
            self._tell_trying(len(paths))

    @Slot()
    def try_all_again(self) -> None:
        """Has every file read once more that could not be read."""
        status = self._watch.status
        if self._page.isVisible() and (status is None or status.progress.failed):
            self._bridge.send(TryAgain())
            self._tell_trying(status.progress.failed if status is not None else 0)

    def _tell_trying(self, count: int) -> None:
        told = self.tr("Trying %1 again.").replace("%1", words.files(count)) if count else self.tr("Trying again.")
        status = self._watch.status
        if status is not None and status.progress.phase == "paused":
            told = self.tr("Reading is paused. These are tried again when it goes on.")
        self._notices.set_notice(Matter.DONE, told)

    @Slot(str)
    def _choose_state(self, value: str) -> None:
        chosen: FileState | None = next((state for state in STATES if state == value), None)
        self.controller.set_state(chosen)

    @Slot(object, bool)
    def _show_list(self, listed: FileList, new: bool) -> None:
        self._page.show_list(listed, new)

    @Slot(object)
    def _show_explained(self, status: PathStatus | None) -> None:
        self._page.show_explained(status)

    @Slot()
    def _take_status(self) -> None:
        self.controller.take_status(self._watch.status)
        self._page.progress.show_status(self._watch.status)

    @Slot()
    def _take_engine_down(self) -> None:
        self.controller.take_status(None)
        self._page.progress.show_status(None)

    @Slot()
    def _open(self) -> None:
        file = self._page.view.current_file()
        if file is not None:
            # A folder that is left out is shown in its place; opening is for documents.
            act = self._opener.reveal if file.is_folder else self._opener.open
            self._notices.set_notice(Matter.PASSING, act(file.path))

    @Slot()
    def _reveal(self) -> None:
        file = self._page.view.current_file()
        if file is not None:
            self._notices.set_notice(Matter.PASSING, self._opener.reveal(file.path))

    @Slot()
    def _copy(self) -> None:
        chosen: tuple[ListedFile, ...] = self._page.view.chosen_files()
        if chosen:
            QGuiApplication.clipboard().setText("\n".join(file.path for file in chosen))
            told = self.tr("The path was copied.") if len(chosen) == 1 else self.tr("The paths were copied.")
            self._notices.set_notice(Matter.DONE, told)
