"""No command: the window."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

from desktop_search.engine import client
from desktop_search.engine.messages import Event
from desktop_search.gui.display import lacks_display
from desktop_search.paths import Paths


def run(_arguments: argparse.Namespace, paths: Paths) -> int:
    engine = client.EngineClient(paths)

    def listening(on_event: Callable[[Event], None]) -> client.EngineClient:
        engine.hear(on_event)
        return engine

    try:
        # Starting an engine takes as long as importing Qt, and both are done side by side. Where an engine is at work
        # on this index its window is brought to the front, as a rule, and another one not wanted.
        known = paths.database.exists() and not paths.engine_address.exists()
        if known and not lacks_display(sys.platform, os.environ):
            engine.start()
        from desktop_search.gui.app import run as run_window

        return run_window(paths, listening)
    finally:
        engine.stop()
