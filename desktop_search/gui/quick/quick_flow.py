"""Quick search: shows and hides the panel, asks the engine as letters are typed, and does what a key asks for.

The panel is made before it is first asked for, and asks for nothing while it is hidden.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from desktop_search.gui.asking.search_controller import SearchController
from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.global_keys.interface import GlobalKeys
from desktop_search.gui.results.citation import citation
from desktop_search.gui.results.hit_actions import Opener, place_of
from desktop_search.gui.settings.folder_choices import FolderChoices
from desktop_search.records import Hit, SearchResult

if TYPE_CHECKING:
    from desktop_search.gui.quick.quick_panel import QuickPanel

LANE = "quick"
_FIRST_NUMBER = 1_000_000_000
_SHOWN_OF_SELECTION = 60


class QuickFlow(QObject):
    """`window_asked` carries the query that goes on in the window, `got_keyboard` is that of the panel."""

    window_asked = Signal(str)
    got_keyboard = Signal()
    panel_made = Signal()

    def __init__(
        self,
        bridge: EngineBridge,
        choices: FolderChoices,
        opener: Opener,
        keys: GlobalKeys,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._choices = choices
        self._opener = opener
        self._keys = keys
        self._panel: QuickPanel | None = None
        self._selection = ""
        # Every letter asks: the engine gives up what is overtaken, and a rest would be felt.
        self.controller = SearchController(bridge.send, self, lane=LANE, first_number=_FIRST_NUMBER, rest_ms=0)
        bridge.results_arrived.connect(self.controller.take_results)
        bridge.search_failed.connect(self.controller.take_failure)
        self.controller.answered.connect(self._take_answer)
        self.controller.failed.connect(self._take_failure)
        self.controller.cleared.connect(self._take_cleared)
        self.controller.open_due.connect(self._open_chosen)

    @property
    def panel(self) -> QuickPanel:
        """The panel; made where there is none."""
        if self._panel is None:
            self._panel = self._make_panel()
            self.panel_made.emit()
        return self._panel

    @property
    def is_shown(self) -> bool:
        return self._panel is not None and self._panel.isVisible()

    @Slot()
    def prepare(self) -> None:
        """Makes the panel beforehand, so that it is there at once when it is asked for."""
        self.panel.prepare()

    @Slot()
    def toggle(self) -> None:
        """Shows the panel with the last query in it, or hides it."""
        if self.is_shown:
            self.hide()
            return
        self._leave_selection()
        self._present()
        # What was asked may be answered otherwise by now.
        self.controller.repeat()

    def hide(self) -> None:
        """Hides the panel, also one that has not got the keyboard yet, and so cannot lose it."""
        if self.is_shown:
            self.panel.hide()
            self._keys.let_type()

    def show_query(self, text: str) -> None:
        """Shows the panel with another query."""
        self._leave_selection()
        self.panel.box.edit.setText(text)
        self._present()

    def show_like(self, text: str) -> None:
        """Shows the panel with what is like a text from elsewhere."""
        self._selection = text
        short = " ".join(text.split())
        cut = short if len(short) <= _SHOWN_OF_SELECTION else short[:_SHOWN_OF_SELECTION].rsplit(" ", 1)[0] + " …"
        panel = self.panel
        # The box stays free for words: what is typed there is a question of its own.
        panel.box.edit.clear()
        panel.show_hits((), new=True)
        panel.invite(self.tr("Like: “%1”").replace("%1", cut))
        self._present()
        self.controller.find_like(text)

    @Slot()
    def forget(self) -> None:
        """The screen was locked: nothing of what was asked or found stays."""
        if self._panel is not None:
            self._panel.hide()
            self._panel.box.edit.clear()
        self._leave_selection()
        self.controller.clear()

    @Slot()
    def place_again(self) -> None:
        """A screen was unplugged: it may have been the one that the panel was shown on."""
        if self._panel is not None and self._panel.isVisible():
            self._panel.place()

    @Slot()
    def drop_panel(self) -> None:
        """Language or fonts have changed: the panel is made anew when it is next asked for."""
        if self._panel is not None:
            self._panel.hide()
            self._panel.deleteLater()
            self._panel = None

    def _make_panel(self) -> QuickPanel:
        # After the window is there: its modules are not needed before.
        from desktop_search.gui.quick.quick_panel import QuickPanel

        panel = QuickPanel()
        edit = panel.box.edit
        edit.textChanged.connect(self._take_query)
        edit.open_asked.connect(self.controller.open_newest)
        edit.reveal_asked.connect(self._reveal_chosen)
        edit.copy_asked.connect(self._copy_chosen)
        panel.got_keyboard.connect(self._let_type)
        panel.got_keyboard.connect(self.got_keyboard)
        panel.cite_asked.connect(self._cite_chosen)
        panel.number_asked.connect(self._open_numbered)
        panel.window_asked.connect(self._ask_window)
        panel.list.open_asked.connect(self._open)
        return panel

    def _present(self) -> None:
        panel = self.panel
        panel.list.results.set_roots(self._choices.settings.folders)
        panel.present()
        self._keys.raise_window(int(panel.winId()), takes_keys=True)
        if panel.has_keyboard:
            self._keys.let_type()

    @Slot()
    def _let_type(self) -> None:
        self._keys.let_type()

    def _leave_selection(self) -> None:
        if self._selection:
            self.controller.clear()
        self._forget_selection()

    def _forget_selection(self) -> None:
        """The box no longer tells of the text that was selected."""
        self._selection = ""
        if self._panel is not None:
            self._panel.invite()

    @Slot(str)
    def _take_query(self, text: str) -> None:
        if text:
            self._forget_selection()
        self.panel.show_note("")
        self.controller.set_query(text)

    @Slot(object, bool)
    def _take_answer(self, result: SearchResult, new: bool) -> None:
        self.panel.show_hits(result.hits, new)
        self.panel.show_note(self._told(result) if not self.controller.waiting else "")

    def _told(self, result: SearchResult) -> str:
        if not result.hits:
            return self.tr("Nothing matches.")
        return self.tr("Nothing matches well; these are the nearest.") if result.hits[0].strength == "weak" else ""

    @Slot(str)
    def _take_failure(self, reason: str) -> None:
        self.panel.show_hits((), new=True)
        self.panel.show_note(reason)

    @Slot()
    def _take_cleared(self) -> None:
        if self._panel is not None:
            self._panel.show_hits((), new=True)
            self._panel.show_note("")

    @Slot()
    def _open_chosen(self) -> None:
        self._open(self.panel.list.current_hit())

    @Slot(object)
    def _open(self, hit: Hit | None) -> None:
        if hit is not None:
            self._done(self._opener.open(hit.path, *place_of(hit)))

    @Slot(int)
    def _open_numbered(self, row: int) -> None:
        self._open(self.panel.list.results.hit(row))

    @Slot()
    def _reveal_chosen(self) -> None:
        hit = self.panel.list.current_hit()
        if hit is not None:
            self._done(self._opener.reveal(hit.path))

    @Slot()
    def _copy_chosen(self) -> None:
        hit = self.panel.list.current_hit()
        if hit is not None:
            QGuiApplication.clipboard().setText(hit.text)
            self.panel.show_note(self.tr("The paragraph was copied."))

    @Slot()
    def _cite_chosen(self) -> None:
        hit = self.panel.list.current_hit()
        if hit is not None:
            QGuiApplication.clipboard().setText(citation(hit))
            self.panel.show_note(self.tr("The paragraph was copied as a citation."))

    @Slot()
    def _ask_window(self) -> None:
        text = self.panel.box.edit.text()
        self.panel.hide()
        self.window_asked.emit(text)

    def _done(self, told: str) -> None:
        """Hides the panel, or says what hindered."""
        if told:
            self.panel.show_note(told)
        else:
            self.panel.hide()
