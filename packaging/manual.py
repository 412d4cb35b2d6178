#!/usr/bin/env python3
"""Writes the manual page to stdout: the commands from the command line's own help, and the query language.

Run with a Python that has the program's packages: .venv/bin/python packaging/manual.py | man -l -
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from desktop_search import __version__
from desktop_search.cli.main import make_parser

# What is typed, and what it finds. A test compares the names with those that search/query.py knows.
QUERY = (
    ("how do I renew my passport", "paragraphs that mean this, also where no word is the same"),
    ('"in place of"', "this phrase, word for word"),
    ("form -draft", "no file that says “draft”"),
    (
        "type:mail",
        "one kind of file: text, note, markdown, mail, pdf, document, word, slides, presentation, sheet, spreadsheet, "
        "table, web, html, code, notebook, book, ebook, archive, subtitles",
    ),
    ("ext:pdf", "files whose names end so"),
    ("in:Work, folder:Work", "files in a folder of this name, or below it"),
    ("name:report, file:report", "files with this in their name"),
    ("title:plan", "files with this in their title"),
    ("tag:house", "files with this tag in their front matter"),
    (
        "before:2024-05, after:2024, date:2024, date:2023..2024",
        "by the date that a document gives itself, else by its last change",
    ),
    ("report last month", "the same in plain words, where something is from then"),
    ("-type:mail, -in:Archive", "any of these turned round"),
)
FILES = (
    ("~/.local/share/desktop-search", "the index, and models that were downloaded; may be deleted at any time"),
    ("~/.config/desktop-search", "the settings"),
    ("~/.local/state/desktop-search/log", "the log"),
    ("~/.cache/desktop-search", "what was computed for this processor"),
)
CODES = (
    ("0", "done"),
    ("1", "failed; one line says why"),
    ("2", "wrong usage"),
    ("130", "interrupted; the work is kept"),
)


def main() -> int:
    # A fixed width: the help is wrapped to that of the terminal otherwise.
    os.environ["COLUMNS"] = "100"
    sys.stdout.write(page(make_parser()))
    return 0


def page(parser: argparse.ArgumentParser) -> str:
    """The page as groff reads it."""
    return "\n".join(_lines(parser)) + "\n"


def _lines(parser: argparse.ArgumentParser) -> Iterator[str]:
    yield f'.TH DESKTOP-SEARCH 1 "" "Desktop Search {__version__}" "User Commands"'
    yield ".SH NAME\ndesktop-search \\- finds the right paragraph in your own documents"
    yield ".SH SYNOPSIS\n.B desktop-search\n[\\fIOPTION\\fR] [\\fICOMMAND\\fR] [\\fIFOLDER\\fR]"
    yield f".SH DESCRIPTION\n{_plain(parser.description or '')}"
    yield "Everything happens on this machine: nothing is sent anywhere."
    yield ".SH OPTIONS"
    yield from _options(parser)
    yield ".SH COMMANDS"
    told = {one.dest: one.help or "" for group in _commands(parser) for one in group._choices_actions}  # noqa: SLF001
    for group in _commands(parser):
        for name, command in group.choices.items():
            yield f".SS {_plain(' '.join([name, *_operands(command)]))}"
            yield _plain(told.get(name, "")[:1].upper() + told.get(name, "")[1:] + ".")
            yield from _options(command)
    yield ".SH QUERIES"
    yield "Any text is a query; nothing in it is ever an error."
    yield from _pairs(QUERY)
    yield ".SH FILES"
    yield from _pairs(FILES)
    yield ".SH EXIT STATUS"
    yield from _pairs(CODES)
    yield ".SH ENVIRONMENT"
    yield from _pairs([("DESKTOP_SEARCH_HOME", "a folder that index, settings, cache and logs are kept below")])


def _commands(parser: argparse.ArgumentParser) -> Iterator[argparse._SubParsersAction[argparse.ArgumentParser]]:
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to list them
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            yield action


def _operands(parser: argparse.ArgumentParser) -> Iterator[str]:
    shapes = {"*": "[{} ...]", "?": "[{}]"}
    for action in parser._actions:  # noqa: SLF001
        if not action.option_strings:
            yield shapes.get(str(action.nargs), "{}").format(action.metavar or action.dest)


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:  # noqa: SLF001
        if isinstance(action, argparse._SubParsersAction | argparse._HelpAction) or not action.help:  # noqa: SLF001
            continue
        # Taken after a command too, and told once.
        if action.default == argparse.SUPPRESS and "--data-dir" in action.option_strings:
            continue
        value = action.metavar or (f"{{{','.join(map(str, action.choices))}}}" if action.choices else "")
        names = ", ".join(f"{name} {value}".strip() if action.nargs != 0 else name for name in action.option_strings)
        text = (action.help or "").replace("%(prog)s", "desktop-search")
        yield from _pairs([(names or str(value), text)])


def _pairs(pairs: object) -> Iterator[str]:
    for name, text in pairs:  # type: ignore[attr-defined]
        yield f".TP\n.B {_plain(name)}\n{_plain(text)}"


def _plain(text: str) -> str:
    """Text in which groff sees no commands of its own."""
    safe = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return f"\\&{safe}" if safe.startswith((".", "'")) else safe


if __name__ == "__main__":
    sys.exit(main())
