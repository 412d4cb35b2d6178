"""Deletes what the person asks to have deleted, on another thread: the engine ends before, and starts again after."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance, Slot

from desktop_search.engine import erase
from desktop_search.errors import DesktopSearchError
from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.settings.folder_choices import FolderChoices
from desktop_search.gui.settings.settings_page import SettingsPage
from desktop_search.gui.widgets.notice_bar import Matter, NoticeBar
from desktop_search.gui.wording import engine_words
from desktop_search.paths import Paths

_END_SECONDS = 20.0


class PrivacyFlow(QObject):
    """`deleted` follows what was deleted: "index", "history" or "everything"."""

    deleted = Signal(str)
    _measured = Signal(object)
    _ended = Signal(str, str)

    def __init__(
        self,
        page: SettingsPage,
        paths: Paths,
        choices: FolderChoices,
        bridge: EngineBridge,
        notices: NoticeBar,
        show_folder: Callable[[str], str],
        parent: QObject,
    ) -> None:
        """`show_folder` shows a folder to the person, and says in a sentence why where it cannot."""
        super().__init__(parent)
        self._page = page
        self._paths = paths
        self._choices = choices
        self._bridge = bridge
        self._notices = notices
        self._show = show_folder
        self._working = False
        self._measured.connect(page.privacy.show_kept, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        page.shown.connect(self.measure)
        page.privacy.show_asked.connect(self._show_folder)
        page.privacy.delete_asked.connect(self._delete)

    @Slot()
    def measure(self) -> None:
        """Looks how much is stored."""
        threading.Thread(target=self._measure, name="measuring", daemon=True).start()

    def _measure(self) -> None:
        kept = erase.kept(self._paths)
        # The window may have been closed meanwhile.
        _emit(self._measured, kept)

    @Slot(str)
    def _show_folder(self, folder: str) -> None:
        told = self._show(folder) if folder else ""
        if told:
            self._notices.set_notice(Matter.PASSING, told)

    @Slot(str)
    def _delete(self, what: str) -> None:
        if what == "history":
            self.deleted.emit(what)
            return
        if self._working:
            return
        self._working = True
        self._notices.set_notice(Matter.PASSING, self.tr("Deleting…"))
        threading.Thread(target=self._erase, args=(what,), name="deleting", daemon=True).start()

    def _erase(self, what: str) -> None:
        problem = ""
        self._bridge.end_engine(_END_SECONDS)
        try:
            if what == "index":
                erase.erase_index(self._paths)
            else:
                erase.erase_everything(self._paths)
                self._paths.create()
        except DesktopSearchError as error:
            problem = str(error)
        except OSError as error:
            problem = f"{error.filename}: {error.strerror}."
        _emit(self._ended, what, problem)

    @Slot(str, str)
    def _finish(self, what: str, problem: str) -> None:
        self._working = False
        self._notices.set_notice(Matter.PASSING, engine_words.told(problem))
        if not problem:
            told = self.tr("The index is deleted; your documents are read anew.")
            if what == "everything":
                told = self.tr("Everything is deleted that the program had stored.")
                self._choices.forget_everything()
            self._notices.set_notice(Matter.DONE, told)
            self.deleted.emit(what)
        self._bridge.start()
        self.measure()


def _emit(signal: SignalInstance, *values: object) -> None:
    """Emits from another thread, unless the object is gone with its window."""
    try:
        signal.emit(*values)
    except RuntimeError:
        return
