"""The thread that answers the reading pane: the newest request of each peer wins, and indexing never delays it.

A request goes to a reader process of its own. One that takes long is ended as soon as a newer one waits, or when its
time is up; a new process serves the next one. Words are marked here, where the index is.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from desktop_search.documents.reading import untrusted
from desktop_search.documents.reading.process import CRASHED
from desktop_search.documents.source import Limits
from desktop_search.documents.viewing.process import ViewProcess, boxes, pieces
from desktop_search.engine.asked_thread import AskedThread, Reply
from desktop_search.engine.precedence import Precedence
from desktop_search.engine.reading_marks import Asked, ReadingMarks, marked
from desktop_search.engine.reading_messages import DocumentRead, PageShown, ReadAround, ShowPage
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import Paths
from desktop_search.records import Place

logger = logging.getLogger(__name__)
Request = ReadAround | ShowPage

SECONDS = 20.0
# A request that is under way for so long is given up for a newer one; a shorter one is nearly done.
_PATIENCE = 0.4
_LOOK_EVERY = 0.05
_REST_AFTER = 60.0
_MOST_TEXT = 4_000
_MOST_AROUND = 200_000
_MOST_WORDS = 50
_TOO_SLOW = "Reading it takes too long."
_FAILED = "It cannot be shown; the log says more."


class Overtaken(Exception):
    """A request was given up for a newer one."""


class ReadingThread(AskedThread[Request]):
    """Holds at most one waiting document and one waiting page for each peer; newer ones take their place."""

    def __init__(self, paths: Paths, precedence: Precedence, limits: Limits | None = None) -> None:
        super().__init__("reading")
        self._precedence = precedence
        self._limits = limits or Limits(max_seconds=SECONDS)
        # From here on: touched by the thread itself alone.
        self._marks = ReadingMarks(paths)
        self._process: ViewProcess | None = None

    def ask(self, request: Request, reply: Reply) -> None:
        """Hands over a request; its event goes to `reply`."""
        self._put(request, reply, type(request).__name__)

    def _run(self) -> None:
        while True:
            with self._changed:
                # Without an end of the wait there is nothing to let go of.
                rest_after = _REST_AFTER if self._process is not None else None
                asked = self._changed.wait_for(lambda: self._stopping or bool(self._waiting), rest_after)
                if self._stopping:
                    break
                if asked:
                    # The document comes before its picture.
                    key = min(self._waiting, key=lambda one: one[1] != ReadAround.__name__)
                    request = self._waiting.pop(key)
            if not asked:
                self._end_process()
                self._marks.rest()
                continue
            try:
                self._work(request, key[0])
            except Overtaken:
                pass
            # Control enters from outside here: one document that fails must not end all later ones.
            except Exception:
                logger.exception("the reading pane was not answered")
                self._end_process()
                self._refuse(request, key[0], _FAILED)
        self._end_process()
        self._marks.rest()

    def _work(self, request: Request, reply: Reply) -> None:
        told, pixels = self._ask_process(_as_told(request), request, reply)
        if told["state"] != "read":
            self._refuse(request, reply, untrusted.text(told["reason"]), is_gone=told["state"] == "gone")
        elif isinstance(request, ReadAround):
            reply(self._document(request, told))
        else:
            reply(_page(request, told, pixels))

    def _document(self, request: ReadAround, told: dict[str, Any]) -> DocumentRead:
        asked: Asked | None = None
        places: tuple[Place, ...] = ()
        # What is being searched for comes first.
        self._precedence.stand_aside()
        try:
            asked = self._marks.ask(request.query)
            places = self._marks.places(request.path, request.start, asked)
        except DesktopSearchError as error:
            # The text can be read without the index.
            logger.info("nothing is marked in %r: %s", request.path, error)
            self._marks.rest()
        return DocumentRead(
            request.number,
            request.path,
            "read",
            marked(pieces(told["pieces"]), asked),
            untrusted.number_or_none(told["start"]),
            untrusted.number_or_none(told["end"]),
            untrusted.flag(told["is_first"]),
            untrusted.flag(told["is_last"]),
            places,
            untrusted.text(told["note"]),
            untrusted.number(told["mtime_ns"], untrusted.EARLIEST) / 1e9,
        )

    def _ask_process(self, told: dict[str, Any], request: Request, reply: Reply) -> tuple[dict[str, Any], bytes]:
        """What the process answers. Raises Overtaken where a newer request came meanwhile."""
        was_there = self._process is not None and self._process.ask(told)
        if self._process is None or not was_there:
            self._end_process()
            self._process = ViewProcess(self._limits)
            self._process.ask(told)
        since = time.monotonic()
        while not self._process.wait(_LOOK_EVERY):
            lasted = time.monotonic() - since
            if self._stopping or (lasted > _PATIENCE and self._is_overtaken(request, reply)):
                self._end_process()
                raise Overtaken
            if lasted > self._limits.max_seconds:
                self._end_process()
                return {"state": "failed", "reason": _TOO_SLOW}, b""
        answer = self._process.answer()
        if answer is None or answer[0].get("retired"):
            self._end_process()
        if answer is None and was_there:
            # Perhaps it was killed while it waited; if it is the document, a new process says so at once.
            return self._ask_process(told, request, reply)
        return answer if answer is not None else ({"state": "failed", "reason": CRASHED}, b"")

    def _is_overtaken(self, request: Request, reply: Reply) -> bool:
        with self._changed:
            newer = [one for (whose, _), one in self._waiting.items() if whose == reply]
        return any(type(one) is type(request) or one.path != request.path for one in newer)

    def _end_process(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def _refuse(self, request: Request, reply: Reply, reason: str, *, is_gone: bool = False) -> None:
        if isinstance(request, ReadAround):
            reply(DocumentRead(request.number, request.path, "gone" if is_gone else "failed", reason=reason))
        else:
            reply(PageShown(request.number, request.path, request.page, reason=reason))


def _as_told(request: Request) -> dict[str, Any]:
    """The request as the reader process takes it, within bounds."""
    if isinstance(request, ReadAround):
        return {
            "path": request.path,
            "start": max(0, request.start),
            "end": max(0, request.start, request.end),
            "text": request.text[:_MOST_TEXT],
            "before": min(max(0, request.before), _MOST_AROUND),
            "after": min(max(0, request.after), _MOST_AROUND),
        }
    return {
        "path": request.path,
        "page": request.page,
        "width": request.width,
        "text": request.text[: 4 * _MOST_TEXT],
        "words": list(request.words[:_MOST_WORDS]),
    }


def _page(request: ShowPage, told: dict[str, Any], pixels: bytes) -> PageShown:
    width, height, stride = (untrusted.number(told[name]) for name in ("width", "height", "stride"))
    if width <= 0 or height <= 0 or stride < 3 * width or len(pixels) < stride * height:
        raise ValueError("a picture that is not as large as it says")
    pages = untrusted.number(told["pages"])
    frames, marks = boxes(told["frames"]), boxes(told["marks"])
    return PageShown(request.number, request.path, request.page, pages, width, height, stride, pixels, frames, marks)
