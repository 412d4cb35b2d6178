"""The window: puts query, results, pages and status line together and connects them to the engine's bridge.

It builds no engine and opens no database: the composition root hands it everything that reaches outside.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop_search.engine.messages import ReloadSettings
from desktop_search.gui import shortcuts
from desktop_search.gui.asking.completion_flow import CompletionFlow
from desktop_search.gui.asking.history_flow import HistoryFlow
from desktop_search.gui.asking.history_keeper import HistoryKeeper
from desktop_search.gui.asking.history_page import HistoryPage
from desktop_search.gui.asking.search_flow import SearchFlow
from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.engine_watch import EngineWatch
from desktop_search.gui.files.files_flow import FilesFlow
from desktop_search.gui.files.files_page import FilesPage
from desktop_search.gui.header import Header
from desktop_search.gui.keys_sheet import KeysSheet
from desktop_search.gui.manual.manual_place import ManualPlace
from desktop_search.gui.message_page import MessagePage
from desktop_search.gui.pages import Asides, Page, wanted_page
from desktop_search.gui.reading.reading_flow import ReadingFlow
from desktop_search.gui.results.hit_actions import Opener
from desktop_search.gui.results.search_page import SearchPage
from desktop_search.gui.settings.first_run import FirstRunPage
from desktop_search.gui.settings.folder_choices import FolderChoices
from desktop_search.gui.settings.folder_flow import FolderFlow
from desktop_search.gui.settings.settings_desk import SettingsDesk
from desktop_search.gui.settings.suggested_folders import suggested_folders
from desktop_search.gui.settings.undo_flow import UndoFlow
from desktop_search.gui.status_line import StatusLine
from desktop_search.gui.widgets.announcer import Announcer
from desktop_search.gui.widgets.dropped import FolderDrops
from desktop_search.gui.widgets.labels import Hairline
from desktop_search.gui.widgets.notice_bar import Matter, NoticeBar
from desktop_search.paths import Paths
from desktop_search.settings import Settings

if TYPE_CHECKING:
    from desktop_search.gui.settings.settings_page import SettingsPage


class MainWindow(QMainWindow):
    """`choose_folder` asks the person for a folder and returns its path, or nothing. `quit_asked`: no mere closing."""

    quit_asked = Signal()

    def __init__(
        self,
        bridge: EngineBridge,
        choices: FolderChoices,
        opener: Opener,
        choose_folder: Callable[[QWidget], str],
        paths: Paths,
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
        self.files = FilesPage()
        self.history = HistoryPage()
        self.status_line = StatusLine()
        self.keys_sheet = KeysSheet(self._middle)
        self.manual = ManualPlace(self._asides)
        self._folder_flow = FolderFlow(choices, bridge, choose_folder, self.first_run, self.notices, parent=self)
        self._drops = FolderDrops(self)
        self._watch = EngineWatch(bridge, self.status_line, self.notices, parent=self)
        self.search = SearchFlow(
            bridge, self._watch, opener, self.header, self.results, self.notices, self.status_line, parent=self
        )
        self.reading_flow = ReadingFlow(self.results.preview, bridge, self.notices, parent=self)
        self.history_flow = HistoryFlow(
            HistoryKeeper(paths.data, parent=self),
            self.search,
            self.header,
            self.message,
            self.results,
            self.history,
            self.notices,
            parent=self,
        )
        self.completion = CompletionFlow(bridge, self.header.box.edit, self)
        self.files_flow = FilesFlow(self.files, bridge, self._watch, opener, self.notices, parent=self)
        self.undo_flow = UndoFlow(choices, self.notices, parent=self)
        self.settings_desk = SettingsDesk(
            choices,
            bridge,
            self._watch,
            self.notices,
            self.undo_flow,
            self._folder_flow,
            paths,
            choose_folder,
            opener.reveal,
            parent=self,
        )
        self._announcer = Announcer(self.header.box.edit, self.results.view)
        self._arrange()
        self._connect()
        self._bind_keys()
        self._take_settings(choices.settings)
        self.notices.set_notice(Matter.SETTINGS, choices.notice)
        self._focus_first()

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return Page(self._pages.currentIndex())

    @property
    def settings(self) -> SettingsPage:
        """The page of the settings."""
        return self.settings_desk.page

    def sizeHint(self) -> QSize:
        return QSize(1200, 760)

    def open_settings(self) -> None:
        """Opens the settings in place of the search."""
        self._asides.open_settings()

    def search_for(self, text: str) -> None:
        """Searches for this, as if it had been typed."""
        self.header.box.edit.setText(text)

    def offer_folder(self, folder: str) -> None:
        """Offers to search a folder that is not searched yet."""
        self._folder_flow.offer([folder])

    @Slot()
    def bring_to_front(self) -> None:
        """Shows the window, as far as the desktop lets it come forward by itself."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self._focus_first()

    def _focus_first(self) -> None:
        """On the first page the query is hidden, and a hidden widget would pass the focus on to the wrong button."""
        if self.page is Page.FIRST_RUN:
            self.first_run.start_button.setFocus()
        else:
            self.header.box.focus_query()

    def _arrange(self) -> None:
        self.setWindowTitle(QGuiApplication.applicationDisplayName())
        self.setMinimumSize(560, 400)
        asides = (self.settings_desk.place, self.files, self.history, self.manual)
        for page in (self.first_run, self.message, self.results, *asides):
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
        self.results.view.chosen.connect(self._announcer.tell_first)
        self.notices.told.connect(self._announcer.tell)
        self._drops.dropped.connect(self._folder_flow.offer)
        self._watch.changed.connect(self._show_page)
        self._choices.changed.connect(self._settings_changed)
        self._asides.changed.connect(self._show_aside)
        self.header.folders_asked.connect(self._asides.toggle_settings)
        self.message.action_asked.connect(self._asides.open_settings)
        self.message.unlimited_asked.connect(self.search.filters.drop_all)
        self.settings_desk.close_asked.connect(self._asides.close)
        self.settings_desk.files_asked.connect(self.files_flow.show_below)
        self.status_line.files_asked.connect(self.files_flow.show_not_found)
        self.files_flow.page_asked.connect(self._asides.open_files)
        self.files.close_asked.connect(self._asides.close)
        self.history.close_asked.connect(self._asides.close)
        self.header.chips.own_date_asked.connect(self.completion.offer)
        self.settings_desk.deleted.connect(self.history_flow.take_deleted)
        self.settings_desk.keys_asked.connect(self.keys_sheet.open)

    def _bind_keys(self) -> None:
        """By the names of key_table.py, which says which keys these are."""
        actions = {
            "focus query": self._focus_query,
            "find similar": self.search.find_similar,
            "next place": self.reading_flow.next_place,
            "place before": self.reading_flow.place_before,
            "cite": self.reading_flow.copy_citation,
            "toggle page": self.results.preview.toggle_page,
            "zoom in": self.reading_flow.zoom_in,
            "zoom out": self.reading_flow.zoom_out,
            "zoom usual": self.reading_flow.zoom_usual,
            "pane place": self.results.pane_place.next,
            "history": self._asides.toggle_history,
            "save search": self.history_flow.toggle_saved,
            "pin": self.history_flow.toggle_pinned,
            "settings": self._asides.toggle_settings,
            "files": self._asides.toggle_files,
            "try again": self.files_flow.try_again,
            "try all again": self.files_flow.try_all_again,
            "manual": self._asides.toggle_manual,
            "keys": self.keys_sheet.open,
            "close": self._quit,
        }
        shortcuts.bind(self, actions)
        shortcuts.NumberKeys(self, self.search.open_numbered)

    @Slot()
    def _quit(self) -> None:
        self.quit_asked.emit()
        self.close()

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
        self.settings_desk.show_settings(settings)
        self.history_flow.keeper.set_keeping(settings.keep_history)
        self.results.set_roots(settings.folders)
        self.files.set_roots(settings.folders)
        self._show_page()

    @Slot()
    def _show_aside(self) -> None:
        if self._asides.page is Page.SETTINGS:
            self._choices.refresh()
        self._show_page()
        if self._asides.page is None:
            self.header.box.focus_query()

    @Slot()
    def _show_page(self) -> None:
        has_folders = bool(self._choices.settings.folders)
        page = wanted_page(self._asides.page, has_folders, self.search.asking, self.search.result)
        self.header.setVisible(page is not Page.FIRST_RUN)
        self.search.filters.show(page is Page.RESULTS, page is Page.MESSAGE)
        if page is Page.MESSAGE:
            query = self.header.box.edit.text().strip()
            similar, limited = bool(self.search.similar_title), self.search.filters.limited
            self.message.show_state(query, self.search.result, self._watch.status, similar, limited)
            self._announcer.tell(self.message.words)
        if page != self._pages.currentIndex():
            if page is Page.SETTINGS:
                self.settings_desk.make()
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
