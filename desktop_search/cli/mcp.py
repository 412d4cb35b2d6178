"""`mcp`: a Model Context Protocol server on standard input and output, until the other side closes it. Reads only."""

from __future__ import annotations

import argparse
import os
import sys
from typing import BinaryIO

from desktop_search.cli.mcp_lines import Conversation
from desktop_search.cli.mcp_tools import INSTRUCTIONS, Tools
from desktop_search.paths import Paths

# More than any request here needs; a line without an end must not fill the memory.
_LONGEST_LINE = 1 << 20


def _line(source: BinaryIO) -> bytes:
    """The next line. Of one that is too long the rest is dropped: it must not pass for a line of its own."""
    line = part = source.readline(_LONGEST_LINE)
    while part and not part.endswith(b"\n"):
        part = source.readline(_LONGEST_LINE)
    return line


def run(_arguments: argparse.Namespace, paths: Paths) -> int:
    # What a library prints must not come between the answers: it goes to stderr, the answers to what stdout was.
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", newline="\n") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        tools = Tools(paths)
        conversation = Conversation(tools.every(), INSTRUCTIONS)
        try:
            while line := _line(sys.stdin.buffer):
                if line.strip() and (answer := conversation.answer(line)) is not None:
                    print(answer, file=answers, flush=True)
        except BrokenPipeError:
            return 0
        finally:
            tools.close()
    return 0
