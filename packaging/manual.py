#!/usr/bin/env python3
"""Writes the manual page to stdout: the program's own manual, as groff reads it.

Run with a Python that has the program's packages: .venv/bin/python packaging/manual.py | man -l -
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from desktop_search import __version__
from desktop_search.gui import key_table
from desktop_search.gui.manual import source
from desktop_search.gui.manual.source import Block, Run

_SYNOPSIS = ".B desktop-search\n[\\fIOPTION\\fR] [\\fICOMMAND\\fR] [\\fIFOLDER\\fR]"
_LOOKS = {"plain": "R", "code": "B", "strong": "B", "key": "B"}
# What groff would make of them is not what is typed.
_SIGNS = str.maketrans({"\\": "\\e", "-": "\\-", '"': "\\(dq", "~": "\\(ti", "^": "\\(ha", "'": "\\(aq", "`": "\\(ga"})


def main() -> int:
    sys.stdout.buffer.write(page(source.read("en", keys())).encode())
    return 0


def keys() -> list[source.KeyGroup]:
    """The table of keys, by the names that they have on every system."""
    return [(title, [(", ".join(one.keys), one.does) for one in entries]) for title, entries in key_table.groups()]


def page(blocks: Sequence[Block]) -> str:
    """The page as groff reads it."""
    return "\n".join(_lines(blocks)) + "\n"


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    yield f'.TH DESKTOP-SEARCH 1 "" "Desktop Search {__version__}" "User Commands"'
    yield ".SH NAME\ndesktop-search \\- finds the right paragraph in your own documents"
    yield f".SH SYNOPSIS\n{_SYNOPSIS}"
    yield ".SH DESCRIPTION"
    for block in blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if block.kind == "heading":
        yield f".SH {_plain(block.text.upper())}" if block.level == 2 else f".SS {_plain(block.text)}"
    elif block.kind == "text":
        yield f".PP\n{_runs(block.runs)}"
    elif block.kind == "item":
        yield f".IP \\(bu 2\n{_runs(block.runs)}"
    elif block.kind == "code":
        yield f".PP\n.nf\n.RS\n{_runs(block.runs)}\n.RE\n.fi"
    elif block.kind == "table":
        # The head of a table says what a list of a man page shows by its form.
        for name, text in block.rows[1:]:
            yield f".TP\n{_runs(name)}\n{_runs(text)}"


def _runs(runs: Sequence[Run]) -> str:
    told = "".join(_run(run) for run in runs).strip()
    return f"\\&{told}" if told.startswith((".", "'")) else told


def _run(run: Run) -> str:
    font = _LOOKS[run.look]
    return _plain(run.text) if font == "R" else f"\\f{font}{_plain(run.text)}\\fR"


def _plain(text: str) -> str:
    """Text in which groff sees no commands of its own."""
    return text.translate(_SIGNS)


if __name__ == "__main__":
    sys.exit(main())
