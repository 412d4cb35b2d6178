"""The settings that are a choice out of a few: how the window looks and speaks, and when reading holds back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal, Slot

from desktop_search.gui.settings.settings_row import SettingsRow, SettingsSection
from desktop_search.gui.widgets.choice_row import ChoiceRow
from desktop_search.gui.wording.language import LANGUAGES
from desktop_search.settings import Settings

translate = QCoreApplication.translate
TEXT_SCALES = (100, 125, 150, 175, 200)


class ChangingRow(SettingsRow):
    """Something in the settings; `changed` carries new values by field, and a sentence about them."""

    changed = Signal(object, str)

    def show_settings(self, settings: Settings) -> None:
        """Shows what is chosen."""
        raise NotImplementedError


class Choice(ChangingRow):
    """One field of the settings, by a button for each value."""

    def __init__(
        self, field: str, title: str, values: Sequence[tuple[Any, str, str]], hint: str = "", more: str = ""
    ) -> None:
        """`values` are (value, what its button says, its tool tip)."""
        self._buttons = ChoiceRow(field, title, [(str(value), told, tip) for value, told, tip in values])
        super().__init__(title, hint, self._buttons, more)
        self._field = field
        self._values = {str(value): value for value, _, _ in values}
        self._buttons.chosen.connect(self._choose)

    def show_settings(self, settings: Settings) -> None:
        """Shows which value is chosen."""
        self._buttons.show_value(str(getattr(settings, self._field)))

    @Slot(str)
    def _choose(self, name: str) -> None:
        told = translate("Settings", "%1: %2").replace("%2", self._buttons.told(name)).replace("%1", self.title)
        self.changed.emit({self._field: self._values[name]}, told)


class ChoicesSection(SettingsSection):
    """A section of choices; `changed` carries new values by field, and a sentence."""

    changed = Signal(object, str)

    def __init__(self, title: str, choices: Sequence[ChangingRow], more: str = "") -> None:
        super().__init__(title, choices, more)
        self._choices = choices
        for choice in choices:
            choice.changed.connect(self._pass_on)

    def show_settings(self, settings: Settings) -> None:
        """Shows what is chosen."""
        for choice in self._choices:
            choice.show_settings(settings)

    @Slot(object, str)
    def _pass_on(self, values: Mapping[str, Any], told: str) -> None:
        self.changed.emit(values, told)


def appearance() -> ChoicesSection:
    """Colours and the size of the text."""
    colours = Choice(
        "appearance",
        translate("Settings", "Colours"),
        (
            ("system", translate("Settings", "Like the system"), ""),
            ("light", translate("Settings", "Light"), ""),
            ("dark", translate("Settings", "Dark"), ""),
            (
                "contrast",
                translate("Settings", "High contrast"),
                translate("Settings", "Light or dark as the system is, with the strongest contrast."),
            ),
        ),
        more=translate("Settings", "theme scheme black white night"),
    )
    size = Choice(
        "text_scale",
        translate("Settings", "Text size"),
        [(one, translate("Settings", "%1 %").replace("%1", str(one)), "") for one in TEXT_SCALES],
        translate("Settings", "On top of the size that the system has chosen for its texts."),
        more=translate("Settings", "font zoom larger scale"),
    )
    return ChoicesSection(translate("Settings", "Appearance"), (colours, size))


def language() -> ChoicesSection:
    """The language of the window."""
    values = [("system", translate("Settings", "Like the system"), "")]
    # Each language is named in its own words, so that who does not read this one finds it.
    values += [(code, name, "") for code, name in LANGUAGES.items()]
    hint = translate("Settings", "Documents are found in any language, whatever is chosen here.")
    choice = Choice("language", translate("Settings", "Language of the window"), values, hint)
    return ChoicesSection(translate("Settings", "Language"), (choice,), "language sprache")


def resources() -> ChoicesSection:
    """How much of the machine reading may take."""
    choice = Choice(
        "quiet",
        translate("Settings", "Reading"),
        (
            (
                "auto",
                translate("Settings", "Quiet on battery"),
                translate("Settings", "On battery at most half of one core is used."),
            ),
            (
                "always",
                translate("Settings", "Always quiet"),
                translate("Settings", "At most half of one core is used; it takes longer."),
            ),
            ("never", translate("Settings", "Full speed"), translate("Settings", "On battery too.")),
        ),
        translate("Settings", "Quiet reading takes at most half of one core; with a low battery it waits for power."),
        more=translate("Settings", "processor battery speed threads limit"),
    )
    return ChoicesSection(translate("Settings", "Resources"), (choice,))


def session_choices() -> tuple[Choice, ...]:
    """How the program stays at hand when its window is closed."""
    closing = Choice(
        "keep_in_tray",
        translate("Settings", "When the window is closed"),
        (
            ("ask", translate("Settings", "Ask"), ""),
            ("yes", translate("Settings", "Stay ready"), translate("Settings", "In the tray, where there is one.")),
            ("no", translate("Settings", "Quit"), ""),
        ),
        translate("Settings", "Staying ready, it reads what changes, and quick search is there at once."),
        more=translate("Settings", "tray background close"),
    )
    session = Choice(
        "start_with_session",
        translate("Settings", "Start with the session"),
        ((True, translate("Settings", "Yes"), ""), (False, translate("Settings", "No"), "")),
        translate("Settings", "Without a window, ready for quick search."),
        more=translate("Settings", "autostart login boot"),
    )
    return closing, session


def menu_choice() -> Choice:
    """Whether the desktop's menus and launchers know a program that was not installed for everybody."""
    return Choice(
        "in_menu",
        translate("Settings", "Show in the application menu"),
        ((True, translate("Settings", "Yes"), ""), (False, translate("Settings", "No"), "")),
        translate(
            "Settings",
            "Also “open with” of folders, and results in KRunner. GNOME's overview takes results only from "
            "programs that are installed for everybody, as the package is.",
        ),
        more=translate("Settings", "launcher icon krunner gnome file manager entry"),
    )
