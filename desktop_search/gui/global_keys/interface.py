"""What every platform's module offers, and how a key combination is written: Ctrl+Alt+Space."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from PySide6.QtCore import QCoreApplication, QObject, Signal, SignalInstance

translate = QCoreApplication.translate

Modifier = Literal["Ctrl", "Alt", "Shift", "Meta"]
MODIFIERS: tuple[Modifier, ...] = ("Ctrl", "Alt", "Shift", "Meta")
_ALSO_CALLED: dict[str, Modifier] = {
    "control": "Ctrl",
    "ctrl": "Ctrl",
    "alt": "Alt",
    "option": "Alt",
    "shift": "Shift",
    "meta": "Meta",
    "super": "Meta",
    "win": "Meta",
    "cmd": "Meta",
}
_FUNCTION_KEYS = frozenset(f"F{number}" for number in range(1, 25))
NAMED = frozenset(
    "Space Return Tab Escape Backspace Insert Delete Home End PgUp PgDown Left Right Up Down Pause Print Menu".split()
)
# Of these alone a person makes no text: they may be bound without a modifier.
_ALONE = _FUNCTION_KEYS | {"Pause", "Print", "Menu"}


@dataclass(frozen=True, slots=True)
class Combination:
    """Modifiers and one key: a capital letter, a digit, a sign, or a name such as Space or F5."""

    modifiers: frozenset[Modifier]
    key: str

    def __str__(self) -> str:
        return "+".join((*(one for one in MODIFIERS if one in self.modifiers), self.key))


def parse(text: str) -> Combination | None:
    """Reads "Ctrl+Alt+Space", in any case; None for what cannot be a global key, such as a letter by itself."""
    *names, key = text.replace(" ", "").rsplit("+", 1) if "+" in text.strip(" +") else (text.replace(" ", ""),)
    held = names[0].split("+") if names else []
    if text.endswith("++"):
        held, key = text[:-2].replace(" ", "").split("+"), "+"
    modifiers = [_ALSO_CALLED.get(one.lower()) for one in held]
    named = {one.lower(): one for one in NAMED | _FUNCTION_KEYS}
    known = named.get(key.lower()) or (key.upper() if len(key) == 1 and key.isprintable() else None)
    if known is None or None in modifiers:
        return None
    combination = Combination(frozenset(one for one in modifiers if one is not None), known)
    makes_text = combination.modifiers <= {"Shift"} and known not in _ALONE
    return None if makes_text else combination


class GlobalKeys(Protocol):
    """Claims keys of the whole desktop.

    `pressed` carries the name of what was bound and a token of the desktop's, which may be empty; `told` a name and
    one sentence that says why its key is not to be had, or nothing once it is.
    """

    @property
    def pressed(self) -> SignalInstance: ...

    @property
    def told(self) -> SignalInstance: ...

    def bind(self, keys: Mapping[str, Combination]) -> None:
        """Claims these keys, by name, in place of those before; `told` follows for each, at once or later."""

    def raise_window(self, window: int, takes_keys: bool = False) -> None:
        """Lets a window, by its number, come to the front and have the keyboard, after its key was pressed.

        `takes_keys`: what was typed since then is meant for it.
        """

    def let_type(self) -> None:
        """Whoever was called has the keyboard, or nobody was called."""

    def close(self) -> None:
        """Gives all keys back."""


class NoKeys(QObject):
    """Where no key can be claimed: a command can be bound to one in the desktop's own settings."""

    pressed = Signal(str, str)
    told = Signal(str, str)

    def bind(self, keys: Mapping[str, Combination]) -> None:
        for name in keys:
            self.told.emit(name, bind_by_hand(name))

    def raise_window(self, window: int, takes_keys: bool = False) -> None:
        pass

    def let_type(self) -> None:
        pass

    def close(self) -> None:
        pass


def bind_by_hand(name: str) -> str:
    """The way that is always open."""
    told = translate("Keys", "Bind the command “%1” to a key in the keyboard settings of your desktop.")
    return told.replace("%1", f"desktop-search --{name}")


def taken(combination: Combination) -> str:
    """Another program was faster."""
    told = translate("Keys", "The key %1 is taken by another program; choose another one.")
    return told.replace("%1", str(combination))


def unknown(combination: Combination) -> str:
    """This keyboard does not have it."""
    return translate("Keys", "This keyboard has no key %1.").replace("%1", str(combination))


def taken_here(combination: Combination) -> str:
    """Both keys are the same."""
    return translate("Keys", "%1 is set twice; choose another key.").replace("%1", str(combination))


def no_combination(text: str) -> str:
    """What stands in the settings is no key."""
    told = translate("Keys", "“%1” cannot be a key for the whole desktop; name one like Ctrl+Alt+Space.")
    return told.replace("%1", text)
