"""The manual says what the program does: its commands, query language, keys and links are compared with the code's own.

Both languages are held to the same: what is written in one of them stands in the other.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

from desktop_search.cli import main as command_line
from desktop_search.documents import registry
from desktop_search.gui import key_table
from desktop_search.gui.manual import source
from desktop_search.gui.manual.finding import find
from desktop_search.gui.manual.source import Block, Run
from desktop_search.gui.results import open_at_place
from desktop_search.gui.wording.language import LANGUAGES
from desktop_search.search import query
from desktop_search.settings import Settings
from tests.conftest import ROOT

KEYS = [("Search", [("Ctrl+K", "To the search")]), ("Window", [("F1", "The manual")])]
languages = pytest.mark.parametrize("language", source.LANGUAGES)


def section(language: str, name: str) -> list[Block]:
    """The blocks of one section, with its heading."""
    blocks = source.read(language, KEYS)
    begin = next(at for at, block in enumerate(blocks) if block.name == name)
    end = next((at for at, block in enumerate(blocks) if at > begin and block.level == 2), len(blocks))
    return list(blocks[begin:end])


def runs(blocks: list[Block]) -> Iterator[Run]:
    for block in blocks:
        yield from block.runs
        for row in block.rows:
            for cell in row:
                yield from cell


def told(blocks: list[Block]) -> str:
    return " ".join(run.text for run in runs(blocks))


def first_column(blocks: list[Block]) -> list[str]:
    """What stands as code in the first column of the tables."""
    return [run.text for block in blocks for row in block.rows if row for run in row[0] if run.look == "code"]


def test_blocks_of_every_kind_are_read() -> None:
    text = (
        "# Title\n\n## Part {#part}\n\nSee **this** `code` <kbd>F1</kbd>,\n[there](#part).\n\n- one\n- two\n\n"
        "| a | b |\n|---|---|\n| `x` | y |\n\n```\nline\n  next\n```\n\n{keys}\n"
    )
    blocks = source.parse(text, KEYS)
    assert [block.kind for block in blocks] == [
        "heading", "text", "item", "item", "table", "code", "heading", "table", "heading", "table"
    ]  # fmt: skip
    assert blocks[1].runs == (
        Run("See "),
        Run("this", "strong"),
        Run(" "),
        Run("code", "code"),
        Run(" "),
        Run("F1", "key"),
        Run(","),
        Run(" "),
        Run("there", link="part"),
        Run("."),
    )
    assert blocks[4].rows == (((Run("a"),), (Run("b"),)), ((Run("x", "code"),), (Run("y"),)))
    assert blocks[5].text == "line\n  next\n"
    assert blocks[-1].rows == ((), ((Run("F1", "code"),), (Run("The manual"),)))


@pytest.mark.parametrize("text", ["![a](b.png)", "<img src='x'>", "> said", "*slanted*"])
def test_what_no_reader_of_the_manual_could_show_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no room"):
        source.parse(text)


def test_there_is_a_manual_in_each_language_of_the_window() -> None:
    assert set(source.LANGUAGES) == set(LANGUAGES)


@languages
def test_links_lead_to_headings(language: str) -> None:
    blocks = list(source.read(language, KEYS))
    names = [block.name for block in blocks if block.name]
    assert len(names) == len(set(names))
    links = {run.link for run in runs(blocks) if run.link}
    assert links <= set(names)
    # The first paragraphs lead everywhere: they are the contents where the window is narrow.
    begin = blocks.index(source.sections(blocks)[0])
    assert {run.link for run in runs(blocks[:begin]) if run.link} == {one.name for one in source.sections(blocks)}


def test_the_languages_say_the_same_in_the_same_order() -> None:
    english, german = (list(source.read(language, KEYS)) for language in ("en", "de"))
    assert [(one.kind, one.level, one.name, len(one.rows)) for one in english] == [
        (one.kind, one.level, one.name, len(one.rows)) for one in german
    ]
    assert first_column(english) == first_column(german)
    for one, other in zip(english, german, strict=True):
        exact = [sorted(run.text for run in runs([block]) if run.look in ("code", "key")) for block in (one, other)]
        assert exact[0] == exact[1], one.text


@languages
def test_tables_have_two_columns_and_every_character_is_one_for_qt(language: str) -> None:
    blocks = list(source.read(language, KEYS))
    assert {len(row) for block in blocks for row in block.rows} == {0, 2}
    # Positions are counted in UTF-16 by Qt.
    assert max(ord(one) for one in told(blocks)) < 0x10000


@languages
def test_every_command_and_option_is_told_and_no_other(language: str) -> None:
    parser = command_line.make_parser()
    commands = next(one for one in parser._actions if isinstance(one, argparse._SubParsersAction))
    wanted = {*_options(parser)}
    for name, command in commands.choices.items():
        wanted |= {" ".join([name, *_operands(command)]), *_options(command)}
    codes = (command_line.DONE, command_line.FAILED, command_line.USAGE, command_line.INTERRUPTED)
    wanted |= {str(code) for code in codes}
    assert set(first_column(section(language, "commands"))) == wanted


def _operands(parser: argparse.ArgumentParser) -> Iterator[str]:
    shapes = {"*": "[{} ...]", "?": "[{}]"}
    for action in parser._actions:
        if not action.option_strings:
            yield shapes.get(str(action.nargs), "{}").format(action.metavar or action.dest)


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        if not action.option_strings or isinstance(action, argparse._HelpAction):
            continue
        value = action.metavar or (f"{{{','.join(map(str, action.choices))}}}" if action.choices else "")
        name = action.option_strings[0]
        yield f"{name} {value}".strip() if action.nargs != 0 else name


@languages
def test_the_query_language_is_told_as_it_is(language: str) -> None:
    asking = section(language, "asking")
    for kind in query.TYPES:
        assert re.search(rf"\b{kind}\b", told(asking)), kind
    typed = [run.text for run in runs(asking) if run.look == "code"]
    # Some show only how a condition begins.
    whole = [one for one in typed if not one.endswith(":")]
    fields = set()
    for one in whole:
        parsed = query.parse(one)
        assert parsed.conditions or ":" not in one, one
        fields |= {condition.field for condition in parsed.conditions}
    written = {one.lstrip("-").partition(":")[0] for one in whole if ":" in one}
    assert set(query._FIELDS) <= written  # noqa: SLF001
    assert {"type", "before", "after", "date"} <= written
    assert {"kind", "suffix", "folder", "name", "title", "tag", "before", "from", "span"} <= fields


@languages
def test_every_key_that_is_named_is_one_of_the_window(language: str) -> None:
    known = {key for _, entries in key_table.groups() for one in entries for key in one.keys}
    known |= {Settings().quick_key, Settings().selection_key}
    named = {run.text for run in runs(list(source.read(language, KEYS))) if run.look == "key"}
    assert named
    assert named <= known


@languages
def test_limits_and_programs_are_the_real_ones(language: str) -> None:
    assert f"{Settings().max_file_mb} MB" in told(section(language, "folders"))
    reading = told(section(language, "reading")).lower()
    others = {"code": "vs code", "gvim": "vim", "emacs": "emacs", "subl": "sublime text", "zed": "zed"}
    for program in (*open_at_place.PAGES, *open_at_place.LINES):
        usual = next((name for begin, name in others.items() if program.startswith(begin)), program)
        assert usual in reading or program in ("codium", "vim-gtk", "vim-gtk3"), program
    # What the manual says is not read.
    for name in ("letter.doc", "talk.ppt", "photo.jpg", "song.mp3", "film.mp4"):
        assert not registry.has_reader(name)


def test_words_are_found_where_all_of_them_stand() -> None:
    text = "Apples and pears.Pears and plums.Cherries."
    parts = [(0, 17), (17, 33), (33, 42)]
    found = find("PEARS plum", text, parts)
    assert found is not None
    assert [text[start:end] for start, end in found.places] == ["Pears", "plum"]
    assert found.counts == (0, 2, 0)
    assert find("pears", text, parts).counts == (1, 1, 0)
    assert find("walrus", text, parts).places == ()
    assert find("a . (", text, parts) is None


def man_page() -> str:
    command = [sys.executable, str(ROOT / "packaging" / "manual.py")]
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def test_the_man_page_is_the_manual_in_english() -> None:
    page = man_page()
    for heading in source.sections(source.read("en", KEYS)):
        assert f".SH {heading.text.upper()}" in page
    plain = re.sub(r"\\f[BR]|\\&", "", page).replace("\\-", "-").replace("\\(ti", "~").replace("\\(dq", '"')
    for run in runs(list(source.read("en", KEYS))):
        if run.look == "code":
            assert run.text in plain, run.text
    for _, entries in key_table.groups():
        for one in entries:
            assert one.does in plain


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_the_man_page_is_good_for_groff() -> None:
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-Kutf8", "-ww"], input=man_page(), capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    shown = re.sub(r".\x08|\x1b\[[0-9;]*m", "", done.stdout)
    # Signs that are typed are shown as they are typed.
    assert "~/.config/desktop-search" in shown
    assert '"in place of"' in shown
    assert "--data-dir DIR" in shown
