"""A crash of the engine or the window leaves a report in the folder for logs: what ran where, never what was read or
asked.

While the process runs, the report stands open and empty; a crash of Python or of a library writes into it which line
of which module each thread had come to. At the next start a report that says something gets its date and stays.
"""

from __future__ import annotations

import faulthandler
import platform
import sys
import threading
import time
from types import TracebackType
from typing import TextIO

from desktop_search import __version__
from desktop_search.engine.logs import told
from desktop_search.paths import Paths

_MOST_KEPT = 5


class CrashReport:
    """One for the process. `close` it at a good end."""

    def __init__(self, paths: Paths, name: str) -> None:
        """Never raises: without a place for reports the program works all the same."""
        self._open = paths.logs / f"{name}-crash.txt"
        self._file: TextIO | None = None
        self._hooks = sys.excepthook, threading.excepthook
        self._was_enabled = False
        try:
            self._keep_last(paths, name)
            self._file = self._open.open("w", encoding="utf-8")
        except OSError:
            return
        self._was_enabled = faulthandler.is_enabled()
        faulthandler.enable(self._file, all_threads=True)
        sys.excepthook = self._note
        threading.excepthook = self._note_in_thread

    def close(self) -> None:
        """The process ends as it should: nothing is left to report."""
        if self._file is None:
            return
        faulthandler.disable()
        if self._was_enabled and sys.__stderr__ is not None:
            faulthandler.enable(sys.__stderr__)
        sys.excepthook, threading.excepthook = self._hooks
        said = self._file.tell() > 0
        self._file.close()
        if not said:
            self._open.unlink(missing_ok=True)

    def _keep_last(self, paths: Paths, name: str) -> None:
        """A report of the last run gets its date, and a word on the machine."""
        text = self._open.read_text(encoding="utf-8", errors="replace") if self._open.exists() else ""
        if text.strip():
            moment = time.strftime("%Y%m%d-%H%M%S", time.localtime(self._open.stat().st_mtime))
            about = f"Desktop Search {__version__}, Python {platform.python_version()}, {platform.platform()}"
            kept = paths.logs / f"{name}-crash-{moment}.txt"
            kept.write_text(f"{about}\nHolds no text of documents or searches.\n\n{text}", encoding="utf-8")
        for old in sorted(paths.logs.glob(f"{name}-crash-*.txt"))[:-_MOST_KEPT]:
            old.unlink(missing_ok=True)

    def _note(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if self._file is not None and not self._file.closed:
            self._file.write(f"{told(error)}\n")
            self._file.flush()
        if self._hooks[0] is not sys.__excepthook__ or (sys.stderr is not None and sys.stderr.isatty()):
            self._hooks[0](kind, error, trace)
        elif sys.stderr is not None:
            # The desktop keeps what is said here in a log of its own.
            sys.stderr.write(f"{told(error)}\n")

    def _note_in_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self._note(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
