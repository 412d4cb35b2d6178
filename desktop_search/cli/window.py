"""No command: the window, or a word to the program that is running."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

from desktop_search import __version__
from desktop_search.engine import client
from desktop_search.engine.messages import Event
from desktop_search.errors import DesktopSearchError
from desktop_search.gui import display, running
from desktop_search.gui.running import Kind, Wish
from desktop_search.paths import Paths


def run(arguments: argparse.Namespace, paths: Paths) -> int:
    wish = wish_of(arguments)
    if running.tell(paths, wish):
        # Bound to a key of the desktop, so it has to be quick: neither Qt nor an engine is loaded.
        return 0
    if problem := display.problem(sys.platform, os.environ):
        raise DesktopSearchError(problem)
    try:
        # Before there is an engine: it could say nothing of this to anybody.
        paths.create()
    except OSError as error:
        raise DesktopSearchError(
            f"{error.filename} cannot be written ({error.strerror}); --data-dir DIR names another place."
        ) from error
    engine = client.EngineClient(paths)

    def listening(on_event: Callable[[Event], None]) -> client.EngineClient:
        engine.hear(on_event)
        return engine

    try:
        # Starting an engine takes as long as importing Qt, and both are done side by side. Where an engine is at work
        # on this index its window is brought to the front, as a rule, and another one not wanted.
        known = paths.database.exists() and not paths.engine_address.exists()
        if known and not display.lacks_display(sys.platform, os.environ):
            engine.start()
        try:
            from desktop_search.gui.app import run as run_window
        except ImportError as error:
            if name := display.missing_library(error):
                raise DesktopSearchError(display.lacks_library(name)) from error
            raise

        return run_window(paths, listening, wish)
    finally:
        engine.stop()


def wish_of(arguments: argparse.Namespace) -> Wish:
    """What the command line asks of the window's program."""
    kind: Kind = "show"
    if arguments.quick:
        kind = "quick"
    elif arguments.selection:
        kind = "selection"
    elif arguments.background:
        kind = "background"
    folder = os.path.realpath(arguments.search_in) if arguments.search_in else ""
    # Some desktops let a window come to the front only with this.
    token = os.environ.get("XDG_ACTIVATION_TOKEN") or os.environ.get("DESKTOP_STARTUP_ID") or ""
    return Wish(kind, arguments.text or "", folder, token, __version__)
