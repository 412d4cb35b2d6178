"""The settings of the program as a part of the desktop: its two keys, what closing means, session and menu."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Slot

from desktop_search.gui.desktop.menu_entry import menu_entry
from desktop_search.gui.settings.key_field import KeyField, native
from desktop_search.gui.settings.settings_general import ChangingRow, ChoicesSection, menu_choice, session_choices
from desktop_search.settings import Settings

translate = QCoreApplication.translate


class KeyRow(ChangingRow):
    """One key of the whole desktop."""

    def __init__(self, field: str, title: str, hint: str, more: str) -> None:
        self.field = KeyField(title)
        super().__init__(title, hint, self.field, more)
        self._name, self._said = field, hint
        self._problem = ""
        self.field.pressed.connect(self._take)
        self.field.refused.connect(self.tell)

    def show_settings(self, settings: Settings) -> None:
        """Shows which key it is."""
        self.field.show_keys(str(getattr(settings, self._name)))
        self.tell(self._problem or self._said)

    def show_problem(self, told: str) -> None:
        """Why the key does not work, or nothing."""
        self._problem = told
        self.tell(told or self._said)

    @Slot(str)
    def _take(self, text: str) -> None:
        told = translate("Settings", "%1: %2") if text else translate("Settings", "%1: no key")
        self.changed.emit({self._name: text}, told.replace("%2", native(text)).replace("%1", self.title))


class DesktopSection(ChoicesSection):
    """`keys` by the names that key_desk.py has for them."""

    def __init__(self) -> None:
        more = translate("Settings", "global key shortcut hotkey anywhere")
        quick = KeyRow(
            "quick_key",
            translate("Settings", "Key for quick search"),
            translate("Settings", "Brings quick search up from within any program."),
            more,
        )
        selection = KeyRow(
            "selection_key",
            translate("Settings", "Key for the selected text"),
            translate("Settings", "Searches for what is like the text that is selected in any program."),
            more,
        )
        rows: list[ChangingRow] = [quick, selection, *session_choices()]
        if menu_entry(sys.platform, os.environ, Path.home()) is not None:
            rows.append(menu_choice())
        super().__init__(translate("Settings", "Desktop"), rows)
        self.keys = {"quick": quick, "selection": selection}

    def show_key_problem(self, name: str, told: str) -> None:
        """Why a key does not work, or nothing once it does."""
        self.keys[name].show_problem(told)
