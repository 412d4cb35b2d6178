"""Every text can be translated, the German is complete and compiled, and mirrored layouts hold together."""

from __future__ import annotations

import ast
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QPushButton

from desktop_search.gui import key_table
from desktop_search.gui.wording import language, words
from desktop_search.gui.wording.language import LANGUAGES, Language
from tests.gui.support import Desk, make_hit
from tests.unit.packages import load

ROOT = Path(language.__file__).parents[3]
GUI = ROOT / "desktop_search" / "gui"
LANGUAGE_FILES = sorted((ROOT / "resources" / "translations").glob("*.ts"))
PLACES = re.compile(r"%\d")


@pytest.fixture
def german(application: QApplication) -> Iterator[Language]:
    locale = QLocale()
    chosen = Language(application, "de")
    yield chosen
    chosen.choose("en")
    chosen.deleteLater()
    QLocale.setDefault(locale)


@pytest.fixture
def tools() -> ModuleType:
    """packaging/translations.py."""
    return load("translations")


def messages(file: Path) -> list[tuple[str, str, str]]:
    """Context, source and translation of each text."""
    return [
        (context.findtext("name") or "", one.findtext("source") or "", one.findtext("translation") or "")
        for context in ElementTree.parse(file).iter("context")
        for one in context.iter("message")
    ]


def calls(file: Path) -> Iterator[tuple[str, ast.expr]]:
    """The calls of tr and translate, with the argument that is translated."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        place = {"tr": 0, "translate": 1}.get(name)
        if place is not None and len(node.args) > place:
            yield f"{file.name}:{node.lineno}", node.args[place]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells which files are mapped")
def test_a_file_of_texts_may_be_written_anew_while_the_window_speaks_from_it(german: Language) -> None:
    assert QCoreApplication.translate("Settings", "Dark") == "Dunkel"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    assert "_de.qm" not in Path("/proc/self/maps").read_text(encoding="utf-8")


def test_there_is_a_file_for_each_language() -> None:
    assert {file.stem.rpartition("_")[2] for file in LANGUAGE_FILES} == set(LANGUAGES) - {language.SOURCE}


@pytest.mark.parametrize("file", LANGUAGE_FILES, ids=lambda file: file.stem)
def test_no_text_of_the_window_is_missing_or_left_untranslated(file: Path, tools: ModuleType, tmp_path: Path) -> None:
    fresh = tmp_path / file.name
    tools.update(file, fresh)
    assert {one[:2] for one in messages(fresh)} == {one[:2] for one in messages(file)}, "run packaging/translations.py"
    assert tools.untranslated(fresh) == []


@pytest.mark.parametrize("file", LANGUAGE_FILES, ids=lambda file: file.stem)
def test_what_the_program_loads_is_made_from_what_was_translated(file: Path, tools: ModuleType, tmp_path: Path) -> None:
    tools.compile_texts(file, tmp_path / "fresh.qm")
    assert (tmp_path / "fresh.qm").read_bytes() == (GUI / "translations" / f"{file.stem}.qm").read_bytes()


@pytest.mark.parametrize("file", LANGUAGE_FILES, ids=lambda file: file.stem)
def test_translations_have_the_same_places_for_values_and_the_same_ends(file: Path) -> None:
    wrong = [
        (source, translation)
        for _, source, translation in messages(file)
        if sorted(PLACES.findall(source)) != sorted(PLACES.findall(translation))
        or source.endswith("…") != translation.endswith("…")
        or source[:1].isspace() != translation[:1].isspace()
        or source[-1:].isspace() != translation[-1:].isspace()
    ]
    assert wrong == []


def test_every_text_is_written_out_where_it_is_translated() -> None:
    """What is put together or formatted before it is translated is never found in the translations."""
    # What the engine says is listed word by word elsewhere, and looked up.
    files = [file for file in sorted(GUI.rglob("*.py")) if file.name != "engine_words.py"]
    found = [(place, argument) for file in files for place, argument in calls(file)]
    assert len(found) > 200
    strange = [place for place, argument in found if not isinstance(argument, ast.Constant)]
    assert strange == []


def test_no_label_is_given_a_text_that_is_not_translated() -> None:
    """Words in quotes that go straight to a widget stay English in every language."""
    setters = {"setText", "setToolTip", "setAccessibleName", "setPlaceholderText", "setWindowTitle"}
    makers = {"QPushButton", "Label", "QLabel", "QCheckBox", "CheckBox", "SettingsRow"}
    strange = []
    for file in sorted(GUI.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if (
                name in setters | makers
                and isinstance(first, ast.Constant)
                and re.search("[A-Za-z]{2}", str(first.value))
            ):
                strange.append(f"{file.name}:{node.lineno}: {first.value!r}")
    assert strange == []


def test_the_first_language_that_the_window_speaks_is_taken() -> None:
    assert language.best_language(["de-AT", "en-GB"]) == "de"
    assert language.best_language(["fr-FR", "de_DE", "en"]) == "de"
    assert language.best_language(["en-US", "de-DE"]) == "en"
    assert language.best_language(["ar-EG"]) == "en"
    assert language.best_language([]) == "en"


def test_german_is_spoken_by_window_numbers_and_qts_own_buttons(german: Language, desk: Desk) -> None:
    buttons = {one.text() for one in desk.window.settings.findChildren(QPushButton)}
    assert {"Dunkel", "Hell", "Ordner hinzufügen…"} <= buttons
    assert desk.window.header.box.edit.placeholderText() == "Dokumente durchsuchen"
    assert words.number(12480) == "12.480"
    assert words.files(3) == "3 Dateien"
    assert words.position(make_hit(line=41)) == "Zeile 41"
    dialog = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert dialog.buttons()[0].text().replace("&", "") == "Abbrechen"
    dialog.deleteLater()


def test_english_comes_back_when_it_is_chosen(german: Language) -> None:
    assert words.files(3) == "3 Dateien"
    german.choose("en")
    assert words.files(3) == "3 files"
    assert words.number(12480) == "12,480"


def test_keys_are_written_as_the_language_writes_them(german: Language) -> None:
    assert key_table.native("Ctrl+K") == "Strg+K"


@pytest.fixture
def mirrored(application: QApplication) -> Iterator[None]:
    application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    application.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_in_a_language_from_right_to_left_everything_stands_on_the_other_side(
    mirrored: None, make_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = make_desk(tmp_path)
    window = desk.window
    desk.search("rename", make_hit("one"), make_hit("two"))
    QCoreApplication.processEvents()
    middle = window.width() // 2
    view, header = window.results.view, window.header.box
    assert view.mapTo(window, view.rect().center()).x() > middle
    assert header.mapTo(window, header.rect().center()).x() > middle - header.width()
    window.open_settings()
    QCoreApplication.processEvents()
    page = window.settings
    row = page.folders.folder_rows[0]
    title = next(one for one in row.findChildren(QLabel) if one.text() == tmp_path.name)
    remove = next(one for one in row.findChildren(QPushButton) if one.text() == "Remove")
    files = next(one for one in row.findChildren(QPushButton) if one.text() == "Files")
    assert title.mapTo(page, title.rect().center()).x() > remove.mapTo(page, remove.rect().center()).x()
    assert files.mapTo(page, files.rect().center()).x() > remove.mapTo(page, remove.rect().center()).x()
    back = next(one for one in page.findChildren(QPushButton) if one.text() == "Back")
    assert back.mapTo(page, back.rect().center()).x() < page.width() // 2
