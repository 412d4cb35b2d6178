"""Where the processes that work on an index write down what a person need not see: one bounded file each.

No text of a document and no query gets there: of an error is noted which it was and where, not what it said, for a
library puts into its message whatever it was working on.
"""

from __future__ import annotations

import logging
import traceback
from logging.handlers import RotatingFileHandler
from types import TracebackType

from desktop_search.errors import DesktopSearchError
from desktop_search.paths import Paths

_LOG_BYTES = 1_000_000
_OURS = ("desktop_search", "watchdog")
# These say what the system, or this program, refused; never what a file held.
_SAFE = (OSError, DesktopSearchError)


class Discreet(logging.Formatter):
    """Writes errors without their messages, and of other libraries only that they had something to say."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        if record.name.partition(".")[0] in _OURS:
            return super().format(record)
        where = f"(a message from {record.filename}, line {record.lineno})"
        kept = logging.makeLogRecord({**record.__dict__, "msg": where, "args": None, "exc_text": None})
        return super().format(kept)

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return told(ei[1]) if ei[1] is not None else ""


def told(error: BaseException) -> str:
    """Which error it was and where, the causes first, as Python shows it but without messages that may quote."""
    lines: list[str] = []
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        lines.append(told(cause))
    lines += [f"  {frame.filename}, line {frame.lineno}, in {frame.name}" for frame in _frames(error)]
    message = f": {error}" if isinstance(error, _SAFE) else ""
    lines.append(f"{type(error).__qualname__}{message}")
    return "\n".join(lines)


def log_to_file(paths: Paths, name: str) -> None:
    """Sends everything from INFO on to `name`.log in the folder for logs, and nothing to the terminal."""
    handler = RotatingFileHandler(
        paths.logs / f"{name}.log", maxBytes=_LOG_BYTES, backupCount=2, encoding="utf-8", delay=True
    )
    handler.setFormatter(Discreet())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)


def _frames(error: BaseException) -> traceback.StackSummary:
    return traceback.extract_tb(error.__traceback__)
