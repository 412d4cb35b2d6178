"""The reader process: reads one file after the other for the process that started it, and may be ended at any time.

    {"path", "known", "limits" where they have changed}  ->  read, split into paragraphs  ->  {"state", ...}

Both ways it is JSON, never a pickle: a reader that a document has taken over must not be able to run code in the
process that listens to it. The walls around it are put up (confinement.py) before the first file comes, and an alarm
ends the process even where nobody is left to do it.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import traceback
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import Any

import psutil

from desktop_search.documents.reading import handing_over
from desktop_search.documents.reading.confinement import confine
from desktop_search.documents.reading.reader import ReadResult, read
from desktop_search.documents.source import Limits
from desktop_search.documents.splitting import paragraphs as splitter
from desktop_search.errors import DocumentError

# A process that has grown beyond this is ended when it is idle: what libraries have taken they seldom give back.
RETIRE_AT = 300_000_000
ALARM_AFTER = 5.0
OUT_OF_MEMORY = "Reading it needs more than {:,.0f} MB of memory."


def main(connection: Connection) -> None:
    """Serves until the other side closes. Called in the child process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _be_modest()
    limits = Limits(**json.loads(connection.recv_bytes()))
    process = psutil.Process()
    connection.send_bytes(json.dumps({"walls": confine(limits)}).encode())
    with contextlib.suppress(EOFError, OSError):
        while True:
            request = json.loads(connection.recv_bytes())
            if "limits" in request:
                limits = Limits(**request["limits"])
            with alarm(limits.max_seconds + ALARM_AFTER):
                answer = _answer(connection, request, limits)
            answer["retired"] = answer["retired"] or process.memory_info().rss > RETIRE_AT
            connection.send_bytes(json.dumps(answer).encode())
            if answer["retired"]:
                return


def _answer(connection: Connection, request: dict[str, Any], limits: Limits) -> dict[str, Any]:
    log: list[str] = []
    handler = _Notes(log)
    logging.getLogger().addHandler(handler)
    opened = None
    try:
        opened = handing_over.receive(connection, request)
        result = read(request["path"], limits, bytes.fromhex(request["known"]), opened)
        return {**_as_json(result), "log": log, "retired": False}
    except DocumentError as error:
        state = "refused" if isinstance(error.__cause__, OSError) else "failed"
        return {"state": state, "reason": str(error), "log": log, "retired": False}
    except MemoryError:
        reason = OUT_OF_MEMORY.format(limits.max_memory / 1e6)
        return {"state": "failed", "reason": reason, "log": log, "retired": True}
    finally:
        if opened is not None:
            os.close(opened)
        logging.getLogger().removeHandler(handler)


def _as_json(result: ReadResult) -> dict[str, Any]:
    facts = {
        "digest": result.digest.hex(),
        "size": result.size,
        "mtime_ns": result.mtime_ns,
        "inode": result.inode,
        "device": result.device,
    }
    document = result.document
    if document is None:
        return {"state": "same", **facts}
    return {
        "state": "read",
        **facts,
        "title": document.title,
        "author": document.author,
        "date": document.date,
        "language": document.language,
        "tags": document.tags,
        "note": document.note,
        "sections": list(splitter.sections(document)),
    }


class _Notes(logging.Handler):
    """What is logged while a file is read goes back with the answer: this process writes no file.

    Only what this program says itself, and of an error which it was and where: messages of libraries quote the file.
    """

    def __init__(self, notes: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._notes = notes

    def emit(self, record: logging.LogRecord) -> None:
        if len(self._notes) < 20:
            is_ours = record.name.startswith("desktop_search.")
            said = record.getMessage() if is_ours else f"(a message from {record.filename}, line {record.lineno})"
            lines = [f"{record.name}: {said}"]
            if record.exc_info and record.exc_info[1] is not None:
                lines += [f"{one.filename}, line {one.lineno}" for one in traceback.extract_tb(record.exc_info[2])]
                lines.append(type(record.exc_info[1]).__qualname__)
            self._notes.append("\n".join(lines)[:4000])


def _be_modest() -> None:
    """Whatever the person is doing comes first."""
    process = psutil.Process()
    with contextlib.suppress(psutil.Error, OSError):
        process.nice(getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", 10))  # a class on Windows, a number elsewhere


@contextlib.contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Ends this process, even inside a library, should the one that listens be gone."""
    if os.name == "nt":
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
