"""The reader process: reads one file after the other for the process that started it, and may be ended at any time.

    {"path", "known", "limits" where they have changed}  ->  read, split into paragraphs  ->  {"state", ...}

Both ways it is JSON, never a pickle: a reader that a document has taken over must not be able to run code in the
process that listens to it. Here the walls are put up: no network, no program started, no file written, a limit on
memory, and an alarm that ends the process even where nobody is left to do it.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import sys
import traceback
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import Any

import psutil

from desktop_search.documents import paragraphs as splitter
from desktop_search.documents.reader import ReadResult, read
from desktop_search.documents.source import Limits
from desktop_search.errors import DocumentError

# A process that has grown beyond this is ended when it is idle: what libraries have taken they seldom give back.
_RETIRE_AT = 300_000_000
_ALARM_AFTER = 5.0
_DENIED = frozenset(
    "socket.connect socket.bind socket.sendto socket.getaddrinfo socket.gethostbyname subprocess.Popen os.system"
    " os.exec os.posix_spawn os.spawn os.fork os.forkpty os.startfile os.remove os.rename os.rmdir os.mkdir os.link"
    " os.symlink os.truncate os.chmod os.chown os.utime shutil.rmtree shutil.move ftplib.connect urllib.Request".split()
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
OUT_OF_MEMORY = "Reading it needs more than {:,.0f} MB of memory."


def main(connection: Connection) -> None:
    """Serves until the other side closes. Called in the child process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _be_modest()
    limits = Limits(**json.loads(connection.recv_bytes()))
    put_up_walls(limits)
    connection.send_bytes(b"{}")
    process = psutil.Process()
    with contextlib.suppress(EOFError, OSError):
        while True:
            request = json.loads(connection.recv_bytes())
            if "limits" in request:
                limits = Limits(**request["limits"])
            with _alarm(limits.max_seconds + _ALARM_AFTER):
                answer = _answer(request["path"], bytes.fromhex(request["known"]), limits)
            answer["retired"] = answer["retired"] or process.memory_info().rss > _RETIRE_AT
            connection.send_bytes(json.dumps(answer).encode())
            if answer["retired"]:
                return


def _answer(path: str, known: bytes, limits: Limits) -> dict[str, Any]:
    log: list[str] = []
    handler = _Notes(log)
    logging.getLogger().addHandler(handler)
    try:
        result = read(path, limits, known)
        return {**_as_json(result), "log": log, "retired": False}
    except DocumentError as error:
        state = "refused" if isinstance(error.__cause__, OSError) else "failed"
        return {"state": state, "reason": str(error), "log": log, "retired": False}
    except MemoryError:
        reason = OUT_OF_MEMORY.format(limits.max_memory / 1e6)
        return {"state": "failed", "reason": reason, "log": log, "retired": True}
    finally:
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
    """What is logged while a file is read goes back with the answer: this process writes no file."""

    def __init__(self, notes: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._notes = notes

    def emit(self, record: logging.LogRecord) -> None:
        if len(self._notes) < 20:
            lines = [f"{record.name}: {record.getMessage()}"]
            if record.exc_info:
                lines += traceback.format_exception(*record.exc_info)
            self._notes.append("\n".join(lines)[:4000])


def _be_modest() -> None:
    """Whatever the person is doing comes first."""
    process = psutil.Process()
    with contextlib.suppress(psutil.Error, OSError):
        process.nice(getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", 10))  # a class on Windows, a number elsewhere


def put_up_walls(limits: Limits) -> None:
    sys.dont_write_bytecode = True
    if sys.platform != "win32":
        import resource

        for kind, most in (
            # macOS does not enforce it: there the process that listens looks after the memory.
            (resource.RLIMIT_AS, limits.max_memory),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _DENIED or (event == "open" and arguments[2] and arguments[2] & _WRITING):
        raise PermissionError(f"a reader may not do this: {event}")


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Ends this process, even inside a library, should the one that listens be gone."""
    if os.name == "nt":
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
