"""No command: the window."""

from __future__ import annotations

import argparse

from desktop_search.gui.app import run as run_window
from desktop_search.paths import Paths


def run(_arguments: argparse.Namespace, paths: Paths) -> int:
    return run_window(paths)
