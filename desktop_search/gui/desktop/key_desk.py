"""The two global keys as the settings name them, claimed on this desktop; why one is not to be had is remembered."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal, Slot

from desktop_search.gui.global_keys import interface
from desktop_search.gui.global_keys.interface import Combination, GlobalKeys, NoKeys
from desktop_search.settings import Settings

QUICK, SELECTION = "quick", "selection"


class KeyDesk(QObject):
    """`told` follows what a key's claim came to: its name, and one sentence or nothing; `problems` keeps the same."""

    told = Signal(str, str)

    def __init__(self, keys: GlobalKeys, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.keys = keys
        self.problems: dict[str, str] = {}
        self._bound: Mapping[str, str] | None = None
        keys.told.connect(self._take_told)

    @property
    def is_possible(self) -> bool:
        """Can keys be claimed here at all?"""
        return not isinstance(self.keys, NoKeys)

    @property
    def works(self) -> bool:
        """Is there a key that calls the program now?"""
        return any(not self.problems.get(name, "-") for name in (QUICK, SELECTION))

    def problem(self, name: str) -> str:
        """Why a key does not call the program, or how another one is made to; nothing where all is well."""
        return self.problems.get(name, "" if self.is_possible else interface.bind_by_hand(name))

    def take_settings(self, settings: Settings) -> None:
        """Claims the keys of the settings; an empty one is no key."""
        wanted = {QUICK: settings.quick_key, SELECTION: settings.selection_key}
        if wanted == self._bound:
            return
        self._bound = wanted
        self.problems.clear()
        keys: dict[str, Combination] = {}
        for name, text in wanted.items():
            if not text.strip():
                continue
            combination = interface.parse(text)
            if combination is None:
                self._take_told(name, interface.no_combination(text))
            elif combination in keys.values():
                self._take_told(name, interface.taken_here(combination))
            else:
                keys[name] = combination
        self.keys.bind(keys)

    @Slot(str, str)
    def _take_told(self, name: str, told: str) -> None:
        self.problems[name] = told
        self.told.emit(name, told)
