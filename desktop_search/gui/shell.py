"""The window, and another one in its place when language or text size have changed: texts and fonts are made once.

The engine goes on meanwhile. What the person was doing is carried over: the place of the window, the query, the page.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from desktop_search.gui import window_state
from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.settings.folder_choices import FolderChoices
from desktop_search.gui.widgets.theme import Appearance
from desktop_search.gui.wording.language import Language
from desktop_search.settings import Settings


class Shell(QObject):
    """Owns the window, and what all windows share: colours, text size and language.

    `window_made` follows where another window takes the place of the one before.
    """

    window_made = Signal(object)

    def __init__(
        self,
        application: QApplication,
        choices: FolderChoices,
        bridge: EngineBridge,
        make_window: Callable[[], MainWindow],
    ) -> None:
        super().__init__()
        self._application = application
        self._choices = choices
        self._bridge = bridge
        self._make_window = make_window
        self._look = choices.settings
        self._language = Language(application, self._look.language)
        self._appearance = Appearance(application, self._look.appearance, self._look.text_scale)
        self._window = make_window()
        self._rebuilding = QTimer(self, singleShot=True, interval=0)
        self._rebuilding.timeout.connect(self._rebuild)
        choices.changed.connect(self._take_settings)

    @property
    def window(self) -> MainWindow:
        """The window that is shown now."""
        return self._window

    @Slot()
    def bring_to_front(self) -> None:
        """Shows the window, as far as the desktop lets it come forward by itself."""
        self._window.bring_to_front()

    @Slot(object)
    def _take_settings(self, settings: Settings) -> None:
        before, self._look = self._look, settings
        if settings.appearance != before.appearance:
            self._appearance.choose(settings.appearance)
        if (settings.language, settings.text_scale) != (before.language, before.text_scale):
            # Not before the window that asked for it has done with its button.
            self._rebuilding.start()

    @Slot()
    def _rebuild(self) -> None:
        self._language.choose(self._look.language)
        self._appearance.scale_text(self._look.text_scale)
        before, self._window = self._window, self._make_window()
        window_state.hand_over(before, self._window)
        self.window_made.emit(self._window)
        self._bridge.tell_again()
        # Else the application would end with its last window.
        ends = self._application.quitOnLastWindowClosed()
        self._application.setQuitOnLastWindowClosed(False)
        self._window.show()
        before.hide()
        before.deleteLater()
        self._application.setQuitOnLastWindowClosed(ends)
        self._window.activateWindow()
        self._window.undo_flow.tell_last()
