"""The language of the window: which translations are loaded, how numbers are written, and which side lines begin on."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

SYSTEM = "system"
SOURCE = "en"
# What the person can choose, each in its own words.
LANGUAGES = {SOURCE: "English", "de": "Deutsch"}


class Language(QObject):
    """Keeps the translators of the application in step with the choice: "system" or one of LANGUAGES."""

    def __init__(self, application: QApplication, choice: str = SYSTEM) -> None:
        super().__init__(application)
        self._application = application
        self._translators: list[QTranslator] = []
        # What they read from; Qt makes no copy.
        self._texts: list[bytes] = []
        self.choose(choice)

    def choose(self, choice: str) -> None:
        """Texts that are made from now on are in this language; anything unknown counts as "system"."""
        for translator in self._translators:
            self._application.removeTranslator(translator)
            translator.deleteLater()
        self._translators, self._texts = [], []
        language = choice if choice in LANGUAGES else best_language(QLocale.system().uiLanguages())
        # The system's own locale may write numbers and days as another country does with the same language.
        system = QLocale.system()
        QLocale.setDefault(system if choice not in LANGUAGES or speaks(system, language) else QLocale(language))
        if language != SOURCE:
            self._load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
            own = resources.files("desktop_search.gui").joinpath("translations")
            self._load(f"desktop-search_{language}", str(own))
        self._application.setLayoutDirection(QLocale(language).textDirection())

    def _load(self, name: str, folder: str) -> None:
        # By its name Qt would map the file, and a file that is written anew meanwhile would end the program.
        try:
            texts = Path(folder, f"{name}.qm").read_bytes()
        except OSError:
            return
        translator = QTranslator(self)
        if translator.load(texts):
            self._application.installTranslator(translator)
            self._translators.append(translator)
            self._texts.append(texts)


def best_language(wanted: Sequence[str]) -> str:
    """The first of these languages (such as de-AT) that the window speaks; English where it speaks none."""
    known = (one.replace("_", "-").partition("-")[0].lower() for one in wanted)
    return next((one for one in known if one in LANGUAGES), SOURCE)


def speaks(locale: QLocale, language: str) -> bool:
    """Is this a locale of that language?"""
    return locale.name().partition("_")[0] == language
