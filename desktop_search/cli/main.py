"""The command line: reads the arguments and calls one command's module. Importing it loads nothing heavy."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import sys
from collections.abc import Sequence

from desktop_search import __version__
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import find_paths, keep_private
from desktop_search.records import MODES

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130

# Each command is a module of this package with run(arguments, paths) -> exit code, imported when it is called.
_MOST_RESULTS = 10_000
_COMMANDS = ("index", "search", "status", "remove", "model", "mcp", "selftest")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted."""
    arguments = _parse(argv)
    if arguments.command:
        # The window opens documents in other programs, which inherit it: what they save is not ours.
        keep_private()
    try:
        command = importlib.import_module(f"desktop_search.cli.{arguments.command or 'window'}")
        code = int(command.run(arguments, find_paths(arguments.data_dir)))
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        print("Interrupted; the work so far is kept.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # `| head` has seen enough. What is still buffered must not fail once more at exit.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except DesktopSearchError as error:
        print(f"desktop-search: {error}", file=sys.stderr)
        return FAILED
    except OSError as error:
        print(f"desktop-search: {error.strerror or error}: {error.filename or ''}".rstrip(": "), file=sys.stderr)
        return FAILED


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """As argparse does, but what follows a query's words belongs to it: `search renaming -draft` leaves drafts out."""
    parser = make_parser()
    argv = _name_folder(list(sys.argv[1:] if argv is None else argv))
    arguments, rest = parser.parse_known_args(argv)
    if rest and (arguments.command != "search" or any(one.startswith("--") for one in rest)):
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if rest:
        arguments.query += rest
    return arguments


def _name_folder(argv: list[str]) -> list[str]:
    """A folder in place of a command, as file managers call a program, is one to search in."""
    first = next((at for at, one in enumerate(argv) if not one.startswith("-") and not _is_value(argv, at)), None)
    if first is None or argv[first] in _COMMANDS or not os.path.isdir(argv[first]):
        return argv
    return [*argv[:first], "--in", *argv[first:]]


def _is_value(argv: list[str], at: int) -> bool:
    return at > 0 and argv[at - 1] in ("--data-dir", "--text", "--in")


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="desktop-search",
        description="Finds the right paragraph in your own documents, by meaning and by words. "
        "Without a command it opens the window.",
    )
    _add_data_dir(parser, None)
    # Taken after the command too. There it must have no default: that would undo what stood before the command.
    common = argparse.ArgumentParser(add_help=False)
    _add_data_dir(common, argparse.SUPPRESS)
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    window = parser.add_argument_group("without a command, also of the program that is running already")
    kinds = window.add_mutually_exclusive_group()
    kinds.add_argument("--quick", action="store_true", help="show quick search, or hide it")
    kinds.add_argument("--selection", action="store_true", help="find what is like the text that is selected")
    kinds.add_argument("--background", action="store_true", help="start without showing the window")
    window.add_argument("--text", metavar="QUERY", help="search for this")
    window.add_argument("--in", dest="search_in", metavar="FOLDER", help="search in this folder (or: FOLDER alone)")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    index = commands.add_parser("index", parents=[common], help="add folders and bring the index up to date")
    index.add_argument("folders", nargs="*", metavar="FOLDER")

    search = commands.add_parser("search", parents=[common], help="find paragraphs")
    search.add_argument("query", nargs="*", metavar="QUERY")
    search.add_argument("-k", type=_positive, default=10, metavar="N", help="number of results (default: 10)")
    search.add_argument("--mode", choices=MODES, default="auto", help="how to look (default: auto)")
    search.add_argument("--explain", action="store_true", help="tell why each hit stands where it stands")
    search.add_argument("--similar", metavar="FILE[:LINE]", help="what is like this file, or this place in it")
    search.add_argument("--in", dest="folder", metavar="FOLDER", help="only in this folder")
    search.add_argument("--json", action="store_true", help="print JSON")

    status = commands.add_parser("status", parents=[common], help="what is in the index, or what of one path")
    status.add_argument("path", nargs="?", metavar="PATH")
    status.add_argument("--json", action="store_true", help="print JSON")

    remove = commands.add_parser("remove", parents=[common], help="forget a folder")
    remove.add_argument("folder", metavar="FOLDER")

    model = commands.add_parser("model", parents=[common], help="tell or change the model that finds by meaning")
    model.add_argument("name", nargs="?", metavar="NAME", help="a folder, “bundled”, or a model's name on the hub")
    model.add_argument("--yes", action="store_true", help="download it without asking")

    commands.add_parser(
        "mcp", parents=[common], help="let a language model search: a server of the Model Context Protocol on stdio"
    )
    commands.add_parser("selftest", parents=[common], help="let the installed program check itself")
    assert set(commands.choices) == set(_COMMANDS)
    return parser


def _add_data_dir(parser: argparse.ArgumentParser, default: str | None) -> None:
    parser.add_argument(
        "--data-dir",
        metavar="DIR",
        default=default,
        help="keep index, settings, cache and logs below DIR (also DESKTOP_SEARCH_HOME)",
    )


def _positive(text: str) -> int:
    value = int(text) if text.isdecimal() and len(text) < 10 else 0
    if not 1 <= value <= _MOST_RESULTS:
        raise argparse.ArgumentTypeError(f"must be a number from 1 to {_MOST_RESULTS}")
    return value
