"""What the README names is there: pictures, links, commands, modules, queries and keys."""

from __future__ import annotations

import argparse
import importlib.util
import re

from desktop_search.cli.main import make_parser
from desktop_search.gui import key_table
from desktop_search.search import query
from tests.conftest import ROOT

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]


def test_pictures_and_linked_files_are_there() -> None:
    named = re.findall(r'\]\((?!http)([^)#]+)\)|(?:src|srcset)="([^"]+)"', TEXT)
    files = {one or other for one, other in named}
    assert len(files) > 5
    for file in files:
        assert (ROOT / file).is_file(), file


def test_every_picture_of_the_folder_is_shown() -> None:
    for picture in (ROOT / "resources" / "screenshots").iterdir():
        assert f"resources/screenshots/{picture.name}" in TEXT


def test_the_commands_are_those_of_the_program() -> None:
    parser = make_parser()
    actions = parser._actions
    commands = next(one for one in actions if isinstance(one, argparse._SubParsersAction)).choices
    lines = re.findall(r"^    desktop-search ([a-z]+)\b(.*)$", section("Command line"), re.M)
    assert {name for name, _ in lines} == set(commands)
    for name, rest in lines:
        for option in re.findall(r"(?<!\S)\[?(--?[a-z-]+)", rest.split("   ")[0]):
            assert option in commands[name]._option_string_actions, (name, option)
    for option in re.findall(r"desktop-search (--[a-z-]+)", TEXT):
        assert option in parser._option_string_actions, option


def test_scripts_and_modules_that_are_called_are_there() -> None:
    for script in re.findall(r"python3? (packaging/\w+\.py)", TEXT):
        assert (ROOT / script).is_file(), script
    for module in re.findall(r"python -m ([\w.]+)", TEXT):
        assert importlib.util.find_spec(module) is not None, module


def test_queries_mean_what_is_said_of_them() -> None:
    typed = re.findall(r"`([^`]+)`", "".join(row.split("|")[1] for row in section("Asking").splitlines() if "|" in row))
    assert len(typed) > 10
    for one in typed:
        assert query.parse(one).conditions or ":" not in one, one
    kinds = re.search(r"one kind of file: ([^|]+)", TEXT)
    assert kinds is not None
    assert {one.strip() for one in kinds[1].split(",")} <= set(query.TYPES)


def test_keys_are_those_of_the_window() -> None:
    known = {key for _, entries in key_table.groups() for one in entries for key in one.keys}
    usual = {"Enter": "Return", "Ctrl+Enter": "Ctrl+Return", "PgDn": "PgDown"}
    rows = [row.split("|") for row in section("Keys").splitlines() if row.startswith("|")][2:]
    named = [key for row in rows for cell in (row[1], row[4]) for key in re.split(r"(?<!\+),\s*|, ", cell.strip())]
    assert len(named) > 20
    for key in named:
        assert "…" in key or usual.get(key, key) in known, key
