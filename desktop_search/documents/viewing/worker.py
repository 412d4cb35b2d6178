"""The reader process of the reading pane: the same walls as the others, but it works for somebody who waits.

{"path", "start", ...} or {"path", "page", ...}  ->  {"state", "bytes", ...}, then so many bytes of a picture
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
from multiprocessing.connection import Connection

import psutil

from desktop_search.documents.reading import handing_over
from desktop_search.documents.reading.confinement import confine
from desktop_search.documents.reading.worker import ALARM_AFTER, OUT_OF_MEMORY, RETIRE_AT, alarm
from desktop_search.documents.source import Limits
from desktop_search.documents.viewing.viewer import Viewer, failure
from desktop_search.errors import DocumentError

logger = logging.getLogger(__name__)
_DEFECT = "It cannot be shown here."


def main(connection: Connection) -> None:
    """Serves until the other side closes. Called in the child process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limits = Limits(**json.loads(connection.recv_bytes()))
    process = psutil.Process()
    confine(limits)
    # The log belongs to the readers of the index: they meet the same file, and say the same of it.
    logging.disable(logging.CRITICAL)
    viewer = Viewer(limits)
    with contextlib.suppress(EOFError, OSError):
        while True:
            request = json.loads(connection.recv_bytes())
            retired, opened = False, None
            with alarm(limits.max_seconds + ALARM_AFTER):
                try:
                    opened = handing_over.receive(connection, request)
                    told, pixels = viewer.answer(request, opened)
                except DocumentError as error:
                    told, pixels = failure(error), b""
                except MemoryError:
                    reason = OUT_OF_MEMORY.format(limits.max_memory / 1e6)
                    told, pixels, retired = {"state": "failed", "reason": reason}, b"", True
                # Control enters from outside here: any bytes may come, and a defect must cost one file.
                except Exception:
                    logger.exception("the document cannot be shown")
                    told, pixels = {"state": "failed", "reason": _DEFECT}, b""
                finally:
                    if opened is not None:
                        os.close(opened)
            retired = retired or process.memory_info().rss > RETIRE_AT
            connection.send_bytes(json.dumps({**told, "bytes": len(pixels), "retired": retired}).encode())
            if pixels:
                connection.send_bytes(pixels)
            if retired:
                return
