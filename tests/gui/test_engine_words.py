"""What engine and readers say in English is known to the window sentence by sentence, and told in German."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

import desktop_search
from desktop_search.engine import rule_words
from desktop_search.gui.wording import engine_words
from desktop_search.gui.wording.language import Language
from desktop_search.indexing.rules import Skip

PACKAGE = Path(desktop_search.__file__).parent
# Errors of the program itself, which no person is to see, and texts that are computed with.
NOT_TOLD = ("search/scan.py",)
SAMPLES = {
    "The quick brown fox jumps over the lazy dog.",
    "The tenant shall give notice in writing not less than three months before the end of the term.",
}


@pytest.fixture
def german(application: QApplication) -> Iterator[None]:
    chosen = Language(application, "de")
    yield
    chosen.choose("en")
    chosen.deleteLater()


def template(node: ast.expr) -> str:
    """A literal or formatted text, with a numbered place for each value."""
    parts = [node] if isinstance(node, ast.Constant) else node.values if isinstance(node, ast.JoinedStr) else []
    text, number = "", 0
    for part in parts:
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            text += part.value
        else:
            number += 1
            text += f"%{number}"
    for place in re.findall(r"\{[^{}]*\}", text):
        number += 1
        text = text.replace(place, f"%{number}", 1)
    return text.strip()


def sentences(file: Path) -> Iterator[str]:
    """The whole sentences that a module may say; what it says of itself, and to the log, is left out."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    aside: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            aside.add(node.value)
        if isinstance(node, ast.JoinedStr):
            aside.update(node.values)
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("logger."):
            aside.update(ast.walk(node))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.JoinedStr) and node not in aside:
            text = template(node)
            if re.fullmatch(r"[A-Z“%][^\n]* [^\n]*[a-z][^\n]*\.", text) and text not in SAMPLES:
                yield text


def test_every_sentence_of_engine_and_readers_is_known() -> None:
    said = {
        sentence
        for file in PACKAGE.rglob("*.py")
        for name in [file.relative_to(PACKAGE).as_posix()]
        if not name.startswith(("gui/", "cli/")) and name not in NOT_TOLD
        for sentence in sentences(file)
    }
    assert len(said) > 150
    assert said - set(engine_words.SENTENCES) == set(), "add them to document_sentences.py or engine_sentences.py"


def test_no_sentence_is_listed_twice() -> None:
    assert len(engine_words.SENTENCES) == len(set(engine_words.SENTENCES))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("The file is damaged or cut off.", "Die Datei ist beschädigt oder abgeschnitten."),
        ("Reading it took longer than 30 seconds.", "Das Lesen hat länger als 30 Sekunden gedauert."),
        (
            "It takes too long to read; only the first 1,000 of 2,000 pages were read. The pages hold no text.",
            "Das Lesen dauert zu lange; nur die ersten 1,000 von 2,000 Seiten wurden gelesen."
            " Die Seiten enthalten keinen Text.",
        ),
        ("The folder /a. B c/d does not exist.", "Den Ordner /a. B c/d gibt es nicht."),
        (
            "The settings file could not be used (it is missing); its spare copy is used.",
            "Die Datei mit den Einstellungen konnte nicht benutzt werden (sie fehlt); ihre Zweitschrift wird benutzt.",
        ),
        ("Something that nobody has ever said. And more.", "Something that nobody has ever said. And more."),
        ("", ""),
    ],
)
def test_german_is_told_with_the_values_in_their_places(german: None, said: str, told: str) -> None:
    assert engine_words.told(said) == told


@pytest.mark.parametrize("rule", ["hidden", "version control", "dependencies", "cache", "pattern", "link", "secrets"])
def test_every_rule_is_told_in_german(german: None, rule: str) -> None:
    said = rule_words.told(Skip(rule, "name"))
    assert engine_words.told(said) != said


def test_in_english_nothing_is_changed() -> None:
    assert engine_words.told("The file is damaged or cut off.") == "The file is damaged or cut off."


def test_a_huge_text_is_left_as_it_is(german: None) -> None:
    text = "It is. " * 100_000
    assert engine_words.told(text) == text
