"""What is stored and where, in the settings, and how it is deleted; nothing is without a second press of a button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QPushButton

from desktop_search.engine.erase import KINDS, Kept, Kind
from desktop_search.gui.settings.settings_row import SettingsRow, SettingsSection
from desktop_search.gui.widgets.check_box import CheckBox
from desktop_search.gui.widgets.flow_row import FlowRow
from desktop_search.gui.wording import words
from desktop_search.settings import Settings

translate = QCoreApplication.translate


class Deletion(SettingsRow):
    """A button that asks, in the same row, whether it is meant; `agreed` follows the second press."""

    agreed = Signal()

    def __init__(self, title: str, hint: str, name: str, question: str) -> None:
        self._buttons = FlowRow(8)
        super().__init__(title, hint, self._buttons)
        self._said, self._question = hint, question
        self.ask_button = QPushButton(name + "…")
        self.agree_button = QPushButton(name)
        self.keep_button = QPushButton(translate("Settings", "Keep"))
        for button in (self.ask_button, self.agree_button, self.keep_button):
            self._buttons.add(button)
        self.agree_button.setAccessibleName(f"{name}: {question}")
        self.ask_button.clicked.connect(self._ask)
        self.agree_button.clicked.connect(self._agree)
        self.keep_button.clicked.connect(self.withdraw)
        self._show(asking=False)

    @Slot()
    def withdraw(self) -> None:
        """Back to the question that was not asked."""
        focused = self.agree_button.hasFocus() or self.keep_button.hasFocus()
        self._show(asking=False)
        if focused:
            self.ask_button.setFocus()

    @Slot()
    def _ask(self) -> None:
        self._show(asking=True)
        # The harmless answer is the one that Enter gives.
        self.keep_button.setFocus()

    @Slot()
    def _agree(self) -> None:
        self._show(asking=False)
        self.agreed.emit()

    def _show(self, asking: bool) -> None:
        self.ask_button.setVisible(not asking)
        self.agree_button.setVisible(asking)
        self.keep_button.setVisible(asking)
        self.tell(self._question if asking else self._said)
        self.turn()


class PrivacySection(SettingsSection):
    """`show_asked` carries a folder, `delete_asked` one of "index", "history" and "everything"."""

    changed = Signal(object, str)
    show_asked = Signal(str)
    delete_asked = Signal(str)

    def __init__(self) -> None:
        self._history = CheckBox()
        history = SettingsRow(
            translate("Settings", "Remember what was searched for"),
            translate("Settings", "Kept on this computer only, for the list of recent searches."),
            self._history,
        )
        self.clear_history = Deletion(
            translate("Settings", "Searches"),
            translate("Settings", "Recent and saved searches."),
            translate("Settings", "Clear the history"),
            translate("Settings", "Every recent and every saved search is forgotten."),
        )
        self.delete_index = Deletion(
            translate("Settings", "The index alone"),
            translate("Settings", "What was read from your documents. It is made anew from them at once."),
            translate("Settings", "Delete the index"),
            translate("Settings", "The index is deleted and read anew. Your documents and settings stay."),
        )
        self.delete_everything = Deletion(
            translate("Settings", "All that the program has stored"),
            translate("Settings", "Index, downloaded models, history, settings, cache and logs."),
            translate("Settings", "Delete everything"),
            translate(
                "Settings",
                "Index, downloaded models, history, settings, cache and logs are deleted, and the program begins anew."
                " Your documents stay as they are.",
            ),
        )
        about = SettingsRow(
            translate("Settings", "Everything stays on this computer"),
            translate("Settings", "Nothing is sent anywhere. Documents are only read, and never changed."),
        )
        self._shows = QButtonGroup()
        self._kinds: dict[Kind, SettingsRow] = {}
        for kind in KINDS:
            button = QPushButton(translate("Settings", "Show"))
            button.setAccessibleName(translate("Settings", "Show the folder: %1").replace("%1", _name(kind)))
            self._shows.addButton(button)
            self._kinds[kind] = SettingsRow(_name(kind), " ", button)
        deletions = [self.delete_index, self.delete_everything]
        super().__init__(
            translate("Settings", "Privacy"),
            [about, history, self.clear_history, *self._kinds.values(), *deletions],
            translate("Settings", "stored data delete disk space"),
        )
        self._shows.setParent(self)
        self._shows.buttonClicked.connect(self._show_folder)
        self._history.setAccessibleName(history.title)
        self._history.clicked.connect(self._take_history)
        self.clear_history.agreed.connect(self._delete_history)
        self.delete_index.agreed.connect(self._delete_index)
        self.delete_everything.agreed.connect(self._delete_everything)

    @property
    def kinds(self) -> dict[Kind, SettingsRow]:
        """The rows that tell what is stored."""
        return self._kinds

    def show_settings(self, settings: Settings) -> None:
        """Shows what is chosen."""
        self._history.setChecked(settings.keep_history)

    def show_kept(self, kept: Sequence[Kept]) -> None:
        """Shows how much is stored, and where."""
        buttons = dict(zip(self._kinds, self._shows.buttons(), strict=True))
        for one in kept:
            told = translate("Settings", "%1 in %2").replace("%2", words.breakable(words.short_path(one.folder)))
            nothing = translate("Settings", "Nothing is stored.")
            self._kinds[one.kind].tell(told.replace("%1", words.size(one.size)) if one.size else nothing)
            buttons[one.kind].setProperty("folder", one.folder)
            buttons[one.kind].setEnabled(bool(one.size))

    def withdraw(self) -> None:
        """Questions that were asked and not answered are taken back."""
        for deletion in (self.clear_history, self.delete_index, self.delete_everything):
            deletion.withdraw()

    @Slot(QAbstractButton)
    def _show_folder(self, button: QAbstractButton) -> None:
        self.show_asked.emit(str(button.property("folder") or ""))

    @Slot()
    def _take_history(self) -> None:
        if self._history.isChecked():
            told = translate("Settings", "Searches are remembered.")
        else:
            told = translate("Settings", "Searches are not remembered any more.")
        self.changed.emit({"keep_history": self._history.isChecked()}, told)

    @Slot()
    def _delete_history(self) -> None:
        self.delete_asked.emit("history")

    @Slot()
    def _delete_index(self) -> None:
        self.delete_asked.emit("index")

    @Slot()
    def _delete_everything(self) -> None:
        self.delete_asked.emit("everything")


def _name(kind: Kind) -> str:
    return {
        "index": translate("Settings", "Index"),
        "models": translate("Settings", "Downloaded models"),
        "history": translate("Settings", "History"),
        "settings": translate("Settings", "Settings"),
        "cache": translate("Settings", "Cache"),
        "logs": translate("Settings", "Logs"),
    }[kind]
