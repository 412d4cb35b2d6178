"""The window: puts query, results, pages and status line together and connects them to the engine's bridge.

It builds no engine and opens no database: the composition root hands it everything that reaches outside.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop_search.engine.messages import ReloadSettings
from desktop_search.gui import shortcuts
from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.dropped import FolderDrops
from desktop_search.gui.engine_watch import EngineWatch
from desktop_search.gui.files_flow import FilesFlow
from desktop_search.gui.files_page import FilesPage
from desktop_search.gui.first_run import FirstRunPage
from desktop_search.gui.folder_choices import FolderChoices, suggested_folders
from desktop_search.gui.folder_flow import FolderFlow
from desktop_search.gui.folders_page import FoldersPage
from desktop_search.gui.header import Header
from desktop_search.gui.hit_actions import Opener
from desktop_search.gui.keys_sheet import KeysSheet
from desktop_search.gui.labels import Hairline
from desktop_search.gui.message_page import MessagePage
from desktop_search.gui.notice_bar import Matter, NoticeBar
from desktop_search.gui.pages import Asides, Page, wanted_page
from desktop_search.gui.search_flow import SearchFlow
from desktop_search.gui.search_page import SearchPage
from desktop_search.gui.status_line import StatusLine
from desktop_search.settings import Settings


class MainWindow(QMainWindow):
    """`choose_folder` asks the person for a folder and returns its path, or nothing."""

    appearance_chosen = Signal(str)

    def __init__(
        self,
        bridge: EngineBridge,
        choices: FolderChoices,
        opener: Opener,
        choose_folder: Callable[[QWidget], str],
    ) -> None:
        super().__init__()
        self._bridge = bridge
        self._choices = choices
        self._asides = Asides(self)
        self._middle = QWidget()
        self._pages = QStackedWidget()
        self.header = Header()
        self.notices = NoticeBar()
        self.first_run = FirstRunPage(suggested_folders())
        self.message = MessagePage()
        self.results = SearchPage()
        self.folders = FoldersPage()
        self.files = FilesPage()
        self.status_line = StatusLine()
        self.keys_sheet = KeysSheet(self._middle)
        self._folder_flow = FolderFlow(choices, choose_folder, self.first_run, self.folders, self.notices, parent=self)
        self._drops = FolderDrops(self)
        self._watch = EngineWatch(bridge, self.status_line, self.notices, self.folders, parent=self)
        self.search = SearchFlow(
            bridge, self._watch, opener, self.header, self.results, self.notices, self.status_line, parent=self
        )
        self.files_flow = FilesFlow(self.files, bridge, self._watch, opener, self.notices, parent=self)
        self._arrange()
        self._connect()
        self._bind_keys()
        self._take_settings(choices.settings)
        self.notices.set_notice(Matter.SETTINGS, choices.notice)
        (self.first_run.start_button if self.page is Page.FIRST_RUN else self.header.box.edit).setFocus()

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return Page(self._pages.currentIndex())

    def sizeHint(self) -> QSize:
        return QSize(1200, 760)

    @Slot()
    def bring_to_front(self) -> None:
        """Shows the window, as far as the desktop lets it come forward by itself."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self.header.box.focus_query()

    def _arrange(self) -> None:
        self.setWindowTitle(QGuiApplication.applicationDisplayName())
        self.setMinimumSize(560, 400)
        for page in (self.first_run, self.message, self.results, self.folders, self.files):
            self._pages.addWidget(page)
        column = QVBoxLayout(self._middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._pages, 1)
        column.addWidget(Hairline())
        # Below the results, so that a notice moves none of them.
        column.addWidget(self.notices)
        column.addWidget(self.status_line)
        self.setCentralWidget(self._middle)

    def _connect(self) -> None:
        self.search.typed.connect(self._take_query)
        self.search.changed.connect(self._show_page)
        self.header.box.edit.escape_pressed.connect(self._go_back)
        self._drops.dropped.connect(self._folder_flow.offer)
        self._watch.changed.connect(self._show_page)
        self._choices.changed.connect(self._settings_changed)
        self._asides.changed.connect(self._show_aside)
        self.header.folders_asked.connect(self._asides.toggle_folders)
        self.message.action_asked.connect(self._asides.open_folders)
        self.folders.close_asked.connect(self._asides.close)
        self.folders.files_asked.connect(self.files_flow.show_below)
        self.status_line.files_asked.connect(self.files_flow.show_not_found)
        self.files_flow.page_asked.connect(self._asides.open_files)
        self.files.close_asked.connect(self._asides.close)
        self.folders.appearance_chosen.connect(self._choose_appearance)
        self.folders.quiet_chosen.connect(self._choices.choose_quiet)

    def _bind_keys(self) -> None:
        keys = {
            **dict.fromkeys(("Ctrl+K", "Ctrl+L", "/"), self._focus_query),
            "Ctrl+D": self.search.find_similar,
            "Ctrl+,": self._asides.toggle_folders,
            "Ctrl+I": self._asides.toggle_files,
            "Ctrl+R": self.files_flow.try_again,
            "Ctrl+Shift+R": self.files_flow.try_all_again,
            "F1": self.keys_sheet.open,
            "Ctrl+Q": self.close,
        }
        shortcuts.bind(self, keys)
        shortcuts.NumberKeys(self, self.search.open_numbered)

    @Slot()
    def _take_query(self) -> None:
        self._asides.forget()
        self._show_page()

    @Slot()
    def _go_back(self) -> None:
        """Esc: closes folders or files, else takes one step of the search back."""
        if self._asides.page is not None:
            self._asides.close()
        else:
            self.search.go_back()

    @Slot()
    def _focus_query(self) -> None:
        self.keys_sheet.hide()
        self.header.box.focus_query()

    @Slot(object)
    def _settings_changed(self, settings: Settings) -> None:
        self._take_settings(settings)
        self._bridge.send(ReloadSettings())

    def _take_settings(self, settings: Settings) -> None:
        self.folders.show_folders(settings.folders)
        self.folders.show_appearance(settings.appearance)
        self.folders.show_quiet(settings.quiet)
        self.results.set_roots(settings.folders)
        self.files.set_roots(settings.folders)
        self._show_page()

    @Slot(str)
    def _choose_appearance(self, appearance: str) -> None:
        if self._choices.choose_appearance(appearance):
            self.appearance_chosen.emit(appearance)

    @Slot()
    def _show_aside(self) -> None:
        if self._asides.page is Page.FOLDERS:
            self._choices.refresh()
        self._show_page()
        if self._asides.page is None:
            self.header.box.focus_query()

    @Slot()
    def _show_page(self) -> None:
        has_folders = bool(self._choices.settings.folders)
        page = wanted_page(self._asides.page, has_folders, self.search.asking, self.search.result)
        self.header.setVisible(page is not Page.FIRST_RUN)
        if page is Page.MESSAGE:
            query = self.header.box.edit.text().strip()
            self.message.show_state(query, self.search.result, self._watch.status, bool(self.search.similar_title))
        if page != self._pages.currentIndex():
            self._pages.setCurrentIndex(page)
            if page in (Page.MESSAGE, Page.RESULTS):
                self.header.box.edit.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """On coming back to the window: the command line may have changed the folders."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._choices.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._go_back()
        else:
            super().keyPressEvent(event)
