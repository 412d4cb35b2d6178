"""Where the processes that work on an index write down what a person need not see: one bounded file each."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler

from desktop_search.paths import Paths

_LOG_BYTES = 1_000_000


def log_to_file(paths: Paths, name: str) -> None:
    """Sends everything from INFO on to `name`.log in the folder for logs, and nothing to the terminal."""
    handler = RotatingFileHandler(
        paths.logs / f"{name}.log", maxBytes=_LOG_BYTES, backupCount=2, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
