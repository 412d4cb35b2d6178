"""From the key for the selected text to quick search with what is like it, or to a sentence that says why not."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from desktop_search.gui.desktop.selected_text import Selection
from desktop_search.gui.quick.quick_flow import QuickFlow

# A Wayland desktop gives the keyboard to a window within some frames, or not at all.
_PATIENCE_MS = 1000


class SelectionFlow(QObject):
    """`needs_keyboard`: only a window that has it is told what is selected."""

    def __init__(
        self, quick: QuickFlow, selected: Selection, needs_keyboard: bool, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._quick = quick
        self._selected = selected
        self._needs_keyboard = needs_keyboard
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._tell_withheld)
        quick.got_keyboard.connect(self._take_late)
        selected.taken.connect(self._search)
        selected.withheld.connect(self._tell_withheld)

    @Slot()
    def take(self) -> None:
        """Searches for what is like the selected text."""
        if not self._needs_keyboard:
            self._selected.take()
            return
        self._quick.show_query("")
        if self._quick.panel.has_keyboard:
            self._selected.take()
        else:
            self._patience.start()

    @Slot()
    def _take_late(self) -> None:
        if self._patience.isActive():
            self._patience.stop()
            self._selected.take()

    @Slot(str)
    def _search(self, text: str) -> None:
        if text:
            self._quick.show_like(text)
        else:
            self._tell(self.tr("No text is selected."))

    @Slot()
    def _tell_withheld(self) -> None:
        self._tell(self.tr("This desktop does not show programs what is selected: copy the text, and paste it here."))

    def _tell(self, told: str) -> None:
        self._quick.show_query("")
        self._quick.panel.show_note(told)
